//! What publications need of the world: transactions and limits. What may become public the database decides.

use super::{
    db,
    model::{NewPublication, Origin, Publication, Source, Stage},
};
use crate::{
    server::{Limit, Pool, Server, Viewer, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{ConversationId, MessageId, PostId, PublicationId},
    },
};

/// What was asked for, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// It was asked for now.
    New(Publication),
    /// The same was asked for before.
    Known(Publication),
}

impl Asked {
    /// As it stands.
    #[must_use]
    pub fn into_inner(self) -> Publication {
        match self {
            Self::New(publication) | Self::Known(publication) => publication,
        }
    }
}

/// Asks whoever else wrote these messages whether they may be public; where all are the viewer's own they are at once. The
/// same again is answered as it stands.
///
/// # Errors
/// As [`NewPublication::check`] says; [`Error::Missing`] where a message is not there for the viewer, or was deleted or
/// forwarded, or nobody of those who wrote them can be asked; `question_id`: `no_question`; `publication`: `too_many` where 20
/// are open or were taken back within the hour; `messages`: `too_long`; [`Error::Conflict`] where the id names something else;
/// [`Error::Slow`] past 30 a minute.
pub async fn ask(server: &Server, viewer: Viewer, new: NewPublication) -> Result<Asked> {
    let new = &new.check()?;
    server.limits.check(Limit::Posts, &viewer.account.to_string())?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        let outcome = db::ask_publication(&mut tx, new).await?;
        let is_new = match outcome.as_str() {
            "asked" | "published" => true,
            "known" => false,
            refused => return Err(refusal(refused)),
        };
        let publication = db::find_publication(&mut tx, new.id).await?.ok_or(Error::Missing)?;
        tx.commit().await?;
        Ok(if is_new { Asked::New(publication) } else { Asked::Known(publication) })
    })
    .await
}

/// Says whether the viewer's words may be part of a publication. To allow them again changes nothing; what was declined stays
/// so. Declined once it is published they are taken out of it, and out of what it said before; where nothing else was said it is
/// deleted.
///
/// # Errors
/// [`Error::Missing`] where nothing of theirs is asked for, or not any more; [`Error::Conflict`] where `once` names another
/// act; [`Error::Slow`] past 100 a minute, as votes are counted.
pub async fn consent(server: &Server, viewer: Viewer, id: PublicationId, allowed: bool, once: &Once) -> Result<()> {
    server.limits.check(Limit::Votes, &viewer.account.to_string())?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        if once.known::<()>(&mut tx).await?.is_some() {
            return Ok(());
        }
        let outcome = db::consent_publication(&mut tx, id, allowed).await?;
        if outcome == "done" {
            once.keep(&mut tx, &()).await?;
        }
        // What is asked for no more may have ended by this very act.
        tx.commit().await?;
        if outcome == "done" { Ok(()) } else { Err(Error::Missing) }
    })
    .await
}

/// Publishes what the viewer asked for, without what nobody allowed, or takes it back, and says how it stands then. To do so
/// again changes nothing.
///
/// # Errors
/// [`Error::Missing`] where they asked for no such thing, or it is over in the other way; `publication`: `waiting` where
/// somebody has not answered yet, `empty` where nobody agreed; `question_id`: `no_question`; `messages`: `too_long`;
/// [`Error::Conflict`] where its id names another entry by now, or `once` another act; [`Error::Slow`] past 30 a minute.
pub async fn settle(server: &Server, viewer: Viewer, id: PublicationId, publish: bool, once: &Once) -> Result<Stage> {
    server.limits.check(Limit::Posts, &viewer.account.to_string())?;
    patiently(|| async move {
        let mut tx = server.pool.as_viewer(viewer.account).await?;
        if let Some(stage) = once.known::<Stage>(&mut tx).await? {
            return Ok(stage);
        }
        let stage = match db::settle_publication(&mut tx, id, publish).await?.as_str() {
            "published" => Stage::Published,
            "withdrawn" => Stage::Withdrawn,
            refused => return Err(refusal(refused)),
        };
        once.keep(&mut tx, &stage).await?;
        tx.commit().await?;
        Ok(stage)
    })
    .await
}

/// What the viewer asked for or was asked for and is open, of one conversation with its threads or of all; and what was
/// published of that one.
/// The newest first, at most 100.
///
/// # Errors
/// What the database says.
pub async fn list(pool: &Pool, viewer: Viewer, conversation: Option<ConversationId>) -> Result<Vec<Publication>> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    db::select_publications(&mut tx, conversation).await
}

/// What can be published of where a message stands.
///
/// # Errors
/// [`Error::Missing`] where there is no such message for the viewer.
pub async fn source(pool: &Pool, viewer: Viewer, message: MessageId) -> Result<Source> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    db::select_source(&mut tx, message).await?.ok_or(Error::Missing)
}

/// Whether there is such a question for the viewer to answer.
///
/// # Errors
/// What the database says.
pub async fn has_question(pool: &Pool, viewer: Viewer, id: PostId) -> Result<bool> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    Ok(db::has_question(&mut tx, id).await?)
}

/// From which conversations of the viewer a post and the answers to it come, and which of them quote the viewer.
///
/// # Errors
/// What the database says.
pub async fn origins(pool: &Pool, viewer: Viewer, post: PostId) -> Result<Vec<Origin>> {
    let mut tx = pool.as_viewer(viewer.account).await?;
    Ok(db::select_origins(&mut tx, post).await?)
}

fn refusal(outcome: &str) -> Error {
    match outcome {
        "conflict" => Error::Conflict,
        "full" => Error::invalid("publication", "too_many"),
        "waiting" | "empty" => Error::invalid("publication", outcome),
        "long" => Error::invalid("messages", "too_long"),
        "no_question" => Error::invalid("question_id", "no_question"),
        _ => Error::Missing,
    }
}
