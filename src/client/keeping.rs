//! What this browser keeps of what was read, and of what is being written.
//!
//! A page may be left as soon as it is drawn, and what waits in it then is lost: so what was read is kept at once. What
//! changes after that comes in bursts, and is kept a little later.

use std::{rc::Rc, time::Duration};

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use super::{Client, line::Line, replicas::Replicas};
use crate::{
    realtime::Snapshot,
    shared::effect::Effect,
    sync::{Collection, Replica},
};

/// What was read is kept after this: the screen has it first.
const AT_ONCE: Duration = Duration::from_millis(50);
/// What changes is kept within this.
const SOON: Duration = Duration::from_millis(500);

impl Client {
    /// What this browser keeps of a reading; nothing where it keeps none, or none that this build can read.
    pub fn kept<T: DeserializeOwned + Send>(
        self,
        collection: Collection,
        key: &str,
    ) -> impl Future<Output = Option<Snapshot<T>>> + Send + use<T> {
        let told = self.line().map(|line| line.replicas().read(collection, key));
        async move { told?.await }
    }

    /// The same of what a person has written, however long it takes.
    pub fn kept_patiently<T: DeserializeOwned + Send>(
        self,
        collection: Collection,
        key: &str,
    ) -> impl Future<Output = Option<Snapshot<T>>> + Send + use<T> {
        let told = self.line().map(|line| line.replicas().read_patiently(collection, key));
        async move { told?.await }
    }

    /// All that this browser keeps of a collection, each by its key, in no order, as soon as it can be read; without what this
    /// build cannot read, and nothing where it cannot be told now.
    pub fn kept_all<T: DeserializeOwned + Send>(
        self,
        collection: Collection,
    ) -> impl Future<Output = Option<Vec<(String, Replica<T>)>>> + Send + use<T> {
        let told = self.line().map(|line| line.replicas().read_all(collection));
        async move {
            match told {
                Some(told) => told.await,
                None => Some(Vec::new()),
            }
        }
    }

    /// Hears, once this browser keeps it, of each row of a collection that a person has written in, or that is kept no
    /// longer, by its key, in whatever tab that was done, until the owner that calls this is cleaned up.
    pub fn hear_written(self, collection: Collection, tell: impl Fn(&str) + 'static) {
        let hear = move |row: String| {
            if let Some(key) = collection.key(&row) {
                tell(key);
            }
        };
        let channel = StoredValue::new_local(self.line().and_then(|line| line.replicas().hear_written(hear)));
        on_cleanup(move || _ = channel.try_update_value(Option::take));
    }

    /// Keeps a reading as it is brought up to date, until the owner that calls this is cleaned up: `follow` tracks what
    /// changes it, `take` is asked for it at once, and soon after each change; nothing is kept of what it does not give.
    pub fn keep<T: Serialize + 'static>(
        self,
        collection: Collection,
        key: String,
        follow: impl Fn() + 'static,
        take: impl Fn() -> Option<Replica<T>> + 'static,
    ) {
        if let Some(line) = self.line() {
            keep(line, collection, key, follow, take);
        }
    }

    /// Keeps a reading as it is, in the place of an earlier one.
    pub fn put<T: Serialize>(self, collection: Collection, key: &str, replica: &Replica<T>) {
        if let Some(line) = self.line() {
            line.replicas().keep(collection, key, replica);
        }
    }

    /// Keeps a reading no longer.
    pub fn forget(self, collection: Collection, key: &str) {
        if let Some(line) = self.line() {
            line.replicas().forget(collection, key);
        }
    }

    /// Keeps nothing of a collection.
    pub fn forget_all(self, collection: Collection) {
        if let Some(line) = self.line() {
            line.replicas().forget_all(collection);
        }
    }
}

/// Keeps what `take` gives whenever something has changed that `follow` tracks, until the owner that calls this is cleaned
/// up.
fn keep<T: Serialize + 'static>(
    line: Rc<Line>,
    collection: Collection,
    key: String,
    follow: impl Fn() + 'static,
    take: impl Fn() -> Option<Replica<T>> + 'static,
) {
    let replicas = Rc::clone(line.replicas());
    let keep = move || {
        let replica = take();
        if let Some(replica) = &replica {
            line.replicas().keep(collection, &key, replica);
        }
        replica.is_some()
    };
    keep_on(replicas, Box::new(follow), Rc::new(keep));
}

/// Has `keep` keep what there is, if there is anything, at once, after changes, and before the page goes away. It is in the
/// program once, for whatever is kept.
fn keep_on(replicas: Rc<Replicas>, follow: Box<dyn Fn()>, keep: Rc<dyn Fn() -> bool>) {
    let (waits, is_kept) = (StoredValue::new(false), StoredValue::new(false));
    let keep = StoredValue::new_local(keep);
    // Who called this may be gone by the time it is due.
    let now = move || {
        if waits.try_set_value(false).is_none()
            && let Some(keep) = keep.try_get_value()
            && keep()
        {
            is_kept.set_value(true);
        }
    };
    // Up to where it was read may be known a little later than the reading itself.
    let at_once = move || {
        now();
        if is_kept.try_get_value() == Some(false) {
            set_timeout(now, SOON);
        }
    };
    Effect::new(move || {
        follow();
        if waits.get_value() {
            return;
        }
        waits.set_value(true);
        if is_kept.get_value() {
            set_timeout(now, SOON);
        } else {
            set_timeout(at_once, AT_ONCE);
        }
    });
    let last = replicas.unkept().ask_last(Rc::new(move || {
        if waits.try_get_value() == Some(true) {
            now();
        }
    }));
    let replicas = StoredValue::new_local(replicas);
    on_cleanup(move || {
        _ = replicas.try_with_value(|replicas| replicas.unkept().cease(last));
        if waits.try_get_value() == Some(true) || is_kept.try_get_value() == Some(false) {
            now();
        }
    });
}
