//! What a browser keeps of an account beyond the page (SYN-7, SYN-8): one database for each account, written in
//! the order in which things happen.
//!
//! Invariant: whatever becomes of the store, each thing to keep is answered: an operation that cannot be kept leaves
//! from memory.
//!
//! It is wiped when the person logs out; by the next page where none was alive then, or where that failed. A session that
//! ends in another way leaves what was not sent for the next log-in of the same account, who alone can read it here.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
};

use futures::channel::oneshot;
use leptos::task::spawn_local;

use super::disk::{self, written};
use crate::{
    browser::store::{Store, Write},
    shared::{
        id::{AccountId, OperationId},
        json,
    },
    sync::{Stored, replica::OPERATIONS},
};

/// What the store says.
pub enum Told {
    /// It holds these, the oldest first.
    Loaded(Vec<Stored>),
    /// It holds this one, or cannot hold anything.
    Kept(OperationId),
    /// It is of no use, and nothing is kept from now on: this page's memory has to do.
    Broken,
}

/// The store of an account, opened at the first use.
pub struct Keeper {
    account: AccountId,
    tell: Box<dyn Fn(Told)>,
    jobs: RefCell<VecDeque<Job>>,
    busy: Cell<bool>,
    state: RefCell<State>,
}

#[derive(Clone)]
enum State {
    Closed,
    Open(Rc<Store>),
    /// There is none that is of use.
    Missing,
    /// It was wiped, here or by another tab.
    Wiped,
}

/// Something for the store to do, in turn.
enum Job {
    Write(Write),
    Load,
    List(oneshot::Sender<Vec<Stored>>),
    Wipe(oneshot::Sender<bool>),
}

impl Keeper {
    /// The store of this account, which tells what comes of what it is asked.
    pub fn new(account: AccountId, tell: impl Fn(Told) + 'static) -> Rc<Self> {
        Rc::new(Self {
            account,
            tell: Box::new(tell),
            jobs: RefCell::default(),
            busy: Cell::new(false),
            state: RefCell::new(State::Closed),
        })
    }

    /// Keeps an operation, with why it was refused where it was, then tells so.
    pub fn keep(self: &Rc<Self>, stored: &Stored) {
        let key = stored.operation.id.to_string();
        let text = serde_json::to_string(stored).unwrap_or_default();
        self.add(Job::Write(Write::Put { table: OPERATIONS, key, text }));
    }

    /// Keeps an operation no longer.
    pub fn forget(self: &Rc<Self>, id: OperationId) {
        self.add(Job::Write(Write::Delete { table: OPERATIONS, key: id.to_string() }));
    }

    /// Tells what is kept.
    pub fn load(self: &Rc<Self>) {
        self.add(Job::Load);
    }

    /// What is kept, the oldest first: rows come by name, and names are given in the order in which things are done.
    /// What a newer build keeps in a way that is not known here stays where it is.
    pub async fn operations(self: &Rc<Self>) -> Vec<Stored> {
        let (listed, list) = oneshot::channel();
        self.add(Job::List(listed));
        list.await.unwrap_or_default()
    }

    /// Removes everything that is kept. Afterwards nothing is kept any more. Whether it is gone from the disk.
    pub async fn wipe(self: &Rc<Self>) -> bool {
        let (done, wiped) = oneshot::channel();
        self.add(Job::Wipe(done));
        // Where the answer is lost, so is the page.
        wiped.await.unwrap_or_default()
    }

    /// Another tab has wiped it: it is not made anew by what still happens here.
    pub fn release(&self) {
        self.end(State::Wiped);
    }

    /// The person is logged in again: what was wiped may be kept anew.
    pub fn revive(&self) {
        if matches!(*self.state.borrow(), State::Wiped) {
            self.state.replace(State::Closed);
        }
    }

    /// Whether something has not reached the disk yet.
    pub fn is_busy(&self) -> bool {
        self.busy.get()
    }

    fn add(self: &Rc<Self>, job: Job) {
        if matches!(*self.state.borrow(), State::Missing | State::Wiped) {
            return self.answer(job);
        }
        self.jobs.borrow_mut().push_back(job);
        if !self.busy.replace(true) {
            let keeper = Rc::clone(self);
            spawn_local(async move { keeper.work().await });
        }
    }

    async fn work(self: Rc<Self>) {
        while let Some(job) = self.next() {
            let Some(store) = self.store().await else {
                self.answer(job);
                continue;
            };
            match job {
                Job::Load => (self.tell)(Told::Loaded(self.read(&store).await)),
                Job::List(listed) => drop(listed.send(self.read(&store).await)),
                Job::Write(write) => self.write(&store, self.further(write)).await,
                Job::Wipe(done) => {
                    // Emptied first: the database itself stays for as long as somebody has it open.
                    let is_empty = disk::empty(&store).await;
                    drop(store);
                    self.end(State::Wiped);
                    let is_gone = disk::remove(self.account).await;
                    let _ = done.send(is_empty || is_gone);
                }
            }
        }
        self.busy.set(false);
    }

    fn next(&self) -> Option<Job> {
        self.jobs.borrow_mut().pop_front()
    }

    /// The database, opened where it was not; nothing where there is none.
    async fn store(&self) -> Option<Rc<Store>> {
        let state = self.state.borrow().clone();
        match state {
            State::Open(store) => return Some(store),
            State::Missing | State::Wiped => return None,
            State::Closed => {}
        }
        let opened = disk::open(self.account).await;
        match opened {
            _ if matches!(*self.state.borrow(), State::Wiped) => None,
            Some(store) => {
                let store = Rc::new(store);
                self.state.replace(State::Open(Rc::clone(&store)));
                Some(store)
            }
            None => {
                self.miss();
                None
            }
        }
    }

    /// The store is of no use: what waits for it goes on without.
    fn miss(&self) {
        if !matches!(*self.state.borrow(), State::Missing | State::Wiped) {
            self.state.replace(State::Missing);
            (self.tell)(Told::Broken);
            self.end(State::Missing);
        }
    }

    fn end(&self, state: State) {
        self.state.replace(state);
        while let Some(job) = self.next() {
            self.answer(job);
        }
    }

    /// What is said of a job where there is no store.
    fn answer(&self, job: Job) {
        match job {
            Job::Load => (self.tell)(Told::Loaded(Vec::new())),
            Job::List(listed) => drop(listed.send(Vec::new())),
            Job::Write(write) => self.kept(&[write]),
            Job::Wipe(done) => {
                // What is of no use to write to may still hold something.
                let account = self.account;
                spawn_local(async move {
                    let _ = done.send(disk::remove(account).await);
                });
            }
        }
    }

    /// All writes that wait in a row: they are one trip to the disk.
    fn further(&self, first: Write) -> Vec<Write> {
        let mut jobs = self.jobs.borrow_mut();
        let mut writes = vec![first];
        while let Some(Job::Write(_)) = jobs.front() {
            if let Some(Job::Write(write)) = jobs.pop_front() {
                writes.push(write);
            }
        }
        writes
    }

    async fn read(&self, store: &Store) -> Vec<Stored> {
        let Some(texts) = disk::all(store, OPERATIONS).await else {
            self.miss();
            return Vec::new();
        };
        texts.iter().filter_map(|text| json::read(text.as_bytes()).ok()).collect()
    }

    /// Where not all can be written, because the disk is full or another tab has changed the database, what can be
    /// removed is, copies of what the server has above all, and the rest is tried one by one on a connection made anew.
    async fn write(&self, store: &Store, writes: Vec<Write>) {
        if !written(store, &writes).await && matches!(*self.state.borrow(), State::Open(_)) {
            self.state.replace(State::Closed);
            if let Some(store) = self.store().await {
                let (removals, rest): (Vec<_>, Vec<_>) =
                    writes.iter().cloned().partition(|write| matches!(write, Write::Delete { .. }));
                disk::emptied(&store, disk::COPIES).await;
                let mut is_whole = written(&store, &removals).await;
                for write in rest {
                    is_whole &= written(&store, &[write]).await;
                }
                if !is_whole {
                    self.miss();
                }
            }
        }
        self.kept(&writes);
    }

    fn kept(&self, writes: &[Write]) {
        for write in writes {
            if let Write::Put { key, .. } = write
                && let Ok(id) = key.parse()
            {
                (self.tell)(Told::Kept(id));
            }
        }
    }
}
