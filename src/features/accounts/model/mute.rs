//! Muting somebody: hearing nothing of them, which they do not learn.

use serde::{Deserialize, Serialize};

use super::{Account, block::set_among};
use crate::shared::id::AccountId;

/// What holds between the viewer and somebody whom they muted, or do not mute any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mute {
    /// Who.
    pub account_id: AccountId,
    /// Whether they are muted.
    pub muted: bool,
    /// Later for whatever was done later, by the clock of the database.
    pub version: i64,
}

/// The act of muting somebody, or of ending that, as it is kept until the server has confirmed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MuteChange {
    /// Who, as the screen calls them until the server has answered.
    pub account: Account,
    /// Whether they are to be muted.
    pub muted: bool,
}

impl MuteChange {
    /// The list of whom somebody muted with the change laid over it.
    pub fn over(&self, muted: &mut Vec<Account>) {
        set_among(muted, &self.account, self.muted);
    }
}
