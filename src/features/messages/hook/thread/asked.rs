//! A conversation of two in which somebody wrote first whom the viewer does not know, until they accept it.

use leptos::prelude::*;

use crate::{
    client::Client,
    features::{
        accounts::model::Account,
        messages::{
            model::Conversation,
            state::{Timeline, choosing},
        },
    },
    sync::Pending,
};

/// The other one, for as long as it is a request: what the viewer has just answered holds at once.
pub(super) fn asked(client: Client, state: RwSignal<Timeline>) -> Memo<Option<Account>> {
    let pending = client.pending();
    Memo::new(move |_| state.with(|state| pending.with(|pending| asked_in(state.conversation(), pending))))
}

fn asked_in(conversation: &Conversation, pending: &[Pending]) -> Option<Account> {
    // What is none does not become one: nothing on its way changes that.
    if !conversation.mark.requested {
        return None;
    }
    let shown = choosing::chosen(conversation.id, &conversation.mark, pending);
    let other = conversation.participants.get(1).filter(|_| shown.requested && !shown.archived)?;
    Some(other.account.clone())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        features::messages::{
            model::Choice,
            state::world::{BOB, HERE, World},
        },
        shared::id::OperationId,
        sync::PendingState,
    };

    #[test]
    fn a_request_is_none_any_more_as_soon_as_it_is_answered_and_again_where_the_answer_was_refused() {
        let mut conversation = World::with(1).conversation;
        assert_eq!(asked_in(&conversation, &[]), None);
        conversation.mark.requested = true;
        assert_eq!(asked_in(&conversation, &[]).map(|other| other.id), Some(BOB));
        for choice in [
            Choice { requested: Some(false), ..Choice::default() },
            Choice { archived: Some(true), ..Choice::default() },
        ] {
            let operation = choosing::choose(OperationId(Uuid::from_u128(9)), HERE, choice);
            let mut pending = [Pending { operation, state: PendingState::Waiting }];
            assert_eq!(asked_in(&conversation, &pending), None);
            pending[0].state = PendingState::Failed(crate::shared::Error::Missing);
            assert!(asked_in(&conversation, &pending).is_some());
        }
    }
}
