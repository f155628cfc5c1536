//! What was refused of a message, and what takes its place.

use super::{Act, Wish};
use crate::{
    shared::{Error, id::OperationId},
    sync::{Operation, Pending},
};

/// A change that the server refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// The operation that was refused.
    pub operation: OperationId,
    /// What was to become of the message.
    pub act: Act,
    /// Why.
    pub error: Error,
}

/// The same change, done in the place of all that was refused of its message and that it settles: otherwise a later try
/// would lay what was wanted before over what is wanted now.
#[must_use]
pub fn in_place_of_refused(change: Operation, pending: &[Pending]) -> Operation {
    let Some(wish) = Wish::of(&change) else { return change };
    let is_settled = |other: Wish| other.message_id == wish.message_id && wish.act.settles(&other.act);
    let failed = pending.iter().filter(|pending| pending.has_failed()).map(|pending| &pending.operation);
    let settled: Vec<_> = failed.filter(|one| Wish::of(one).is_some_and(is_settled)).map(|one| one.id).collect();
    change.in_place_of(settled)
}

impl Act {
    /// Whether nothing is left to decide about another one once this is done: the message says something else, the same
    /// emoji was chosen anew, it was pinned or unpinned anew, the same preview was taken off anew, or the message is gone
    /// with all that was to become of it.
    fn settles(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Delete, _)
            | (Self::Say(_), Self::Say(_) | Self::Delete)
            | (Self::Pin { .. }, Self::Pin { .. })
            | (Self::Unpreview, Self::Unpreview) => true,
            (Self::React { emoji, .. }, Self::React { emoji: other, .. }) => emoji == other,
            (Self::Say(_) | Self::React { .. } | Self::Pin { .. } | Self::Unpreview, _) => false,
        }
    }
}
