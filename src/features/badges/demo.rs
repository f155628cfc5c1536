//! Badges of demo people, who did long ago what was stored now.

use super::db;
use crate::{
    server::Pool,
    shared::{Result, id::AccountId, time::Time},
};

/// Has their badges, by name, be of when they are said to be; those that they have not stay away.
///
/// # Errors
/// What the database says.
pub async fn set_back(pool: &Pool, earned: &[(AccountId, &str, Time)]) -> Result<()> {
    let mut tx = pool.as_jobs().await?;
    db::set_back(&mut tx, earned).await?;
    tx.commit().await
}
