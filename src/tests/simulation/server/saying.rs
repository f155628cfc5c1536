//! What people say in conversations, and how far they have read them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Deed, Server, is_refused};
use crate::{
    realtime::Topic,
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, OperationId},
    },
    sync::Operation,
    tests::simulation::{
        Fault,
        previewed::Shown,
        room::{self, Said, place},
    },
};

impl Server {
    /// Whoever is in a conversation says something there, changes what stands there, or has read it; each once.
    pub(super) fn apply_to_conversation(
        &mut self,
        account: AccountId,
        operation: &Operation,
        now: i64,
    ) -> Result<Value> {
        let id = place(&operation.body);
        let says = operation.body["body"].as_str().filter(|_| operation.kind == room::SEND);
        if says.is_some_and(|body| !is_refused(body, self.strict)) && !self.knows(operation.id) {
            self.take_part(account, id, now)?;
        }
        let admitted = self.admit(id);
        let stored = self.conversations.get_mut(&id).filter(|stored| stored.about.people.contains_key(&account));
        let stored = stored.ok_or(Error::Missing)?;
        if operation.kind == room::MARK {
            return Ok(self.mark(account, id, operation, now));
        }
        if operation.is_rewrite() {
            self.judged.insert(operation.id);
            return self.rewrite(account, id, operation, now);
        }
        let body = operation.body["body"].as_str().expect("ours").to_owned();
        if let Some(known) = stored.messages.iter().find(|said| said.id == operation.id) {
            let is_same = known.version > 1 || known.body == body;
            return if is_same { Ok(known.json(id)) } else { Err(Error::Conflict) };
        }
        if is_refused(&body, self.strict) {
            return Err(Error::invalid("body", "required"));
        }
        admitted?;
        let reply_to: Option<OperationId> = serde_json::from_value(operation.body["reply_to"].clone()).expect("ours");
        if reply_to.is_some_and(|answered| stored.messages.iter().all(|said| said.id != answered)) {
            return Err(Error::Missing);
        }
        let seq = i64::try_from(stored.messages.len()).expect("few") + 1;
        let (author, version) = (account, 1);
        let forwarded = operation.body["forwarded"] == true && self.fault != Some(Fault::ForgottenForward);
        let (reactions, reacted, answered, shown) = (BTreeMap::new(), 0, 0, Shown::default());
        let said = Said {
            id: operation.id,
            seq,
            author,
            body,
            version,
            reply_to,
            forwarded,
            reactions,
            reacted,
            answered,
            shown,
        };
        stored.messages.push(said.clone());
        self.deeds.push(Deed::Words { place: id, id: said.id });
        self.speak(Topic::Conversation(id), None, room::SENT, said.json(id), now);
        self.tell_answers(id, now);
        Ok(said.json(id))
    }

    fn mark(&mut self, account: AccountId, id: ConversationId, operation: &Operation, now: i64) -> Value {
        let stored = self.conversations.get_mut(&id).expect("looked up");
        let last = i64::try_from(stored.messages.len()).expect("few");
        let read = operation.body["read"].as_i64().expect("ours").min(last);
        let known = stored.read.entry(account).or_default();
        if *known < read {
            *known = read;
            let body = json!({"conversation_id": id, "account_id": account, "read_seq": read});
            self.speak(Topic::Me, Some(account), room::MARKED, body.clone(), now);
            self.speak(Topic::Conversation(id), None, room::RECEIPT, body, now);
        }
        json!({})
    }
}
