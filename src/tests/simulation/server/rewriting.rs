//! How messages that stand there are edited, deleted and reacted to.

use serde_json::{Value, json};

use super::{Deed, Server, is_refused};
use crate::{
    realtime::Topic,
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
    },
    sync::Operation,
    tests::simulation::{
        Fault,
        room::{self, Said},
    },
};

impl Server {
    /// A message is to say something else, or nothing any more, or somebody reacts to it: once, whatever was done to it
    /// since.
    pub(super) fn rewrite(
        &mut self,
        account: AccountId,
        id: ConversationId,
        operation: &Operation,
        now: i64,
    ) -> Result<Value> {
        if operation.kind == room::PIN {
            return self.pin(id, operation, now);
        }
        let admitted = self.admit(id);
        let stored = self.conversations.get_mut(&id).expect("looked up");
        let said = stored.messages.iter_mut().find(|said| operation.body["message_id"] == json!(said.id));
        let said = said.ok_or(Error::Missing)?;
        if self.rewritten.contains(&operation.id) {
            return Ok(said.json(id));
        }
        match operation.kind.as_str() {
            room::REACT => return self.react(account, id, operation, now),
            room::UNPREVIEW => return self.unpreview(account, id, operation, now),
            _ => {}
        }
        let is_deletion = operation.kind == room::DELETE;
        let body = if is_deletion { "" } else { operation.body["body"].as_str().expect("ours") };
        if said.author != account {
            return Err(Error::Forbidden);
        } else if !is_deletion && said.body.is_empty() {
            return Err(Error::Missing);
        } else if is_refused(body, self.strict) {
            return Err(Error::invalid("body", "required"));
        } else if !is_deletion && said.body != body {
            admitted?;
            self.deeds.push(Deed::Words { place: id, id: said.id });
        }
        self.rewritten.insert(operation.id);
        if said.body == body {
            return Ok(said.json(id));
        }
        (said.body, said.version) = (body.to_owned(), said.version + 1);
        if self.fault != Some(Fault::StalePreview) {
            said.shown.follow(body);
        }
        if is_deletion {
            said.reply_to = None;
            said.reactions.clear();
            said.reacted += 1;
        }
        let (message, told) = (said.id, said.json(id));
        if is_deletion {
            self.blank_message(&told);
        }
        self.end_consent_to(message);
        let kind = if is_deletion { room::DELETED } else { room::EDITED };
        self.speak(Topic::Conversation(id), None, kind, told.clone(), now);
        if is_deletion {
            self.set_pinned(id, message, false, now);
        }
        Ok(told)
    }

    fn react(&mut self, account: AccountId, id: ConversationId, operation: &Operation, now: i64) -> Result<Value> {
        let admitted = self.admit(id);
        let stored = self.conversations.get_mut(&id).expect("looked up");
        let said = stored.messages.iter_mut().find(|said| operation.body["message_id"] == json!(said.id));
        let said = said.filter(|said| !said.body.is_empty()).ok_or(Error::Missing)?;
        let emoji = operation.body["emoji"].as_str().expect("ours");
        let on = operation.body["on"] == true;
        if on != said.reactions.get(emoji).is_some_and(|who| who.contains(&account)) {
            admitted?;
            self.deeds.push(Deed::Words { place: id, id: said.id });
        }
        self.rewritten.insert(operation.id);
        let who = said.reactions.entry(emoji.to_owned()).or_default();
        let is_news = if on { who.insert(account) } else { who.remove(&account) };
        said.reactions.retain(|_, who| !who.is_empty());
        said.reacted += i64::from(is_news);
        let answer = said.json(id);
        if is_news {
            let Said { id: message, seq, reactions, reacted, .. } = said;
            let body =
                json!({"id": message, "conversation_id": id, "seq": seq, "reactions": reactions, "reacted": reacted});
            self.speak(Topic::Conversation(id), None, room::REACTED, body, now);
        }
        Ok(answer)
    }

    /// Of what was deleted nothing is told again.
    fn blank_message(&mut self, gone: &Value) {
        for (event, _) in &mut self.log {
            if [room::SENT, room::EDITED, room::REACTED, room::PREVIEWED].contains(&event.kind.as_str())
                && event.body["id"] == gone["id"]
            {
                event.body = gone.clone();
            }
        }
    }
}
