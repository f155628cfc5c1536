//! Follows of demo people, who never log in.

use super::db;
use crate::{
    server::Pool,
    shared::{Result, id::AccountId},
};

/// Has somebody follow these people; where they do already, nothing changes, and who is hidden from them is left out.
///
/// # Errors
/// What the database says.
pub async fn follow(pool: &Pool, follower: AccountId, people: &[AccountId]) -> Result<()> {
    let mut tx = pool.as_viewer(follower).await?;
    for person in people {
        db::set_follow(&mut tx, *person, true).await?;
    }
    tx.commit().await
}
