//! Demo people: they have no credentials and never log in.

mod db;

use crate::{
    server::Pool,
    shared::{Result, id::AccountId},
};

/// Somebody to make.
#[derive(Clone, Debug)]
pub struct Demo {
    /// Whose; the same every time.
    pub id: AccountId,
    /// As for anybody.
    pub handle: String,
    /// As for anybody.
    pub display_name: String,
    /// What they say of themselves.
    pub bio: String,
    /// Where they live.
    pub place: String,
    /// What they say of the moment; perhaps nothing.
    pub status: String,
}

/// Makes those who are missing, and returns who is there afterwards, and how many were made. Whose handle somebody else
/// has is left out.
///
/// # Errors
/// What the database says.
pub async fn make(pool: &Pool, people: &[Demo]) -> Result<(Vec<AccountId>, u64)> {
    let mut tx = pool.as_jobs().await?;
    let there = db::insert_demo(&mut tx, people).await?;
    tx.commit().await?;
    Ok(there)
}

/// The first account that can log in, and its handle, where there is one.
///
/// # Errors
/// What the database says.
pub async fn first_account(pool: &Pool) -> Result<Option<(AccountId, String)>> {
    let mut tx = pool.as_jobs().await?;
    let first = db::first_account(&mut tx).await?;
    tx.commit().await?;
    Ok(first)
}
