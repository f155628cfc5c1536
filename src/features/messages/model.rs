//! Nouns and pure rules of conversations: `conversation` is one as its people see it; what belongs to groups stands in
//! `group`, and the rules that a server judges by in `group_rules`.

mod conversation;
mod group;
#[cfg(feature = "ssr")]
mod group_rules;

pub use conversation::{Conversation, Kind, Participant};
pub use group::{GroupRole, Subject};
#[cfg(feature = "ssr")]
pub use group_rules::{Details, group_name, handles_typed, other_people};

use serde::{Deserialize, Serialize};

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
    /// What was said.
    pub body: String,
    /// When it was stored.
    pub at: Time,
    /// Counts the changes, from 1.
    pub version: i64,
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
}

impl Draft {
    /// Whether it may be sent.
    ///
    /// # Errors
    /// `body`: `required` when nothing of it can be seen, `too_long` past [`MAX_BODY`] characters,
    /// `characters` for the NUL character, which no database text can hold.
    pub fn check(&self) -> Result<()> {
        let rule = if is_blank(&self.body) {
            "required"
        } else if self.body.chars().count() > MAX_BODY {
            "too_long"
        } else if self.body.contains('\0') {
            "characters"
        } else {
            return Ok(());
        };
        Err(Error::invalid("body", rule))
    }
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

/// The last message of a conversation, shortened, as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Preview {
    /// Who said it.
    pub author_id: AccountId,
    /// At most 200 characters.
    pub body: String,
    /// When.
    pub at: Time,
}

/// What the viewer alone knows of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Mark {
    /// The newest message that they have read.
    pub read_seq: i64,
    /// How many of their own messages lie past it.
    pub own_past: i64,
    /// No sound, no badge.
    pub muted: bool,
    /// Stays on top of the list.
    pub pinned: bool,
    /// Out of the list until somebody writes.
    pub archived: bool,
    /// Counts the changes.
    pub version: i64,
}

impl Mark {
    /// How many messages of others lie past it in a conversation that ends at `last_seq`.
    #[must_use]
    pub fn unread(&self, last_seq: i64) -> i64 {
        (last_seq - self.read_seq - self.own_past).max(0)
    }
}

/// How the viewer stands to a conversation, without what was said in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Which.
    pub conversation_id: ConversationId,
    /// The `seq` of its newest message.
    pub last_seq: i64,
    /// The newest message that is known to have reached a device of the viewer.
    pub delivered_seq: i64,
    /// What the viewer alone knows of it.
    pub mark: Mark,
}

impl Standing {
    /// To a conversation that ends here, has reached the viewer and is read to its end.
    #[must_use]
    pub fn read_to(conversation_id: ConversationId, last_seq: i64) -> Self {
        let mark = Mark { read_seq: last_seq, ..Mark::default() };
        Self { conversation_id, last_seq, delivered_seq: last_seq, mark }
    }

    /// How many messages of others the viewer has not read.
    #[must_use]
    pub fn unread(&self) -> i64 {
        self.mark.unread(self.last_seq)
    }
}

/// A stretch of a conversation's messages, by rising `seq`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// By rising `seq`, without holes.
    pub messages: Vec<Message>,
    /// Whether there are older ones before the first.
    pub older: bool,
    /// Whether there are newer ones after the last.
    pub newer: bool,
}

/// From where to read a history; the numbers are `seq`s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The last messages.
    #[default]
    Newest,
    /// The ones just before, without it.
    Before(i64),
    /// The ones just after, without it.
    After(i64),
    /// It, with as many before it as after it.
    Around(i64),
    /// The first one that the viewer has not read, with some before it; the last messages where all are read.
    Unread,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(body: impl Into<String>) -> Draft {
        let id = uuid::Uuid::from_u128(1);
        Draft { id: MessageId(id), conversation_id: ConversationId(id), body: body.into() }
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
