//! What one does in a thread: shown as done at once, and sent until the server has it.

use leptos::prelude::*;
use uuid::Uuid;

use super::OpenThread;
use crate::{
    features::posts::{
        model::{AnswerDraft, CommentDraft, Entry, Parent, Rewrite, Vote, place_address},
        state::{
            acts, parent_of,
            settling::{self, Progress},
        },
    },
    kit::copy_words,
    shared::{
        Error, Result,
        id::{AnswerId, CommentId, OperationId},
    },
    sync::status::State,
};

impl OpenThread {
    /// Votes on an entry; the same vote again takes it back. Nobody votes on what is their own.
    pub fn vote(self, on: Entry, value: i16) {
        let (before, is_own) = self.shown.with_untracked(|talk| (talk.vote_on(on).0, talk.is_own(on)));
        let vote = Vote { on, value: if before == value { 0 } else { value } };
        if !is_own && vote.check().is_ok() {
            self.client.perform(acts::vote(self.name(), vote));
        }
    }

    /// Accepts an answer, or none.
    pub fn accept(self, answer: Option<AnswerId>) {
        self.client.perform(acts::accept(self.name(), self.id, answer));
    }

    /// Keeps the post to come back to, or does so no longer.
    pub fn bookmark(self) {
        let on = !self.shown.with_untracked(|talk| talk.post.bookmarked);
        self.client.perform(acts::bookmark(self.name(), self.id, on));
    }

    /// Answers the question.
    ///
    /// # Errors
    /// As [`AnswerDraft::check`]: nothing is done.
    pub fn answer(self, body: String) -> Result<AnswerId> {
        let draft = AnswerDraft { id: AnswerId(self.client.new_id()), post_id: self.id, body };
        draft.check()?;
        self.remember_own(OperationId(draft.id.0));
        self.client.perform(acts::answer(&draft));
        self.say_kept();
        Ok(draft.id)
    }

    /// Comments on the post or on an answer, perhaps as a reply to another comment there.
    ///
    /// # Errors
    /// As [`CommentDraft::check`]: nothing is done.
    pub fn comment(self, on: Parent, reply_to: Option<CommentId>, body: String) -> Result<CommentId> {
        let draft = CommentDraft { id: CommentId(self.client.new_id()), on, reply_to, body };
        draft.check()?;
        self.remember_own(OperationId(draft.id.0));
        self.client.perform(acts::comment(self.id, &draft));
        self.say_kept();
        Ok(draft.id)
    }

    /// Has an entry say something else. What was refused of it before counts no longer.
    ///
    /// # Errors
    /// As the entry's [`Rewrite`] is checked: nothing is done.
    pub fn edit(self, entry: Entry, rewrite: Rewrite) -> Result<()> {
        let rewrite = match entry {
            Entry::Post(_) => rewrite.check_post()?,
            Entry::Answer(_) => {
                rewrite.check_answer()?;
                rewrite
            }
            Entry::Comment(_) => {
                rewrite.check_comment()?;
                rewrite
            }
        };
        let refused = self.pending.with_untracked(|pending| settling::refused_edit(entry, pending));
        let refused = refused.map(|(id, ..)| id);
        let edit = acts::edit(self.name(), self.id, entry, rewrite).in_place_of(refused);
        self.remember_own(edit.id);
        self.client.perform(edit);
        self.say_kept();
        Ok(())
    }

    /// Offers for a while to edit an entry again, with what was typed.
    pub fn offer_edit_again(self, entry: Entry, bring_back: impl Fn() + Send + Sync + 'static) {
        let editing = self.editing;
        self.toasts.offer("Your changes were not saved.", "Undo", move || {
            bring_back();
            // The thread may not be on the screen any more.
            editing.try_set(Some(entry));
        });
    }

    /// How far an entry came that the viewer may have written.
    #[must_use]
    pub fn progress(self, entry: Entry) -> Progress {
        self.pending.with(|pending| settling::progress(entry.id(), pending))
    }

    /// Whether the server refused an entry: nobody else reads it, and it is sent again or given up.
    #[must_use]
    pub fn is_refused(self, entry: Entry) -> bool {
        matches!(self.progress(entry), Progress::Refused(_))
    }

    /// Why the last edit of an entry was refused, if it was.
    #[must_use]
    pub fn refused_edit(self, entry: Entry) -> Option<(OperationId, Rewrite, Error)> {
        self.pending.with(|pending| settling::refused_edit(entry, pending))
    }

    /// The version of an entry that is confirmed.
    #[must_use]
    pub fn version_of(self, entry: Entry) -> Option<i64> {
        self.talk.with_untracked(|talk| match entry {
            Entry::Post(_) => Some(talk.post.version),
            Entry::Answer(id) => talk.answer(id).map(|answer| answer.version),
            Entry::Comment(id) => talk.comment(id).map(|comment| comment.version),
        })
    }

    /// What a comment stands on that is written at an entry, or is that entry.
    #[must_use]
    pub fn parent_of(self, entry: Entry) -> Option<Parent> {
        match entry {
            Entry::Post(id) => Some(Parent::Post(id)),
            Entry::Answer(id) => Some(Parent::Answer(id)),
            Entry::Comment(id) => self.talk.with_untracked(|talk| talk.comment(id).map(parent_of)),
        }
    }

    /// Tries again what was refused.
    pub fn retry(self, id: Uuid) {
        self.client.retry(OperationId(id));
    }

    /// Gives up what was refused.
    pub fn discard(self, id: Uuid) {
        self.client.discard(OperationId(id));
    }

    /// Copies where an entry stands.
    pub fn copy_link(self, entry: Entry) {
        copy_words(self.link(entry), self.toasts);
    }

    /// Where an entry stands, for whoever is elsewhere.
    #[must_use]
    pub fn link(self, entry: Entry) -> String {
        let origin = window().location().origin().unwrap_or_default();
        let title = self.talk.with_untracked(|talk| talk.post.title.clone());
        format!("{origin}{}", place_address(self.id, title.as_deref(), entry))
    }

    /// Says that what was written waits, where there is no way to the server.
    fn say_kept(self) {
        if self.client.status().with_untracked(|status| status.state != State::Online) {
            self.toasts.say("Kept here until the server can be reached.");
        }
    }

    pub(super) fn name(self) -> OperationId {
        OperationId(self.client.new_id())
    }
}
