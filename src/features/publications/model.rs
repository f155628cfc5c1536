//! What is to be published of a conversation, and what its people said to that.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::{
    features::{
        accounts::model::Account,
        posts::model::{Entry, Kind as PostKind, PostDraft, place_address},
    },
    shared::{
        Error, Result,
        id::{AnswerId, ConversationId, MessageId, PostId, PublicationId},
        time::Time,
    },
};

/// Messages of which one publication is made at most.
pub const MOST_PARTS: usize = 50;

/// What somebody wants to make public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPublication {
    /// Made by the caller (`UUIDv7`): the id that the question or the answer will have for life.
    pub id: PublicationId,
    /// Where the messages stand: a thread, with the message on which it hangs, or a conversation.
    pub conversation_id: ConversationId,
    /// The question that it answers; without one it is a question itself.
    #[serde(default)]
    pub question_id: Option<PostId>,
    /// Of a question, at most 300 characters.
    #[serde(default)]
    pub title: Option<String>,
    /// Of a question: at most 5.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Which messages, 1–50.
    pub messages: Vec<MessageId>,
}

impl NewPublication {
    /// The same as it is stored: its title on one line, its tags in small letters, each message once.
    ///
    /// # Errors
    /// `id`: `version`; `messages`: `required`, `too_many`; `title`: `required`, `too_long`, `characters`; `tags`:
    /// `too_many`, `shape`, `too_long`; of an answer both are `unknown`.
    pub fn check(mut self) -> Result<Self> {
        self.id.by_caller("id")?;
        let mut seen = HashSet::new();
        self.messages.retain(|id| seen.insert(*id));
        match self.messages.len() {
            0 => return Err(Error::invalid("messages", "required")),
            1..=MOST_PARTS => {}
            _ => return Err(Error::invalid("messages", "too_many")),
        }
        if self.question_id.is_some() {
            let strays = [("title", self.title.is_some()), ("tags", !self.tags.is_empty())];
            return match strays.iter().find(|(_, is_there)| *is_there) {
                Some((field, _)) => Err(Error::invalid(*field, "unknown")),
                None => Ok(self),
            };
        }
        let (id, body) = (PostId(self.id.0), "The words of others".to_owned());
        let draft = PostDraft { id, kind: PostKind::Question, title: self.title, body, tags: self.tags }.check()?;
        Ok(Self { title: draft.title, tags: draft.tags, ..self })
    }
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = PublicationStage))]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Its author waits for consent, or has not published it yet.
    Asked,
    /// It is a question or an answer.
    Published,
    /// It will not be published.
    Withdrawn,
}

/// Whether somebody's words may be part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Whoever asked said it.
    Own,
    /// Its author has not answered yet.
    Asked,
    /// They may, as they are.
    Allowed,
    /// They may not, or not any more.
    Declined,
    /// They were edited or deleted since, or their author is not there to be asked.
    Ended,
}

impl Consent {
    /// Whether the words are published with the rest as it stands.
    #[must_use]
    pub const fn is_given(self) -> bool {
        matches!(self, Self::Own | Self::Allowed)
    }
}

/// A message that is to be part of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = PublicationPart))]
pub struct Part {
    /// Which.
    pub message_id: MessageId,
    /// Who said it.
    pub author: Account,
    /// The very words that would be public, or are; empty where they are not part of it.
    pub body: String,
    /// What its author said to that.
    pub consent: Consent,
}

/// A question or an answer that is made of what people said to each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Publication {
    /// That of the question or the answer, too.
    pub id: PublicationId,
    /// Where it was said; the id of a message where that is its thread.
    pub conversation_id: ConversationId,
    /// The conversation beside which that thread stands.
    #[serde(default)]
    pub thread_of: Option<ConversationId>,
    /// Who asked, and publishes it.
    pub asker: Account,
    /// The question that it answers, where it is no question itself.
    pub question_id: Option<PostId>,
    /// Of a question.
    pub title: Option<String>,
    /// Of a question.
    pub tags: Vec<String>,
    /// How far it is.
    pub state: Stage,
    /// In the order in which it was said: for who asked all of it, for who was asked what they said themselves.
    pub parts: Vec<Part>,
    /// When it was asked for.
    pub at: Time,
    /// Counts its changes.
    pub version: i64,
}

impl Publication {
    /// Whether somebody has still to say whether their words may be part of it.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.parts.iter().any(|part| part.consent == Consent::Asked)
    }

    /// Where it is answered, as long as it is not.
    #[must_use]
    pub fn place(&self) -> String {
        match self.thread_of {
            Some(around) => format!("/messages/{around}/thread/{}", self.conversation_id),
            None => format!("/messages/{}", self.conversation_id),
        }
    }

    /// Where it stands, once it is published.
    #[must_use]
    pub fn address(&self) -> String {
        match self.question_id {
            Some(question) => place_address(question, None, Entry::Answer(AnswerId(self.id.0))),
            None => place_address(PostId(self.id.0), self.title.as_deref(), Entry::Post(PostId(self.id.0))),
        }
    }
}

/// What can be published of where a message stands: its thread, or it alone where it has none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The thread, or the conversation.
    pub conversation_id: ConversationId,
    /// In the order in which it was said, at most 50 messages.
    pub parts: Vec<Part>,
}

/// Where an entry comes from, for who is in that conversation or is quoted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The question or the answer.
    pub id: PublicationId,
    /// The thread, or the conversation, where the viewer is in it.
    pub conversation_id: Option<ConversationId>,
    /// Whether somebody else published words of the viewer in it.
    pub is_quoted: bool,
}

/// What is published of these parts, who is quoted and then what each said, below their handle; nothing where nobody agreed.
/// The database says the same.
#[must_use]
pub fn words(parts: &[Part]) -> Option<String> {
    let given: Vec<_> = parts.iter().filter(|part| part.consent.is_given()).collect();
    let mut people: Vec<String> = Vec::new();
    for part in &given {
        let name = format!("@{}", part.author.handle);
        if !people.contains(&name) {
            people.push(name);
        }
    }
    let mut words = match people.split_last()? {
        (one, []) => format!("What {one} said in a conversation."),
        (last, others) => format!("From a conversation between {} and {last}.", others.join(", ")),
    };
    let mut before = None;
    for part in given {
        if before != Some(&part.author.handle) {
            words = format!("{words}\n\n**@{}**", part.author.handle);
        }
        words = format!("{words}\n\n> {}", part.body.replace("\r\n", "\n").replace(['\r', '\n'], "\n> "));
        before = Some(&part.author.handle);
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shared::{id::AccountId, role::Role};

    fn part(handle: &str, body: &str, consent: Consent) -> Part {
        let (id, handle) = (AccountId::new(), handle.to_owned());
        let author = Account { id, display_name: handle.clone(), handle, role: Role::Member, deleted: false };
        Part { message_id: MessageId::new(), author, body: body.to_owned(), consent }
    }

    #[test]
    fn what_is_published_names_who_said_what_and_leaves_out_what_nobody_allowed() {
        let parts = [
            part("ann", "Where to?", Consent::Own),
            part("bob", "Up.\n\nOr down.", Consent::Allowed),
            part("bob", "By the river", Consent::Allowed),
            part("eve", "My secret", Consent::Asked),
            part("eve", "", Consent::Declined),
            part("dora", "", Consent::Ended),
        ];
        let said = "From a conversation between @ann and @bob.\n\n**@ann**\n\n> Where to?\n\n**@bob**\n\n> Up.\n> \n> Or down.\n\n> By the river";
        assert_eq!(words(&parts).as_deref(), Some(said));
        assert_eq!(words(&parts[3..]), None);
    }

    #[test]
    fn no_line_of_somebody_comes_to_stand_outside_of_their_quote() {
        let said = words(&[part("bob", "Up.\r\r**@ann**\r\n> Down.\r", Consent::Allowed)]);
        let expected = "What @bob said in a conversation.\n\n**@bob**\n\n> Up.\n> \n> **@ann**\n> > Down.\n> ";
        assert_eq!(said.as_deref(), Some(expected));
    }

    #[test]
    fn a_publication_says_which_rule_it_breaks() {
        let new = |title: Option<&str>, question: bool, messages: usize| NewPublication {
            id: PublicationId::new(),
            conversation_id: ConversationId::new(),
            question_id: question.then(PostId::new),
            title: title.map(str::to_owned),
            tags: Vec::new(),
            messages: (0..messages).map(|_| MessageId::new()).collect(),
        };
        assert_eq!(new(Some("Why?"), false, 0).check(), Err(Error::invalid("messages", "required")));
        assert_eq!(new(Some("Why?"), false, MOST_PARTS + 1).check(), Err(Error::invalid("messages", "too_many")));
        assert_eq!(new(None, false, 1).check(), Err(Error::invalid("title", "required")));
        assert_eq!(new(Some("Why?"), true, 1).check(), Err(Error::invalid("title", "unknown")));
        let twice = NewPublication { messages: vec![MessageId(uuid::Uuid::nil()); 2], ..new(None, true, 1) };
        assert_eq!(twice.check().map(|new| new.messages.len()), Ok(1));
    }
}
