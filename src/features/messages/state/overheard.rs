//! What is heard of threads that the viewer looks at and takes no part in.

use std::collections::BTreeSet;

use super::Change;
use crate::shared::id::ConversationId;

/// The threads that are followed because they are open, not because the viewer takes part in them. A connection hears them as
/// any other conversation; what is told of them is for who looks at them, and neither for the list nor for what is unread.
#[derive(Clone, Debug, Default)]
pub struct Overheard(BTreeSet<ConversationId>);

impl Overheard {
    /// A thread is one of them, or is not.
    pub fn put(&mut self, id: ConversationId, is_overheard: bool) {
        if is_overheard {
            self.0.insert(id);
        } else {
            self.0.remove(&id);
        }
    }

    /// Leaves out what happened in them. From when the viewer comes to take part in one it is as any other.
    pub fn sift(&mut self, changes: &[Change]) -> Vec<Change> {
        let mut own = Vec::with_capacity(changes.len());
        for change in changes {
            if let Change::Joined(id) | Change::Left(id) = change {
                self.0.remove(id);
            }
            if change.conversation().is_none_or(|id| !self.0.contains(&id)) {
                own.push(change.clone());
            }
        }
        own
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::features::messages::state::world::{HERE, World};

    #[test]
    fn nothing_is_told_of_a_thread_that_is_overheard_until_one_takes_part_in_it() {
        let world = World::with(3);
        let sent = |number: usize| Change::Sent(world.messages[number].clone());
        let mut overheard = Overheard::default();
        overheard.put(HERE, true);
        overheard.put(ConversationId(Uuid::from_u128(9)), true);
        assert!(overheard.sift(&[sent(0), Change::Regrouped(HERE)]).is_empty());
        let own = [Change::Joined(HERE), sent(2)];
        assert_eq!(overheard.sift(&[&[sent(1)][..], &own[..]].concat()), own);
        assert_eq!(overheard.sift(&[sent(2)]), [sent(2)], "it is in their list from then on");
        overheard.put(HERE, true);
        overheard.put(HERE, false);
        assert_eq!(overheard.sift(&[sent(0)]), [sent(0)]);
    }
}
