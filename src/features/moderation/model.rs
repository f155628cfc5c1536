//! Reports: what is reported, why, and what became of it.

mod evidence;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use evidence::{EntryThen, Evidence, Exhibit, ProfileThen};

use crate::{
    features::{accounts::model::Account, posts::model::Entry},
    shared::{
        Error, Result,
        id::{AccountId, AnswerId, CommentId, MessageId, PostId, ReportId},
        text::is_blank,
        time::Time,
    },
};

/// Characters of what a reporter says, and of a moderator's note.
pub const MAX_WORDS: usize = 1_000;

/// Why something is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Unwanted and sent to many.
    #[default]
    Spam,
    /// It hurts or threatens somebody.
    Abuse,
    /// It breaks the law.
    Illegal,
    /// What the words say.
    Other,
}

impl Reason {
    /// In the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Spam, Self::Abuse, Self::Illegal, Self::Other];

    /// As it is stored and written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Abuse => "abuse",
            Self::Illegal => "illegal",
            Self::Other => "other",
        }
    }

    /// What it is called on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Spam => "Spam",
            Self::Abuse => "Abuse or threats",
            Self::Illegal => "Against the law",
            Self::Other => "Something else",
        }
    }
}

impl FromStr for Reason {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == text).ok_or_else(|| Error::invalid("reason", "unknown"))
    }
}

/// What is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A message that the reporter may read; the five before it come along.
    Message(MessageId),
    /// A person, with their profile.
    Person(AccountId),
    /// A post or a question.
    Post(PostId),
    /// An answer.
    Answer(AnswerId),
    /// A comment.
    Comment(CommentId),
}

#[cfg(feature = "ssr")]
impl About {
    /// What of what is published it is, if anything.
    #[must_use]
    pub fn entry(self) -> Option<Entry> {
        match self {
            Self::Post(id) => Some(Entry::Post(id)),
            Self::Answer(id) => Some(Entry::Answer(id)),
            Self::Comment(id) => Some(Entry::Comment(id)),
            Self::Message(_) | Self::Person(_) => None,
        }
    }
}

impl From<Entry> for About {
    fn from(entry: Entry) -> Self {
        match entry {
            Entry::Post(id) => Self::Post(id),
            Entry::Answer(id) => Self::Answer(id),
            Entry::Comment(id) => Self::Comment(id),
        }
    }
}

/// A report to make.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewReport {
    /// Made by the caller: the same call again is the same report.
    pub id: ReportId,
    /// What it is about.
    pub about: About,
    /// Why.
    pub reason: Reason,
    /// What else there is to say, at most 1,000 characters; needed for `other`.
    #[serde(default)]
    pub words: String,
}

impl NewReport {
    /// The same with its words as they are stored.
    ///
    /// # Errors
    /// `id`: `version`; `words`: `required` for [`Reason::Other`], `too_long`, `characters` for a NUL.
    pub fn check(self) -> Result<Self> {
        let id = self.id.by_caller("id")?;
        let words = words_of("words", &self.words)?;
        if self.reason == Reason::Other && words.is_empty() {
            return Err(Error::invalid("words", "required"));
        }
        Ok(Self { id, words, ..self })
    }
}

/// Some sentences as they are stored; none where nothing of them can be seen.
///
/// # Errors
/// The field: `too_long` past [`MAX_WORDS`] characters, `characters` for a NUL.
pub fn words_of(field: &str, typed: &str) -> Result<String> {
    let words = typed.replace("\r\n", "\n").trim().to_owned();
    if words.chars().count() > MAX_WORDS {
        return Err(Error::invalid(field, "too_long"));
    }
    if words.contains('\0') {
        return Err(Error::invalid(field, "characters"));
    }
    Ok(if is_blank(&words) { String::new() } else { words })
}

/// Whether somebody still has to look at a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Yes.
    Open,
    /// No.
    Done,
}

impl State {
    /// As it is stored and written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
        }
    }
}

/// A report as moderators see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Report {
    /// Which.
    pub id: ReportId,
    /// Its place among all of them: later ones have larger numbers.
    pub number: i64,
    /// Who reported.
    pub reporter: Account,
    /// Whom it is about.
    pub account: Account,
    /// Which message it is about, if any.
    pub message_id: Option<MessageId>,
    /// Whether what was published is deleted by now, by its author or by a moderator; never for anything else.
    pub gone: bool,
    /// Why.
    pub reason: Reason,
    /// What else the reporter said.
    pub words: String,
    /// What it is about, as it was then.
    pub evidence: Evidence,
    /// When it was made.
    pub at: Time,
    /// Whether somebody still has to look at it.
    pub state: State,
    /// What the moderator wrote who closed it, or opened it again.
    pub note: String,
    /// Who closed it.
    pub closed_by: Option<Account>,
    /// When.
    pub closed_at: Option<Time>,
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(reason: Reason, words: &str) -> NewReport {
        NewReport { id: ReportId::new(), about: About::Person(AccountId::new()), reason, words: words.to_owned() }
    }

    #[test]
    fn what_is_something_else_has_to_be_said() {
        for nothing in [" \n", "\u{202e}"] {
            assert_eq!(report(Reason::Other, nothing).check(), Err(Error::invalid("words", "required")));
        }
        assert_eq!(report(Reason::Other, " he sells\r\npills ").check().map(|r| r.words), Ok("he sells\npills".into()));
        assert_eq!(report(Reason::Spam, "").check().map(|r| r.words), Ok(String::new()));
        let long = "x".repeat(MAX_WORDS + 1);
        assert_eq!(report(Reason::Spam, &long).check(), Err(Error::invalid("words", "too_long")));
        assert_eq!(report(Reason::Spam, "a\0").check(), Err(Error::invalid("words", "characters")));
    }

    #[test]
    fn a_report_is_written_as_the_api_documents_it() {
        let report = report(Reason::Abuse, "");
        let About::Person(person) = report.about else { panic!("made so") };
        let text = json!({"id": report.id, "about": {"person": person}, "reason": "abuse", "words": ""});
        assert_eq!(json!(report), text);
        assert_eq!(serde_json::from_value::<NewReport>(text).ok(), Some(report));
    }

    #[test]
    fn what_is_published_is_named_by_its_kind() {
        let id = AnswerId::new();
        let about = About::from(Entry::Answer(id));
        assert_eq!(json!(about), json!({"answer": id}));
        assert_eq!((about.entry(), About::Person(AccountId::new()).entry()), (Some(Entry::Answer(id)), None));
    }

    #[test]
    fn a_reason_is_read_as_it_is_written() {
        for reason in Reason::ALL {
            assert_eq!(reason.as_str().parse(), Ok(reason));
        }
        assert_eq!("boredom".parse::<Reason>(), Err(Error::invalid("reason", "unknown")));
    }
}
