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
/// Milliseconds after somebody's message for which their signs are of writing that message: a sign goes another way than
/// a message, which may overtake it.
pub const OVERTAKEN: i64 = 1_000;
/// Milliseconds between one's message and the next sign: it is not taken for one of those.
pub const PAUSE: i64 = 1_500;
/// Milliseconds on the way after which no sign is still behind a message: this device was away when it was said.
const LATE: i64 = 2_000;

/// The people who write, in the order in which they began, and those who have just said what they wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typists {
    writing: Vec<Sign>,
    said: Vec<Sign>,
}

/// Who gave it, where, and when it came.
type Sign = (ConversationId, AccountId, Time);

impl Typists {
    /// Somebody gave a sign of writing; nothing changes if it is of what they have said.
    pub fn heard(&mut self, conversation: ConversationId, account: AccountId, now: Time) {
        let them = (conversation, account);
        self.said.retain(|(.., said)| now.millis() - said.millis() < OVERTAKEN);
        if self.said.iter().any(|(place, who, _)| (*place, *who) == them) {
            return;
        }
        match self.writing.iter_mut().find(|(place, who, _)| (*place, *who) == them) {
            Some((.., heard)) => *heard = now,
            None => self.writing.push((conversation, account, now)),
        }
    }

    /// They have said it, then. Whether that changes who writes.
    pub fn done(&mut self, conversation: ConversationId, account: AccountId, then: Time, now: Time) -> bool {
        let is_other = |(place, who, _): &Sign| (*place, *who) != (conversation, account);
        self.said.retain(|sign| is_other(sign) && now.millis() - sign.2.millis() < OVERTAKEN);
        if now.millis() - then.millis() < LATE {
            self.said.push((conversation, account, now));
        }
        let before = self.writing.len();
        self.writing.retain(is_other);
        self.writing.len() != before
    }

    /// Forgets who was silent for [`SILENCE`].
    pub fn forget_silent(&mut self, now: Time) {
        self.writing.retain(|(.., heard)| now.millis() - heard.millis() < SILENCE);
    }

    /// Who writes in a conversation.
    pub fn within(&self, conversation: ConversationId) -> impl Iterator<Item = AccountId> {
        self.writing.iter().filter(move |(place, ..)| *place == conversation).map(|(_, who, _)| *who)
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
        assert!(typists.done(HERE, ANN, Time::from_millis(6_000), Time::from_millis(6_000)));
        assert_eq!(typists.within(HERE).count(), 0);
    }

    #[test]
    fn a_sign_that_their_message_overtook_is_none() {
        let mut typists = Typists::default();
        assert!(!typists.done(HERE, ANN, Time::from_millis(0), Time::from_millis(0)));
        typists.heard(HERE, ANN, Time::from_millis(OVERTAKEN - 1));
        assert_eq!(typists.within(HERE).count(), 0);
        typists.heard(HERE, BOB, Time::from_millis(OVERTAKEN - 1));
        typists.heard(HERE, ANN, Time::from_millis(OVERTAKEN));
        assert_eq!(typists.within(HERE).collect::<Vec<_>>(), [BOB, ANN]);
    }
    #[test]
    fn a_sign_after_a_message_that_was_missed_is_of_the_next_one() {
        let mut typists = Typists::default();
        assert!(!typists.done(HERE, ANN, Time::from_millis(0), Time::from_millis(LATE)));
        typists.heard(HERE, ANN, Time::from_millis(LATE));
        assert_eq!(typists.within(HERE).collect::<Vec<_>>(), [ANN]);
    }
}
