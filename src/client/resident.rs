//! Whose this browser is: the account that a page was last alive for, known without asking anybody.
//!
//! It says whose copies a page may be drawn from before the server has answered, and for whom any are kept. What the
//! server answers holds: as soon as it says that this account is not logged in here, or a page is alive for another one or
//! for nobody, the account lives here no longer and its copies go, by the next page if this one ends before. What it did
//! and the server has not confirmed stays for its next log-in, unless it has logged out: then that goes too.
//!
//! Not every log-in and log-out is seen by a page: a form is sent without the program too. So each one also names its
//! account in a cookie: copies are shown before the server has answered only where that is the account of the note, and
//! who has logged out is noted by the next page, if no page was alive for it.
//!
//! All tabs read the same notes: what one has learned holds in the others before they hear of it.

use futures::future::{FutureExt, LocalBoxFuture};
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{ACCOUNT_COOKIE, LEFT_COOKIE, archive, replicas::Replicas, unkept::keep_notes_of};
use crate::{
    browser::{
        channel, cookie, lasting, note,
        surroundings::{is_gone_back_to, reload},
    },
    realtime::Snapshot,
    shared::id::AccountId,
    sync::{
        Collection,
        tab::word::{LOGGED_OUT, log_out_channel},
    },
};

/// Who lives here.
const NOTE: &str = "tertulia:account";
/// Who does no longer, and may have left copies behind.
const LEFT: &str = "tertulia:left";
/// Who has logged out, and may have left anything behind.
const GONE: &str = "tertulia:gone";

/// Whether the account lives here, as far as the pages know: what is kept of it is kept for it.
#[must_use]
pub fn lives_here(account: AccountId) -> bool {
    noted() == Some(account)
}

/// What is kept of the account that lives here, before there is a client: whose, and a reading.
pub async fn kept_of_resident<T: DeserializeOwned + Send>(collection: Collection) -> Option<(AccountId, Snapshot<T>)> {
    let account = resident()?;
    Some((account, Replicas::new(account, || {}).read(collection, "").await?))
}

/// A page is alive for this account, or for nobody. What is left of others goes. A document that the browser had at hand
/// may have been drawn before somebody logged in or out: nothing goes because of it, and it is asked for anew.
pub fn settle(account: Option<AccountId>) {
    if is_gone_back_to() && is_another(account) {
        return reload();
    }
    if let Some(gone) = cookie::read(LEFT_COOKIE) {
        cookie::remove(LEFT_COOKIE);
        // Who is logged in again by now keeps what is theirs: that is cleared below.
        if let Ok(gone) = gone.parse() {
            log_out(gone);
            if Some(gone) != account {
                // No other tab writes anything of it anew.
                channel::say(&log_out_channel(gone), LOGGED_OUT);
            }
        }
    }
    if let Some(before) = noted().filter(|before| Some(*before) != account) {
        leave(before);
    }
    keep_notes_of(account);
    if let Some(account) = account {
        note::write(NOTE, &account.to_string());
        cleared(account);
    }
    clear_out();
}

/// Whether somebody else is logged in here than this account, or than nobody.
#[must_use]
pub fn is_another(account: Option<AccountId>) -> bool {
    logged_in() != account
}

/// The account lives here no longer: its copies have to go.
pub fn leave(account: AccountId) {
    note::remove(note::HABITS);
    move_out(account);
    if !has_logged_out(account) {
        list_also(LEFT, account);
    }
}

/// The account has logged out here: everything that is kept of it has to go.
pub fn log_out(account: AccountId) {
    move_out(account);
    cleared(account);
    list_also(GONE, account);
}

/// Whether everything that is kept of the account has to go.
#[must_use]
pub fn has_logged_out(account: AccountId) -> bool {
    listed(GONE).contains(&account)
}

/// Removes what has to go of all who live here no longer.
pub fn clear_out() {
    for account in listed(LEFT).into_iter().chain(listed(GONE)) {
        spawn_local(async move {
            if let Ok(gone) = load(account).await
                && gone.await
            {
                cleared(account);
            }
        });
    }
}

/// Nothing of the account has to go any more.
pub fn cleared(account: AccountId) {
    for name in [LEFT, GONE] {
        list(name, listed(name).into_iter().filter(|other| *other != account));
    }
}

fn move_out(account: AccountId) {
    if lives_here(account) {
        note::remove(NOTE);
        keep_notes_of(None);
        lasting::forget();
    }
}

/// Who is logged in here and lives here.
fn resident() -> Option<AccountId> {
    noted().filter(|account| logged_in() == Some(*account))
}

fn logged_in() -> Option<AccountId> {
    cookie::read(ACCOUNT_COOKIE)?.parse().ok()
}

fn noted() -> Option<AccountId> {
    note::read(NOTE)?.parse().ok()
}

fn listed(name: &str) -> Vec<AccountId> {
    let noted = note::read(name).unwrap_or_default();
    noted.split(',').filter_map(|account| account.parse().ok()).collect()
}

fn list(name: &str, accounts: impl Iterator<Item = AccountId>) {
    let noted = accounts.map(|account| account.to_string()).collect::<Vec<_>>().join(",");
    if noted.is_empty() { note::remove(name) } else { note::write(name, &noted) }
}

fn list_also(name: &str, account: AccountId) {
    let others = listed(name).into_iter().filter(|other| *other != account);
    list(name, others.chain([account]));
}

#[wasm_split(archive, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "the chunk may not come")]
fn load(account: AccountId) -> Result<LocalBoxFuture<'static, bool>, SplitLoaderError> {
    Ok(archive::clear_out(account).boxed_local())
}
