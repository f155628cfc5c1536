//! Reading a thread on: further answers, and the comments that are folded.

use leptos::{prelude::*, task::spawn_local};

use super::OpenThread;
use crate::{
    features::posts::{
        model::{Comment, Parent},
        rpc,
    },
    kit::Further,
    shared::Result,
};

impl OpenThread {
    /// Whether all comments on an entry are shown.
    #[must_use]
    pub fn is_unfolded(self, parent: Parent) -> bool {
        self.unfolded.with(|unfolded| unfolded.contains(&parent))
    }

    /// Shows all comments on an entry, and reads those that are not here.
    pub fn unfold(self, parent: Parent) {
        self.unfolded.update(|unfolded| _ = unfolded.insert(parent));
        let is_whole = self.talk.with_untracked(|talk| {
            i64::try_from(talk.comments_on(parent).filter(|comment| !comment.is_deleted()).count())
                .is_ok_and(|here| here >= talk.comment_count(parent))
        });
        if is_whole {
            return;
        }
        spawn_local(async move {
            match comments_on(parent).await {
                Ok(comments) => {
                    self.talk.try_update(|talk| talk.take_comments(comments));
                }
                Err(error) => {
                    self.unfolded.try_update(|unfolded| unfolded.remove(&parent));
                    self.toasts.warn(format!("The comments could not be read. {error}"));
                }
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

/// All comments on an entry, or the first of a great many.
pub(super) async fn comments_on(parent: Parent) -> Result<Vec<Comment>> {
    let mut page = rpc::list_comments(parent, None).await?.data;
    while let Some(next) = page.next.take().filter(|_| page.items.len() < MOST) {
        let further = rpc::list_comments(parent, Some(next)).await?.data;
        page.items.extend(further.items);
        page.next = further.next;
    }
    Ok(page.items)
}
