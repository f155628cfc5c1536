//! What the engine is told, and what it wants done.

use serde_json::Value;

use super::Operation;
use crate::{
    realtime::{ClientFrame, Event, Position, ServerFrame, Topic},
    shared::{
        Result,
        id::{AccountId, OperationId},
    },
};

/// Names one subscription of a tab; two components may listen to the same topic.
pub type ListenerId = u64;

/// Numbers the connections of a tab, so that word from a former one is known as such.
pub type Link = u64;

/// When something happens, and the chance that goes with it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// Milliseconds since 1970 by a clock of this device that never goes back.
    pub now: i64,
    /// Anything from 0 up to 1, drawn afresh for each moment.
    pub chance: f64,
}

/// What the engine is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// The tab is there, or back again: connect.
    Start,
    /// The tab goes away: close quietly.
    Leave,
    /// The store held these when the tab opened, oldest first.
    Loaded(Vec<Operation>),
    /// The store holds the operation, or cannot hold anything: it may leave.
    Kept(OperationId),
    /// A person acts.
    Perform(Operation),
    /// A person tries again what was refused.
    Retry(OperationId),
    /// A person gives up what was refused or has not left yet.
    Discard(OperationId),
    /// Somebody saw the operation's result in what was read from the server.
    Settle(OperationId),
    /// Hear a topic, from after a position or from now on.
    Subscribe {
        /// Who hears; not in use yet.
        listener: ListenerId,
        /// What.
        topic: Topic,
        /// From where on.
        since: Option<Position>,
    },
    /// Hear no longer.
    Unsubscribe(ListenerId),
    /// Something passing, sent if there is a connection right now and forgotten otherwise.
    Signal {
        /// Where.
        topic: Topic,
        /// What.
        kind: String,
        /// Small.
        body: Value,
    },
    /// A connection is open.
    Opened(Link),
    /// A connection is over, or never came to be.
    Closed(Link),
    /// A frame arrived.
    Frame(Link, ServerFrame),
    /// A call came back.
    Answered {
        /// The operation that was sent.
        id: OperationId,
        /// Which call of it.
        attempt: u32,
        /// What came of it.
        result: Result<Value>,
    },
    /// A call was refused because the log-in that it came with is over, or another account's.
    SignedOut,
    /// The browser gained or lost its network.
    Network(bool),
    /// The tab is seen, or no longer.
    Visible(bool),
    /// The time of [`Effect::WakeAt`] has come.
    Tick,
}

/// What the engine wants done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open a connection.
    Connect(Link),
    /// Close a connection; no word of it is heard any more.
    Close(Link),
    /// Send a frame.
    Send(Link, ClientFrame),
    /// Bring an operation to the server and tell [`Input::Answered`].
    Call {
        /// What to bring.
        operation: Operation,
        /// To be given back.
        attempt: u32,
    },
    /// Write an operation into the store, then tell [`Input::Kept`].
    Keep(Operation),
    /// Remove an operation from the store.
    Forget(OperationId),
    /// Give events to a listener, as one.
    Deliver(ListenerId, Vec<Event>),
    /// Tell a listener to read afresh.
    Refetch(ListenerId),
    /// Give something passing to a listener.
    Signal {
        /// Who hears it.
        listener: ListenerId,
        /// What.
        kind: String,
        /// Who sent it.
        from: AccountId,
        /// Small.
        body: Value,
    },
    /// What is pending has changed.
    PendingChanged,
    /// The status has changed.
    StatusChanged,
    /// Tell [`Input::Tick`] at this time, and at no earlier asked one.
    WakeAt(i64),
}
