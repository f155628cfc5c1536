//! Threads: what is said about one message, beside the conversation in which it was said.
//!
//! A thread is a conversation whose id is that of the message on which it hangs. What counts as unread in it is this, and
//! nothing else: the author of its message, once it is answered, whoever has answered, and whoever wants to take part in it, and
//! each of them has a mark there as in any other conversation. For them it stands in the list, and what others said after their
//! mark is unread; what was said before they came they have read. For everybody else in the conversation it is there to open, and
//! nothing in it is unread for them.
//!
//! Whoever takes part in a thread and wants to hear no more of it has it muted and archived: so it stays, whatever others say,
//! until they answer in it themselves.

use serde::{Deserialize, Serialize};

use crate::shared::{
    id::{AccountId, ConversationId, MessageId},
    time::Time,
};

/// How much was said in the thread of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Answers {
    /// How many answers there are, those that were deleted included: their places stay.
    pub count: i64,
    /// Who said the last of them, at most three people, the latest first.
    pub people: Vec<AccountId>,
    /// When the last one was said.
    pub at: Time,
}

/// How much was said in the thread of a message, as it became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAnswers {
    /// Which message.
    pub id: MessageId,
    /// Where it was said.
    pub conversation_id: ConversationId,
    /// Its place there.
    pub seq: i64,
    /// All that is told of its thread.
    pub answers: Answers,
}

/// How many answers are told of a message; 0 where it has no thread.
#[must_use]
pub fn count_of(answers: Option<&Answers>) -> i64 {
    answers.map_or(0, |answers| answers.count)
}

/// The thread that hangs on a message.
#[must_use]
pub const fn thread_on(message: MessageId) -> ConversationId {
    ConversationId(message.0)
}

/// The message on which a thread hangs.
#[cfg(feature = "ssr")]
#[must_use]
pub const fn root_of(thread: ConversationId) -> MessageId {
    MessageId(thread.0)
}
