//! What the engine is told, and what it wants done.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Operation, Pending, Stored, Transport,
    tab::word::{TabId, Word},
};
use crate::{
    realtime::{ClientFrame, Event, Position, ServerFrame, Topic},
    shared::{
        Error, Result,
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
    /// The store holds these, oldest first.
    Loaded(Vec<Stored>),
    /// These were pending with whoever led before.
    Inherited(Vec<Pending>),
    /// The store holds the operation, or cannot hold anything: it may leave.
    Kept(OperationId),
    /// A person acts, perhaps in the place of what they did before: what the operation names goes once this one is kept.
    Perform(Operation),
    /// A person has acted before anybody here knew of what the store held.
    PerformUnaware(Operation),
    /// A person tries again what was refused.
    Retry(OperationId),
    /// A person gives up what was refused or has not left yet.
    Discard(OperationId),
    /// A person does not think any more about what they may undo: it is held back no longer.
    Hasten(OperationId),
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
    /// Of all who hear, somebody looks at these.
    Seen(BTreeSet<ListenerId>),
    /// The time of [`Effect::WakeAt`] has come.
    Tick,
    /// This tab leads from now on: it has the lock.
    Elected,
    /// Another tab has taken the lock.
    Deposed,
    /// Another tab spoke.
    Heard(Word),
    /// A tab that [`Effect::Watch`] named has ended.
    Gone(TabId),
    /// There are no locks, or no store, to share with other tabs: this one goes on by itself, with a connection of its own.
    Alone,
    /// The person logs out here, in every tab of the browser: nothing that they did and was not sent is kept.
    Wipe,
}

/// What the engine wants done, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Open a connection.
    Connect(Link, Transport),
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
    /// Write into the store that an operation was refused, and why: no page brings it to the server by itself.
    Refuse(Operation, Error),
    /// Remove an operation from the store.
    Forget(OperationId),
    /// The same, as it was given up: it has not happened, and does not.
    GiveUp(OperationId),
    /// Give events to a listener, as one.
    Deliver(ListenerId, Vec<Event>),
    /// Tell a listener that all that it missed has come.
    CaughtUp(ListenerId),
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
    /// Say this to all other tabs of the browser.
    Tell(Word),
    /// Read the store, then tell [`Input::Loaded`].
    Load,
    /// Wait for the lock of who leads, then tell [`Input::Elected`].
    Stand,
    /// Take that lock from whoever has it.
    Steal,
    /// Give it back.
    Resign,
    /// Tell [`Input::Gone`] when this tab ends.
    Watch(TabId),
    /// Leave the other tabs for good: hold no lock. They are told of a log-out only, and it is heard of theirs.
    Part,
    /// Another tab has wiped the store: keep nothing more in it.
    Release,
}
