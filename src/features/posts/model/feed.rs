//! Which lists of posts there are.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::shared::{Error, Result, id::AccountId};

/// A list of posts that were not deleted, 20 a page. Whoever the viewer blocked, or who blocked the viewer, is not in
/// it, nor is whom the viewer muted where it [`Feed::gathers`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Feed {
    /// All, the latest first.
    #[default]
    Latest,
    /// Those of the viewer and of whomever they follow, the latest first. Nobody else can read it.
    Following,
    /// Those of some time with the highest score first.
    Top(Span),
    /// All questions, the latest first.
    Questions,
    /// Questions without an answer, the latest first.
    Unanswered,
    /// Those with this tag, the latest first.
    Tag(String),
    /// Those of one person, the latest first.
    Person(AccountId),
    /// Those that the viewer keeps, in the order in which they were kept, the last first. Nobody else can read it.
    Bookmarks,
}

impl Feed {
    /// Whether it gathers what many publish, of whom the viewer does not want to hear of some.
    #[must_use]
    pub fn gathers(&self) -> bool {
        !matches!(self, Self::Person(_) | Self::Bookmarks)
    }

    /// Whether the latest of its posts stand first.
    #[must_use]
    pub const fn is_by_time(&self) -> bool {
        !matches!(self, Self::Top(_) | Self::Bookmarks)
    }

    /// What one of its posts is called, and several are, in small letters.
    #[must_use]
    pub const fn called(&self) -> (&'static str, &'static str) {
        match self {
            Self::Questions | Self::Unanswered => ("question", "questions"),
            _ => ("post", "posts"),
        }
    }
}

/// From how far back posts are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// The last 24 hours.
    Day,
    /// The last 7 days.
    #[default]
    Week,
    /// The last 30 days.
    Month,
    /// From the beginning.
    All,
}

impl Span {
    /// As they are offered.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::All];

    /// As it is written in an address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::All => "all",
        }
    }
}

impl FromStr for Span {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|span| span.as_str() == text).ok_or_else(|| Error::invalid("span", "unknown"))
    }
}
