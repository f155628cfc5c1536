//! The slice's server functions: who asks, for what. They answer visitors too, but for what is personal. What changes
//! something is an operation, and in `forms` a plain form; `compare` tells what was edited.

mod compare;
mod forms;

use leptos::prelude::*;

pub use compare::{Compared, Line, Stretch, compare_revisions};
pub use forms::{
    AcceptAnswer, BookmarkPost, DeleteEntry, PublishPost, RewriteEntry, VoteOn, WriteAnswer, WriteComment,
};

use super::model::{Answers, Comment, Entry, Feed, Parent, Part, Post, Sort, Tag, Thread, ThreadPart};
use crate::{
    client::OwnCalls,
    realtime::Snapshot,
    shared::{Result, id::PostId, json::Json, page::Page},
};
#[cfg(feature = "ssr")]
use {
    super::service::{self, Listing},
    crate::{
        realtime::Position,
        server::{Ahead, Reader, Server, Viewer},
        shared::page::{DEFAULT_LIMIT, MAX_LIMIT},
    },
};

/// Tags on a page of them.
pub const MOST_TAGS: usize = 100;

/// Tags that complete what is typed.
#[cfg(feature = "ssr")]
const COMPLETIONS: u32 = 10;

/// Tags beside a list.
#[cfg(feature = "ssr")]
const TRENDING: u32 = 10;

/// A page of a list of posts, of each its beginning; the first one without a cursor.
///
/// # Errors
/// `Invalid` for the cursor and for a tag that is none, `SignIn` for the bookmarks of a visitor and for whom they follow.
#[server(prefix = "/rpc", endpoint = "list_posts", input = Json, output = Json, client = OwnCalls)]
pub async fn list_posts(feed: Feed, cursor: Option<String>) -> Result<Snapshot<Page<Post>>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current().ok());
    let position = expect_context::<Position>();
    let listing = Listing { feed, cursor, limit: DEFAULT_LIMIT };
    let data = match Ahead::find(&listing.name()) {
        Some(page) => page,
        None => service::list(&server.pool, viewer, &listing).await?,
    };
    Ok(Snapshot { position, data })
}

/// A post as a whole, the first page of its answers, and the first comments on each.
///
/// # Errors
/// `Missing` where there is no such post for the viewer; `Slow`.
#[server(prefix = "/rpc", endpoint = "read_thread", input = Json, output = Json, client = OwnCalls)]
pub async fn read_thread(id: PostId, sort: Sort) -> Result<Snapshot<Thread>> {
    let (server, reader) = (expect_context::<Server>(), Reader::current());
    reader.count(&server.limits, DEFAULT_LIMIT)?;
    let position = expect_context::<Position>();
    let data = service::thread(&server.pool, reader.viewer, id, sort).await?;
    Ok(Snapshot { position, data })
}

/// A post as a whole, with the part of its answers that is asked for.
///
/// # Errors
/// `Missing` where there is no such post for the viewer, `Invalid` for the cursor; `Slow`.
#[server(prefix = "/rpc", endpoint = "read_thread_part", input = Json, output = Json, client = OwnCalls)]
pub async fn read_thread_part(id: PostId, sort: Sort, part: Part) -> Result<Snapshot<ThreadPart>> {
    let (server, reader) = (expect_context::<Server>(), Reader::current());
    reader.count(&server.limits, 2 * DEFAULT_LIMIT)?;
    let position = expect_context::<Position>();
    let data = service::thread_part(&server.pool, reader.viewer, (id, sort), &part).await?;
    Ok(Snapshot { position, data })
}

/// A further page of the answers to a question, with the first comments on each.
///
/// # Errors
/// `Missing` where there is no such question for the viewer, `Invalid` for the cursor; `Slow`.
#[server(prefix = "/rpc", endpoint = "list_answers", input = Json, output = Json, client = OwnCalls)]
pub async fn list_answers(id: PostId, sort: Sort, cursor: Option<String>) -> Result<Snapshot<Answers>> {
    let (server, reader) = (expect_context::<Server>(), Reader::current());
    reader.count(&server.limits, DEFAULT_LIMIT)?;
    let position = expect_context::<Position>();
    let data = service::answers(&server.pool, reader.viewer, (id, sort), cursor.as_deref(), DEFAULT_LIMIT).await?;
    Ok(Snapshot { position, data })
}

/// The comments on a post or an answer, in the order in which they were said; 100 a page.
///
/// # Errors
/// `Missing` where there is nothing like it for the viewer, `Invalid` for the cursor; `Slow`.
#[server(prefix = "/rpc", endpoint = "list_comments", input = Json, output = Json, client = OwnCalls)]
pub async fn list_comments(on: Parent, cursor: Option<String>) -> Result<Snapshot<Page<Comment>>> {
    let (server, reader) = (expect_context::<Server>(), Reader::current());
    reader.count(&server.limits, MAX_LIMIT)?;
    let position = expect_context::<Position>();
    let data = service::comments(&server.pool, reader.viewer, on, cursor.as_deref(), MAX_LIMIT).await?;
    Ok(Snapshot { position, data })
}

/// Whether an entry of the viewer quotes others: what it says is not theirs to change then.
///
/// # Errors
/// `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "quotes_others", input = Json, output = Json, client = OwnCalls)]
pub async fn quotes_others(entry: Entry) -> Result<bool> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::quotes_others(&server.pool, viewer, entry).await
}

/// Tags that begin with what was typed, those of most posts first; at most 10.
///
/// # Errors
/// `Offline`.
#[server(prefix = "/rpc", endpoint = "find_tags", input = Json, output = Json, client = OwnCalls)]
pub async fn find_tags(q: String) -> Result<Vec<Tag>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current().ok());
    service::find_tags(&server.pool, viewer, &q, COMPLETIONS).await
}

/// The same for a page of them; at most [`MOST_TAGS`].
///
/// # Errors
/// `Offline`.
#[server(prefix = "/rpc", endpoint = "list_tags", input = Json, output = Json, client = OwnCalls)]
pub async fn list_tags(q: String) -> Result<Vec<Tag>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current().ok());
    service::find_tags(&server.pool, viewer, &q, MAX_LIMIT).await
}

/// Tags that more people use in these days than usual, the liveliest first; at most 10.
///
/// # Errors
/// `Offline`.
#[server(prefix = "/rpc", endpoint = "trending_tags", input = Json, output = Json, client = OwnCalls)]
pub async fn trending_tags() -> Result<Vec<Tag>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current().ok());
    service::trending_tags(&server.pool, viewer, TRENDING).await
}
