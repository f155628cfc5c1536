//! What a person pins for everybody, as operations, and how those lie over what is stored.

use serde::Deserialize;

use super::{
    changing::{DELETE, PIN},
    operation::named_at,
};
use crate::{
    features::messages::model::{Conversation, NewPins, Pin, Pins},
    shared::{
        Error,
        id::{AccountId, ConversationId, MessageId, OperationId},
        json::typed,
    },
    sync::{Operation, Pending, PendingState},
};

/// Where a message stands that is pinned or unpinned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pinnable {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// Which message.
    pub id: MessageId,
    /// Its place there; 0 where it is not stored yet.
    pub seq: i64,
}

/// The operation that pins a message for everybody in its conversation, or unpins it.
#[must_use]
pub fn pin(id: OperationId, message: Pinnable, on: bool) -> Operation {
    let Pinnable { conversation_id, id: message, seq } = message;
    Operation {
        v: 1,
        kind: PIN.to_owned(),
        id,
        object: format!("conversation:{conversation_id}"),
        expected_version: None,
        body: serde_json::json!({
            "conversation_id": conversation_id, "message_id": message, "seq": seq, "on": on,
        }),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// What is pinned as it shall be seen, what was pinned last first: what is pending of the viewer lies over what is known.
/// What they delete is not pinned any more.
#[must_use]
pub fn shown(conversation: &Conversation, viewer: AccountId, pending: &[Pending]) -> Vec<Pin> {
    let mut pins = conversation.pins.clone();
    for Pending { operation, state } in pending {
        let Some(wish) = Wish::of(operation).filter(|wish| wish.conversation_id == conversation.id) else { continue };
        match state {
            PendingState::Waiting | PendingState::Slowed => {
                let at = named_at(MessageId(operation.id.0));
                wish.lay_over(&mut pins.get_or_insert_default().messages, |Wish { message_id: id, seq, .. }| Pin {
                    id: *id,
                    seq: *seq,
                    by: viewer,
                    at,
                });
            }
            PendingState::Acknowledged(answer) => {
                if let Ok(stored) = typed::<NewPins>(answer) {
                    stored.renew(&mut pins);
                }
            }
            PendingState::Failed(_) => {}
        }
    }
    pins.map(|Pins { messages, .. }| messages).unwrap_or_default()
}

/// What the server has answered to what was pinned or unpinned in a conversation.
#[must_use]
pub fn stored(conversation: ConversationId, pending: &[Pending]) -> Vec<(OperationId, NewPins)> {
    let answered = pending.iter().filter_map(|Pending { operation, state }| {
        let PendingState::Acknowledged(answer) = state else { return None };
        let answer = typed::<NewPins>(answer).ok()?;
        (operation.kind == PIN && answer.conversation_id == conversation).then_some((operation.id, answer))
    });
    answered.collect()
}

/// What the server did not take of what was pinned or unpinned.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The operation that was refused.
    pub operation: OperationId,
    /// Which message.
    pub message: MessageId,
    /// Whether it was to be pinned.
    pub on: bool,
    /// Why it is not so.
    pub error: Error,
}

/// What the server refused of that in a conversation.
#[must_use]
pub fn refused(conversation: ConversationId, pending: &[Pending]) -> Vec<Refused> {
    let refused = pending.iter().filter_map(|Pending { operation, state }| {
        let PendingState::Failed(error) = state else { return None };
        let wish = Wish::of(operation).filter(|wish| operation.kind == PIN && wish.conversation_id == conversation)?;
        Some(Refused { operation: operation.id, message: wish.message_id, on: wish.on, error: error.clone() })
    });
    refused.collect()
}

/// What an operation does to what is pinned.
#[derive(Deserialize)]
struct Wish {
    conversation_id: ConversationId,
    message_id: MessageId,
    #[serde(default)]
    seq: i64,
    /// What is deleted is not pinned.
    #[serde(default)]
    on: bool,
}

impl Wish {
    fn of(operation: &Operation) -> Option<Self> {
        let is_one = [PIN, DELETE].contains(&operation.kind.as_str());
        if is_one { typed::<Self>(&operation.body).ok() } else { None }
    }

    /// Has it so; what is pinned anew comes first.
    fn lay_over(&self, pins: &mut Vec<Pin>, new: impl FnOnce(&Self) -> Pin) {
        if !self.on {
            pins.retain(|pin| pin.id != self.message_id);
        } else if pins.iter().all(|pin| pin.id != self.message_id) {
            pins.insert(0, new(self));
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::features::messages::state::{
        Timeline, changing,
        world::{ANN, BOB, HERE, World},
    };

    fn name(number: u128) -> OperationId {
        OperationId(Uuid::from_u128(number << 80))
    }

    /// Ann pins or unpins a message.
    fn pinning(world: &World, number: u128, seq: usize, on: bool, state: PendingState) -> Pending {
        let message =
            Pinnable { conversation_id: HERE, id: world.messages[seq - 1].id, seq: i64::try_from(seq).expect("few") };
        Pending { operation: pin(name(number), message, on), state }
    }

    fn places(world: &World, pending: &[Pending]) -> Vec<i64> {
        shown(&world.conversation, ANN, pending).iter().map(|pin| pin.seq).collect()
    }

    #[test]
    fn what_is_pinned_stands_first_at_once_and_what_is_unpinned_is_gone() {
        let mut world = World::with(4);
        world.pin(2, BOB, true);
        let waits = |number, seq, on| pinning(&world, number, seq, on, PendingState::Waiting);
        assert_eq!(places(&world, &[]), [2]);
        assert_eq!(places(&world, &[waits(1, 4, true)]), [4, 2]);
        assert_eq!(places(&world, &[waits(1, 2, true)]), [2], "it is there already");
        assert_eq!(places(&world, &[waits(1, 4, true), waits(2, 2, false), waits(3, 1, true)]), [1, 4]);
        let by = shown(&world.conversation, ANN, &[waits(7, 4, true)]).swap_remove(0);
        assert_eq!((by.by, by.at.millis()), (ANN, 7));
    }

    #[test]
    fn what_was_refused_is_not_seen_and_what_was_answered_holds_where_it_is_newer() {
        let mut world = World::with(4);
        world.pin(2, BOB, true);
        let failed = pinning(&world, 1, 4, true, PendingState::Failed(Error::Missing));
        assert_eq!(places(&world, std::slice::from_ref(&failed)), [2]);
        let told = Refused { operation: name(1), message: world.messages[3].id, on: true, error: Error::Missing };
        assert_eq!(refused(HERE, &[failed, pinning(&world, 2, 1, true, PendingState::Waiting)]), [told]);
        let answered = |version: i64| {
            let pin = json!({"id": world.messages[3].id, "seq": 4, "by": ANN, "at": "2026-11-27T10:00:00.000Z"});
            let answer =
                json!({"id": world.messages[3].id, "conversation_id": HERE, "version": version, "messages": [pin]});
            pinning(&world, 1, 4, true, PendingState::Acknowledged(answer))
        };
        assert_eq!(places(&world, &[answered(2)]), [4]);
        assert_eq!(places(&world, &[answered(1)]), [2], "it is known what came of it since");
        let taken = stored(HERE, &[answered(2), pinning(&world, 2, 1, true, PendingState::Waiting)]);
        assert_eq!(taken.iter().map(|(id, pins)| (*id, pins.version)).collect::<Vec<_>>(), [(name(1), 2)]);
        assert!(stored(ConversationId(Uuid::from_u128(7)), &[answered(2)]).is_empty());
    }

    #[test]
    fn what_is_pinned_while_the_end_is_read_afresh_stays_where_that_is_far_away() {
        let mut world = World::with(40);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 5));
        let (conversation, newest) = (world.snapshot(), world.stretch(30, 40));
        world.pin(2, BOB, true);
        let (change, position) = world.changes().swap_remove(40);
        timeline.apply(&change, position);
        timeline.refresh(conversation, newest);
        assert_eq!(timeline.conversation().pins, world.conversation.pins);
    }

    #[test]
    fn what_one_deletes_is_not_pinned_any_more() {
        let mut world = World::with(4);
        world.pin(1, BOB, true);
        world.pin(2, BOB, true);
        let operation = changing::delete(name(1), &world.messages[0]);
        assert_eq!(places(&world, &[Pending { operation, state: PendingState::Waiting }]), [2]);
    }
}
