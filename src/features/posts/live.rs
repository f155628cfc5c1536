//! What the live connection asks of posts: whose threads there are for somebody.

use super::db;
use crate::{
    server::{Pool, Viewer},
    shared::{Result, id::PostId},
};

/// Those of the posts whose threads the viewer may hear.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn audible(pool: &Pool, viewer: Viewer, posts: &[PostId]) -> Result<Vec<PostId>> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    Ok(db::select_readable(&mut tx, posts).await?)
}
