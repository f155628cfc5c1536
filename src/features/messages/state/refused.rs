//! Messages that the server did not take: each stands in its conversation until it is sent again or given up.

use super::{
    answers::Freed,
    changing::{about, said},
    operation::sending,
};
use crate::{
    features::messages::model::Draft,
    shared::{
        Error,
        id::{MessageId, OperationId},
    },
    sync::{Operation, Pending, PendingState},
};

/// The messages that were refused, with what each says by now and why, in the order in which they were sent.
#[must_use]
pub fn refused(pending: &[Pending]) -> Vec<(Draft, Error)> {
    let refused = pending.iter().filter_map(|one| match &one.state {
        PendingState::Failed(error) => {
            let draft = sending(&one.operation)?;
            Some((Draft { body: said(&draft, pending), ..draft }, error.clone()))
        }
        _ => None,
    });
    refused.collect()
}

/// What is done and what is discarded where a message is given up: what was to become of it goes with it, and what waits for it
/// as its answer goes out as none.
#[must_use]
pub fn given_up(
    id: MessageId,
    pending: &[Pending],
    name: impl FnMut() -> MessageId,
) -> (Vec<Operation>, Vec<OperationId>) {
    let changes = about(id, pending).into_iter().map(|change| change.operation.id);
    (Freed::behind(id, pending, name).sends, changes.chain([OperationId(id.0)]).collect())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{features::messages::state::operation::send, shared::id::ConversationId};

    fn message(number: u128, reply_to: Option<u128>, state: PendingState) -> Pending {
        let id = |number| MessageId(Uuid::from_u128(number));
        let draft = Draft {
            id: id(number),
            conversation_id: ConversationId(Uuid::from_u128(1)),
            body: format!("line {number}"),
            reply_to: reply_to.map(id),
            forwarded: false,
        };
        Pending { operation: send(&draft), state }
    }

    #[test]
    fn of_what_was_sent_the_refused_is_told_and_given_up_without_what_answers_it() {
        let pending = [
            message(7, None, PendingState::Failed(Error::Missing)),
            message(8, Some(7), PendingState::Waiting),
            message(9, None, PendingState::Waiting),
        ];
        let told: Vec<_> = refused(&pending).into_iter().map(|(draft, error)| (draft.body, error)).collect();
        assert_eq!(told, [("line 7".to_owned(), Error::Missing)]);
        let id = MessageId(Uuid::from_u128(7));
        let (sends, gone) = given_up(id, &pending, || MessageId(Uuid::from_u128(10)));
        assert_eq!(gone, [OperationId(id.0)]);
        let sent: Vec<_> = sends.iter().filter_map(sending).map(|draft| (draft.body, draft.reply_to)).collect();
        assert_eq!(sent, [("line 8".to_owned(), None)]);
    }
}
