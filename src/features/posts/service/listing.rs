//! Lists of posts, and the tags by which they are found.

use super::super::{
    db::{self, Cursor},
    model::{Feed, Post, Tag, tag_typed},
};
use crate::{
    server::{Pool, Tx, Viewer},
    shared::{
        Error, Result,
        id::AccountId,
        page::{MAX_LIMIT, Page},
    },
};

/// Characters of a post that a list shows: more than are drawn, so that a sign that was opened is closed.
const BEGINNING: i32 = 1_000;

/// Which page of which list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// Which posts, in which order.
    pub feed: Feed,
    /// `next` of the page before.
    pub cursor: Option<String>,
    /// At most so many, 1–100.
    pub limit: u32,
}

impl Listing {
    /// What names the page among all.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{self:?}")
    }
}

/// A page of a list, of each post its beginning. Of whom the viewer blocked, or who blocked the viewer, nothing is in
/// it, nor of whom they muted where the list gathers what many publish.
///
/// # Errors
/// `cursor`: `unreadable`, also for that of another list; `tags`, as [`tag_typed`] says; [`Error::SignIn`] for a visitor's
/// bookmarks, and for whom a visitor follows.
pub async fn list(pool: &Pool, viewer: Option<Viewer>, listing: &Listing) -> Result<Page<Post>> {
    read_list(&mut super::begin(pool, viewer).await?, viewer, listing).await
}

/// As [`list`], where something else is read, too.
///
/// # Errors
/// As [`list`].
pub async fn read_list(tx: &mut Tx, viewer: Option<Viewer>, listing: &Listing) -> Result<Page<Post>> {
    let feed = normal(&listing.feed)?;
    if matches!(feed, Feed::Bookmarks | Feed::Following) && viewer.is_none() {
        return Err(Error::SignIn);
    }
    let cursor = Cursor::of(&format!("{feed:?}"));
    let after = listing.cursor.as_deref().map(|text| cursor.decode(text)).transpose()?;
    let limit = listing.limit.clamp(1, MAX_LIMIT);
    let listed = db::select_listed(tx, &feed, after, i64::from(limit) + 1).await?;
    let page = Page::cut(listed, limit, |spot| cursor.encode(spot));
    let ids: Vec<_> = page.items.iter().map(|spot| spot.id).collect();
    let posts = db::select_posts(tx, &ids, BEGINNING).await?;
    // What was deleted in this moment is not in the list any more.
    Ok(Page { items: posts.into_iter().filter(|post| !post.is_deleted()).collect(), next: page.next, total: None })
}

/// The feed with its tag as it is stored, so that each list has one name.
fn normal(feed: &Feed) -> Result<Feed> {
    match feed {
        Feed::Tag(tag) => tag_typed(tag).map(Feed::Tag),
        feed => Ok(feed.clone()),
    }
}

/// Whose handle this is.
///
/// # Errors
/// [`Error::Missing`] where nobody has it for the viewer.
pub async fn find_author(pool: &Pool, viewer: Option<Viewer>, handle: &str) -> Result<AccountId> {
    let mut tx = super::begin(pool, viewer).await?;
    db::find_author(&mut tx, handle).await?.ok_or(Error::Missing)
}

/// At most `limit` tags that begin with what was typed, and that some post has; those of most posts first.
///
/// # Errors
/// Where the database cannot be asked. What no tag begins with finds none.
pub async fn find_tags(pool: &Pool, viewer: Option<Viewer>, typed: &str, limit: u32) -> Result<Vec<Tag>> {
    let beginning = match typed.trim().trim_start_matches('#') {
        "" => String::new(),
        typed => match tag_typed(typed) {
            Ok(beginning) => beginning,
            Err(_) => return Ok(Vec::new()),
        },
    };
    let mut tx = super::begin(pool, viewer).await?;
    Ok(db::select_tags(&mut tx, &beginning, i64::from(limit.clamp(1, MAX_LIMIT))).await?)
}

/// At most `limit` tags that more people use in these days than usual, the liveliest first.
///
/// # Errors
/// Where the database cannot be asked.
pub async fn trending_tags(pool: &Pool, viewer: Option<Viewer>, limit: u32) -> Result<Vec<Tag>> {
    let mut tx = super::begin(pool, viewer).await?;
    Ok(db::select_trending(&mut tx, i64::from(limit.clamp(1, MAX_LIMIT))).await?)
}
