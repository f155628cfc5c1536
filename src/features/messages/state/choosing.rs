//! What a person chooses for a conversation, for themselves alone, as operations, and how those lie over what is stored.

use crate::{
    features::messages::model::{Choice, Mark},
    shared::{
        id::{ConversationId, OperationId},
        json::typed,
    },
    sync::{Operation, Pending, PendingState},
};

/// The kind of the operation that mutes, pins or puts away a conversation.
pub const CHOOSE: &str = "conversation.choose";

/// The operation that changes one's own view of a conversation.
#[must_use]
pub fn choose(id: OperationId, conversation: ConversationId, choice: Choice) -> Operation {
    let mut body = serde_json::json!(choice);
    body["conversation_id"] = serde_json::json!(conversation);
    Operation {
        v: 1,
        kind: CHOOSE.to_owned(),
        id,
        object: format!("choice:{conversation}"),
        expected_version: None,
        body,
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// For which conversation an operation chooses something; nothing where it does something else.
fn place(operation: &Operation) -> Option<ConversationId> {
    let is_choice = operation.kind == CHOOSE;
    is_choice.then(|| operation.body.get("conversation_id")?.as_str()?.parse().ok()).flatten()
}

/// The viewer's mark in a conversation as it shall be seen: with what is on its way laid over it, and what was refused left
/// out. What the server has answered holds where it is newer.
#[must_use]
pub fn chosen(conversation: ConversationId, mark: &Mark, pending: &[Pending]) -> Mark {
    let mut shown = mark.clone();
    for Pending { operation, state } in pending {
        if place(operation) != Some(conversation) {
            continue;
        }
        match state {
            PendingState::Waiting | PendingState::Slowed => {
                if let Ok(choice) = typed::<Choice>(&operation.body) {
                    shown = choice.over(&shown);
                }
            }
            PendingState::Acknowledged(answer) => {
                if let Some(stored) = typed::<Mark>(answer).ok().filter(|stored| stored.version > shown.version) {
                    shown = stored;
                }
            }
            PendingState::Failed(_) => {}
        }
    }
    shown
}

/// Whether something was chosen for any conversation that is not confirmed.
#[must_use]
pub fn is_any(pending: &[Pending]) -> bool {
    pending.iter().any(|pending| place(&pending.operation).is_some())
}

/// The choices that the server has answered, for which conversation, and how.
#[must_use]
pub fn answered(pending: &[Pending]) -> Vec<(OperationId, ConversationId, PendingState)> {
    let answered = pending.iter().filter(|pending| !pending.state.waits());
    answered.filter_map(|Pending { operation, state }| Some((operation.id, place(operation)?, state.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::{features::messages::state::world::HERE, shared::Error};

    fn pending(choice: Choice, state: PendingState) -> Pending {
        Pending { operation: choose(OperationId(Uuid::from_u128(9)), HERE, choice), state }
    }

    fn mute(muted: bool) -> Choice {
        Choice { muted: Some(muted), ..Choice::default() }
    }

    #[test]
    fn an_operation_says_what_was_chosen_and_for_which_conversation_and_nothing_else() {
        let operation = choose(OperationId(Uuid::nil()), HERE, mute(false));
        assert_eq!(operation.body, json!({"conversation_id": HERE, "muted": false}));
    }

    #[test]
    fn what_is_on_its_way_lies_over_the_mark_of_its_conversation_in_the_order_in_which_it_was_chosen() {
        let mark = Mark { read_seq: 3, version: 5, ..Mark::default() };
        let pin = Choice { pinned: Some(true), ..Choice::default() };
        let all = [mute(true), pin, mute(false)].map(|choice| pending(choice, PendingState::Waiting));
        assert_eq!(chosen(HERE, &mark, &all), Mark { pinned: true, ..mark.clone() });
        assert_eq!(chosen(HERE, &mark, &all[..1]), Mark { muted: true, ..mark.clone() });
        assert_eq!(chosen(ConversationId(Uuid::from_u128(7)), &mark, &all), mark);
    }

    #[test]
    fn what_was_refused_is_seen_no_more_and_what_was_answered_gives_way_to_what_came_later() {
        let mark = Mark { version: 5, ..Mark::default() };
        let refused = pending(mute(true), PendingState::Failed(Error::Missing));
        assert_eq!(chosen(HERE, &mark, std::slice::from_ref(&refused)), mark);
        let stored = |version| {
            pending(mute(true), PendingState::Acknowledged(json!(Mark { muted: true, version, ..Mark::default() })))
        };
        assert!(chosen(HERE, &mark, &[stored(6)]).muted);
        assert_eq!(chosen(HERE, &mark, &[stored(5)]), mark, "what was heard since is as new");
        let names = answered(&[refused, stored(6), pending(mute(true), PendingState::Waiting)]);
        assert_eq!(names.len(), 2);
        assert!(names.iter().all(|(_, place, _)| *place == HERE));
    }
}
