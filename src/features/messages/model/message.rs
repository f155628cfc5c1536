//! What is said, and what is being written.

use serde::{Deserialize, Serialize};

use super::{Answers, LinkPreview, Reaction, count_of};
use crate::shared::{
    Error, Result,
    id::{AccountId, ConversationId, MessageId},
    text::is_blank,
    time::Time,
};

/// Characters that a message may have at most.
pub const MAX_BODY: usize = 10_000;

/// Characters of what is being written that are kept at most: more than can be sent, so that there is room to shorten it.
pub const MAX_DRAFT: usize = 2 * MAX_BODY;

/// A message as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Message {
    /// Made by the sender's device.
    pub id: MessageId,
    /// Where it was said.
    pub conversation_id: ConversationId,
    /// Its place in the conversation, from 1, without holes.
    pub seq: i64,
    /// Who said it.
    pub author_id: AccountId,
    /// What was said, in markdown as it was typed; empty once it was deleted.
    pub body: String,
    /// When it was stored.
    pub at: Time,
    /// Counts the changes, from 1.
    pub version: i64,
    /// When its author last had it say something else.
    #[serde(default)]
    pub edited_at: Option<Time>,
    /// When it was deleted for everybody: its place stays.
    #[serde(default)]
    pub deleted_at: Option<Time>,
    /// Which message of the conversation it answers. That one may have been deleted.
    #[serde(default)]
    pub reply_to: Option<MessageId>,
    /// Whether its author took it from elsewhere. From where nobody is told.
    #[serde(default)]
    pub forwarded: bool,
    /// What people think of it, in the order in which each emoji was first chosen; none once it was deleted.
    #[serde(default)]
    pub reactions: Vec<Reaction>,
    /// Counts the changes of its reactions, from 0.
    #[serde(default)]
    pub reacted: i64,
    /// What the page is called that it leads to first, once the server has read it; nothing once it was deleted.
    #[serde(default)]
    pub preview: Option<LinkPreview>,
    /// Counts the changes of its preview, from 0.
    #[serde(default)]
    pub previewed: i64,
    /// How much was said in its thread; absent where it has none. It stays when the message is deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Answers>,
}

impl Message {
    /// Whether another reading of it tells something newer.
    #[must_use]
    pub fn is_behind(&self, other: &Self) -> bool {
        other.version > self.version
            || other.reacted > self.reacted
            || other.previewed > self.previewed
            || self.is_answered_less(other)
    }

    fn is_answered_less(&self, other: &Self) -> bool {
        count_of(other.answers.as_ref()) > count_of(self.answers.as_ref())
    }

    /// Takes what is newer in another reading of it: what it says, its reactions, its preview, and how much was said in its
    /// thread, each by its own count.
    pub fn catch_up(&mut self, other: &Self) {
        if self.is_answered_less(other) {
            self.answers.clone_from(&other.answers);
        }
        if other.version > self.version {
            let (reactions, reacted) = (std::mem::take(&mut self.reactions), self.reacted);
            let (preview, previewed) = (self.preview.take(), self.previewed);
            let answers = self.answers.take();
            *self = Self { reactions, reacted, preview, previewed, answers, ..other.clone() };
        }
        if other.reacted > self.reacted {
            self.reactions.clone_from(&other.reactions);
            self.reacted = other.reacted;
        }
        self.take_preview(other.preview.as_ref(), other.previewed);
        if self.is_deleted() {
            self.reactions.clear();
        }
    }

    /// Whether it was deleted for everybody.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    /// Whether it says something else than at first.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.edited_at.is_some()
    }
}

/// What a message said at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Revision {
    /// Which of its versions.
    pub version: i64,
    /// What it said.
    pub body: String,
    /// Since when.
    pub at: Time,
}

/// A message that is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The id that the message will have for life.
    pub id: MessageId,
    /// Where to say it.
    pub conversation_id: ConversationId,
    /// What to say.
    pub body: String,
    /// Which message of the conversation it answers.
    pub reply_to: Option<MessageId>,
    /// Whether it is taken from elsewhere.
    pub forwarded: bool,
}

impl Draft {
    /// Whether it may be sent.
    ///
    /// # Errors
    /// `body`: `required` when nothing of it can be seen, `too_long` past [`MAX_BODY`] characters,
    /// `characters` for the NUL character, which no database text can hold.
    pub fn check(&self) -> Result<()> {
        check_body(&self.body)
    }
}

/// Whether a message may say this, be it new or edited.
///
/// # Errors
/// As [`Draft::check`] says.
pub fn check_body(body: &str) -> Result<()> {
    let rule = if is_blank(body) {
        "required"
    } else if body.chars().count() > MAX_BODY {
        "too_long"
    } else if body.contains('\0') {
        "characters"
    } else {
        return Ok(());
    };
    Err(Error::invalid("body", rule))
}

/// What somebody has written in a conversation and not sent, as it is kept for all their devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// Where it is written.
    pub conversation_id: ConversationId,
    /// What is written; empty once it was sent or given up.
    pub body: String,
    /// Counts the changes.
    pub version: i64,
}

/// What somebody has written and not sent, everywhere, as far as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDrafts {
    /// Those that hold words.
    pub drafts: Vec<KeptDraft>,
    /// Whether these are all: else nothing is said of any other.
    pub is_whole: bool,
}

impl KeptDraft {
    /// Whether the words may be kept, which may be none.
    ///
    /// # Errors
    /// `body`: `too_long` past [`MAX_DRAFT`] characters, `characters` for the NUL character.
    pub fn check(body: &str) -> Result<()> {
        if body.chars().count() > MAX_DRAFT {
            return Err(Error::invalid("body", "too_long"));
        }
        if body.contains('\0') { Err(Error::invalid("body", "characters")) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(body: impl Into<String>) -> Draft {
        let id = uuid::Uuid::from_u128(1);
        Draft {
            id: MessageId(id),
            conversation_id: ConversationId(id),
            body: body.into(),
            reply_to: None,
            forwarded: false,
        }
    }

    #[test]
    fn a_draft_says_which_rule_it_breaks() {
        for (body, rule) in [
            (String::new(), "required"),
            (" \n\t".into(), "required"),
            ("\u{200b}\u{2060}\u{feff}".into(), "required"),
            ("ä".repeat(MAX_BODY + 1), "too_long"),
            ("a\0b".into(), "characters"),
        ] {
            assert_eq!(draft(body).check(), Err(Error::invalid("body", rule)));
        }
        assert_eq!(draft("ä".repeat(MAX_BODY)).check(), Ok(()));
        assert_eq!(KeptDraft::check(&"ä".repeat(MAX_DRAFT)), Ok(()));
        assert_eq!(KeptDraft::check(&"ä".repeat(MAX_DRAFT + 1)), Err(Error::invalid("body", "too_long")));
        assert_eq!(draft("👩\u{200d}💻").check(), Ok(()));
    }
}
