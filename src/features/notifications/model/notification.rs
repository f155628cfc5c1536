//! What a person is told.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Kind, Removed};
use crate::{
    features::{
        accounts::model::Account,
        posts::model::{self as posts, Entry, place_address},
    },
    shared::{
        id::{AccountId, AnswerId, NotificationId, PostId},
        time::Time,
    },
};

/// What happened, and who did it: the same kind of act on the same thing within one hour is one of these.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Notification {
    /// Which.
    pub id: NotificationId,
    /// What happened.
    pub kind: Kind,
    /// Who did it: at most three of them, whoever did so last first. Nobody where it happened by itself, and where it is
    /// not said who did it.
    pub actors: Vec<Account>,
    /// How many people did it, each counted once.
    pub actor_count: i64,
    /// What it leads to: the comment that was made last, say. Nothing where the kind has none, and where it is no longer
    /// there for the recipient.
    #[serde(default)]
    pub entry: Option<Preview>,
    /// Which badge or milestone.
    #[serde(default)]
    pub name: Option<String>,
    /// Of `moderation`: whom the report was about, where the recipient made it.
    #[serde(default)]
    pub person: Option<Account>,
    /// Of `moderation`: what of the recipient's is gone, where it was theirs; `entry` is the thread in which it stood
    /// then.
    #[serde(default)]
    pub removed: Option<Removed>,
    /// When it happened last.
    pub at: Time,
    /// When the recipient read it; what happens after that makes it unread again.
    #[serde(default)]
    pub read_at: Option<Time>,
    /// Its place: of those that are unread, and of those that are not, the one with the greater number stands first. It
    /// rises with each act.
    pub number: i64,
    /// The version of the recipient's notifications with which it last changed.
    pub version: i64,
}

/// Something published, as far as it takes to say which one it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema), schema(as = NotificationPreview))]
pub struct Preview {
    /// Which.
    pub entry: Entry,
    /// In which thread.
    pub post_id: PostId,
    /// Whether that begins with a question.
    pub post_kind: posts::Kind,
    /// The answer that it is, or that the comment stands on.
    #[serde(default)]
    pub answer_id: Option<AnswerId>,
    /// The title of the thread; none where it has none, and where the post was deleted.
    #[serde(default)]
    pub title: Option<String>,
    /// The beginning of what it says, in markdown as it was typed; at most 300 characters.
    /// Nothing of the thread in which something stood that was removed.
    pub excerpt: String,
}

impl Preview {
    /// The address of its very place.
    #[must_use]
    pub fn address(&self) -> String {
        place_address(self.post_id, self.title.as_deref(), self.entry)
    }
}

impl Notification {
    /// Whether everybody who did it is among these.
    #[must_use]
    pub fn is_of_none_but(&self, people: &BTreeSet<AccountId>) -> bool {
        let named = i64::try_from(self.actors.len()).unwrap_or(i64::MAX);
        named > 0 && named == self.actor_count && self.actors.iter().all(|actor| people.contains(&actor.id))
    }

    /// The same without these among who did it, as far as they are named.
    #[must_use]
    pub fn without(mut self, people: &BTreeSet<AccountId>) -> Self {
        let named = self.actors.len();
        self.actors.retain(|actor| !people.contains(&actor.id));
        self.actor_count -= i64::try_from(named - self.actors.len()).unwrap_or_default();
        self
    }

    /// Whether it was read.
    #[must_use]
    pub fn is_read(&self) -> bool {
        self.read_at.is_some()
    }
}
