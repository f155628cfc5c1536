//! Nouns and pure rules of conversations: `conversation` is one as its people see it, `message` what is said in it,
//! `reaction` what people think of that, `preview` what the page is called that it leads to, `quote` what stands of it above
//! an answer; what belongs to groups stands in `group`, and the rules that a server judges by in `group_rules`; `choice` is
//! what the viewer chose for themselves, `pin` what is pinned for all, `info` how far a message came, `scheduled` what is
//! said later, `search` what messages are looked for by, `thread` what is said beside the conversation, `emoji` what those
//! are called that there are.

mod choice;
mod conversation;
mod emoji;
mod group;
#[cfg(feature = "ssr")]
mod group_rules;
mod info;
mod message;
mod pin;
mod preview;
mod quote;
mod reaction;
mod scheduled;
mod search;
mod thread;

pub use choice::Choice;
pub use conversation::{Conversation, Kind, Participant};
pub use emoji::{Emoji, EmojiTable};
pub use group::{GroupRole, Subject};
#[cfg(feature = "ssr")]
pub use group_rules::{Details, group_name, handles_typed, other_people};
pub use info::{Info, Reached};
#[cfg(test)]
pub use message::MAX_DRAFT;
pub use message::{Draft, KeptDraft, KeptDrafts, MAX_BODY, Message, Revision, check_body};
pub use pin::{NewPins, Pin, Pins};
pub use preview::{LinkPreview, NewPreview};
pub use quote::Quote;
pub use reaction::{NewReactions, Reaction, set_reaction};
pub use scheduled::{Rescheduled, Scheduled, Stage, check_time};
pub use search::{Found, MAX_SOUGHT, Piece, Terms};
pub use thread::{Answers, NewAnswers, count_of, thread_on};
#[cfg(feature = "ssr")]
pub use {quote::MAX_QUOTE, reaction::as_emoji, thread::root_of};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    features::accounts::model::Account,
    shared::{
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};

/// The last message of a conversation, shortened, as the list shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Preview {
    /// Who said it.
    pub author_id: AccountId,
    /// At most 200 characters; empty where it was deleted.
    pub body: String,
    /// When.
    pub at: Time,
    /// The version of the message that it is of.
    #[serde(default)]
    pub version: i64,
}

impl Preview {
    /// Whether the message was deleted for everybody.
    #[must_use]
    pub fn is_deleted(&self) -> bool {
        self.body.is_empty()
    }
}

/// What the viewer alone knows of a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Mark {
    /// The newest message that they have read.
    pub read_seq: i64,
    /// How many of their own messages lie past it.
    pub own_past: i64,
    /// No sound, no badge.
    pub muted: bool,
    /// Stays on top of the list.
    pub pinned: bool,
    /// Out of the list until somebody writes, muted or not.
    pub archived: bool,
    /// Somebody whom they do not know wrote first: out of the list until they accept it or answer, and nobody is told that it
    /// reached them or was read.
    #[serde(default)]
    pub requested: bool,
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
    /// What they answer and is not among them.
    #[serde(default)]
    pub quotes: Vec<Quote>,
    /// Whether there are older ones before the first.
    pub older: bool,
    /// Whether there are newer ones after the last.
    pub newer: bool,
    /// Those of its people who are not in the conversation any more.
    #[serde(default)]
    pub former: Vec<Account>,
}

impl Stretch {
    /// Whoever said some of it, is quoted in it, reacted to it, or spoke last in a thread that hangs on it.
    #[must_use]
    pub fn people(&self) -> BTreeSet<AccountId> {
        let authors = self.messages.iter().map(|message| message.author_id);
        let quoted = self.quotes.iter().map(|quote| quote.author_id);
        let reactions = self.messages.iter().flat_map(|message| &message.reactions);
        let reactors = reactions.flat_map(|reaction| &reaction.by);
        let answers = self.messages.iter().filter_map(|message| message.answers.as_ref());
        let speakers = answers.flat_map(|answers| &answers.people);
        authors.chain(quoted).chain(reactors.chain(speakers).copied()).collect()
    }
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
    /// This message, with as many before it as after it; as `Unread` where it is not in the conversation.
    Message(MessageId),
    /// The first one that was said at this moment or later, with as many before it as after it; the last messages where
    /// nothing was said since.
    Since(Time),
}
