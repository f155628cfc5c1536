//! Which comments on an entry are shown while the rest is folded, and whether there can be more.

use super::Talk;
use crate::{
    features::posts::model::{Comment, Entry, Parent},
    shared::id::CommentId,
};

/// Comments on an entry that are shown while they are folded.
pub const FIRST: usize = 5;

impl Talk {
    /// Whether anything can be written on something: nothing in the thread of a post that was deleted, nor on an answer that
    /// was.
    #[must_use]
    pub fn takes_words(&self, on: Parent) -> bool {
        let stands = match on {
            Parent::Post(_) => true,
            Parent::Answer(id) => self.answer(id).is_none_or(|answer| !answer.is_deleted()),
        };
        stands && !self.post.is_deleted()
    }

    /// The comments on something that are shown, as far as they are here: all of them where it is unfolded, else the first
    /// and the viewer's own. What waits is not.
    #[must_use]
    pub fn shown_on(&self, parent: Parent, is_unfolded: bool) -> Vec<CommentId> {
        let all = self.comments_on(parent).enumerate();
        let is_shown =
            |place: usize, comment: &Comment| is_unfolded || place < FIRST || self.is_own(Entry::Comment(comment.id));
        let shown = all.filter(|(place, comment)| is_shown(*place, comment)).map(|(_, comment)| comment.id);
        shown.filter(|id| !self.waits(Entry::Comment(*id))).collect()
    }

    /// How many comments on something there are beside those that are shown and those that wait. Deleted ones are not
    /// counted, whether they stand there or not.
    #[must_use]
    pub fn folded_on(&self, parent: Parent, is_unfolded: bool) -> i64 {
        if is_unfolded {
            return 0;
        }
        let is_there = |id: &CommentId| self.comment(*id).is_some_and(|comment| !comment.is_deleted());
        let shown =
            self.shown_on(parent, false).iter().filter(|id| is_there(id)).count() + self.arrived_on(parent).len();
        (self.comment_count(parent) - i64::try_from(shown).unwrap_or(i64::MAX)).max(0)
    }
}
