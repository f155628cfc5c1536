//! Whose this browser is: the account that a page was last alive for, known without asking anybody.
//!
//! It says whose copies a page may be drawn from before the server has answered. What the server answers holds: as soon
//! as it says that this account is not logged in here, or a page is alive for another one or for nobody, the account
//! lives here no longer and its copies go. What it did and the server has not confirmed stays for its next log-in.

use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use super::{disk, replicas};
use crate::{
    browser::note,
    realtime::Snapshot,
    shared::id::AccountId,
    sync::{Collection, replica::OPERATIONS},
};

const NOTE: &str = "tertulia:account";

/// The account that lives here, if one does.
#[must_use]
pub fn resident() -> Option<AccountId> {
    note::read(NOTE)?.parse().ok()
}

/// What is kept of the account that lives here, before there is a client: whose, and a reading.
pub async fn kept_of_resident<T: DeserializeOwned>(collection: Collection) -> Option<(AccountId, Snapshot<T>)> {
    let account = resident()?;
    let store = disk::open(account).await?;
    Some((account, replicas::read(&store, &collection.row("")).await?))
}

/// A page is alive for this account, or for nobody.
pub fn settle(account: Option<AccountId>) {
    let before = resident();
    match account {
        Some(account) => note::write(NOTE, &account.to_string()),
        None => note::remove(NOTE),
    }
    if let Some(before) = before.filter(|before| Some(*before) != account) {
        spawn_local(clear_out(before));
    }
}

/// The account lives here no longer.
pub fn move_out(account: AccountId) {
    if resident() == Some(account) {
        note::remove(NOTE);
    }
}

/// Removes the copies of an account, and its whole database where nothing waits in it.
async fn clear_out(account: AccountId) {
    let Some(store) = disk::open(account).await else { return };
    disk::emptied(&store, disk::COPIES).await;
    let waits = disk::all(&store, OPERATIONS).await.is_none_or(|operations| !operations.is_empty());
    drop(store);
    if !waits {
        disk::remove(account).await;
    }
}
