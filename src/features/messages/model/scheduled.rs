//! What is said later.

use serde::{Deserialize, Serialize};

use super::check_body;
use crate::shared::{
    Error, Result,
    id::{ConversationId, MessageId},
    time::Time,
};

/// How far ahead a message may be scheduled, in milliseconds: a year, be it a leap year.
pub const FURTHEST: i64 = 366 * 24 * 60 * 60 * 1000;

/// How far a scheduled message came. One that was sent is a message, and scheduled no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its time has not come.
    Waiting,
    /// It is being sent: it can be changed no more.
    Sending,
    /// It could not be sent, for its `trouble`.
    Failed,
}

/// A message that the server sends when its time comes. Only its author knows of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Scheduled {
    /// The id that the message will have.
    pub id: MessageId,
    /// Where it will be said.
    pub conversation_id: ConversationId,
    /// What will be said, in the markdown of messages.
    pub body: String,
    /// Which message of the conversation it answers.
    pub reply_to: Option<MessageId>,
    /// When it is sent.
    pub at: Time,
    /// How far it came.
    pub state: Stage,
    /// Why it could not be sent: `missing` where its author is not in the conversation any more, or what it answers is not
    /// there; `not_accepting` where the other one of a pair takes no words from its author; else the code of the error.
    pub trouble: Option<String>,
    /// Counts the changes, from 1.
    pub version: i64,
}

/// What becomes of a scheduled message instead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescheduled {
    /// What to say instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// When to send it instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// Whether it is sent as soon as it can be, whatever else its time would be.
    #[serde(default, skip_serializing_if = "is_not")]
    pub now: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
const fn is_not(said: &bool) -> bool {
    !*said
}

impl Rescheduled {
    /// Whether this may become of a scheduled message.
    ///
    /// # Errors
    /// `body`, as [`check_body`] says; `at`, as [`check_time`] says.
    pub fn check(&self, now: Time) -> Result<()> {
        self.body.as_deref().map_or(Ok(()), check_body)?;
        self.at.map_or(Ok(()), |at| check_time(at, now))
    }
}

/// Whether a message may be scheduled for a moment.
///
/// # Errors
/// `at`: `past` where it is over, `too_far` where it is more than a year ahead.
pub fn check_time(at: Time, now: Time) -> Result<()> {
    match at.millis() - now.millis() {
        ..0 => Err(Error::invalid("at", "past")),
        0..=FURTHEST => Ok(()),
        _ => Err(Error::invalid("at", "too_far")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Time = Time(chrono::DateTime::UNIX_EPOCH);

    #[test]
    fn a_time_is_neither_over_nor_more_than_a_year_ahead() {
        for (millis, rule) in [(-1, Some("past")), (0, None), (FURTHEST, None), (FURTHEST + 1, Some("too_far"))] {
            let expected = rule.map_or(Ok(()), |rule| Err(Error::invalid("at", rule)));
            let at = Time(NOW.0 + chrono::Duration::milliseconds(millis));
            assert_eq!(check_time(at, NOW), expected, "{millis}");
        }
    }

    #[test]
    fn what_becomes_of_it_follows_the_rules_of_messages_and_of_times_and_may_be_only_one_of_both() {
        let body = |body: &str| Rescheduled { body: Some(body.to_owned()), ..Rescheduled::default() };
        assert_eq!(body(" ").check(NOW), Err(Error::invalid("body", "required")));
        assert_eq!(body("later").check(NOW), Ok(()));
        assert_eq!(Rescheduled { now: true, ..Rescheduled::default() }.check(NOW), Ok(()));
        let far = Rescheduled { at: Some(Time::from_millis(FURTHEST + 1)), ..Rescheduled::default() };
        assert_eq!(far.check(NOW), Err(Error::invalid("at", "too_far")));
    }
}
