//! A thread, and a list of posts, with what the viewer did since laid over it.

use serde_json::Value;

use super::{
    acts::{ACCEPT, BOOKMARK, VOTE, answered, commented, deleted, edited, named_at},
    feed::Listing,
    thread::{Talk, parent_of},
};
use crate::{
    features::posts::model::{Answer, AnswerDraft, Comment, CommentDraft, Entry, Parent, Post, Rewrite, Vote},
    shared::{
        id::{AnswerId, CommentId},
        json::typed,
        time::Time,
    },
    sync::{Operation, Overlay, Pending},
};

impl Overlay for Talk {
    /// What the viewer wrote stands there even where it was refused: its words are theirs to send again. Of all else what
    /// was refused changes nothing.
    fn lay(&mut self, pending: &Pending) {
        let operation = &pending.operation;
        if let Some(draft) = answered(operation) {
            self.lay_answer(draft);
        } else if let Some(draft) = commented(operation) {
            let is_here = operation.object == format!("post:{}", self.post.id);
            self.lay_comment(draft, is_here);
        } else if !pending.has_failed() {
            self.lay_act(operation);
        }
    }
}

impl Overlay for Listing {
    /// What the viewer deletes shows so in its place.
    fn lay(&mut self, pending: &Pending) {
        let Some(Entry::Post(id)) = deleted(&pending.operation).filter(|_| !pending.has_failed()) else { return };
        let at = named_at(pending.operation.id.0);
        self.posts.iter_mut().filter(|post| post.id == id && !post.is_deleted()).for_each(|post| blank(post, at));
    }
}

impl Talk {
    fn lay_act(&mut self, operation: &Operation) {
        if let Some((entry, rewrite)) = edited(operation) {
            self.lay_edit(entry, rewrite);
        } else if let Some(entry) = deleted(operation) {
            self.lay_deletion(entry, named_at(operation.id.0));
        } else if operation.kind == VOTE {
            if let Ok(vote) = typed::<Vote>(&operation.body) {
                self.lay_vote(vote);
            }
        } else if operation.body["post_id"] == Value::String(self.post.id.to_string()) {
            match operation.kind.as_str() {
                ACCEPT => self.lay_accepted(typed::<AnswerId>(&operation.body["answer_id"]).ok()),
                BOOKMARK => self.post.bookmarked = operation.body["on"] == Value::Bool(true),
                _ => {}
            }
        }
    }

    fn lay_answer(&mut self, AnswerDraft { id, post_id, body }: AnswerDraft) {
        let Some(author) = self.viewer.clone() else { return };
        if post_id != self.post.id || self.answer(id).is_some() {
            return;
        }
        self.post.answers += 1;
        let answer = Answer {
            id,
            post_id,
            author,
            body,
            cut: false,
            at: named_at(id.0),
            version: 0,
            edited_at: None,
            deleted_at: None,
            score: 0,
            comments: 0,
            accepted: false,
            tallied: 0,
            vote: 0,
        };
        let place = self.place_of(&answer);
        self.answers.insert(place, answer);
    }

    fn lay_comment(&mut self, CommentDraft { id, on, reply_to, body }: CommentDraft, is_here: bool) {
        let Some(author) = self.viewer.clone() else { return };
        let answer_id = match on {
            Parent::Post(post) if post == self.post.id => None,
            Parent::Answer(answer) if self.answer(answer).is_some() => Some(answer),
            // The answer was not read yet, or was refused and given up: the words stand on the post, so that they are not lost.
            Parent::Answer(_) if is_here => None,
            Parent::Post(_) | Parent::Answer(_) => return,
        };
        if self.comment(id).is_some() {
            return;
        }
        match answer_id {
            Some(answer) => self.answer_mut(answer).into_iter().for_each(|answer| answer.comments += 1),
            None => self.post.comments += 1,
        }
        self.comments.push(Comment {
            id,
            post_id: self.post.id,
            answer_id,
            reply_to,
            author,
            body,
            cut: false,
            at: named_at(id.0),
            version: 0,
            edited_at: None,
            deleted_at: None,
            score: 0,
            tallied: 0,
            vote: 0,
        });
    }

    fn lay_edit(&mut self, entry: Entry, Rewrite { title, body, tags, .. }: Rewrite) {
        let said = match entry {
            Entry::Post(id) if id == self.post.id => {
                if let Some(title) = title {
                    self.post.title = Some(title).filter(|title| !title.is_empty());
                }
                if let Some(tags) = tags {
                    self.post.tags = tags;
                }
                Some(&mut self.post.body)
            }
            Entry::Post(_) => None,
            Entry::Answer(id) => self.answer_mut(id).map(|answer| &mut answer.body),
            Entry::Comment(id) => self.comment_mut(id).map(|comment| &mut comment.body),
        };
        if let Some((said, body)) = said.zip(body) {
            *said = body;
        }
    }

    /// What is deleted is counted no longer. What the confirmed state holds as deleted already is in its numbers.
    fn lay_deletion(&mut self, entry: Entry, at: Time) {
        if self.is_deleted(entry) {
            return;
        }
        match entry {
            Entry::Post(id) if id == self.post.id => blank(&mut self.post, at),
            Entry::Post(_) => {}
            Entry::Answer(id) => self.lay_deleted_answer(id, at),
            Entry::Comment(id) => self.lay_deleted_comment(id, at),
        }
    }

    fn lay_deleted_answer(&mut self, id: AnswerId, at: Time) {
        let Some(answer) = self.answer_mut(id) else { return };
        answer.body.clear();
        (answer.edited_at, answer.deleted_at, answer.accepted) = (None, Some(at), false);
        self.post.answers = one_less(self.post.answers);
        self.post.accepted_id = self.post.accepted_id.filter(|accepted| *accepted != id);
    }

    fn lay_deleted_comment(&mut self, id: CommentId, at: Time) {
        let Some(comment) = self.comment_mut(id) else { return };
        comment.body.clear();
        (comment.edited_at, comment.deleted_at) = (None, Some(at));
        match parent_of(comment) {
            Parent::Post(_) => self.post.comments = one_less(self.post.comments),
            Parent::Answer(answer) => {
                self.answer_mut(answer).into_iter().for_each(|answer| answer.comments = one_less(answer.comments));
            }
        }
    }

    /// The score goes with the vote. One that the confirmed state holds already is in its score.
    fn lay_vote(&mut self, Vote { on, value }: Vote) {
        let place = match on {
            Entry::Post(id) if id == self.post.id => Some((&mut self.post.vote, &mut self.post.score)),
            Entry::Post(_) => None,
            Entry::Answer(id) => self.answer_mut(id).map(|answer| (&mut answer.vote, &mut answer.score)),
            Entry::Comment(id) => self.comment_mut(id).map(|comment| (&mut comment.vote, &mut comment.score)),
        };
        if let Some((vote, score)) = place {
            *score += i64::from(value) - i64::from(*vote);
            *vote = value;
        }
    }

    fn lay_accepted(&mut self, accepted: Option<AnswerId>) {
        self.post.accepted_id = accepted;
        self.answers.iter_mut().for_each(|answer| answer.accepted = Some(answer.id) == accepted);
    }
}

/// Nothing is left of what a post says.
fn blank(post: &mut Post, at: Time) {
    post.title = None;
    post.body.clear();
    post.tags.clear();
    (post.edited_at, post.deleted_at) = (None, Some(at));
}

/// Numbers are told apart from what they count: they may be ahead of it.
fn one_less(count: i64) -> i64 {
    (count - 1).max(0)
}
