//! What messages show of the pages that they lead to.

use serde_json::{Value, json};

use super::Server;
use crate::{
    features::messages::model::LinkPreview,
    realtime::Topic,
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
    },
    sync::Operation,
    tests::simulation::room::{self, Said},
};

impl Server {
    /// A page was read for a message as it was in a version; whether the message shows it from now on. It does not where it
    /// says something else by now, or is to show none.
    pub fn show(&mut self, id: ConversationId, (seq, version): (i64, i64), preview: LinkPreview, now: i64) -> bool {
        let mut messages = self.conversations.get_mut(&id).into_iter().flat_map(|stored| &mut stored.messages);
        let Some(said) = messages.find(|said| (said.seq, said.version) == (seq, version)) else { return false };
        if said.body.is_empty() || self.bare.contains(&said.id) || !said.shown.set(Some(preview)) {
            return false;
        }
        let told = told(id, said);
        self.speak(Topic::Conversation(id), None, room::PREVIEWED, told, now);
        true
    }

    /// A message of theirs shows no page from now on, whatever it leads to later.
    pub(super) fn unpreview(
        &mut self,
        account: AccountId,
        id: ConversationId,
        operation: &Operation,
        now: i64,
    ) -> Result<Value> {
        let stored = self.conversations.get_mut(&id).expect("looked up");
        let said = stored.messages.iter_mut().find(|said| operation.body["message_id"] == json!(said.id));
        let said = said.filter(|said| !said.body.is_empty()).ok_or(Error::Missing)?;
        if said.author != account {
            return Err(Error::Forbidden);
        }
        self.rewritten.insert(operation.id);
        self.bare.insert(said.id);
        let is_news = said.shown.set(None);
        let (answer, told) = (said.json(id), told(id, said));
        if is_news {
            self.speak(Topic::Conversation(id), None, room::PREVIEWED, told, now);
        }
        Ok(answer)
    }
}

fn told(id: ConversationId, Said { id: message, seq, shown, .. }: &Said) -> Value {
    json!({"id": message, "conversation_id": id, "seq": seq, "shown": shown})
}
