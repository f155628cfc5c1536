//! Nouns and pure rules of accounts.
//!
//! The nouns stand here; `new_account`, `change` and the `links` in it hold what may be asked for, and the rules that
//! it must keep; `away` is whom somebody keeps away, and how, `messages_from` who may begin a conversation with them,
//! `next` says where a log-in leads, `status_end` when a status ends; `token` and `new_token` are what programs of
//! theirs come with. Both sides judge by the same rules.

mod away;
mod change;
mod links;
mod messages_from;
mod new_account;
#[cfg(feature = "ssr")]
mod new_token;
mod next;
mod status_end;
mod token;

pub use away::{Away, AwayChange};
pub use change::{ProfileChange, SettingsChange};
#[cfg(feature = "ssr")]
pub use links::{link_fault, link_typed};
pub use links::{links_typed, wrong_line};
pub use messages_from::MessagesFrom;
pub use new_account::{NewAccount, handle_typed};
#[cfg(feature = "ssr")]
pub use new_account::{handle_of, line_fault};
#[cfg(feature = "ssr")]
pub use new_token::NewToken;
pub use next::{comes_along, next_page};
pub use status_end::{STATUS_ENDS, status_end};
pub use token::{AccessToken, MadeToken, TOKEN_ENDS};

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::shared::{
    Error, Result,
    id::{AccountId, SessionId},
    role::Role,
    time::Time,
};

/// What everybody may see of an account wherever its name stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Account {
    /// Whose.
    pub id: AccountId,
    /// Unique, 3–30 of a–z, 0–9 and `_`.
    pub handle: String,
    /// As they want to be called.
    pub display_name: String,
    /// Their part in the community.
    pub role: Role,
    /// Whether the account is gone; the interface then says "Deleted account".
    #[serde(default)]
    pub deleted: bool,
}

impl Account {
    /// How the person is called on the screen.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.deleted { "Deleted account" } else { &self.display_name }
    }
}

/// How the interface looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Appearance {
    /// As the device says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Appearance {
    /// As it is stored and written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme that holds on every device; none where each device decides.
    #[must_use]
    pub fn theme(self) -> Option<&'static str> {
        (self != Self::System).then(|| self.as_str())
    }
}

impl FromStr for Appearance {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        [Self::System, Self::Light, Self::Dark]
            .into_iter()
            .find(|appearance| appearance.as_str() == text)
            .ok_or_else(|| Error::invalid("appearance", "unknown"))
    }
}

/// What a person chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// How the interface looks.
    pub appearance: Appearance,
    /// Whether others see that they are there.
    pub show_presence: bool,
    /// Whether others see what they have read; who does not send receipts gets none.
    pub send_receipts: bool,
    /// Whether Enter sends and Shift+Enter breaks the line, or Ctrl/⌘+Enter sends.
    pub enter_sends: bool,
    /// Who may begin a conversation with them, and bring them into groups.
    #[serde(default)]
    pub messages_from: MessagesFrom,
    /// Whether the first words of people whom they do not know are a request, which waits apart until they accept it.
    #[serde(default)]
    pub message_requests: bool,
    /// Counts the changes.
    pub version: i64,
}

/// What a person says about themselves, for everybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Profile {
    /// Some sentences in the markdown of messages, at most 2,000 characters.
    pub bio: String,
    /// Where they are, at most 80 characters.
    pub place: String,
    /// At most 40 characters.
    pub pronouns: String,
    /// At most 5 addresses that begin with `https://` or `http://`.
    pub links: Vec<String>,
    /// What they are up to, at most 120 characters.
    pub status: String,
    /// When the status ends by itself.
    pub status_until: Option<Time>,
    /// Counts the changes of the profile and of the name above it.
    pub version: i64,
}

/// A person's page: the account, its profile, and what may be known of its owner's presence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Person {
    /// Who.
    pub account: Account,
    /// What they say about themselves.
    pub profile: Profile,
    /// When the account was made.
    pub joined_at: Time,
    /// When they were last connected; only for those with whom they took part in a conversation, and only where
    /// they show it.
    pub last_seen_at: Option<Time>,
}

/// Everything of one's own account, as `GET /api/me` answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Own {
    /// As others see one.
    pub account: Account,
    /// What one says about oneself.
    pub profile: Profile,
    /// What one chose.
    pub settings: Settings,
}

/// The signed-in person: what every page of theirs needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Me {
    /// As others see them.
    pub account: Account,
    /// What they chose.
    pub settings: Settings,
    /// Whom they blocked, the latest last.
    #[serde(default)]
    pub blocked: Vec<Account>,
    /// Whom they muted, the latest last.
    #[serde(default)]
    pub muted: Vec<Account>,
}

/// One log-in, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Browser and system, in words.
    pub device: String,
    /// From where.
    pub address: String,
    /// When it began.
    pub created_at: Time,
    /// When it was last used, to the minute.
    pub last_seen_at: Time,
    /// Whether it is the one that asks.
    pub current: bool,
}
