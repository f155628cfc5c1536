//! What a report is about, as the reporter could read it then.

use serde::{Deserialize, Serialize};

use crate::{
    features::posts::model::{Entry, place_address},
    shared::{
        id::{MessageId, PostId},
        time::Time,
    },
};

/// A message as it was when it was reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Exhibit {
    /// Which.
    pub id: MessageId,
    /// The handle of who said it.
    pub author: String,
    /// How they were called.
    pub name: String,
    /// What it said.
    pub body: String,
    /// When it was said.
    pub at: Time,
}

/// A profile as it was when its owner was reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ProfileThen {
    /// What they said about themselves.
    pub bio: String,
    /// Where they were.
    pub place: String,
    /// Addresses.
    pub links: Vec<String>,
    /// What they were up to.
    pub status: String,
}

/// A post, an answer or a comment as it was when it was reported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct EntryThen {
    /// Which.
    pub about: Entry,
    /// The post that begins its thread.
    pub post_id: PostId,
    /// What that was called, if anything.
    pub title: Option<String>,
    /// The handle of who wrote the entry.
    pub author: String,
    /// How they were called.
    pub name: String,
    /// What it said.
    pub body: String,
    /// When it was published.
    pub at: Time,
}

impl EntryThen {
    /// The address of its place.
    #[must_use]
    pub fn address(&self) -> String {
        place_address(self.post_id, self.title.as_deref(), self.about)
    }
}

/// What a report is about, frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Evidence {
    /// The messages before the one that was reported, and that one last; none for others.
    pub messages: Vec<Exhibit>,
    /// For a person: their profile.
    #[serde(default)]
    pub profile: Option<ProfileThen>,
    /// For what is published: what it said.
    #[serde(default)]
    pub entry: Option<EntryThen>,
}
