//! How far a message came, and when.

use serde::{Deserialize, Serialize};

use crate::shared::{
    id::{AccountId, MessageId},
    time::Time,
};

/// What there is to know of a message of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Info {
    /// Which message.
    pub message_id: MessageId,
    /// When the device of its author named it, which is when they sent it, by the clock of that device: it may be wrong.
    /// Nothing where it must be.
    pub named_at: Option<Time>,
    /// When it was stored.
    pub stored_at: Time,
    /// How far it came with each of the others who are in the conversation and were when it was stored; who has been there
    /// longest first.
    pub reached: Vec<Reached>,
}

/// How far a message came with one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Reached {
    /// With whom.
    pub account_id: AccountId,
    /// Whether it reached a device of theirs.
    pub is_delivered: bool,
    /// When it did; nothing where that is not known any more.
    pub delivered_at: Option<Time>,
    /// Whether they let it be known that they read it, to one who lets the same be known.
    pub is_read: bool,
    /// When they read it; nothing where that is not known any more, or they let nobody know now.
    pub read_at: Option<Time>,
}
