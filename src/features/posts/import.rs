//! Threads that took place elsewhere, or never: each part is published as its author publishes it, so that everything that
//! follows from it is there, and is then set back to when it was.

mod db;

use super::{
    db::{
        Publishing, accept_answer, cast_vote, publish_answer, publish_comment, publish_post, rewrite_words,
        set_bookmark,
    },
    model::{AnswerDraft, CommentDraft, Entry, PostDraft, Vote},
};
use crate::{
    server::{Pool, Tx},
    shared::{
        Result,
        id::{AccountId, AnswerId, PostId},
        time::Time,
    },
};

/// Something to publish.
#[derive(Clone, Debug)]
pub enum Draft {
    /// What begins a thread.
    Post(PostDraft),
    /// An answer to it.
    Answer(AnswerDraft),
    /// A comment on one of the two.
    Comment(CommentDraft),
}

/// What somebody published, and when.
#[derive(Clone, Debug)]
pub struct Import {
    /// Who.
    pub author: AccountId,
    /// When.
    pub at: Time,
    /// What.
    pub draft: Draft,
}

/// Publishes what is not there yet, in order, and returns those that were not. What stands below something that is
/// not there is left out.
///
/// # Errors
/// What the database says; what is stored by then stays.
pub async fn import(pool: &Pool, all: &[Import]) -> Result<Vec<Entry>> {
    let mut stored = Vec::new();
    for import in all {
        let mut tx = pool.as_viewer(import.author).await?;
        let outcome = publish(&mut tx, &import.draft).await?;
        tx.commit().await?;
        if outcome == Publishing::Stored {
            stored.push((import.draft.entry(), import.at));
        }
    }
    if !stored.is_empty() {
        let mut tx = pool.as_jobs().await?;
        db::set_back(&mut tx, &stored).await?;
        tx.commit().await?;
    }
    Ok(stored.into_iter().map(|(entry, _)| entry).collect())
}

/// What somebody has something of theirs say later, and when.
#[derive(Clone, Debug)]
pub struct Edit {
    /// Who wrote it.
    pub author: AccountId,
    /// When.
    pub at: Time,
    /// What is edited.
    pub entry: Entry,
    /// What it says then.
    pub body: String,
}

/// Has what was published say something else since then; what is not there, or of somebody else, is left out.
///
/// # Errors
/// What the database says; what is stored by then stays.
pub async fn rewrite(pool: &Pool, edits: &[Edit]) -> Result<()> {
    for edit in edits {
        let mut tx = pool.as_viewer(edit.author).await?;
        rewrite_words(&mut tx, edit.entry, &edit.body, None).await?;
        tx.commit().await?;
    }
    let times: Vec<_> = edits.iter().map(|edit| (edit.entry, edit.at)).collect();
    let mut tx = pool.as_jobs().await?;
    db::set_edits_back(&mut tx, &times).await?;
    tx.commit().await
}

/// What somebody thinks of what others published.
#[derive(Clone, Debug, Default)]
pub struct Opinions {
    /// What they vote; not on their own.
    pub votes: Vec<Vote>,
    /// What they keep.
    pub bookmarks: Vec<PostId>,
    /// Which answers to their own questions they accept.
    pub accepted: Vec<(PostId, AnswerId)>,
}

/// Has somebody think so. Where they did before, nothing changes; what is not there is left out.
///
/// # Errors
/// What the database says.
pub async fn judge(pool: &Pool, account: AccountId, opinions: &Opinions) -> Result<()> {
    let mut tx = pool.as_viewer(account).await?;
    for vote in &opinions.votes {
        cast_vote(&mut tx, *vote).await?;
    }
    for post in &opinions.bookmarks {
        set_bookmark(&mut tx, *post, true).await?;
    }
    for (post, answer) in &opinions.accepted {
        accept_answer(&mut tx, *post, Some(*answer)).await?;
    }
    tx.commit().await
}

impl Draft {
    /// What it is once it is published.
    #[must_use]
    pub fn entry(&self) -> Entry {
        match self {
            Self::Post(draft) => Entry::Post(draft.id),
            Self::Answer(draft) => Entry::Answer(draft.id),
            Self::Comment(draft) => Entry::Comment(draft.id),
        }
    }
}

async fn publish(tx: &mut Tx, draft: &Draft) -> Result<Publishing> {
    Ok(match draft {
        Draft::Post(draft) => publish_post(tx, draft).await?,
        Draft::Answer(draft) => publish_answer(tx, draft).await?,
        Draft::Comment(draft) => publish_comment(tx, draft).await?,
    })
}
