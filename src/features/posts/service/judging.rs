//! What people think of what was published: votes, accepted answers, bookmarks.

use super::{
    super::{
        db::{self, Judging},
        model::{Bookmark, Entry, Post, Tally, Vote},
    },
    Told,
};
use crate::{
    server::{Limit, Server, Tx, Viewer, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{AnswerId, PostId},
    },
};

/// Has the viewer vote so, and returns the numbers as they stand then. Voting so again changes nothing; of two devices the
/// later vote holds.
///
/// # Errors
/// As [`Vote::check`] says; [`Error::Forbidden`] on what they wrote; [`Error::Missing`] where there is no such entry for them, or
/// it was deleted; [`Error::Conflict`] where `once` names another act; [`Error::Slow`] past 100 a minute, bookmarks included.
pub async fn vote(server: &Server, viewer: Viewer, vote: Vote, once: &Once) -> Result<Tally> {
    vote.check()?;
    slow_down(server, viewer)?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        if once.known::<()>(&mut tx).await?.is_none() {
            held(db::cast_vote(&mut tx, vote).await?)?;
            once.keep(&mut tx, &()).await?;
        }
        let tally = tally(&mut tx, vote.on).await?;
        tx.commit().await?;
        Ok(tally)
    })
    .await
}

/// Has a question of the viewer have this answer be the accepted one, or none, and returns the question as it stands then.
///
/// # Errors
/// [`Error::Forbidden`] where somebody else asked; [`Error::Missing`] where there is no such question for the viewer or no such
/// answer to it, or one of them was deleted; [`Error::Conflict`] where `once` names another act; [`Error::Slow`] as for a vote.
pub async fn accept(
    server: &Server,
    viewer: Viewer,
    (post, answer): (PostId, Option<AnswerId>),
    once: &Once,
) -> Result<Post> {
    slow_down(server, viewer)?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        if once.known::<()>(&mut tx).await?.is_none() {
            held(db::accept_answer(&mut tx, post, answer).await?)?;
            once.keep(&mut tx, &()).await?;
        }
        let post = super::find_post(&mut tx, post).await?;
        tx.commit().await?;
        Ok(post)
    })
    .await
}

/// Has the viewer keep a post, or not any more. Nobody else learns of it. Doing so again changes nothing.
///
/// # Errors
/// [`Error::Missing`] where there is no such post for the viewer, or it was deleted and is to be kept; [`Error::Conflict`] where
/// `once` names another act; [`Error::Slow`] as for a vote.
pub async fn bookmark(server: &Server, viewer: Viewer, post_id: PostId, on: bool, once: &Once) -> Result<Bookmark> {
    slow_down(server, viewer)?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        if once.known::<()>(&mut tx).await?.is_none() {
            held(db::set_bookmark(&mut tx, post_id, on).await?)?;
            once.keep(&mut tx, &()).await?;
        }
        let on = super::find_post(&mut tx, post_id).await?.bookmarked;
        tx.commit().await?;
        Ok(Bookmark { post_id, on })
    })
    .await
}

fn slow_down(server: &Server, viewer: Viewer) -> Result<()> {
    server.limits.check(Limit::Votes, &viewer.account.to_string())
}

fn held(outcome: Judging) -> Result<()> {
    match outcome {
        Judging::Done => Ok(()),
        Judging::Forbidden => Err(Error::Forbidden),
        Judging::Missing => Err(Error::Missing),
    }
}

/// The numbers beside an entry, and how the viewer votes on it.
async fn tally(tx: &mut Tx, entry: Entry) -> Result<Tally> {
    let (tally, vote) = match super::find(tx, entry).await? {
        Told::Post(post) => (Tally::of_post(&post), post.vote),
        Told::Answer(answer) => (Tally::of_answer(&answer), answer.vote),
        Told::Comment(comment) => (Tally::of_comment(&comment), comment.vote),
    };
    Ok(Tally { vote: Some(vote), ..tally })
}
