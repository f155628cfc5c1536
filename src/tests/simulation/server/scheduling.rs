//! What is said later: kept with its author, claimed by a job when its time has come, sent as they would, and let go. Killed
//! in between, the job begins anew.

use serde_json::{Value, json};

use super::{NOT_ACCEPTING, Server, is_refused};
use crate::{
    features::messages::{
        model::{Draft, Rescheduled, Scheduled, Stage, check_time},
        state::{
            operation::send,
            scheduling::{Act, act},
        },
    },
    realtime::Topic,
    shared::{
        Error, Result,
        id::{AccountId, MessageId, OperationId},
        time::Time,
    },
    sync::Operation,
    tests::simulation::{Fault, room},
};

/// What a job finds whose time has come.
pub enum Claim {
    /// Nothing that waits.
    Nothing,
    /// Something that waits for another time.
    Later(i64),
    /// What this author is to say.
    Send(AccountId, Draft),
}

impl Server {
    /// Somebody has something said later, or at another time, or takes that back: once.
    pub(super) fn plan(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<Value> {
        self.judged.insert(operation.id);
        let wanted = act(operation).expect("ours");
        let is_over = matches!(wanted, Act::Cancel(_));
        let id = match &wanted {
            Act::Add(one) => one.id,
            Act::Change(id, ..) | Act::Cancel(id) => *id,
        };
        if !self.applied.contains_key(&operation.id) {
            match wanted {
                Act::Add(one) => self.add(account, one, now)?,
                Act::Change(_, _, change) => self.reschedule(account, id, change, now)?,
                Act::Cancel(_) => self.cancel(account, id, now)?,
            }
            self.applied.insert(operation.id, Value::Null);
        }
        if is_over {
            return Ok(json!({"id": operation.id}));
        }
        let waiting = self.own[&account].scheduled.get(&id);
        Ok(waiting.map_or_else(|| json!({"id": id, "version": 0}), |one| json!(one)))
    }

    fn add(&mut self, account: AccountId, one: Scheduled, now: i64) -> Result<()> {
        if is_refused(&one.body, self.strict) {
            return Err(Error::invalid("body", "required"));
        }
        check_time(one.at, Time::from_millis(now))?;
        if !self.is_in(one.conversation_id, account) {
            return Err(Error::Missing);
        }
        self.admit(one.conversation_id)?;
        self.keep(account, Scheduled { version: 1, ..one }, now);
        Ok(())
    }

    fn reschedule(&mut self, account: AccountId, id: MessageId, change: Rescheduled, now: i64) -> Result<()> {
        let Rescheduled { body, at, now: at_once } = change;
        if body.as_deref().is_some_and(|body| is_refused(body, self.strict)) {
            return Err(Error::invalid("body", "required"));
        }
        at.map_or(Ok(()), |at| check_time(at, Time::from_millis(now)))?;
        let known = self.own[&account].scheduled.get(&id).cloned().ok_or(Error::Missing)?;
        if known.state == Stage::Sending {
            return Err(Error::Conflict);
        }
        let body = body.unwrap_or_else(|| known.body.clone());
        let at = if at_once { Time::from_millis(now) } else { at.unwrap_or(known.at) };
        if known.state != Stage::Waiting || (&body, at) != (&known.body, known.at) {
            let version = known.version + 1;
            self.keep(account, Scheduled { body, at, version, state: Stage::Waiting, trouble: None, ..known }, now);
        }
        Ok(())
    }

    fn cancel(&mut self, account: AccountId, id: MessageId, now: i64) -> Result<()> {
        let known = self.own[&account].scheduled.get(&id).cloned().ok_or(Error::Missing)?;
        if known.state == Stage::Sending {
            return Err(Error::Conflict);
        }
        self.drop_scheduled(account, id, now);
        if self.fault == Some(Fault::ForgottenCancel) {
            self.own.get_mut(&account).expect("everybody has").scheduled.insert(id, known);
        }
        Ok(())
    }

    /// A job looks for what it is to send.
    pub fn claim(&mut self, id: MessageId, now: i64) -> Claim {
        let mut all = self.own.iter_mut();
        let found = all.find_map(|(account, own)| Some((*account, own.scheduled.get_mut(&id)?)));
        let Some((author, one)) = found.filter(|(_, one)| one.state != Stage::Failed) else { return Claim::Nothing };
        if one.at > Time::from_millis(now) {
            return Claim::Later(one.at.millis());
        }
        one.state = Stage::Sending;
        let (body, conversation_id, reply_to) = (one.body.clone(), one.conversation_id, one.reply_to);
        if self.fault == Some(Fault::HastyJob) {
            self.drop_scheduled(author, id, now);
        }
        Claim::Send(author, Draft { id, conversation_id, body, reply_to, forwarded: false })
    }

    /// The job says it as its author would. What is in the way, if anything.
    pub fn send_due(&mut self, author: AccountId, draft: &Draft, now: i64) -> Option<String> {
        match self.apply(author, &send(draft), now).err()? {
            Error::Invalid { rule, .. } if rule == NOT_ACCEPTING => Some(rule),
            error => Some(error.code().to_owned()),
        }
    }

    /// The job is done: it was sent, or stays with its author, who is told why.
    pub fn let_go(&mut self, author: AccountId, id: MessageId, trouble: Option<String>, now: i64) {
        let own = &self.own[&author];
        let Some(one) = own.scheduled.get(&id).filter(|one| one.state == Stage::Sending).cloned() else { return };
        // Killed before, the job may have sent it while its author was still in the conversation.
        if trouble.is_none() || self.knows(OperationId(id.0)) {
            return self.drop_scheduled(author, id, now);
        }
        let version = one.version + 1;
        self.keep(author, Scheduled { state: Stage::Failed, trouble, version, ..one }, now);
    }

    /// How far a message came that somebody scheduled and that was neither sent nor taken back.
    pub fn stage_of(&self, author: AccountId, id: OperationId) -> Option<Stage> {
        self.own[&author].scheduled.get(&MessageId(id.0)).map(|one| one.state)
    }

    fn keep(&mut self, account: AccountId, one: Scheduled, now: i64) {
        let told = json!({"message_id": one.id, "conversation_id": one.conversation_id, "version": one.version});
        self.own.get_mut(&account).expect("everybody has").scheduled.insert(one.id, one);
        self.speak(Topic::Me, Some(account), room::SCHEDULED, told, now);
    }

    fn drop_scheduled(&mut self, account: AccountId, id: MessageId, now: i64) {
        let gone = self.own.get_mut(&account).expect("everybody has").scheduled.remove(&id);
        if let Some(Scheduled { conversation_id, version, .. }) = gone {
            let told = json!({"message_id": id, "conversation_id": conversation_id, "version": version + 1});
            self.speak(Topic::Me, Some(account), room::UNSCHEDULED, told, now);
        }
    }
}
