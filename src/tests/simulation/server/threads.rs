//! What is said about a message, beside the conversation in which it was said: a conversation that has the id of the message.

use serde_json::json;

use super::{Server, Stored};
use crate::{
    features::messages::model::GroupRole,
    realtime::Topic,
    shared::{
        Result,
        id::{AccountId, ConversationId},
    },
    tests::simulation::{about::About, room},
};

impl Server {
    /// The conversation in which the message was said on which a thread hangs, be it that nothing was said in the thread yet.
    pub fn around(&self, id: ConversationId) -> Option<ConversationId> {
        if self.conversations.contains_key(&id) {
            return self.threads.get(&id).copied();
        }
        let mut others = self.conversations.iter().filter(|(other, _)| !self.threads.contains_key(*other));
        others.find(|(_, stored)| holds(stored, id)).map(|(around, _)| *around)
    }

    /// Whoever is in the conversation of a message and says something in its thread takes part in that. The first who does
    /// begins it, and the author of the message takes part from then on too. Of any other conversation nothing changes, nor
    /// where it is refused, as one of two people has blocked the other.
    pub(super) fn take_part(&mut self, account: AccountId, id: ConversationId, now: i64) -> Result<()> {
        let known = self.conversations.get(&id).map(|stored| &stored.about.people);
        if known.is_some_and(|people| people.contains_key(&account)) {
            return Ok(());
        }
        let is_begun = known.is_some();
        let Some(around) = self.around(id).filter(|around| self.is_in(*around, account)) else { return Ok(()) };
        self.admit(id)?;
        if is_begun {
            let people = &mut self.conversations.get_mut(&id).expect("looked up").about.people;
            let role = if people.is_empty() { GroupRole::Owner } else { GroupRole::Member };
            people.insert(account, role);
            self.announce_move(id, account, true, now);
            return Ok(());
        }
        let root = self.conversations[&around].messages.iter().find(|said| said.id.0 == id.0);
        let author = root.map(|root| root.author).filter(|author| *author != account && self.is_in(around, *author));
        let people: Vec<_> = [account].into_iter().chain(author).collect();
        self.threads.insert(id, around);
        self.conversations.insert(id, Stored { about: About::of(&people), ..Stored::default() });
        for person in people {
            self.announce_move(id, person, true, now);
        }
        Ok(())
    }

    /// The message on which a thread hangs tells how much was said in the thread.
    pub(super) fn tell_answers(&mut self, id: ConversationId, now: i64) {
        let Some(around) = self.threads.get(&id).copied() else { return };
        let answered = i64::try_from(self.conversations[&id].messages.len()).expect("few");
        let stored = self.conversations.get_mut(&around).expect("it stands beside it");
        let root = stored.messages.iter_mut().find(|said| said.id.0 == id.0).expect("it hangs on it");
        root.answered = answered;
        let told = json!({"conversation_id": around, "seq": root.seq, "answered": answered});
        self.speak(Topic::Conversation(around), None, room::ANSWERED, told, now);
    }

    /// Whoever goes out of a conversation goes out of its threads.
    pub(super) fn leave_threads(&mut self, around: ConversationId, account: AccountId, now: i64) {
        let beside = self.threads.iter().filter(|(_, other)| **other == around).map(|(thread, _)| *thread);
        for thread in beside.collect::<Vec<_>>() {
            if self.is_in(thread, account) {
                self.regroup(thread, account, true, now);
            }
        }
    }
}

/// Whether the message is among what was said on which a thread of this id would hang.
fn holds(stored: &Stored, thread: ConversationId) -> bool {
    stored.messages.iter().any(|said| said.id.0 == thread.0)
}
