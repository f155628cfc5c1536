//! What the tabs of a browser say to each other. Every tab hears every word, in the order of who says it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    realtime::{Event, Position, Topic},
    shared::id::{AccountId, OperationId},
    sync::{ListenerId, Operation, Pending, Status},
};

/// The version of what is said. Tabs of builds that differ in it elect a leader each.
pub const SPEECH: u32 = 7;

/// What tabs of every build say and hear on the channel of [`log_out_channel`]: the person has logged out. Neither ever
/// changes, so that no tab keeps what was written because it is of another build.
pub const LOGGED_OUT: &str = "logged out";

/// The name of the channel on which [`LOGGED_OUT`], and nothing else, is said to all tabs of an account.
#[must_use]
pub fn log_out_channel(account: AccountId) -> String {
    format!("tertulia:{account}:log-out")
}

/// Names a tab; no two ever have the same.
pub type TabId = Uuid;

/// Something said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Word {
    /// A tab is there and says all that it wants, in place of what it said before.
    Join {
        /// Which.
        tab: TabId,
        /// Whether it is seen.
        visible: bool,
        /// What it hears.
        wishes: Vec<Wish>,
        /// What was done in it and is in nobody's list.
        done: Vec<Operation>,
        /// What was given up in it, as far as no leader has said so.
        given_up: Vec<OperationId>,
    },
    /// A tab wants something.
    Ask {
        /// Which.
        tab: TabId,
        /// What.
        ask: Ask,
    },
    /// A tab goes away, perhaps to come back.
    Leave {
        /// Which.
        tab: TabId,
    },
    /// A tab leads from now on: all others say what they want.
    Lead {
        /// Which.
        leader: TabId,
    },
    /// What came of one frame for the listeners of a tab, as one.
    Give {
        /// Who leads.
        leader: TabId,
        /// Whose listeners.
        tab: TabId,
        /// What for which.
        gifts: Vec<Gift>,
    },
    /// What is not confirmed yet.
    Pending {
        /// Who leads.
        leader: TabId,
        /// All of it, in order.
        pending: Vec<Pending>,
        /// What somebody asked for and is over already.
        over: Vec<OperationId>,
        /// What was given up.
        given_up: Vec<OperationId>,
    },
    /// How the connection is.
    Status {
        /// Who leads.
        leader: TabId,
        /// All of it, by the clock of that tab.
        status: Status,
        /// What that clock says: no two tabs have the same.
        now: i64,
    },
    /// The person has logged out: what they did and was not sent is gone. It is said as [`LOGGED_OUT`] too.
    Wiped,
}

/// A listener of a tab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    /// Its name within the tab.
    pub listener: ListenerId,
    /// What it hears.
    pub topic: Topic,
    /// From where on.
    pub since: Option<Position>,
}

/// What a tab wants of who leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Ask {
    /// To hear.
    Subscribe(Wish),
    /// To hear no longer.
    Unsubscribe(ListenerId),
    /// To bring what was done, and is kept, to the server.
    Perform(Operation),
    /// As [`Input::Retry`](crate::sync::Input::Retry).
    Retry(OperationId),
    /// As [`Input::Discard`](crate::sync::Input::Discard).
    Discard(OperationId),
    /// As [`Input::Hasten`](crate::sync::Input::Hasten).
    Hasten(OperationId),
    /// As [`Input::Settle`](crate::sync::Input::Settle).
    Settle(OperationId),
    /// As [`Input::Signal`](crate::sync::Input::Signal).
    Signal {
        /// Where.
        topic: Topic,
        /// What.
        kind: String,
        /// Small.
        body: Value,
    },
    /// To count as seen, or no longer.
    Visible(bool),
    /// As [`Input::SignedOut`](crate::sync::Input::SignedOut).
    SignedOut,
    /// To be answered: a tab that is looked at wants to know that somebody leads.
    Beat,
}

impl Ask {
    /// Whether who leads answers it, so that a tab which hears nothing knows that nobody does. What has no answer is
    /// said anew to the next leader, or of no use to it.
    #[must_use]
    pub fn has_answer(&self) -> bool {
        !matches!(self, Self::Subscribe(_) | Self::Unsubscribe(_) | Self::Signal { .. } | Self::Visible(false))
    }
}

/// Something for one listener of a tab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gift {
    /// Its name within the tab.
    pub listener: ListenerId,
    /// What it is given.
    pub what: What,
}

/// What a listener is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum What {
    /// Events, as one; nothing is missing up to `since` afterwards.
    Events {
        /// In order.
        events: Vec<Event>,
        /// From where to go on.
        since: Option<Position>,
    },
    /// All that it missed has come: nothing is missing up to `since`.
    CaughtUp {
        /// From where to go on.
        since: Option<Position>,
    },
    /// It has to read afresh.
    Refetch {
        /// From where to go on.
        since: Option<Position>,
    },
    /// Something passing.
    Signal {
        /// What.
        kind: String,
        /// Who sent it.
        from: AccountId,
        /// Small.
        body: Value,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_out_is_said_as_every_build_says_it() {
        let account = AccountId::from(Uuid::nil());
        assert_eq!(log_out_channel(account), "tertulia:00000000-0000-0000-0000-000000000000:log-out");
        assert_eq!(LOGGED_OUT, "logged out");
    }
}
