//! How far one's own messages came.

use crate::{features::messages::state::Timeline, shared::Error, sync::PendingState};

/// How far one's own message came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// On this device.
    Sending,
    /// On this device until the server takes more, as it was too much at once.
    Slowed,
    /// Stored.
    Sent,
    /// Reached a device of everyone it was for.
    Delivered,
    /// Everyone it was for let it be known that they read it.
    Read,
    /// The server refused it.
    Failed(Error),
}

impl Progress {
    /// Of one that is pending.
    pub(super) fn of(state: &PendingState) -> Self {
        match state {
            PendingState::Waiting => Self::Sending,
            PendingState::Slowed => Self::Slowed,
            PendingState::Acknowledged(_) => Self::Sent,
            PendingState::Failed(error) => Self::Failed(error.clone()),
        }
    }
}

/// How far all others have come.
pub(super) struct Reach {
    delivered: i64,
    seen: i64,
}

impl Reach {
    pub fn of(timeline: &Timeline, receipts: bool) -> Self {
        let others = || {
            let people = timeline.conversation().participants.iter();
            // What is said in a thread is for those who take part in it.
            people.filter(|person| person.account.id != timeline.viewer() && !person.silent)
        };
        Self {
            delivered: others().map(|person| person.delivered_seq).min().unwrap_or(0),
            seen: others().map(|person| person.seen_seq).min().filter(|_| receipts).unwrap_or(0),
        }
    }

    pub fn progress(&self, seq: i64) -> Progress {
        if seq <= self.seen {
            Progress::Read
        } else if seq <= self.delivered {
            Progress::Delivered
        } else {
            Progress::Sent
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::messages::state::world::{ANN, World, participant},
        shared::id::AccountId,
    };

    #[test]
    fn in_a_group_a_message_has_come_as_far_as_with_the_last_of_the_others() {
        let mut world = World::with(3);
        world.receipt(3, 2);
        let mut eve = participant(AccountId(uuid::Uuid::from_u128(3)), "eve");
        eve.delivered_seq = 2;
        eve.seen_seq = 1;
        world.conversation.participants.push(eve);
        let timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 3));
        let reach = Reach::of(&timeline, true);
        assert_eq!([1, 2, 3].map(|seq| reach.progress(seq)), [Progress::Read, Progress::Delivered, Progress::Sent]);
    }

    #[test]
    fn who_sends_no_receipts_gets_none() {
        let mut world = World::with(1);
        world.receipt(1, 1);
        let timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 1));
        assert_eq!(Reach::of(&timeline, true).progress(1), Progress::Read);
        assert_eq!(Reach::of(&timeline, false).progress(1), Progress::Delivered);
    }
}
