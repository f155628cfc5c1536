//! What people say, be it in answer to something, and what they think of what was said.

use rand::Rng;
use serde_json::json;

use super::World;
use crate::{
    shared::id::{ConversationId, OperationId},
    sync::{Effect, Input, Operation},
    tests::simulation::{
        page::What,
        room::{PIN, REACT, SEND, Said},
    },
};

impl World {
    /// A message, which may answer one that is seen, be that sent or not, and may be taken from elsewhere.
    pub(super) fn message(&mut self, device: usize, id: ConversationId) -> Operation {
        let mut body = json!({"conversation_id": id, "body": self.words()});
        if self.chance(0.2)
            && let Some(answered) = self.message_on_screen(device, id, |_| true)
        {
            self.count("answers");
            body["reply_to"] = json!(answered);
        }
        if self.chance(0.1) {
            self.count("forwards");
            body["forwarded"] = json!(true);
        }
        self.operation(device, SEND, format!("conversation:{id}"), body)
    }

    /// Somebody says something in the thread of a message that is seen and stored, whether or not they take part in it.
    pub(super) fn say_beside(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let room = self.devices[device].pages.get(&What::Room(id)).and_then(|page| page.rooms.get(&id));
        let stored: Vec<_> = room.into_iter().flat_map(|room| &room.messages).map(|said| said.id).collect();
        if stored.is_empty() || self.server.threads.contains_key(&id) {
            return Ok(());
        }
        let thread = ConversationId(stored[self.rng.random_range(0..stored.len())].0);
        // Words that nobody refuses: whoever does not take part yet is told nothing of them.
        let body = json!({"conversation_id": thread, "body": self.number.to_string()});
        self.count("answers in threads");
        let operation = self.operation(device, SEND, format!("conversation:{thread}"), body);
        self.devices[device].done.push(operation.clone());
        self.tell_done(device, operation)
    }

    /// Somebody reacts to a message that is seen, or takes that back.
    pub(super) fn react(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let Some(message) = self.message_on_screen(device, id, |_| true) else { return Ok(()) };
        let emoji = if self.chance(0.5) { "👍" } else { "🎉" };
        let body = json!({"conversation_id": id, "message_id": message, "emoji": emoji, "on": self.chance(0.6)});
        self.count("reactions");
        let operation = self.operation(device, REACT, format!("conversation:{id}"), body);
        self.devices[device].done.push(operation.clone());
        self.tell_done(device, operation)
    }

    /// Somebody pins a message that is seen, or unpins it.
    pub(super) fn pin(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let Some(message) = self.message_on_screen(device, id, |_| true) else { return Ok(()) };
        let body = json!({"conversation_id": id, "message_id": message, "on": self.chance(0.6)});
        self.count("pins");
        let operation = self.operation(device, PIN, format!("conversation:{id}"), body);
        self.devices[device].done.push(operation.clone());
        self.tell_done(device, operation)
    }

    /// A person thinks better of what still waits, of a deletion above all, if it does when they say so. A tab that follows
    /// cannot tell.
    pub(super) fn take_back(&mut self, device: usize) -> Result<(), String> {
        let undone = self.devices[device].undoable();
        let told = match &undone {
            None => "taken back",
            Some(deletion) if deletion.is_revision() => "undone in public",
            Some(_) => "undone",
        };
        let waiting = || self.devices[device].waiting();
        let Some(id) = undone.map(|deletion| deletion.id).or_else(waiting) else { return Ok(()) };
        self.give_up(device, id);
        let forgotten = self.told(device, Input::Discard(id))?.contains(&Effect::Forget(id));
        if forgotten {
            self.count(told);
        } else if self.devices[device].tab.leads() {
            self.browser(device).cannot_give_up(device, id);
        }
        Ok(())
    }

    /// One of the messages that are seen and not deleted: a stored one of a kind, or one's own that is not sent.
    pub(super) fn message_on_screen(
        &mut self,
        device: usize,
        id: ConversationId,
        is_meant: impl Fn(&Said) -> bool,
    ) -> Option<OperationId> {
        let mut messages = self.stored_on_screen(device, id, is_meant);
        let object = format!("conversation:{id}");
        let unsent = self.devices[device].tab.pending().into_iter().map(|pending| pending.operation);
        let unsent = unsent.filter(|one| one.kind == SEND && one.object == object).map(|operation| operation.id);
        messages.extend(unsent);
        if messages.is_empty() { None } else { Some(messages[self.rng.random_range(0..messages.len())]) }
    }

    /// The stored messages of a kind that are seen and not deleted.
    pub(super) fn stored_on_screen(
        &self,
        device: usize,
        id: ConversationId,
        is_meant: impl Fn(&Said) -> bool,
    ) -> Vec<OperationId> {
        let room = self.devices[device].pages.get(&What::Room(id)).and_then(|page| page.rooms.get(&id));
        let stored = room.into_iter().flat_map(|room| &room.messages);
        stored.filter(|said| is_meant(said) && !said.body.is_empty()).map(|said| said.id).collect()
    }
}
