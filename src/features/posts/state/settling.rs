//! What the server answered to what was done.

use uuid::Uuid;

use super::{
    Listing, Talk, Told,
    acts::{ACCEPT, ANSWER, BOOKMARK, COMMENT, DELETES, EDITS, PUBLISH, VOTE, deleted, edited},
    refusals::why,
};
use crate::{
    features::posts::model::{Bookmark, Entry, Rewrite, Vote},
    shared::{Error, id::OperationId, json::typed},
    sync::{Operation, Pending, PendingState},
};

/// How far something came that the viewer wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Everybody can read it.
    Stored,
    /// It goes out by itself.
    Waiting,
    /// The server refused it.
    Refused(Error),
}

/// How far an entry of this id came.
#[must_use]
pub fn progress(id: Uuid, pending: &[Pending]) -> Progress {
    let is_it =
        |one: &&Pending| one.operation.id.0 == id && [PUBLISH, ANSWER, COMMENT].contains(&one.operation.kind.as_str());
    match pending.iter().find(is_it).map(|one| &one.state) {
        Some(PendingState::Failed(error)) => Progress::Refused(error.clone()),
        Some(PendingState::Waiting | PendingState::Slowed) => Progress::Waiting,
        Some(PendingState::Acknowledged(_)) | None => Progress::Stored,
    }
}

/// What the server answered to what was done in a thread, with what that tells. Whether the viewer keeps the post only an
/// event tells: the answer carries no version, and another device may have chosen otherwise since. So a bookmark lies over
/// what is confirmed until that says the same, or a later one is stored.
#[must_use]
pub fn answers(talk: &Talk, pending: &[Pending]) -> Vec<(OperationId, Option<Told>)> {
    let stored = pending.iter().filter_map(|one| match &one.state {
        PendingState::Acknowledged(answer) if is_here(talk, &one.operation) => Some((&one.operation, answer)),
        _ => None,
    });
    let stored: Vec<_> = stored.collect();
    let last = stored.iter().rfind(|(operation, _)| operation.kind == BOOKMARK).map(|(operation, _)| operation.id);
    let holds = |operation: &Operation| {
        let Ok(Bookmark { on, .. }) = typed::<Bookmark>(&operation.body) else { return true };
        operation.kind != BOOKMARK || Some(operation.id) != last || talk.post.bookmarked == on
    };
    let settled = stored.into_iter().filter(|(operation, _)| holds(operation));
    settled.map(|(operation, answer)| (operation.id, Told::read(answer))).collect()
}

/// Whether a vote on an entry is on its way.
#[must_use]
pub fn is_voting(entry: Entry, pending: &[Pending]) -> bool {
    pending.iter().any(|one| {
        let is_on_it = || typed::<Vote>(&one.operation.body).is_ok_and(|vote| vote.on == entry);
        one.operation.kind == VOTE && !one.has_failed() && is_on_it()
    })
}

/// What the server did not take, and nobody has to send again: in words, what did not happen, and why.
#[must_use]
pub fn undone(pending: &[Pending]) -> Vec<(OperationId, String)> {
    let refused = pending.iter().filter_map(|one| match &one.state {
        PendingState::Failed(error) => {
            let kind = &one.operation.kind;
            Some((one.operation.id, format!("{} {}", words(kind)?, why(kind, error))))
        }
        _ => None,
    });
    refused.collect()
}

/// Words that the server did not take, and that wait to be sent again or given up: in words, what did not happen, why, and
/// where they stand, and what stands in the address of the page where that is.
#[must_use]
pub fn unsaid(pending: &[Pending]) -> Vec<(OperationId, String, &str)> {
    let refused = pending.iter().filter_map(|one| {
        let (PendingState::Failed(error), operation) = (&one.state, &one.operation) else { return None };
        let thread = operation.object.split_once(':').map(|(_, post)| post).unwrap_or_default();
        let (what, stands, place) = match operation.kind.as_str() {
            PUBLISH => ("Your post was not published.", "It stands where you write a new one.", "/new"),
            ANSWER => ("Your answer was not published.", "It stands below its question.", thread),
            COMMENT => ("Your comment was not published.", "It stands in its thread.", thread),
            kind if EDITS.contains(&kind) => ("Your edit was not saved.", "It stands in its thread.", thread),
            _ => return None,
        };
        // The whole thread may be gone with what the words were about.
        let is_gone = *error == Error::Missing;
        let (stands, place) = if is_gone { ("It stands among your drafts.", "/drafts") } else { (stands, place) };
        Some((operation.id, format!("{what} {} {stands}", why(&operation.kind, error)), place))
    });
    refused.collect()
}

/// The deletions that are held back still, of what is deleted already.
#[must_use]
pub fn beyond_undoing(talk: &Talk, pending: &[Pending]) -> Vec<OperationId> {
    let held = pending.iter().map(|one| &one.operation).filter(|operation| operation.is_postponed());
    let is_gone = |operation: &&Operation| deleted(operation).is_some_and(|entry| talk.is_deleted(entry));
    held.filter(is_gone).map(|operation| operation.id).collect()
}

/// What the server answered to the deletions of posts in a list, with what that tells where it is news.
#[must_use]
pub fn deletions(listing: &Listing, pending: &[Pending]) -> Vec<(OperationId, Option<Told>)> {
    let listed = |operation: &Operation| match deleted(operation)? {
        Entry::Post(id) => listing.post(id),
        _ => None,
    };
    let answered = pending.iter().filter_map(|Pending { operation, state }| {
        let (PendingState::Acknowledged(answer), Some(post)) = (state, listed(operation)) else { return None };
        Some((operation.id, Told::read(answer).filter(|_| !post.is_deleted())))
    });
    answered.collect()
}

/// The edit of an entry that was refused, with its words.
#[must_use]
pub fn refused_edit(entry: Entry, pending: &[Pending]) -> Option<(OperationId, Rewrite, Error)> {
    pending.iter().rev().find_map(|one| match (&one.state, edited(&one.operation)) {
        (PendingState::Failed(error), Some((of, rewrite))) if of == entry => {
            Some((one.operation.id, rewrite, error.clone()))
        }
        _ => None,
    })
}

fn words(kind: &str) -> Option<&'static str> {
    match kind {
        VOTE => Some("Your vote was not counted."),
        ACCEPT => Some("Which answer is accepted was not changed."),
        BOOKMARK => Some("The bookmark was not changed."),
        kind if DELETES.contains(&kind) => Some("Nothing was deleted."),
        _ => None,
    }
}

/// Whether something was done in a thread.
fn is_here(talk: &Talk, operation: &Operation) -> bool {
    match operation.kind.as_str() {
        VOTE => typed::<Vote>(&operation.body).is_ok_and(|vote| talk.holds(vote.on)),
        kind if [PUBLISH, ANSWER, COMMENT, ACCEPT, BOOKMARK].contains(&kind)
            || EDITS.contains(&kind)
            || DELETES.contains(&kind) =>
        {
            operation.object.split_once(':').is_some_and(|(_, id)| id.parse() == Ok(talk.post.id))
        }
        _ => false,
    }
}
