//! How messages are pinned for everybody in a conversation.

use serde_json::{Value, json};

use super::Server;
use crate::{
    realtime::Topic,
    shared::{
        Error, Result,
        id::{ConversationId, OperationId},
    },
    sync::Operation,
    tests::simulation::room,
};

impl Server {
    /// A message is to be pinned, or not any more: once, whatever was pinned since.
    pub(super) fn pin(&mut self, id: ConversationId, operation: &Operation, now: i64) -> Result<Value> {
        let on = operation.body["on"] == true;
        let is_known = self.rewritten.contains(&operation.id);
        let mut messages = self.conversations[&id].messages.iter();
        let said = messages.find(|said| operation.body["message_id"] == json!(said.id));
        let said = said.filter(|said| is_known || !on || !said.body.is_empty());
        let message = said.ok_or(Error::Missing)?.id;
        if !is_known {
            if on && !self.conversations[&id].pins.messages.contains(&message) {
                self.admit(id)?;
            }
            self.rewritten.insert(operation.id);
            self.set_pinned(id, message, on, now);
        }
        let mut answer = self.conversations[&id].pins.json(id);
        answer["id"] = json!(message);
        Ok(answer)
    }

    /// Has a message pinned, or not, and tells everybody where that is news.
    pub(super) fn set_pinned(&mut self, id: ConversationId, message: OperationId, on: bool, now: i64) {
        let pins = &mut self.conversations.get_mut(&id).expect("looked up").pins;
        if pins.set(message, on) {
            let told = pins.json(id);
            self.speak(Topic::Conversation(id), None, room::PINNED, told, now);
        }
    }
}
