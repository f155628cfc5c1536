//! Reading a thread on: further answers, and the comments that are folded.

use leptos::{prelude::*, task::spawn_local};

use super::OpenThread;
use crate::{
    features::posts::{
        model::{Comment, Entry, Parent},
        rpc,
    },
    kit::Further,
    shared::{Result, id::CommentId, page::Page},
};

impl OpenThread {
    /// Whether all comments on an entry are shown.
    #[must_use]
    pub fn is_unfolded(self, parent: Parent) -> bool {
        self.unfolded.with(|unfolded| unfolded.contains(&parent))
    }

    /// Shows all comments on an entry, those too that wait, and reads those that are not here.
    pub fn unfold(self, parent: Parent) {
        self.unfold_then(parent, || ());
    }

    /// Does what [`Self::unfold`] does, and goes on at the first comment that was folded.
    pub fn unfold_from_here(self, parent: Parent) {
        let known = self.shown.with_untracked(|talk| talk.shown_on(parent, false));
        self.unfold_then(parent, move || {
            // The thread may be gone by then.
            let all = self.shown.try_with_untracked(|talk| talk.shown_on(parent, true));
            if let Some(id) = all.into_iter().flatten().find(|id| !known.contains(id)) {
                self.focus(Entry::Comment(id));
            }
        });
    }

    /// Unfolds the comments on an entry, and does something once all of them are here.
    fn unfold_then(self, parent: Parent, then: impl FnOnce() + 'static) {
        self.let_in(&self.talk.with_untracked(|talk| talk.arrived_on(parent)));
        self.unfolded.update(|unfolded| _ = unfolded.insert(parent));
        let is_read = self.talk.with_untracked(|talk| talk.absent_on(parent) == 0 || talk.further_on(parent).is_some());
        if is_read {
            return then();
        }
        spawn_local(async move {
            match comments_on(parent, None).await {
                Ok(page) => {
                    self.talk.try_update(|talk| talk.take_comments_on(parent, page));
                    then();
                }
                Err(error) => {
                    self.unfolded.try_update(|unfolded| unfolded.remove(&parent));
                    self.toasts.warn(format!("The comments could not be read. {error}"));
                }
            }
        });
    }

    /// Whether there may be a comment on an entry that was not read.
    #[must_use]
    pub fn is_unread(self, id: CommentId, on: Parent) -> bool {
        self.talk.with(|talk| talk.comment(id).is_none() && talk.absent_on(on) > 0)
    }

    /// Behind which cursor comments follow on an entry whose comments are unfolded, and how many; none where all are here.
    #[must_use]
    pub fn unread_comments(self, parent: Parent) -> Option<(String, i64)> {
        let is_unfolded = self.is_unfolded(parent);
        self.shown.with(|talk| {
            let cursor = talk.further_on(parent).filter(|_| is_unfolded)?;
            Some((cursor.to_owned(), talk.absent_on(parent).max(1)))
        })
    }

    /// Reads the next comments of a great many on an entry, and goes on at the first of them.
    pub fn more_comments(self, parent: Parent) {
        let Some(cursor) = self.talk.with_untracked(|talk| talk.further_on(parent).map(str::to_owned)) else { return };
        spawn_local(async move {
            match comments_on(parent, Some(cursor)).await {
                Ok(page) => {
                    let first = page.items.first().map(|comment| comment.id);
                    self.talk.try_update(|talk| talk.take_comments_on(parent, page));
                    if let Some(id) = first {
                        self.focus(Entry::Comment(id));
                    }
                }
                Err(error) => self.toasts.warn(format!("The comments could not be read. {error}")),
            }
        });
    }

    /// How it is with the next page of answers.
    #[must_use]
    pub fn further(self) -> Further {
        self.paging.further()
    }

    /// Reads the next page of answers, if there is one and none is under way.
    pub fn more_answers(self) {
        let (next, sort) = self.talk.with_untracked(|talk| (talk.next.clone(), talk.sort));
        if let Some(cursor) = next {
            self.paging.read(rpc::list_answers(self.id, sort, Some(cursor)), move |answers| {
                self.talk.try_update(|talk| talk.take_answers(answers.data));
            });
        }
    }
}

/// Comments on an entry that are read at most at once: whoever unfolds them, a visitor too, waits for all of them.
const MOST: usize = 300;

/// The comments on an entry from its first on, or from behind a cursor: all of them, or those of a great many with where they
/// go on.
pub(super) async fn comments_on(parent: Parent, cursor: Option<String>) -> Result<Page<Comment>> {
    let mut page = rpc::list_comments(parent, cursor).await?.data;
    while page.items.len() < MOST
        && let Some(next) = page.next.take()
    {
        let further = rpc::list_comments(parent, Some(next)).await?.data;
        page.items.extend(further.items);
        page.next = further.next;
    }
    Ok(page)
}
