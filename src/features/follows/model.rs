//! Nouns of the graph; `suggestion` is who may come into it.

mod suggestion;

pub use suggestion::{Dismissal, Suggestion, Suggestions};

use serde::{Deserialize, Serialize};

use crate::{
    features::accounts::model::Account,
    shared::{id::AccountId, page::Page},
};

/// How many follow somebody, and how many they follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Whose counts these are.
    pub account_id: AccountId,
    /// How many follow them.
    pub followers: i64,
    /// How many they follow.
    pub following: i64,
    /// Counts the changes.
    pub version: i64,
}

impl Stats {
    /// How many people a list of theirs has.
    #[must_use]
    pub fn of(self, side: Side) -> i64 {
        match side {
            Side::Followers => self.followers,
            Side::Following => self.following,
        }
    }
}

/// One of the two lists of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Who follows them.
    Followers,
    /// Whom they follow.
    Following,
}

impl Side {
    /// As it stands in an address.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Followers => "followers",
            Self::Following => "following",
        }
    }

    /// The page of this list of somebody.
    #[must_use]
    pub fn address(self, handle: &str) -> String {
        format!("/u/{handle}/{}", self.as_str())
    }
}

/// What holds between the viewer and somebody; nothing for a visitor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// Whether the viewer follows them.
    pub follows: bool,
    /// Whether they follow the viewer.
    pub follows_you: bool,
}

/// Somebody in a list of followers, or of whom somebody follows. Where both members are true the two follow each other;
/// for a visitor neither is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Neighbour {
    /// Who.
    pub account: Account,
    /// Whether the caller follows them.
    pub follows: bool,
    /// Whether they follow the caller.
    pub follows_you: bool,
}

impl Neighbour {
    /// What holds between the viewer and them.
    #[must_use]
    pub fn tie(&self) -> Tie {
        Tie { follows: self.follows, follows_you: self.follows_you }
    }
}

/// How somebody stands in the graph, as the viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Their counts.
    pub stats: Stats,
    /// What holds between the two.
    pub tie: Tie,
    /// The version of that: the one of the viewer's own counts.
    pub version: i64,
}

/// A part of a list of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Whose list it is.
    pub of: Account,
    /// Which.
    pub side: Side,
    /// Their counts.
    pub stats: Stats,
    /// Who stands in it, who came last first.
    pub people: Page<Neighbour>,
    /// The version of what holds between the viewer and each of them.
    pub version: i64,
}

/// Whom the viewer follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followees {
    /// All of them, but of more than 10,000 those whom they followed last.
    pub ids: Vec<AccountId>,
    /// The version of that.
    pub version: i64,
}

/// What holds between the viewer and somebody whom they followed, or follow no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followed {
    /// Who.
    pub account_id: AccountId,
    /// Whether the viewer follows them.
    pub follows: bool,
    /// The version of that.
    pub version: i64,
    /// The counts of both then.
    pub stats: Vec<Stats>,
}

/// The act of following somebody, or of ending that, as it is kept until the server has confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowChange {
    /// Who, as the screen calls them until the server has answered.
    pub account: Account,
    /// Whether they are to be followed.
    pub follows: bool,
}
