//! Who is writing right now.

use crate::shared::{
    id::{AccountId, ConversationId},
    time::Time,
};

/// Milliseconds of silence after which nobody writes any more.
pub const SILENCE: i64 = 5_000;
/// Milliseconds between two signals of one person; a little more than the server asks for, as the way is
/// not always equally long.
pub const PACE: i64 = 3_100;

/// The people who write, in the order in which they began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typists(Vec<(ConversationId, AccountId, Time)>);

impl Typists {
    /// Somebody gave a sign of writing.
    pub fn heard(&mut self, conversation: ConversationId, account: AccountId, now: Time) {
        match self.0.iter_mut().find(|(place, who, _)| (*place, *who) == (conversation, account)) {
            Some((.., heard)) => *heard = now,
            None => self.0.push((conversation, account, now)),
        }
    }

    /// They have said it, or left.
    pub fn done(&mut self, conversation: ConversationId, account: AccountId) {
        self.0.retain(|(place, who, _)| (*place, *who) != (conversation, account));
    }

    /// Forgets who was silent for [`SILENCE`].
    pub fn forget_silent(&mut self, now: Time) {
        self.0.retain(|(.., heard)| now.millis() - heard.millis() < SILENCE);
    }

    /// Who writes in a conversation.
    pub fn within(&self, conversation: ConversationId) -> impl Iterator<Item = AccountId> {
        self.0.iter().filter(move |(place, ..)| *place == conversation).map(|(_, who, _)| *who)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::world::{ANN, BOB, HERE};

    #[test]
    fn whoever_is_silent_for_five_seconds_or_has_said_it_writes_no_more() {
        let mut typists = Typists::default();
        typists.heard(HERE, ANN, Time::from_millis(0));
        typists.heard(HERE, BOB, Time::from_millis(1_000));
        typists.heard(HERE, ANN, Time::from_millis(3_000));
        typists.forget_silent(Time::from_millis(6_000));
        assert_eq!(typists.within(HERE).collect::<Vec<_>>(), [ANN]);
        typists.done(HERE, ANN);
        assert_eq!(typists, Typists::default());
    }
}
