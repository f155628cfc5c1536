//! What follows from what the server has answered to what was written.

use uuid::Uuid;

use super::{Drafts, answered, last, words_in};
use crate::{
    features::messages::{model::KeptDraft, state::operation::saved_draft},
    shared::{
        Error,
        id::{ConversationId, OperationId},
    },
    sync::{Pending, PendingState},
};

/// What has to be done about an operation that the server has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Due {
    /// It is kept as this.
    Take(OperationId, KeptDraft),
    /// It was refused, and nobody has to decide anything.
    GiveUp(OperationId),
    /// Its words have no place with the server any more: they stay where they were typed, and whoever typed them is told why.
    Refuse(OperationId, ConversationId, Error),
    /// The words that it met are gone: its own are saved over what is there now, under this name, whichever tab does it.
    Renew(OperationId, KeptDraft),
    /// Which words it met is not known: what is kept there has to be read.
    Read(ConversationId),
}

impl Drafts {
    /// What has to be done about what the server has answered.
    #[must_use]
    pub fn due(&self, pending: &[Pending]) -> Vec<Due> {
        (0..pending.len()).filter_map(|index| self.due_of(&pending[index], &pending[index + 1..])).collect()
    }

    fn due_of(&self, one: &Pending, later: &[Pending]) -> Option<Due> {
        let (id, body) = saved_draft(&one.operation)?;
        match &one.state {
            PendingState::Acknowledged(answer) => Some(Due::Take(one.operation.id, answered(id, body, answer))),
            PendingState::Failed(Error::Missing | Error::Forbidden | Error::Conflict) if body.is_empty() => {
                Some(Due::GiveUp(one.operation.id))
            }
            // It is being saved anew.
            PendingState::Failed(Error::Missing)
                if later.iter().any(|one| one.state.waits() && words_in(id, one).is_some()) =>
            {
                Some(Due::GiveUp(one.operation.id))
            }
            PendingState::Failed(error @ (Error::Missing | Error::Forbidden)) => {
                Some(Due::Refuse(one.operation.id, id, error.clone()))
            }
            PendingState::Failed(Error::Conflict) => {
                let Some(kept) = self.kept.get(&id).filter(|kept| self.meets(one, kept)) else {
                    return Some(Due::Read(id));
                };
                match kept.body.as_str() {
                    // Newer words wait behind it, and go out themselves.
                    "" if later.iter().any(|one| words_in(id, one).is_some()) => Some(Due::GiveUp(one.operation.id)),
                    "" => {
                        let body = body.to_owned();
                        let draft = KeptDraft { conversation_id: id, body, version: kept.version };
                        Some(Due::Renew(renewed(one.operation.id), draft))
                    }
                    same if same == body => Some(Due::GiveUp(one.operation.id)),
                    // What was written since is what is kept: nobody is asked, and that waits behind this one.
                    same if last(id, later).is_some_and(|(newer, one)| newer == same && one.state.waits()) => {
                        Some(Due::GiveUp(one.operation.id))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }
}

/// The name of what is done in the place of an operation that was refused: the next one, so that it stands where that one
/// stood.
fn renewed(refused: OperationId) -> OperationId {
    OperationId(Uuid::from_u128(refused.0.as_u128().wrapping_add(1)))
}
