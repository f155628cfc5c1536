//! The copies that a browser keeps of what it has read (SYN-7), in the database of the account, on a connection of their
//! own: what a person did never waits behind them.
//!
//! Invariant: a copy that cannot be read or written is as good as none. Nobody is told, and nothing stops.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use futures::channel::oneshot;
use leptos::task::spawn_local;
use serde::{Serialize, de::DeserializeOwned};

use super::disk;
use crate::{
    browser::{
        clock::within,
        store::{Store, Write},
    },
    realtime::Snapshot,
    shared::id::AccountId,
    sync::{
        Collection, Replica,
        replica::{FACTS, Fact, MOST_BYTES, REPLICAS, excess},
    },
};

/// The copies of an account.
pub struct Replicas {
    account: AccountId,
    jobs: RefCell<VecDeque<Job>>,
    busy: Cell<bool>,
    state: RefCell<State>,
}

#[derive(Clone)]
enum State {
    Closed,
    Open(Rc<Store>),
    /// Nothing is kept: there is no store, or the person is not logged in any more.
    Ended,
}

enum Job {
    Read(String, oneshot::Sender<Option<String>>),
    Put { collection: Collection, fact: Fact, text: String },
    Forget(Rows),
}

/// Some rows of a collection.
enum Rows {
    One(String),
    All(Collection),
}

impl Replicas {
    /// The copies of this account.
    pub fn new(account: AccountId) -> Rc<Self> {
        Rc::new(Self { account, jobs: RefCell::default(), busy: Cell::new(false), state: RefCell::new(State::Closed) })
    }

    /// What is kept of a row.
    pub fn read(self: &Rc<Self>, row: String) -> oneshot::Receiver<Option<String>> {
        let (tell, told) = oneshot::channel();
        self.add(Job::Read(row, tell));
        told
    }

    /// Keeps a reading in the place of an earlier one.
    pub fn keep<T: Serialize>(self: &Rc<Self>, collection: Collection, key: &str, replica: &Replica<T>) {
        let Ok(text) = serde_json::to_string(&replica.snapshot) else { return };
        let fact = Fact { row: collection.row(key), stirred: replica.stirred, bytes: text.len() };
        self.add(Job::Put { collection, fact, text });
    }

    /// Keeps a row no longer.
    pub fn forget(self: &Rc<Self>, collection: Collection, key: &str) {
        self.add(Job::Forget(Rows::One(collection.row(key))));
    }

    /// Keeps nothing of a collection.
    pub fn forget_all(self: &Rc<Self>, collection: Collection) {
        self.add(Job::Forget(Rows::All(collection)));
    }

    /// Keeps nothing from now on. What is there goes, unless whoever asks removes all there is.
    pub fn end(&self, clear: bool) {
        let before = self.state.replace(State::Ended);
        self.jobs.borrow_mut().clear();
        if let State::Open(store) = before
            && clear
        {
            spawn_local(async move { disk::emptied(&store, disk::COPIES).await });
        }
    }

    /// The person is logged in again.
    pub fn revive(&self) {
        if matches!(*self.state.borrow(), State::Ended) {
            self.state.replace(State::Closed);
        }
    }

    fn add(self: &Rc<Self>, job: Job) {
        if matches!(*self.state.borrow(), State::Ended) {
            return;
        }
        self.jobs.borrow_mut().push_back(job);
        if !self.busy.replace(true) {
            let replicas = Rc::clone(self);
            spawn_local(async move { replicas.work().await });
        }
    }

    async fn work(self: Rc<Self>) {
        while let Some(job) = self.next() {
            let Some(store) = self.store().await else { continue };
            match job {
                Job::Read(row, tell) => drop(tell.send(text(&store, &row).await)),
                Job::Put { collection, fact, text } => self.put(&store, collection, &fact, text).await,
                Job::Forget(rows) => forget(&store, rows).await,
            }
        }
        self.busy.set(false);
    }

    fn next(&self) -> Option<Job> {
        self.jobs.borrow_mut().pop_front()
    }

    /// The database, opened where it was not; nothing where there is none, or nothing is kept any more.
    async fn store(&self) -> Option<Rc<Store>> {
        let state = self.state.borrow().clone();
        match state {
            State::Open(store) => return Some(store),
            State::Ended => return None,
            State::Closed => {}
        }
        let opened = disk::open(self.account).await.map(Rc::new);
        if matches!(*self.state.borrow(), State::Ended) {
            return None;
        }
        self.state.replace(opened.clone().map_or(State::Ended, State::Open));
        opened
    }

    /// Where it cannot be written, because the disk is full or another tab has changed the database, the connection is made
    /// anew by the next job; a full disk is left to what is no copy.
    async fn put(&self, store: &Store, collection: Collection, fact: &Fact, text: String) {
        let Some(facts) = facts(store).await else { return self.lose().await };
        let gone = excess(facts, fact, collection, MOST_BYTES);
        let told = serde_json::to_string(fact).unwrap_or_default();
        let mut writes = vec![
            Write::Put { table: REPLICAS, key: fact.row.clone(), text },
            Write::Put { table: FACTS, key: fact.row.clone(), text: told },
        ];
        writes.extend(gone.into_iter().flat_map(removal));
        if !disk::copied(store, &writes).await {
            self.lose().await;
        }
    }

    async fn lose(&self) {
        let State::Open(store) = self.state.borrow().clone() else { return };
        self.state.replace(State::Closed);
        disk::emptied(&store, disk::COPIES).await;
    }
}

/// A reading, as far as there is one that this build can read.
pub async fn read<T: DeserializeOwned>(store: &Store, row: &str) -> Option<Snapshot<T>> {
    parsed(&text(store, row).await?)
}

/// A reading as it was kept; nothing where another build had another idea of it.
pub fn parsed<T: DeserializeOwned>(text: &str) -> Option<Snapshot<T>> {
    serde_json::from_str(text).ok()
}

async fn text(store: &Store, row: &str) -> Option<String> {
    within(disk::PATIENCE, store.get(REPLICAS, row)).await?.ok().flatten()
}

async fn facts(store: &Store) -> Option<Vec<Fact>> {
    let texts = disk::all(store, FACTS).await?;
    Some(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

async fn forget(store: &Store, rows: Rows) {
    let rows = match rows {
        Rows::One(row) => vec![row],
        Rows::All(collection) => {
            let rows = facts(store).await.unwrap_or_default().into_iter().map(|fact| fact.row);
            rows.filter(|row| collection.holds(row)).collect()
        }
    };
    let writes: Vec<_> = rows.into_iter().flat_map(removal).collect();
    if !writes.is_empty() {
        disk::copied(store, &writes).await;
    }
}

fn removal(row: String) -> [Write; 2] {
    [Write::Delete { table: REPLICAS, key: row.clone() }, Write::Delete { table: FACTS, key: row }]
}
