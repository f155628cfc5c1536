//! The database of an account, as this build has it.

use std::time::Duration;

use crate::{
    browser::{
        clock::within,
        store::{Durability, Store, Write},
    },
    shared::id::AccountId,
    sync::replica::{FACTS, OPERATIONS, REPLICAS, VERSIONS},
};

/// A database that has not answered by then is not waited for. A busy machine with a slow disk takes seconds; one that is given
/// up holds nothing of what this page does.
pub const PATIENCE: Duration = Duration::from_secs(10);
/// The same for its removal: it is empty by then, and the person waits.
const SHORT_PATIENCE: Duration = Duration::from_secs(1);

/// Everything that is a copy.
pub const COPIES: &[&str] = &[REPLICAS, FACTS];
/// Everything.
const ALL: &[&str] = &[OPERATIONS, REPLICAS, FACTS];

/// The database of an account, in its last version; nothing where it cannot be had.
pub async fn open(account: AccountId) -> Option<Store> {
    Store::open(name(account), VERSIONS, PATIENCE).await.ok()
}

/// Whether an account has a database, which opening it would make; where the browser does not say so it may.
pub async fn exists(account: AccountId) -> bool {
    !matches!(within(PATIENCE, Store::exists(&name(account))).await, Some(Ok(false)))
}

/// Everything in a table; nothing where it cannot be read.
pub async fn all(store: &Store, table: &str) -> Option<Vec<String>> {
    within(PATIENCE, store.all(table)).await?.ok()
}

/// Makes changes that outlive the machine. Whether they were made, which is all or none.
pub async fn written(store: &Store, writes: &[Write]) -> bool {
    writes.is_empty() || matches!(within(PATIENCE, store.write(writes, Durability::Strict)).await, Some(Ok(())))
}

/// Makes changes that can be made anew.
pub async fn copied(store: &Store, writes: &[Write]) -> bool {
    matches!(within(PATIENCE, store.write(writes, Durability::Relaxed)).await, Some(Ok(())))
}

/// Empties tables. Whether they are empty.
pub async fn emptied(store: &Store, tables: &[&'static str]) -> bool {
    matches!(within(PATIENCE, store.clear(tables)).await, Some(Ok(())))
}

/// Empties all tables. The database itself stays for as long as somebody has it open.
pub async fn empty(store: &Store) -> bool {
    emptied(store, ALL).await
}

/// Removes the database once nobody has it open. Whether it is gone.
pub async fn remove(account: AccountId) -> bool {
    matches!(within(SHORT_PATIENCE, Store::wipe(&name(account))).await, Some(Ok(())))
}

/// The channel on which the tabs of an account tell each other of each row that a person has written in.
pub fn written_channel(account: AccountId) -> String {
    format!("tertulia:{account}:written")
}

/// The name of the database of an account.
pub fn name(account: AccountId) -> String {
    format!("tertulia:{account}")
}
