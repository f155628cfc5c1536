//! Nouns and pure rules of accounts.

use serde::{Deserialize, Serialize};

use crate::shared::{
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

/// What a person chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Settings {
    /// How the interface looks.
    pub appearance: Appearance,
    /// Whether others see that they are there.
    pub show_presence: bool,
    /// Whether others see what they have read; who does not send receipts gets none.
    pub send_receipts: bool,
    /// Whether Enter sends and Shift+Enter breaks the line, or Ctrl/⌘+Enter sends.
    pub enter_sends: bool,
    /// Counts the changes.
    pub version: i64,
}

/// The signed-in person: what every page of theirs needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Me {
    /// As others see them.
    pub account: Account,
    /// What they chose.
    pub settings: Settings,
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
