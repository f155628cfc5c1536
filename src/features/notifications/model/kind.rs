//! Of what a person is told.

use serde::{Deserialize, Serialize};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = NotificationKind))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A post or a question of theirs was voted up.
    PostUpvote,
    /// An answer of theirs was voted up.
    AnswerUpvote,
    /// A post or a question of theirs was commented on.
    PostComment,
    /// An answer of theirs was commented on.
    AnswerComment,
    /// A comment of theirs was replied to.
    CommentReply,
    /// A question of theirs was answered.
    NewAnswer,
    /// An answer of theirs was accepted.
    AnswerAccepted,
    /// A text names them.
    Mention,
    /// They are followed.
    NewFollower,
    /// They have a badge: the one that `name` says.
    BadgeEarned,
    /// They, or something of theirs, have reached a number: the one that `name` says.
    Milestone,
    /// A moderator has looked at what they reported of `person`, or removed something of theirs: what `removed` says.
    Moderation,
}

impl Kind {
    /// Whether it leads to something that was published. Where such a one has no `entry`, that is no longer there.
    #[must_use]
    pub fn has_entry(self) -> bool {
        !matches!(self, Self::NewFollower | Self::BadgeEarned | Self::Milestone | Self::Moderation)
    }
}
