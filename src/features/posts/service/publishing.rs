//! What is published for the first time.

use super::super::{
    db::{self, Publishing},
    model::{Answer, AnswerDraft, Comment, CommentDraft, Post, PostDraft},
};
use crate::{
    server::{Limit, Server, Viewer, pool::patiently},
    shared::{Error, Result},
};

/// What was to be published, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published<T> {
    /// It was stored now.
    Stored(T),
    /// The same was stored before, and this has become of it.
    Known(T),
}

impl<T> Published<T> {
    /// As it stands.
    #[must_use]
    pub fn into_inner(self) -> T {
        match self {
            Self::Stored(entry) | Self::Known(entry) => entry,
        }
    }

    fn of(outcome: Publishing, entry: T) -> Self {
        if outcome == Publishing::Stored { Self::Stored(entry) } else { Self::Known(entry) }
    }
}

/// Publishes a post or a question. The same draft again is answered with the same post, as it stands then.
///
/// # Errors
/// As [`PostDraft::check`] says; [`Error::Conflict`] where another one has its id; [`Error::Slow`] past 30 a minute.
pub async fn publish(server: &Server, viewer: Viewer, draft: PostDraft) -> Result<Published<Post>> {
    let draft = &draft.check()?;
    slow_down(server, viewer)?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        let outcome = stands(db::publish_post(&mut tx, draft).await?)?;
        let post = super::find_post(&mut tx, draft.id).await?;
        tx.commit().await?;
        Ok(Published::of(outcome, post))
    })
    .await
}

/// Answers a question. The same draft again is answered with the same answer, as it stands then.
///
/// # Errors
/// As [`AnswerDraft::check`] says; `post_id`: `no_question` for a post that asks nothing; [`Error::Missing`] where there is no
/// such question for the viewer, or it was deleted; [`Error::Conflict`] and [`Error::Slow`] as for a post.
pub async fn answer(server: &Server, viewer: Viewer, draft: &AnswerDraft) -> Result<Published<Answer>> {
    draft.check()?;
    slow_down(server, viewer)?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        let outcome = stands(db::publish_answer(&mut tx, draft).await?)?;
        let answer = super::find_answer(&mut tx, draft.id).await?;
        tx.commit().await?;
        Ok(Published::of(outcome, answer))
    })
    .await
}

/// Comments on a post or an answer. The same draft again is answered with the same comment, as it stands then.
///
/// # Errors
/// As [`CommentDraft::check`] says; [`Error::Missing`] where there is nothing like it for the viewer, or it was deleted, and
/// where no such comment stands beside it to reply to; [`Error::Conflict`] and [`Error::Slow`] as for a post.
pub async fn comment(server: &Server, viewer: Viewer, draft: &CommentDraft) -> Result<Published<Comment>> {
    draft.check()?;
    slow_down(server, viewer)?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        let outcome = stands(db::publish_comment(&mut tx, draft).await?)?;
        let comment = super::find_comment(&mut tx, draft.id).await?;
        tx.commit().await?;
        Ok(Published::of(outcome, comment))
    })
    .await
}

/// Counts what somebody publishes or rewrites.
pub(super) fn slow_down(server: &Server, viewer: Viewer) -> Result<()> {
    server.limits.check(Limit::Posts, &viewer.account.to_string())
}

fn stands(outcome: Publishing) -> Result<Publishing> {
    match outcome {
        Publishing::Stored | Publishing::Known => Ok(outcome),
        Publishing::Conflict => Err(Error::Conflict),
        Publishing::Missing => Err(Error::Missing),
        Publishing::NoQuestion => Err(Error::invalid("post_id", "no_question")),
    }
}
