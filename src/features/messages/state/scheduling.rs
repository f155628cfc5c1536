//! What is said later: as operations, as the server keeps it, and as it is shown with what is on its way laid over.

mod presets;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    features::messages::model::{Draft, Rescheduled, Scheduled, Stage},
    realtime::Event,
    shared::{
        id::{ConversationId, MessageId, OperationId},
        json::typed,
        time::Time,
    },
    sync::{Operation, Pending, PendingState},
};

pub use presets::{in_field, of_field, presets};

/// The kind of the operation that schedules a message.
const ADD: &str = "schedule.add";
/// The kind of the operation that changes a scheduled message.
const CHANGE: &str = "schedule.change";
/// The kind of the operation that takes a scheduled message back.
const CANCEL: &str = "schedule.cancel";

/// What a person does with what is said later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// It is to wait.
    Add(Scheduled),
    /// One of this conversation is to say something else, or at another time.
    Change(MessageId, ConversationId, Rescheduled),
    /// It is not to be sent.
    Cancel(MessageId),
}

/// The operation that schedules the draft; doing it again is the same operation.
#[must_use]
pub fn schedule(draft: &Draft, at: Time) -> Operation {
    let mut body = json!({ "conversation_id": draft.conversation_id, "body": draft.body, "at": at });
    if let Some(answered) = draft.reply_to {
        body["reply_to"] = json!(answered);
    }
    operation(ADD, OperationId(draft.id.0), draft.id, body)
}

/// The operation that changes a scheduled message. It names the conversation, where its words stand again if it is refused.
#[must_use]
pub fn change(name: OperationId, one: &Scheduled, change: &Rescheduled) -> Operation {
    let mut body = json!(change);
    body["message_id"] = json!(one.id);
    body["conversation_id"] = json!(one.conversation_id);
    operation(CHANGE, name, one.id, body)
}

/// The operation that takes a scheduled message back.
#[must_use]
pub fn cancel(name: OperationId, id: MessageId) -> Operation {
    operation(CANCEL, name, id, json!({ "message_id": id }))
}

fn operation(kind: &str, name: OperationId, id: MessageId, body: Value) -> Operation {
    Operation {
        v: 1,
        kind: kind.to_owned(),
        id: name,
        object: format!("scheduled:{id}"),
        expected_version: None,
        body,
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// What an operation does with what is said later; nothing where it does something else.
#[must_use]
pub fn act(operation: &Operation) -> Option<Act> {
    #[derive(Deserialize)]
    struct Members {
        conversation_id: ConversationId,
        body: String,
        reply_to: Option<MessageId>,
        at: Time,
    }
    let text = |name: &str| operation.body.get(name)?.as_str();
    let named = || text("message_id")?.parse::<MessageId>().ok();
    match operation.kind.as_str() {
        ADD => {
            let Members { conversation_id, body, reply_to, at } = typed::<Members>(&operation.body).ok()?;
            let id = MessageId(operation.id.0);
            let (state, trouble, version) = (Stage::Waiting, None, 0);
            Some(Act::Add(Scheduled { id, conversation_id, body, reply_to, at, state, trouble, version }))
        }
        CHANGE => {
            let place = text("conversation_id")?.parse::<ConversationId>().ok()?;
            Some(Act::Change(named()?, place, typed::<Rescheduled>(&operation.body).ok()?))
        }
        CANCEL => Some(Act::Cancel(named()?)),
        _ => None,
    }
}

/// Those of the operations that the server has answered, and how.
#[must_use]
pub fn answered(pending: &[Pending]) -> Vec<(OperationId, Act, PendingState)> {
    let answered = pending.iter().filter(|pending| !pending.state.waits());
    answered.filter_map(|Pending { operation, state }| Some((operation.id, act(operation)?, state.clone()))).collect()
}

/// What the server keeps, as far as that is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plans {
    kept: BTreeMap<MessageId, Scheduled>,
    /// What waits no more: whoever tells of it later tells of before.
    over: BTreeSet<MessageId>,
    /// What was answered since all are being read anew.
    fresh: BTreeSet<MessageId>,
    /// Whether all are being read anew.
    expects: bool,
}

impl Plans {
    /// All are about to be read anew.
    pub fn expect(&mut self) {
        self.fresh.clear();
        self.expects = true;
    }

    /// What the server keeps, for who begins with it another time; nothing while that is being read anew.
    #[must_use]
    pub fn reading(&self) -> Option<Vec<Scheduled>> {
        (!self.expects).then(|| self.kept.values().cloned().collect())
    }

    /// Takes all that there is, as just read. What was answered while that was on its way is newer, or was over before it was
    /// read: whether all has to be read once more to tell.
    pub fn refresh(&mut self, read: Vec<Scheduled>) -> bool {
        self.expects = false;
        let known = std::mem::take(&mut self.kept);
        for one in read {
            self.keep(one);
        }
        let mut is_open = false;
        for (id, one) in known {
            let (is_read, is_fresh) = (self.kept.contains_key(&id), self.fresh.contains(&id));
            if is_read || is_fresh {
                self.keep(one);
            }
            is_open |= is_fresh && !is_read;
        }
        is_open
    }

    /// Takes one as the server has answered it, where that is news. Whether all has to be read to tell if it waits still: of
    /// what is not known the answer may come later than its end.
    pub fn take(&mut self, one: Scheduled) -> bool {
        let is_unknown = !self.kept.contains_key(&one.id) && !self.over.contains(&one.id);
        self.fresh.insert(one.id);
        self.keep(one);
        is_unknown
    }

    fn keep(&mut self, one: Scheduled) {
        let is_newer = |known: &Scheduled| known.version < one.version;
        if !self.over.contains(&one.id) && self.kept.get(&one.id).is_none_or(is_newer) {
            self.kept.insert(one.id, one);
        }
    }

    /// It waits no more.
    pub fn remove(&mut self, id: MessageId) {
        self.kept.remove(&id);
        self.over.insert(id);
    }

    /// Takes what an event says. Whether something has to be read: events do not tell what is said.
    pub fn hear(&mut self, event: &Event) -> bool {
        let Some(id) = event.body["message_id"].as_str().and_then(|id| id.parse::<MessageId>().ok()) else {
            return false;
        };
        match event.kind.as_str() {
            "scheduled.removed" => {
                self.remove(id);
                false
            }
            "scheduled.changed" => {
                let is_newer = |known: &Scheduled| event.body["version"].as_i64() > Some(known.version);
                !self.over.contains(&id) && self.kept.get(&id).is_none_or(is_newer)
            }
            _ => false,
        }
    }

    /// What waits, and what could not be sent, by time: with what is on its way laid over. What was refused as it was to be
    /// scheduled could not be sent either; other refusals leave it as it is.
    #[must_use]
    pub fn shown(&self, pending: &[Pending]) -> Vec<Scheduled> {
        let mut shown = self.kept.clone();
        for one in pending {
            let Some(act) = act(&one.operation).filter(|act| !self.over.contains(&act.message())) else { continue };
            match (act, &one.state) {
                (Act::Add(mut added), PendingState::Failed(error)) => {
                    added.state = Stage::Failed;
                    added.trouble = Some(error.code().to_owned());
                    shown.insert(added.id, added);
                }
                (_, PendingState::Failed(_)) => {}
                (Act::Cancel(id), _) => _ = shown.remove(&id),
                (_, PendingState::Acknowledged(answer)) => {
                    if let Ok(stored) = typed::<Scheduled>(answer)
                        && shown.get(&stored.id).is_none_or(|known| known.version < stored.version)
                    {
                        shown.insert(stored.id, stored);
                    }
                }
                (Act::Add(added), _) => _ = shown.entry(added.id).or_insert(added),
                (Act::Change(id, _, change), _) => {
                    if let Some(known) = shown.get_mut(&id) {
                        lay_over(known, change);
                    }
                }
            }
        }
        let mut shown: Vec<_> = shown.into_values().collect();
        shown.sort_by_key(|one| (one.at, one.id));
        shown
    }
}

impl Act {
    /// About which message it is.
    fn message(&self) -> MessageId {
        match self {
            Self::Add(added) => added.id,
            Self::Change(id, ..) | Self::Cancel(id) => *id,
        }
    }
}

fn lay_over(known: &mut Scheduled, Rescheduled { body, at, now }: Rescheduled) {
    known.body = body.unwrap_or_else(|| std::mem::take(&mut known.body));
    known.at = at.unwrap_or(known.at);
    known.state = if now { Stage::Sending } else { Stage::Waiting };
    known.trouble = None;
}

#[cfg(test)]
mod tests;
