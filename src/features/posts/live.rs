//! What the live connection asks of posts: whose threads and which tags there are for somebody.

use super::db;
use crate::{
    server::{Pool, Viewer},
    shared::{Result, id::PostId},
};

/// Those of the posts whose threads the viewer may hear, and those of the tags that there are.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn audible(
    pool: &Pool,
    viewer: Viewer,
    posts: &[PostId],
    tags: &[String],
) -> Result<(Vec<PostId>, Vec<String>)> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let posts = if posts.is_empty() { Vec::new() } else { db::select_readable(&mut tx, posts).await? };
    let tags = if tags.is_empty() { Vec::new() } else { db::select_known_tags(&mut tx, tags).await? };
    Ok((posts, tags))
}
