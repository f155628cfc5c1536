//! What becomes of what was published, and what it said before.

use serde::Serialize;

use super::{
    super::{
        db::{self, Rewriting},
        model::{Answer, Comment, Entry, Post, Revision, Rewrite},
    },
    publishing::slow_down,
};
use crate::{
    server::{Pool, Server, Viewer, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{AnswerId, CommentId, PostId},
        page::{MAX_LIMIT, Page},
    },
};

/// An entry as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Told {
    /// A post.
    Post(Box<Post>),
    /// An answer.
    Answer(Box<Answer>),
    /// A comment.
    Comment(Box<Comment>),
}

/// Has a post of the viewer say something else, and returns it as it stands then. What it said before stays for all to read.
///
/// # Errors
/// As [`Rewrite::check_post`] says, and `title`: `required` for a question, `body`: `quoted` where it quotes others, whose words
/// stay as they allowed them; [`Error::Forbidden`] where somebody else wrote it;
/// [`Error::Missing`] where there is no such post for the viewer, or it was deleted; [`Error::Conflict`] where it is newer than
/// the version that was seen, or `once` names another act; [`Error::Slow`] past 30 a minute, new ones included.
pub async fn rewrite_post(server: &Server, viewer: Viewer, id: PostId, rewrite: Rewrite, once: &Once) -> Result<Post> {
    let rewrite = &rewrite.check_post()?;
    slow_down(server, viewer)?;
    let act = Act::Post(id, rewrite);
    match change(&server.pool, viewer, act, once).await? {
        Told::Post(post) => Ok(*post),
        _ => Err(Error::Missing),
    }
}

/// Has an answer of the viewer say something else, and returns it as it stands then.
///
/// # Errors
/// As [`Rewrite::check_answer`] says, else, but for the title, as [`rewrite_post`].
pub async fn rewrite_answer(
    server: &Server,
    viewer: Viewer,
    id: AnswerId,
    rewrite: &Rewrite,
    once: &Once,
) -> Result<Answer> {
    let act = Act::Words(Entry::Answer(id), rewrite.check_answer()?, rewrite.version);
    slow_down(server, viewer)?;
    match change(&server.pool, viewer, act, once).await? {
        Told::Answer(answer) => Ok(*answer),
        _ => Err(Error::Missing),
    }
}

/// Has a comment of the viewer say something else, and returns it as it stands then.
///
/// # Errors
/// As [`Rewrite::check_comment`] says, else as [`rewrite_post`].
pub async fn rewrite_comment(
    server: &Server,
    viewer: Viewer,
    id: CommentId,
    rewrite: &Rewrite,
    once: &Once,
) -> Result<Comment> {
    let act = Act::Words(Entry::Comment(id), rewrite.check_comment()?, rewrite.version);
    slow_down(server, viewer)?;
    match change(&server.pool, viewer, act, once).await? {
        Told::Comment(comment) => Ok(*comment),
        _ => Err(Error::Missing),
    }
}

/// Deletes a post of the viewer, and returns what is left of it: its place, and the thread below. Doing so again changes
/// nothing.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Missing`] and [`Error::Conflict`] as for [`rewrite_post`].
pub async fn delete_post(pool: &Pool, viewer: Viewer, id: PostId, once: &Once) -> Result<Post> {
    match change(pool, viewer, Act::Delete(Entry::Post(id)), once).await? {
        Told::Post(post) => Ok(*post),
        _ => Err(Error::Missing),
    }
}

/// Deletes an answer of the viewer: its place stays, and it is not accepted any more.
///
/// # Errors
/// As [`delete_post`].
pub async fn delete_answer(pool: &Pool, viewer: Viewer, id: AnswerId, once: &Once) -> Result<Answer> {
    match change(pool, viewer, Act::Delete(Entry::Answer(id)), once).await? {
        Told::Answer(answer) => Ok(*answer),
        _ => Err(Error::Missing),
    }
}

/// Deletes a comment of the viewer: its place stays.
///
/// # Errors
/// As [`delete_post`].
pub async fn delete_comment(pool: &Pool, viewer: Viewer, id: CommentId, once: &Once) -> Result<Comment> {
    match change(pool, viewer, Act::Delete(Entry::Comment(id)), once).await? {
        Told::Comment(comment) => Ok(*comment),
        _ => Err(Error::Missing),
    }
}

/// What is done to an entry.
#[derive(Clone, Copy)]
enum Act<'a> {
    Post(PostId, &'a Rewrite),
    Words(Entry, &'a str, Option<i64>),
    Delete(Entry),
}

/// Of an act that was applied before, what holds by now is the answer: kept words would outlive a deletion.
async fn change(pool: &Pool, viewer: Viewer, act: Act<'_>, once: &Once) -> Result<Told> {
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        let entry = match act {
            Act::Post(id, _) => Entry::Post(id),
            Act::Words(entry, ..) | Act::Delete(entry) => entry,
        };
        if once.known::<()>(&mut tx).await?.is_none() {
            let outcome = match act {
                Act::Post(id, rewrite) => db::rewrite_post(&mut tx, id, rewrite).await?,
                Act::Words(entry, body, version) => db::rewrite_words(&mut tx, entry, body, version).await?,
                Act::Delete(entry) => db::delete_entry(&mut tx, entry).await?,
            };
            match outcome {
                Rewriting::Done => once.keep(&mut tx, &()).await?,
                Rewriting::Forbidden => return Err(Error::Forbidden),
                Rewriting::Missing => return Err(Error::Missing),
                Rewriting::Conflict => return Err(Error::Conflict),
                Rewriting::Untitled => return Err(Error::invalid("title", "required")),
                Rewriting::Quoted => return Err(Error::invalid("body", "quoted")),
            }
        }
        let told = super::find(&mut tx, entry).await?;
        tx.commit().await?;
        Ok(told)
    })
    .await
}

/// Whether an entry of the viewer quotes others: then it goes on to say what they allowed.
///
/// # Errors
/// What the database says.
pub async fn quotes_others(pool: &Pool, viewer: Viewer, entry: Entry) -> Result<bool> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    Ok(db::quotes_others(&mut tx, entry).await?)
}

/// An entry as it is now, and its version.
///
/// # Errors
/// [`Error::Missing`] where there is no such entry for the viewer.
pub async fn newest(pool: &Pool, viewer: Viewer, entry: Entry) -> Result<(Told, i64)> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    let told = super::find(&mut tx, entry).await?;
    let version = match &told {
        Told::Post(post) => post.version,
        Told::Answer(answer) => answer.version,
        Told::Comment(comment) => comment.version,
    };
    Ok((told, version))
}

/// What an entry says and what it said before, the newest first, at most `limit` of it before a version. Everybody may read
/// it for whom it and what it stands on are there. Of one entry a hundred versions before the present one are kept, the first
/// and the latest, and of those that did not hold for five minutes only the first.
///
/// # Errors
/// [`Error::Missing`] where there is no such entry for the viewer, or it was deleted.
pub async fn revisions(
    pool: &Pool,
    viewer: Option<Viewer>,
    entry: Entry,
    before: Option<i64>,
    limit: u32,
) -> Result<Page<Revision>> {
    let limit = limit.clamp(1, MAX_LIMIT);
    let mut tx = super::begin(pool, viewer).await?;
    let told = super::find(&mut tx, entry).await?;
    super::stands_there(&mut tx, &told).await?;
    let now = present(told).ok_or(Error::Missing)?;
    let said = db::select_revisions(&mut tx, entry, before, i64::from(limit) + 1).await?;
    let is_asked = before.is_none_or(|before| now.version < before);
    let revisions = is_asked.then_some(now).into_iter().chain(said).collect();
    Ok(Page::cut(revisions, limit, |revision: &Revision| revision.version.to_string()))
}

/// What an entry says now; nothing where it was deleted.
fn present(told: Told) -> Option<Revision> {
    let (version, title, body, tags, deleted_at, at) = match told {
        Told::Post(post) => {
            let at = post.edited_at.unwrap_or(post.at);
            (post.version, post.title, post.body, post.tags, post.deleted_at, at)
        }
        Told::Answer(answer) => {
            let at = answer.edited_at.unwrap_or(answer.at);
            (answer.version, None, answer.body, Vec::new(), answer.deleted_at, at)
        }
        Told::Comment(comment) => {
            let at = comment.edited_at.unwrap_or(comment.at);
            (comment.version, None, comment.body, Vec::new(), comment.deleted_at, at)
        }
    };
    deleted_at.is_none().then_some(Revision { version, title, body, tags, at })
}
