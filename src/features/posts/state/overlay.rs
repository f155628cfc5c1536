//! A thread with what the viewer did since laid over it.

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::{
    acts::{ACCEPT, BOOKMARK, VOTE, answered, commented, deleted, edited, named_at},
    thread::Talk,
};
use crate::{
    features::posts::model::{Answer, AnswerDraft, Comment, CommentDraft, Entry, Parent, Rewrite, Vote},
    shared::id::AnswerId,
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

impl Talk {
    fn lay_act(&mut self, operation: &Operation) {
        if let Some((entry, rewrite)) = edited(operation) {
            self.lay_edit(entry, rewrite);
        } else if let Some(entry) = deleted(operation) {
            self.lay_deletion(entry, operation.id.0);
        } else if operation.kind == VOTE {
            if let Ok(vote) = Vote::deserialize(&operation.body) {
                self.lay_vote(vote);
            }
        } else if operation.body["post_id"] == Value::String(self.post.id.to_string()) {
            match operation.kind.as_str() {
                ACCEPT => self.lay_accepted(AnswerId::deserialize(&operation.body["answer_id"]).ok()),
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
        self.answers.push(Answer {
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
        });
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

    fn lay_deletion(&mut self, entry: Entry, act: Uuid) {
        let at = Some(named_at(act));
        let gone = match entry {
            Entry::Post(id) if id == self.post.id => {
                self.post.title = None;
                self.post.tags.clear();
                Some((&mut self.post.deleted_at, &mut self.post.body))
            }
            Entry::Post(_) => None,
            Entry::Answer(id) => self.answer_mut(id).map(|answer| (&mut answer.deleted_at, &mut answer.body)),
            Entry::Comment(id) => self.comment_mut(id).map(|comment| (&mut comment.deleted_at, &mut comment.body)),
        };
        if let Some((deleted_at, body)) = gone {
            *deleted_at = deleted_at.or(at);
            body.clear();
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
