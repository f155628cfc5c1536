//! The client on the server: nothing is pending, nothing arrives, nothing is sent.

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use super::{Incoming, Unsent};
use crate::{
    realtime::{Position, Snapshot, Topic},
    shared::{
        id::{AccountId, OperationId},
        time::Time,
    },
    sync::{Collection, Operation, Pending, Replica, Status},
};

/// The server calls its functions itself.
pub use leptos::server_fn::client::browser::BrowserClient as OwnCalls;

/// Stands for the client while the server draws a page.
#[derive(Clone, Copy, Debug)]
pub struct Client;

/// Stands for a subscription.
#[derive(Clone, Copy, Debug)]
pub struct Heard;

/// Provides a [`Client`] to everything below. Who is signed in matters in a browser only.
pub fn provide_client(_account: Option<AccountId>) {
    provide_context(Client);
}

#[expect(clippy::unused_self, reason = "the same calls as in a browser")]
impl Client {
    /// Does nothing.
    pub fn perform(self, _operation: Operation) {}

    /// Does nothing.
    pub fn perform_undoable(self, _operation: Operation) {}

    /// Never.
    #[must_use]
    pub fn is_postponed(self, _id: OperationId) -> bool {
        false
    }

    /// Does nothing.
    pub fn hasten(self, _id: OperationId) {}

    /// Has nothing to wait for.
    pub fn let_out(self, _is_meant: impl Fn(&Operation) -> bool) -> impl Future<Output = ()> {
        std::future::ready(())
    }

    /// Always empty.
    #[must_use]
    pub fn pending(self) -> Signal<Vec<Pending>> {
        Signal::stored(Vec::new())
    }

    /// Does nothing.
    pub fn retry(self, _id: OperationId) {}

    /// Does nothing.
    pub fn discard(self, _id: OperationId) {}

    /// Does nothing.
    pub fn settle(self, _id: OperationId) {}

    /// Never brings anything.
    pub fn subscribe(self, _topic: Topic, _since: Option<Position>, _listener: impl Fn(Incoming) + 'static) -> Heard {
        Heard
    }

    /// Always nothing.
    pub fn kept<T: DeserializeOwned + Send>(
        self,
        _collection: Collection,
        _key: &str,
    ) -> impl Future<Output = Option<Snapshot<T>>> + Send + use<T> {
        std::future::ready(None)
    }

    /// Always nothing.
    pub fn kept_patiently<T: DeserializeOwned + Send>(
        self,
        _collection: Collection,
        _key: &str,
    ) -> impl Future<Output = Option<Snapshot<T>>> + Send + use<T> {
        std::future::ready(None)
    }

    /// Always nothing.
    pub fn kept_all<T: DeserializeOwned + Send>(
        self,
        _collection: Collection,
    ) -> impl Future<Output = Option<Vec<(String, Replica<T>)>>> + Send + use<T> {
        std::future::ready(None)
    }

    /// Never hears of any.
    pub fn hear_written(self, _collection: Collection, _tell: impl Fn(&str) + 'static) {}

    /// Does nothing.
    pub fn keep<T: Serialize + 'static>(
        self,
        _collection: Collection,
        _key: String,
        _follow: impl Fn() + 'static,
        _take: impl Fn() -> Option<Replica<T>> + 'static,
    ) {
    }

    /// Does nothing.
    pub fn put<T: Serialize>(self, _collection: Collection, _key: &str, _replica: &Replica<T>) {}

    /// Does nothing.
    pub fn forget(self, _collection: Collection, _key: &str) {}

    /// Does nothing.
    pub fn forget_all(self, _collection: Collection) {}

    /// Does nothing.
    pub fn draw_anew(self) {}

    /// Does nothing.
    pub fn signal(self, _topic: Topic, _kind: &str, _body: Value) {}

    /// As a browser that works.
    #[must_use]
    pub fn keeps(self) -> Signal<bool> {
        Signal::stored(true)
    }

    /// As a browser that works.
    #[must_use]
    pub fn keeps_at_once(self) -> bool {
        true
    }

    /// As a browser that works.
    #[must_use]
    pub fn keeps_copies(self) -> Signal<bool> {
        Signal::stored(true)
    }

    /// As a browser that has the whole program.
    #[must_use]
    pub fn wants_reload(self) -> Signal<bool> {
        Signal::stored(false)
    }

    /// Nobody tries to log out.
    #[must_use]
    pub fn stays(self) -> Signal<Option<Unsent>> {
        Signal::stored(None)
    }

    /// As a browser's before its first connection.
    #[must_use]
    pub fn status(self) -> Signal<Status> {
        Signal::stored(Status::default())
    }

    /// The beginning of 1970: what a page shows of time must not depend on who draws it.
    #[must_use]
    pub fn now(self) -> Time {
        Time::from_millis(0)
    }

    /// The nil id: only a browser names things.
    #[must_use]
    pub fn new_id(self) -> Uuid {
        Uuid::nil()
    }
}

#[expect(clippy::unused_self, reason = "the same calls as in a browser")]
impl Heard {
    /// Always nothing.
    #[must_use]
    pub fn position(self) -> Option<Position> {
        None
    }

    /// Never.
    #[must_use]
    pub fn is_confirmed(self) -> bool {
        false
    }

    /// Does nothing.
    pub fn ask_again(self, _topic: Topic, _since: Position) {}

    /// Does nothing.
    pub fn was_reread(self) {}
}
