//! Who is in a conversation and as what, what it is called, and what each chooses for themselves.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Server, Stored};
use crate::{
    features::messages::model::{Choice, GroupRole, Mark},
    realtime::Topic,
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
    },
    sync::Operation,
    tests::simulation::{
        Fault,
        about::About,
        room::{self, place},
    },
};

impl Server {
    /// Somebody gets into a conversation, or out of it; whether they got in. The last one stays, unless it may end with
    /// them: then nobody gets in any more. What they have of their own there waits for them, but for what they chose.
    pub fn regroup(&mut self, id: ConversationId, account: AccountId, may_end: bool, now: i64) -> Option<bool> {
        let about = &mut self.conversations.get_mut(&id)?.about;
        let comes = !about.people.contains_key(&account);
        let is_last = about.people.len() == 1;
        if comes && about.people.is_empty() || !comes && is_last && !may_end {
            return None;
        }
        let mut heir = None;
        if comes {
            about.people.insert(account, GroupRole::Member);
        } else {
            heir = about.lose(account);
            self.was_out.insert((id, account));
            self.end_consents_of(id, account);
        }
        self.announce_move(id, account, comes, now);
        if let Some(heir) = heir {
            self.announce_role(id, heir, now);
        }
        if !comes {
            self.leave_threads(id, account, now);
        }
        Some(comes)
    }

    /// Opens the conversation of two under this id, or finds the one that they have; whether it was opened now. Two of whom
    /// one has blocked the other begin none.
    pub fn open(&mut self, pair: [AccountId; 2], id: ConversationId, now: i64) -> Option<bool> {
        let mut sorted = pair;
        sorted.sort();
        let is_new = !self.pairs.contains_key(&sorted);
        if is_new && self.are_apart(pair) {
            return None;
        }
        if is_new {
            self.pairs.insert(sorted, id);
            self.conversations.insert(id, Stored { about: About::of(&pair), ..Stored::default() });
            for account in pair {
                self.announce_move(id, account, true, now);
            }
        }
        Some(is_new)
    }

    /// Whoever runs it calls it something else; whether they did.
    pub fn rename(&mut self, id: ConversationId, by: AccountId, name: &str, now: i64) -> bool {
        let Some(about) = self.about_run_by(id, by, GroupRole::Admin) else { return false };
        let version = about.version + 1;
        about.rename(name.to_owned(), version);
        let body = json!({"conversation_id": id, "name": name, "version": version});
        self.speak(Topic::Conversation(id), None, room::RETITLED, body, now);
        true
    }

    /// Whoever owns it gives somebody else there another role; whether they did.
    pub fn promote(
        &mut self,
        id: ConversationId,
        by: AccountId,
        (account, role): (AccountId, GroupRole),
        now: i64,
    ) -> bool {
        let known = self.about_run_by(id, by, GroupRole::Owner).filter(|_| account != by);
        let Some(known) = known.and_then(|about| about.people.get_mut(&account)).filter(|known| **known != role) else {
            return false;
        };
        *known = role;
        self.announce_role(id, account, now);
        true
    }

    /// Somebody mutes, pins or puts away a conversation for themselves alone, once.
    pub(super) fn choose(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<Value> {
        let id = place(&operation.body);
        if !self.is_in(id, account) {
            return Err(Error::Missing);
        }
        let is_forgotten = self.fault == Some(Fault::ForgottenChange);
        if let Some(answer) = self.applied.get(&operation.id).filter(|_| !is_forgotten) {
            return Ok(answer.clone());
        }
        let choice = Choice::deserialize(&operation.body).expect("ours");
        let stored = self.conversations.get_mut(&id).expect("looked up");
        let before = stored.about.chosen_by(account);
        let after = choice.over(&before);
        let is_news = after != before;
        let mark = Mark { version: before.version + i64::from(is_news), ..after };
        stored.about.choose(account, mark.clone());
        let read = stored.read.get(&account).copied().unwrap_or_default();
        self.applied.insert(operation.id, json!(mark));
        if is_news {
            self.changed.push(operation.id);
            let body = json!({"conversation_id": id, "account_id": account, "read_seq": read, "mark": mark});
            self.speak(Topic::Me, Some(account), room::MARKED, body, now);
        }
        Ok(json!(mark))
    }

    fn about_run_by(&mut self, id: ConversationId, by: AccountId, at_least: GroupRole) -> Option<&mut About> {
        let about = &mut self.conversations.get_mut(&id)?.about;
        if about.people.get(&by).is_some_and(|role| *role >= at_least) { Some(about) } else { None }
    }

    pub(super) fn announce_move(&mut self, id: ConversationId, account: AccountId, comes: bool, now: i64) {
        let (own, others) = if comes {
            (room::MEMBER_JOINED, room::PARTICIPANT_JOINED)
        } else {
            (room::MEMBER_LEFT, room::PARTICIPANT_LEFT)
        };
        self.speak(Topic::Me, Some(account), own, json!({"conversation_id": id}), now);
        let body = json!({"conversation_id": id, "account_id": account});
        self.speak(Topic::Conversation(id), None, others, body, now);
    }

    fn announce_role(&mut self, id: ConversationId, account: AccountId, now: i64) {
        let body = json!({"conversation_id": id, "account_id": account});
        self.speak(Topic::Conversation(id), None, room::PARTICIPANT_CHANGED, body, now);
    }
}
