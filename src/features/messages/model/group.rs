//! Nouns of groups: the parts that people have in one, and what a conversation is about.

use serde::{Deserialize, Serialize};

/// The part that somebody has in a group; in a pair both are members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GroupRole {
    /// Reads and writes.
    #[default]
    Member,
    /// Brings people in, removes members, deletes what others said, and says what the group is called and what it is about.
    Admin,
    /// Gives these parts, and removes anybody; a group always has one.
    Owner,
}

/// What a conversation is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Subject {
    /// In a line, at most 200 characters. To take a subject away, none.
    pub words: String,
    /// Where there is more about it: an address that begins with `https://`.
    #[serde(default)]
    pub link: Option<String>,
}
