//! The copies that a browser keeps of what it has read (SYN-7): this end of the way to them. What is asked waits here for
//! `archive`, a chunk of its own, as `driver` is, with the database and all that it takes.
//!
//! A page that the server has drawn wants no copy before it is alive; the program that draws a page itself wants one before
//! everything else, and the driver only after that. So the copies do not wait for the driver: their chunk is the smaller one,
//! is loaded by whoever asks first, while the chunk of the page comes, and weighs nothing in the first. What such a page is
//! drawn from its document has read already, where it can be (`kept.js`): then not even the smaller one is waited for.
//!
//! Invariant: a copy that cannot be read or written is as good as none, and nothing stops. That none can be kept, because
//! there is no database, or it is damaged or full, is told once.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
    time::Duration,
};

use futures::channel::oneshot;
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{
    archive::Archive,
    disk,
    jobs::{Archives, Job},
    resident,
    unkept::{Row, Unkept},
};
use crate::{
    browser::{
        ahead::{self, Unread},
        channel::Channel,
        clock::within,
    },
    realtime::Snapshot,
    shared::{id::AccountId, json},
    sync::{
        Collection, Replica,
        replica::{Fact, is_written},
    },
};

/// A copy that is not there by then is not waited for: the server is asked.
const PATIENCE: Duration = Duration::from_secs(2);
/// A chunk that has not come by then is asked for again by the next that is to be kept.
const LOADING: Duration = Duration::from_secs(20);

/// The copies of an account.
pub struct Replicas {
    account: AccountId,
    jobs: RefCell<VecDeque<Job>>,
    busy: Cell<bool>,
    archive: RefCell<Option<Rc<dyn Archives>>>,
    /// Nothing is read or kept: there is no database, or the person is not logged in any more.
    ended: Cell<bool>,
    unkept: Unkept,
    /// Told where no copy can be kept.
    miss: Box<dyn Fn()>,
}

impl Replicas {
    /// The copies of this account; `miss` is told where none can be kept.
    pub fn new(account: AccountId, miss: impl Fn() + 'static) -> Rc<Self> {
        Rc::new(Self {
            account,
            jobs: RefCell::default(),
            busy: Cell::new(false),
            archive: RefCell::default(),
            ended: Cell::new(false),
            unkept: Unkept::new(account),
            miss: Box::new(miss),
        })
    }

    /// What is kept of a row; nothing where another build had another idea of it.
    pub fn read<T: DeserializeOwned + Send>(
        self: &Rc<Self>,
        collection: Collection,
        key: &str,
    ) -> impl Future<Output = Option<Snapshot<T>>> + Send + use<T> {
        let told = self.read_row(collection.row(key));
        async move { within(PATIENCE, told).await? }
    }

    /// The same, however long it takes: what a person has written the server does not know.
    pub fn read_patiently<T: DeserializeOwned + Send>(
        self: &Rc<Self>,
        collection: Collection,
        key: &str,
    ) -> impl Future<Output = Option<Snapshot<T>>> + Send + use<T> {
        self.keep_left(collection);
        self.read_row(collection.row(key))
    }

    fn read_row<T: DeserializeOwned + Send>(
        self: &Rc<Self>,
        row: String,
    ) -> impl Future<Output = Option<Snapshot<T>>> + Send + use<T> {
        let (tell, told) = oneshot::channel();
        self.ask(row, tell);
        async move { json::read(told.await.ok()?.as_bytes()).ok() }
    }

    /// All that is kept of a collection, each by its key, however long it takes: for what a person writes no server can be asked
    /// instead. Without what another build had another idea of; nothing where it cannot be told now.
    pub fn read_all<T: DeserializeOwned + Send>(
        self: &Rc<Self>,
        collection: Collection,
    ) -> impl Future<Output = Option<Vec<(String, Replica<T>)>>> + Send + use<T> {
        self.keep_left(collection);
        let (tell, told) = oneshot::channel();
        self.add(Job::ReadAll(collection, tell));
        async move {
            let read = told.await.ok()?.into_iter().filter_map(|(Fact { row, stirred, .. }, text)| {
                let snapshot = json::read(text.as_bytes()).ok()?;
                Some((collection.key(&row)?.to_owned(), Replica { stirred, snapshot }))
            });
            Some(read.collect())
        }
    }

    /// Tells which row a person has written in, or which is kept no longer, in whatever tab, for as long as what this returns
    /// is there.
    pub fn hear_written(&self, tell: impl Fn(String) + 'static) -> Option<Channel> {
        Channel::open(&disk::written_channel(self.account), tell)
    }

    /// Keeps a reading in the place of an earlier one.
    pub fn keep<T: Serialize>(self: &Rc<Self>, collection: Collection, key: &str, replica: &Replica<T>) {
        let Ok(text) = serde_json::to_string(&replica.snapshot) else { return };
        let (row, stirred) = (collection.row(key), replica.stirred);
        let given = self.unkept.moment();
        if is_written(stirred) && !self.ended.get() {
            self.unkept.add(row.clone(), Row { given, stirred, text: text.clone() });
        }
        self.put(collection, row, Row { given, stirred, text }, false);
    }

    /// Keeps what pages have written that ended before it was kept.
    fn keep_left(self: &Rc<Self>, collection: Collection) {
        for (row, written) in self.unkept.left(collection) {
            // A second one would take its place behind what is to be read after the first.
            if !self.jobs.borrow().iter().any(|job| matches!(job, Job::Put { fact, .. } if fact.row == row)) {
                self.put(collection, row, written, true);
            }
        }
    }

    fn put(self: &Rc<Self>, collection: Collection, row: String, Row { given, stirred, text }: Row, late: bool) {
        let fact = Fact { row, stirred, bytes: text.len(), spare: collection.spare, given };
        self.add(Job::Put { fact, collection, text, late });
    }

    /// What a person has written and is not kept yet.
    pub fn unkept(&self) -> &Unkept {
        &self.unkept
    }

    /// The page goes away, perhaps for ever, and what a person has written is noted where it is not kept yet. Where the page
    /// comes back something later may have been kept meanwhile.
    pub fn note(&self) {
        self.unkept.note();
        for job in &mut *self.jobs.borrow_mut() {
            if let Job::Put { fact, late, .. } = job {
                *late = *late || self.unkept.is_noted(&fact.row, fact.given);
            }
        }
    }

    /// Keeps a row no longer.
    pub fn forget(self: &Rc<Self>, collection: Collection, key: &str) {
        let row = collection.row(key);
        self.unkept.forget(&row);
        self.add(Job::Forget(row));
    }

    /// Keeps nothing of a collection.
    pub fn forget_all(self: &Rc<Self>, collection: Collection) {
        self.unkept.forget_all(collection);
        self.add(Job::ForgetAll(collection));
    }

    /// Keeps nothing from now on. What is there is for whoever asks to remove.
    pub fn end(&self) {
        self.ended.set(true);
        self.unkept.clear();
        self.jobs.borrow_mut().clear();
        self.archive.take();
        ahead::forget();
    }

    /// The account is not logged in here: nothing of it is drawn from copies, and they go. Where it lives here no longer
    /// somebody sees to that already.
    pub fn move_out(&self) {
        self.end();
        if resident::lives_here(self.account) {
            resident::leave(self.account);
            resident::clear_out();
        }
    }

    /// The person is logged in again.
    pub fn revive(&self) {
        self.ended.set(false);
        resident::settle(Some(self.account));
    }

    /// Tells what is kept of a row, by what the document has read, or else by what stands in the database.
    fn ask(self: &Rc<Self>, row: String, tell: oneshot::Sender<String>) {
        let Some(read) = ahead::take(&disk::name(self.account), &row).filter(|_| !self.ended.get()) else {
            return self.add(Job::Read(row, tell));
        };
        let replicas = Rc::clone(self);
        spawn_local(async move {
            let read = read.await;
            let is_at_home = !replicas.ended.get() && resident::lives_here(replicas.account);
            match read {
                // Who does not wait any longer has asked the server.
                Ok(text) => _ = text.filter(|_| is_at_home).map(|text| tell.send(text)),
                Err(Unread) => replicas.add(Job::Read(row, tell)),
            }
        });
    }

    fn add(self: &Rc<Self>, job: Job) {
        if self.ended.get() {
            if let Job::ReadAll(_, tell) = job {
                // Who does not wait any longer is told nothing.
                let _ = tell.send(Vec::new());
            }
            return;
        }
        // What was read before this is no copy of what is kept after it.
        match &job {
            Job::Read(..) | Job::ReadAll(..) => {}
            Job::Put { fact: Fact { row, .. }, .. } | Job::Forget(row) => {
                drop(ahead::take(&disk::name(self.account), row));
            }
            Job::ForgetAll(_) => ahead::forget(),
        }
        let mut jobs = self.jobs.borrow_mut();
        // While nothing can be written, of each row the last reading waits.
        if let Job::Put { fact, .. } = &job {
            jobs.retain(|other| !matches!(other, Job::Put { fact: before, .. } if before.row == fact.row));
        }
        jobs.push_back(job);
        drop(jobs);
        if !self.busy.replace(true) {
            let replicas = Rc::clone(self);
            spawn_local(async move { replicas.work().await });
        }
    }

    async fn work(self: Rc<Self>) {
        while let Some(job) = self.next() {
            let Some(archive) = self.archive().await else { continue };
            // Another tab has seen to what is noted no more.
            if matches!(&job, Job::Put { fact, late: true, .. } if !self.unkept.is_noted(&fact.row, fact.given)) {
                continue;
            }
            let written = match &job {
                Job::Put { fact, .. } if is_written(fact.stirred) => Some((fact.row.clone(), fact.given)),
                _ => None,
            };
            if archive.perform(job).await {
                if let Some((row, given)) = written {
                    self.unkept.settle(&row, given);
                }
            } else if !self.ended.get() {
                self.end();
                (self.miss)();
            }
        }
        self.busy.set(false);
    }

    fn next(&self) -> Option<Job> {
        self.jobs.borrow_mut().pop_front()
    }

    /// The archive, loaded where it was not; nothing where it cannot be had now, or nothing is kept any more.
    async fn archive(&self) -> Option<Rc<dyn Archives>> {
        let known = self.archive.borrow().clone();
        let archive = match known {
            Some(archive) => archive,
            None => within(LOADING, load(self.account)).await?.ok()?,
        };
        if self.ended.get() {
            return None;
        }
        self.archive.replace(Some(Rc::clone(&archive)));
        Some(archive)
    }
}

#[wasm_split(archive, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "the chunk may not come")]
fn load(account: AccountId) -> Result<Rc<dyn Archives>, SplitLoaderError> {
    Ok(Archive::new(account))
}
