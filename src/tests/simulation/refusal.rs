//! Why something was refused that the person has to decide about.

use super::{
    device::Device,
    plans::stays,
    room::{NEVER, NOT_NOW, place},
    server::NOT_ACCEPTING,
    square::is_public,
};
use crate::{
    features::{messages::state::scheduling::act, moderation::state::REPORT, publications::state::is_wanted},
    shared::{
        Error,
        id::{ConversationId, OperationId},
    },
    sync::{Pending, PendingState},
};

/// Why something was refused.
pub enum Refusal {
    /// It never can be stored.
    Never,
    /// It can at another time.
    NotNow,
    /// The person is out of the conversation.
    Outside(ConversationId),
    /// What it is about is not there, or not any more, or says something else by now.
    Gone,
    /// One of the two who talk there has blocked the other.
    Closed(ConversationId),
}

impl Refusal {
    /// What words say themselves of whether they can be stored.
    pub fn of(body: &str) -> Self {
        match body.chars().next() {
            Some(NEVER) => Self::Never,
            Some(NOT_NOW) => Self::NotNow,
            _ => panic!("{body} is nothing to refuse"),
        }
    }
}

impl Device {
    /// The refused operations, but for what is the person's own: their words have to be there still.
    pub fn refused(&self) -> Vec<(OperationId, Refusal)> {
        let refused = self.tab.pending().into_iter().filter_map(|Pending { operation, state }| {
            let PendingState::Failed(error) = state else { return None };
            let is_told = act(&operation).is_some_and(|act| !stays(&act, &error));
            if operation.is_change() || is_told {
                return None;
            }
            let is_about_one =
                operation.is_rewrite() || operation.kind == REPORT || is_wanted(&operation) || is_public(&operation);
            let refusal = match error {
                Error::Invalid { rule, .. } if rule == NOT_ACCEPTING => Refusal::Closed(place(&operation.body)),
                Error::Invalid { .. } => Refusal::of(operation.body["body"].as_str().unwrap_or_default()),
                Error::Conflict if operation.is_revision() => Refusal::Gone,
                Error::Missing if is_about_one || operation.body["reply_to"].is_string() => Refusal::Gone,
                Error::Missing => Refusal::Outside(place(&operation.body)),
                error => panic!("{error} is nothing to refuse an operation for"),
            };
            Some((operation.id, refusal))
        });
        refused.collect()
    }
}
