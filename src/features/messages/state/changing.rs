//! What a person does to messages that stand there, as operations, and how those lie over what is stored.

use std::{collections::HashMap, sync::Arc};

use serde::Deserialize;

use super::operation::named_at;
use crate::{
    features::messages::model::{Conversation, Draft, Message, Preview},
    shared::{
        Error,
        id::{ConversationId, MessageId, OperationId},
        time::Time,
    },
    sync::{Operation, Pending, PendingState},
};

/// The kind of the operation that edits a message.
pub const EDIT: &str = "message.edit";
/// The kind of the operation that deletes one.
pub const DELETE: &str = "message.delete";

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

fn change(kind: &str, id: OperationId, Message { id: message, conversation_id, seq, .. }: &Message) -> Operation {
    Operation {
        v: 1,
        kind: kind.to_owned(),
        id,
        object: format!("conversation:{conversation_id}"),
        expected_version: None,
        body: serde_json::json!({ "conversation_id": conversation_id, "message_id": message, "seq": seq }),
        instead_of: Vec::new(),
    }
}

/// What an operation does to a message.
#[derive(Deserialize)]
struct Wish {
    conversation_id: ConversationId,
    message_id: MessageId,
    /// 0 where it was not stored by then.
    #[serde(default)]
    seq: i64,
    /// What it is to say; nothing where it is to be deleted.
    body: Option<String>,
}

impl Wish {
    fn of(operation: &Operation) -> Option<Self> {
        let is_change = operation.kind == EDIT || operation.kind == DELETE;
        is_change.then(|| Self::deserialize(&operation.body).ok()).flatten()
    }
}

/// A change that the server refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The operation that was refused.
    pub operation: OperationId,
    /// What the message was to say; nothing where it was to be deleted.
    pub body: Option<String>,
    /// Why.
    pub error: Error,
}

/// What is pending of the messages of one conversation.
pub struct Wishes<'a>(HashMap<MessageId, Vec<(Wish, &'a Pending)>>);

impl<'a> Wishes<'a> {
    /// Of this conversation, in the order in which they were done.
    #[must_use]
    pub fn of(conversation: ConversationId, pending: &'a [Pending]) -> Self {
        let mut wishes: HashMap<_, Vec<_>> = HashMap::new();
        for pending in pending {
            if let Some(wish) = Wish::of(&pending.operation).filter(|wish| wish.conversation_id == conversation) {
                wishes.entry(wish.message_id).or_default().push((wish, pending));
            }
        }
        Self(wishes)
    }

    /// The message as it shall be seen, and what was refused of it last.
    #[must_use]
    pub fn lay_over(&self, message: &Arc<Message>) -> (Arc<Message>, Option<Refusal>) {
        let (mut shown, mut refusal) = (Arc::clone(message), None);
        for (wish, Pending { operation, state }) in self.0.get(&message.id).into_iter().flatten() {
            match state {
                PendingState::Failed(error) => {
                    refusal = Some(Refusal { operation: operation.id, body: wish.body.clone(), error: error.clone() });
                }
                PendingState::Acknowledged(answer) => {
                    if let Some(stored) = Message::deserialize(answer).ok().filter(|it| it.version > shown.version) {
                        shown = Arc::new(stored);
                    }
                }
                PendingState::Waiting | PendingState::Slowed => {
                    let at = named_at(MessageId(operation.id.0));
                    become_as_wished(Arc::make_mut(&mut shown), wish.body.as_deref(), at);
                }
            }
        }
        (shown, refusal)
    }
}

fn become_as_wished(message: &mut Message, body: Option<&str>, at: Time) {
    match body {
        _ if message.is_deleted() => {}
        Some(body) if body == message.body => {}
        Some(body) => (message.body, message.edited_at) = (body.to_owned(), Some(at)),
        None => (message.body, message.edited_at, message.deleted_at) = (String::new(), None, Some(at)),
    }
}

/// What an unsent message says by now; nothing once it was deleted.
#[must_use]
pub fn said(draft: &Draft, pending: &[Pending]) -> String {
    let waiting = pending.iter().filter(|pending| pending.state.waits());
    let last = waiting.filter_map(|pending| Wish::of(&pending.operation)).rfind(|wish| wish.message_id == draft.id);
    last.map_or_else(|| draft.body.clone(), |wish| wish.body.unwrap_or_default())
}

/// The last stored word of a conversation, whole, as it shall be seen.
#[must_use]
pub fn last_word(conversation: &Conversation, pending: &[Pending]) -> Option<Preview> {
    let mut last = conversation.last.clone()?;
    for Pending { operation, state } in pending {
        let is_last = |wish: &Wish| wish.conversation_id == conversation.id && wish.seq == conversation.last_seq;
        let Some(wish) = Wish::of(operation).filter(is_last) else { continue };
        match state {
            PendingState::Waiting | PendingState::Slowed if !last.is_deleted() => {
                last.body = wish.body.unwrap_or_default();
            }
            PendingState::Acknowledged(answer) => {
                if let Some(stored) = Message::deserialize(answer).ok().filter(|it| it.version > last.version) {
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
        Some((operation.id, Message::deserialize(answer).ok()?))
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
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::features::messages::state::world::{ANN, HERE, World, pending};

    fn name(number: u128) -> OperationId {
        OperationId(Uuid::from_u128(number << 80))
    }

    fn waiting(operation: Operation) -> Pending {
        Pending { operation, state: PendingState::Waiting }
    }

    fn seen(message: &Message, pending: &[Pending]) -> (String, bool) {
        let (shown, _) = Wishes::of(HERE, pending).lay_over(&Arc::new(message.clone()));
        (shown.body.clone(), shown.is_deleted())
    }

    #[test]
    fn what_is_pending_lies_over_the_message_in_the_order_in_which_it_was_done() {
        let message = World::new().say(ANN, "helo");
        let edits = ["hallo", "hello"].map(|body| waiting(edit(name(1), &message, body)));
        assert_eq!(seen(&message, &edits), ("hello".to_owned(), false));
        let (shown, refusal) = Wishes::of(HERE, &edits).lay_over(&Arc::new(message.clone()));
        assert_eq!((shown.edited_at, refusal), (Some(Time::from_millis(1)), None));
        let gone =
            [&edits[..], &[waiting(delete(name(2), &message)), waiting(edit(name(3), &message, "back"))]].concat();
        assert_eq!(seen(&message, &gone), (String::new(), true));
        let other = World::with(2).messages.remove(1);
        assert_eq!(seen(&other, &gone), (other.body.clone(), false), "another message stays as it is");
    }

    #[test]
    fn what_was_refused_is_not_seen_and_says_what_it_would_have_been() {
        let message = World::new().say(ANN, "helo");
        let state = PendingState::Failed(Error::Missing);
        let refused = [Pending { operation: edit(name(1), &message, "hello"), state }];
        let (shown, refusal) = Wishes::of(HERE, &refused).lay_over(&Arc::new(message.clone()));
        assert_eq!(*shown, message);
        let body = Some("hello".to_owned());
        assert_eq!(refusal, Some(Refusal { operation: name(1), body, error: Error::Missing }));
    }

    #[test]
    fn an_answer_is_seen_until_something_newer_is_stored() {
        let mut world = World::new();
        let message = world.say(ANN, "helo");
        world.edit(1, "hello");
        let state = PendingState::Acknowledged(json!(world.messages[0]));
        let answered = [Pending { operation: edit(name(1), &message, "hello"), state }];
        assert_eq!(seen(&message, &answered).0, "hello");
        assert_eq!(stored(HERE, &answered), [(name(1), world.messages[0].clone())]);
        world.edit(1, "good evening");
        assert_eq!(seen(&world.messages[0], &answered).0, "good evening");
    }

    #[test]
    fn an_unsent_message_and_the_last_word_of_the_list_say_what_they_were_edited_to() {
        let unsent = pending(7, "helo", PendingState::Waiting);
        let draft = crate::features::messages::state::operation::sending(&unsent.operation).expect("it sends");
        assert_eq!(said(&draft, std::slice::from_ref(&unsent)), "helo");
        let mut world = World::new();
        let message = world.say(ANN, "helo");
        let echo = Message { id: draft.id, seq: 0, ..message.clone() };
        assert_eq!(said(&draft, &[unsent, waiting(edit(name(8), &echo, "hello"))]), "hello");
        let last = |pending: &[Pending]| last_word(&world.conversation, pending).map(|last| last.body);
        assert_eq!(last(&[waiting(edit(name(1), &message, "hello"))]), Some("hello".to_owned()));
        assert_eq!(last(&[waiting(edit(name(1), &echo, "hello"))]), Some("helo".to_owned()), "that is another one");
        assert_eq!(last(&[waiting(delete(name(1), &message))]), Some(String::new()));
    }
}
