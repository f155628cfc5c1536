//! What a person does to messages that stand there, as operations, and how those lie over what is stored. `refused` is what
//! the server did not take of it.

mod refused;

use std::{collections::HashMap, sync::Arc};

use serde::Deserialize;

use super::operation::{named_at, sending};
use crate::{
    features::messages::model::{Conversation, Draft, Message, Preview, set_reaction},
    shared::{
        id::{AccountId, ConversationId, MessageId, OperationId},
        json::typed,
        time::Time,
    },
    sync::{Operation, Pending, PendingState},
};

pub use refused::{Refusal, in_place_of_refused};

/// The kind of the operation that edits a message.
pub const EDIT: &str = "message.edit";
/// The kind of the operation that deletes one.
pub const DELETE: &str = "message.delete";
/// The kind of the operation that gives a message an emoji of the person, or takes it away.
pub const REACT: &str = "message.react";
/// The kind of the operation that takes the preview off a message.
pub const UNPREVIEW: &str = "message.unpreview";

/// The kind of the operation that pins a message for everybody, or unpins it; `pinning` is about what that does.
pub const PIN: &str = "message.pin";

/// The operation that has a message say something else. It follows whatever was done in its conversation before, the
/// sending of the message above all.
#[must_use]
pub fn edit(id: OperationId, message: &Message, body: &str) -> Operation {
    let mut operation = change(EDIT, id, message);
    operation.body["body"] = body.into();
    operation
}

/// The operation that deletes a message for everybody.
#[must_use]
pub fn delete(id: OperationId, message: &Message) -> Operation {
    change(DELETE, id, message)
}

/// The operation that gives a message an emoji of the person, or takes it away.
#[must_use]
pub fn react(id: OperationId, message: &Message, emoji: &str, on: bool) -> Operation {
    let mut operation = change(REACT, id, message);
    operation.body["emoji"] = emoji.into();
    operation.body["on"] = on.into();
    operation
}

/// The operation that takes the preview off a message.
#[must_use]
pub fn unpreview(id: OperationId, message: &Message) -> Operation {
    change(UNPREVIEW, id, message)
}

fn change(kind: &str, id: OperationId, Message { id: message, conversation_id, seq, .. }: &Message) -> Operation {
    Operation {
        v: 1,
        kind: kind.to_owned(),
        id,
        object: format!("conversation:{conversation_id}"),
        expected_version: None,
        body: serde_json::json!({ "conversation_id": conversation_id, "message_id": message, "seq": seq }),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// What is to become of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// It says this.
    Say(String),
    /// It is deleted.
    Delete,
    /// It has an emoji of the person, or not.
    React {
        /// Which.
        emoji: String,
        /// Whether it has.
        on: bool,
    },
    /// It is pinned for all, or not.
    Pin {
        /// Whether it is.
        on: bool,
    },
    /// It shows nothing of the page that it leads to.
    Unpreview,
}

impl Act {
    /// What the message says then; nothing where that stays.
    fn words(self) -> Option<String> {
        match self {
            Self::Say(words) => Some(words),
            Self::Delete => Some(String::new()),
            Self::React { .. } | Self::Pin { .. } | Self::Unpreview => None,
        }
    }
}

/// What an operation does to a message.
struct Wish {
    conversation_id: ConversationId,
    message_id: MessageId,
    /// 0 where it was not stored by then.
    seq: i64,
    act: Act,
}

impl Wish {
    fn of(operation: &Operation) -> Option<Self> {
        #[derive(Deserialize)]
        struct Members {
            conversation_id: ConversationId,
            message_id: MessageId,
            #[serde(default)]
            seq: i64,
            body: Option<String>,
            emoji: Option<String>,
            #[serde(default)]
            on: bool,
        }
        if ![EDIT, DELETE, REACT, PIN, UNPREVIEW].contains(&operation.kind.as_str()) {
            return None;
        }
        let Members { conversation_id, message_id, seq, body, emoji, on } = typed::<Members>(&operation.body).ok()?;
        let act = match operation.kind.as_str() {
            EDIT => Act::Say(body?),
            REACT => Act::React { emoji: emoji?, on },
            PIN => Act::Pin { on },
            UNPREVIEW => Act::Unpreview,
            _ => Act::Delete,
        };
        Some(Self { conversation_id, message_id, seq, act })
    }
}

/// What is pending of the messages of one conversation.
pub struct Wishes<'a> {
    viewer: AccountId,
    of: HashMap<MessageId, Vec<(Wish, &'a Pending)>>,
}

impl<'a> Wishes<'a> {
    /// Of this conversation, all of them the viewer's, in the order in which they were done.
    #[must_use]
    pub fn of(conversation: ConversationId, viewer: AccountId, pending: &'a [Pending]) -> Self {
        let mut of: HashMap<_, Vec<_>> = HashMap::new();
        for pending in pending {
            if let Some(wish) = Wish::of(&pending.operation).filter(|wish| wish.conversation_id == conversation) {
                of.entry(wish.message_id).or_default().push((wish, pending));
            }
        }
        Self { viewer, of }
    }

    /// The message as it shall be seen, and what was refused of it last.
    #[must_use]
    pub fn lay_over(&self, message: &Arc<Message>) -> (Arc<Message>, Option<Refusal>) {
        let (mut shown, mut refusal) = (Arc::clone(message), None);
        for (wish, Pending { operation, state }) in self.of.get(&message.id).into_iter().flatten() {
            match state {
                PendingState::Failed(error) => {
                    refusal = Some(Refusal { operation: operation.id, act: wish.act.clone(), error: error.clone() });
                }
                PendingState::Acknowledged(answer) => {
                    if let Some(stored) = typed::<Message>(answer).ok().filter(|stored| shown.is_behind(stored)) {
                        Arc::make_mut(&mut shown).catch_up(&stored);
                    }
                }
                PendingState::Waiting | PendingState::Slowed => {
                    let at = named_at(MessageId(operation.id.0));
                    self.become_as_wished(Arc::make_mut(&mut shown), &wish.act, at);
                }
            }
        }
        (shown, refusal)
    }

    fn become_as_wished(&self, message: &mut Message, act: &Act, at: Time) {
        match act {
            _ if message.is_deleted() => {}
            Act::Say(body) if *body == message.body => {}
            Act::Say(body) => {
                (message.body, message.edited_at) = (body.clone(), Some(at));
                message.drop_stale_preview();
            }
            Act::Delete => {
                (message.body, message.edited_at, message.deleted_at) = (String::new(), None, Some(at));
                message.reply_to = None;
                message.reactions.clear();
                message.preview = None;
            }
            Act::Unpreview => message.preview = None,
            Act::React { emoji, on } => set_reaction(&mut message.reactions, emoji, self.viewer, *on),
            Act::Pin { .. } => {}
        }
    }
}

/// Where a message is that an operation changes.
#[must_use]
pub fn place(operation: &Operation) -> Option<ConversationId> {
    Wish::of(operation).map(|wish| wish.conversation_id)
}

/// What an unsent message says by now; nothing once it was deleted.
#[must_use]
pub fn said(draft: &Draft, pending: &[Pending]) -> String {
    let waiting = pending.iter().filter(|pending| pending.state.waits());
    let wishes = waiting.filter_map(|pending| Wish::of(&pending.operation)).filter(|wish| wish.message_id == draft.id);
    wishes.filter_map(|wish| wish.act.words()).next_back().unwrap_or_else(|| draft.body.clone())
}

/// What the server has answered to the last message that was sent from here, as it shall be seen; nothing once the
/// conversation holds it: the list shows that message until then, not the one before.
#[must_use]
pub fn answered(conversation: &Conversation, pending: &[Pending]) -> Option<Preview> {
    let sent = pending.iter().filter_map(|Pending { operation, state }| {
        let PendingState::Acknowledged(answer) = state else { return None };
        let draft = sending(operation).filter(|draft| draft.conversation_id == conversation.id)?;
        Some((draft, typed::<Message>(answer).ok()?))
    });
    let (draft, mut last) =
        sent.filter(|(_, sent)| sent.seq > conversation.last_seq).max_by_key(|(_, sent)| sent.seq)?;
    let changed = stored(conversation.id, pending).into_iter().map(|(_, changed)| changed);
    for changed in changed.filter(|changed| changed.id == draft.id) {
        if changed.version > last.version {
            last = changed;
        }
    }
    let body = said(&Draft { body: last.body, ..draft }, pending);
    Some(Preview { author_id: last.author_id, body, at: last.at, version: last.version })
}

/// The last stored word of a conversation, whole, as it shall be seen.
#[must_use]
pub fn last_word(conversation: &Conversation, pending: &[Pending]) -> Option<Preview> {
    if let Some(answered) = answered(conversation, pending) {
        return Some(answered);
    }
    let mut last = conversation.last.clone()?;
    for Pending { operation, state } in pending {
        let is_last = |wish: &Wish| wish.conversation_id == conversation.id && wish.seq == conversation.last_seq;
        let Some(wish) = Wish::of(operation).filter(is_last) else { continue };
        match state {
            PendingState::Waiting | PendingState::Slowed if !last.is_deleted() => {
                last.body = wish.act.words().unwrap_or(last.body);
            }
            PendingState::Acknowledged(answer) => {
                if let Some(stored) = typed::<Message>(answer).ok().filter(|it| it.version > last.version) {
                    (last.body, last.version) = (stored.body, stored.version);
                }
            }
            _ => {}
        }
    }
    Some(last)
}

/// What the server has answered to changes in a conversation.
#[must_use]
pub fn stored(conversation: ConversationId, pending: &[Pending]) -> Vec<(OperationId, Message)> {
    let answered = pending.iter().filter_map(|Pending { operation, state }| {
        let PendingState::Acknowledged(answer) = state else { return None };
        Wish::of(operation).filter(|wish| wish.conversation_id == conversation)?;
        Some((operation.id, typed::<Message>(answer).ok()?))
    });
    answered.collect()
}

/// What is pending about one message: its changes, in the order in which they were done.
#[must_use]
pub fn about(message: MessageId, pending: &[Pending]) -> Vec<Pending> {
    let is_about = |pending: &&Pending| Wish::of(&pending.operation).is_some_and(|wish| wish.message_id == message);
    pending.iter().filter(is_about).cloned().collect()
}

#[cfg(test)]
mod tests;
