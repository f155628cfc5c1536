//! Reads and writes the copies of an account in its database, on a connection of their own: what a person did never waits
//! behind them.
//!
//! Invariant: nothing is read or written for an account that does not live in this browser, whichever tab has learned so.

use std::{cell::RefCell, rc::Rc};

use futures::future::{FutureExt, LocalBoxFuture};

use super::{
    disk,
    jobs::{Archives, Job},
    resident,
};
use crate::{
    browser::{
        channel,
        clock::within,
        store::{Store, Write},
    },
    shared::{id::AccountId, json},
    sync::{
        Collection,
        replica::{FACTS, Fact, MOST_BYTES, REPLICAS, excess, is_written},
    },
};

/// The copies of an account, where they are.
pub struct Archive {
    account: AccountId,
    store: RefCell<Option<Rc<Store>>>,
}

impl Archives for Archive {
    fn perform(self: Rc<Self>, job: Job) -> LocalBoxFuture<'static, bool> {
        async move {
            if !self.is_resident() {
                return true;
            }
            let Some(store) = self.store().await else { return false };
            match job {
                Job::Read(row, tell) => {
                    if let Some(text) = text(&store, &row).await.filter(|_| self.is_resident()) {
                        // Who does not wait any longer has asked the server.
                        let _ = tell.send(text);
                    }
                }
                Job::ReadAll(collection, tell) => {
                    let rows = rows(&store, collection).await;
                    if !self.is_resident() {
                        let _ = tell.send(Vec::new());
                    } else if let Some(rows) = rows {
                        let _ = tell.send(rows);
                    } else {
                        self.close();
                    }
                }
                Job::Put { fact, collection, text, late } => {
                    if late && is_outdated(&store, &fact).await {
                        return true;
                    }
                    let is_kept = self.put(&store, collection, &fact, &text).await
                        || self.put_anew(collection, &fact, &text).await;
                    if is_kept && is_written(fact.stirred) {
                        self.say_written(&fact.row);
                    }
                    return is_kept;
                }
                Job::Forget(row) => {
                    self.remove(&store, vec![row.clone()]).await;
                    self.say_written(&row);
                }
                Job::ForgetAll(collection) => {
                    let rows = facts(&store).await.unwrap_or_default().into_iter().map(|fact| fact.row);
                    self.remove(&store, rows.filter(|row| collection.holds(row)).collect()).await;
                }
            }
            true
        }
        .boxed_local()
    }
}

impl Archive {
    /// The copies of this account; the database is opened at the first use.
    pub fn new(account: AccountId) -> Rc<Self> {
        Rc::new(Self { account, store: RefCell::default() })
    }

    /// Whether the account lives here.
    fn is_resident(&self) -> bool {
        resident::lives_here(self.account)
    }

    /// The database, opened where it was not; nothing where there is none.
    async fn store(&self) -> Option<Rc<Store>> {
        let known = self.store.borrow().clone();
        if known.is_some() {
            return known;
        }
        let opened = Rc::new(disk::open(self.account).await?);
        self.store.replace(Some(Rc::clone(&opened)));
        Some(opened)
    }

    /// Keeps a row. Whether it is kept, or is not to be any more.
    async fn put(&self, store: &Store, collection: Collection, fact: &Fact, text: &str) -> bool {
        let Some(facts) = facts(store).await else { return false };
        let gone = excess(facts, fact, collection, MOST_BYTES);
        let told = serde_json::to_string(fact).unwrap_or_default();
        let mut writes = vec![
            Write::Put { table: REPLICAS, key: fact.row.clone(), text: text.to_owned() },
            Write::Put { table: FACTS, key: fact.row.clone(), text: told },
        ];
        writes.extend(gone.into_iter().flat_map(removal));
        // Another tab may have wiped the database meanwhile.
        !self.is_resident() || disk::copied(store, &writes).await
    }

    /// The same on a connection made anew, as another tab may have changed the database. Where that is of no use either it
    /// is damaged, or the disk is full: then it is left to what is no copy.
    async fn put_anew(&self, collection: Collection, fact: &Fact, text: &str) -> bool {
        self.close();
        if !self.is_resident() {
            return true;
        }
        let Some(store) = self.store().await else { return false };
        let is_kept = self.put(&store, collection, fact, text).await;
        if !is_kept {
            disk::emptied(&store, disk::COPIES).await;
        }
        is_kept
    }

    async fn remove(&self, store: &Store, rows: Vec<String>) {
        let writes: Vec<_> = rows.into_iter().flat_map(removal).collect();
        if !writes.is_empty() && !disk::copied(store, &writes).await {
            self.close();
        }
    }

    /// Tells all tabs, this one too, once the database has it.
    fn say_written(&self, row: &str) {
        channel::say(&disk::written_channel(self.account), row);
    }

    /// Another tab may have changed the database: the next use opens it anew.
    fn close(&self) {
        self.store.take();
    }
}

/// Removes the copies of an account that lives here no longer, and all that is kept of one that has logged out. Whether
/// that is gone.
pub async fn clear_out(account: AccountId) -> bool {
    if !disk::exists(account).await {
        return true;
    }
    if resident::has_logged_out(account) {
        return wipe(account).await;
    }
    match disk::open(account).await {
        Some(store) => disk::emptied(&store, disk::COPIES).await,
        None => false,
    }
}

/// Emptied first: the database itself stays for as long as somebody has it open.
async fn wipe(account: AccountId) -> bool {
    let is_empty = match disk::open(account).await {
        Some(store) => disk::empty(&store).await,
        None => false,
    };
    let is_gone = disk::remove(account).await;
    is_empty || is_gone
}

async fn text(store: &Store, row: &str) -> Option<String> {
    within(disk::PATIENCE, store.get(REPLICAS, row)).await?.ok().flatten()
}

/// All of a collection; `None` where any of it cannot be read.
async fn rows(store: &Store, collection: Collection) -> Option<Vec<(Fact, String)>> {
    let mut rows = Vec::new();
    for fact in facts(store).await?.into_iter().filter(|fact| collection.holds(&fact.row)) {
        // One may have gone since its fact was read.
        if let Some(text) = within(disk::PATIENCE, store.get(REPLICAS, &fact.row)).await?.ok()? {
            rows.push((fact, text));
        }
    }
    Some(rows)
}

/// Whether something later is kept of a row.
async fn is_outdated(store: &Store, fact: &Fact) -> bool {
    let kept = facts(store).await.unwrap_or_default();
    kept.iter().any(|known| known.row == fact.row && known.given > fact.given)
}

async fn facts(store: &Store) -> Option<Vec<Fact>> {
    let texts = disk::all(store, FACTS).await?;
    Some(texts.iter().filter_map(|text| json::read(text.as_bytes()).ok()).collect())
}

fn removal(row: String) -> [Write; 2] {
    [Write::Delete { table: REPLICAS, key: row.clone() }, Write::Delete { table: FACTS, key: row }]
}
