//! What becomes of what answers a message that is not sent after all.

use std::collections::HashMap;

use super::{changing, operation};
use crate::{
    features::messages::model::Draft,
    shared::id::{MessageId, OperationId},
    sync::{Operation, Pending},
};

/// The answers that waited for a message, as they are sent without it.
pub struct Freed {
    /// What sends them, in order.
    pub sends: Vec<Operation>,
    /// What that message and each of them is called by now; the message nothing.
    names: HashMap<MessageId, Option<MessageId>>,
}

impl Freed {
    /// Sets free what waits for a message, and what waits for that: the one answers nothing any more, the other what its
    /// own is sent as. Each says what it was edited to, under a new name, as what was given up under the old one stays so.
    /// One that was deleted meanwhile is left as it is.
    #[must_use]
    pub fn behind(message: MessageId, pending: &[Pending], mut name: impl FnMut() -> MessageId) -> Self {
        let mut freed = Self { sends: Vec::new(), names: HashMap::from([(message, None)]) };
        for waiting in pending.iter().filter(|pending| pending.state.waits()) {
            let Some(draft) = operation::sending(&waiting.operation) else { continue };
            let Some(&reply_to) = draft.reply_to.and_then(|id| freed.names.get(&id)) else { continue };
            let body = changing::said(&draft, pending);
            if body.is_empty() {
                continue;
            }
            let (id, changes) = (name(), changing::about(draft.id, pending));
            let replaced = changes.into_iter().map(|change| change.operation.id).chain([OperationId(draft.id.0)]);
            freed.names.insert(draft.id, Some(id));
            freed.sends.push(operation::send(&Draft { id, body, reply_to, ..draft }).in_place_of(replaced));
        }
        freed
    }

    /// What is answered where this was.
    #[must_use]
    pub fn answered(&self, id: MessageId) -> Option<MessageId> {
        self.names.get(&id).copied().unwrap_or(Some(id))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        features::messages::{
            model::Message,
            state::world::{ANN, HERE, World, pending},
        },
        shared::Error,
        sync::PendingState::{Failed, Waiting},
    };

    fn id(number: u128) -> MessageId {
        MessageId(Uuid::from_u128(number << 80))
    }

    fn name(number: u128) -> OperationId {
        OperationId(id(number).0)
    }

    fn waiting(operation: Operation) -> Pending {
        Pending { operation, state: Waiting }
    }

    fn answer(number: u128, body: &str, answered: u128) -> Pending {
        let reply_to = Some(id(answered));
        let (conversation_id, body, forwarded) = (HERE, body.to_owned(), false);
        waiting(operation::send(&Draft { id: id(number), conversation_id, body, reply_to, forwarded }))
    }

    fn echo(number: u128) -> Message {
        Message { id: id(number), seq: 0, ..World::new().say(ANN, "unsent") }
    }

    #[test]
    fn what_waits_for_a_message_that_is_taken_back_goes_out_without_it_and_in_order() {
        let all = [
            pending(1, "tea?", Failed(Error::Missing)),
            answer(2, "yes", 1),
            answer(3, "or no", 2),
            answer(4, "of something else", 9),
            answer(5, "deleted", 1),
            waiting(changing::edit(name(6), &echo(2), "yes, please")),
            waiting(changing::delete(name(7), &echo(5))),
        ];
        let mut names = 21..;
        let freed = Freed::behind(id(1), &all, || id(names.next().expect("there are more")));
        let draft = |number, body: &str, reply_to| Draft {
            id: id(number),
            conversation_id: HERE,
            body: body.to_owned(),
            reply_to,
            forwarded: false,
        };
        let drafts: Vec<_> = freed.sends.iter().filter_map(operation::sending).collect();
        assert_eq!(drafts, [draft(21, "yes, please", None), draft(22, "or no", Some(id(21)))]);
        let replaced: Vec<_> = freed.sends.iter().map(|send| send.instead_of.clone()).collect();
        assert_eq!(replaced, [vec![name(6), name(2)], vec![name(3)]]);
    }

    #[test]
    fn what_is_being_written_answers_what_that_is_called_by_now_and_nothing_that_was_taken_back() {
        let all = [pending(1, "tea?", Failed(Error::Missing)), answer(2, "yes", 1)];
        let freed = Freed::behind(id(1), &all, || id(21));
        assert_eq!([1, 2, 9].map(|number| freed.answered(id(number))), [None, Some(id(21)), Some(id(9))]);
    }
}
