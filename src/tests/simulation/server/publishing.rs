//! What people publish: posts, questions, answers and comments, what they have them say later, and what they delete.

use super::{Server, is_refused};
use crate::{
    features::{
        notifications::model::Kind,
        posts::model::{Answer, AnswerDraft, Comment, CommentDraft, Entry, Parent, Post, PostDraft, Rewrite, Thread},
    },
    realtime::Topic,
    shared::{
        Error, Result,
        id::{AccountId, CommentId, OperationId, PostId},
        page::Page,
        time::Time,
    },
    tests::simulation::{notices::Act, own::person},
};

impl Server {
    pub(super) fn publish_post(&mut self, account: AccountId, draft: PostDraft, now: i64) -> Result<()> {
        let PostDraft { id, kind, title, body, tags } = draft;
        self.check_words(&body)?;
        let post = Post {
            id,
            kind,
            author: person(account),
            title,
            body,
            cut: false,
            tags,
            at: Time::from_millis(now),
            version: 1,
            edited_at: None,
            deleted_at: None,
            score: 0,
            answers: 0,
            comments: 0,
            accepted_id: None,
            tallied: 0,
            vote: 0,
            bookmarked: false,
        };
        let answers = Page { items: Vec::new(), next: None, total: None };
        self.square.threads.insert(id, Thread { post, answers, comments: Vec::new() });
        Ok(())
    }

    pub(super) fn publish_answer(&mut self, account: AccountId, draft: AnswerDraft, now: i64) -> Result<()> {
        let AnswerDraft { id, post_id, body } = draft;
        self.must_be_there(account, Entry::Post(post_id))?;
        self.check_words(&body)?;
        let answer = Answer {
            id,
            post_id,
            author: person(account),
            body,
            cut: false,
            at: Time::from_millis(now),
            version: 1,
            edited_at: None,
            deleted_at: None,
            score: 0,
            comments: 0,
            accepted: false,
            tallied: 0,
            vote: 0,
        };
        let thread = self.square.threads.get_mut(&post_id).expect("it is there");
        let (asker, post, entry) = (thread.post.author.id, Entry::Post(post_id), Entry::Answer(id));
        thread.answers.items.push(answer);
        self.tell_entry(Entry::Answer(id), "published", now);
        self.count_in(post, |thread| thread.post.answers += 1, now);
        self.notify(asker, Act { kind: Kind::NewAnswer, to: Some(post), by: account, entry: Some(entry) }, now);
        Ok(())
    }

    pub(super) fn publish_comment(&mut self, account: AccountId, draft: CommentDraft, now: i64) -> Result<()> {
        let CommentDraft { id, on, reply_to, body } = draft;
        let parent = parent(on);
        let post_id = self.must_be_there(account, parent)?;
        let is_beside = |thread: &Thread| thread.comments.iter().any(|one| Some(one.id) == reply_to);
        if reply_to.is_some() && !is_beside(&self.square.threads[&post_id]) {
            return Err(Error::Missing);
        }
        self.check_words(&body)?;
        let answer_id = if let Parent::Answer(id) = on { Some(id) } else { None };
        let comment = Comment {
            id,
            post_id,
            answer_id,
            reply_to,
            author: person(account),
            body,
            cut: false,
            at: Time::from_millis(now),
            version: 1,
            edited_at: None,
            deleted_at: None,
            score: 0,
            tallied: 0,
            vote: 0,
        };
        self.square.threads.get_mut(&post_id).expect("it is there").comments.push(comment);
        self.tell_entry(Entry::Comment(id), "published", now);
        self.count_comment(parent, 1, now);
        self.tell_of_comment(account, id, (parent, reply_to.map(Entry::Comment)), now);
        Ok(())
    }

    /// Who is replied to is told, and whoever wrote what the comment stands on, each once.
    fn tell_of_comment(&mut self, by: AccountId, id: CommentId, (on, reply): (Entry, Option<Entry>), now: i64) {
        let kind = if matches!(on, Entry::Post(_)) { Kind::PostComment } else { Kind::AnswerComment };
        let told = reply.map(|reply| (Kind::CommentReply, reply)).into_iter().chain([(kind, on)]);
        let mut known = Vec::new();
        for (kind, to) in told {
            let whom = self.square.part(to).expect("it is there").author;
            if !known.contains(&whom) {
                known.push(whom);
                self.notify(whom, Act { kind, to: Some(to), by, entry: Some(Entry::Comment(id)) }, now);
            }
        }
    }

    pub(super) fn rewrite_entry(
        &mut self,
        account: AccountId,
        id: OperationId,
        (entry, rewrite): (Entry, Rewrite),
        now: i64,
    ) -> Result<()> {
        let words = rewrite.body.unwrap_or_default();
        self.must_be_there(account, entry)?;
        self.check_words(&words)?;
        let part = self.square.part(entry).expect("it is there");
        if part.author != account {
            return Err(Error::Forbidden);
        } else if *part.body == words {
            return Ok(());
        } else if rewrite.version.is_some_and(|seen| seen != *part.version) {
            return Err(Error::Conflict);
        }
        *part.body = words;
        *part.version += 1;
        *part.edited_at = Some(Time::from_millis(now));
        self.changed.push(id);
        self.tell_entry(entry, "edited", now);
        Ok(())
    }

    pub(super) fn delete_entry(&mut self, account: AccountId, id: OperationId, entry: Entry, now: i64) -> Result<()> {
        let part = self.square.part(entry).filter(|part| part.author == account).ok_or(Error::Missing)?;
        if part.deleted_at.is_some() {
            return Ok(());
        }
        let thread = part.thread;
        part.body.clear();
        *part.version += 1;
        (*part.edited_at, *part.deleted_at) = (None, Some(Time::from_millis(now)));
        self.changed.push(id);
        self.end_notices(entry, now);
        let stored = self.square.threads.get_mut(&thread).expect("it is there");
        match entry {
            Entry::Post(_) => {
                stored.post.title = None;
                stored.post.tags.clear();
                self.tell_entry(entry, "deleted", now);
            }
            Entry::Answer(id) => {
                let accepted = stored.answers.items.iter_mut().filter(|one| one.id == id && one.accepted);
                accepted.for_each(|one| (one.accepted, one.tallied) = (false, one.tallied + 1));
                self.tell_entry(entry, "deleted", now);
                let without = |thread: &mut Thread| {
                    thread.post.answers -= 1;
                    thread.post.accepted_id = thread.post.accepted_id.filter(|accepted| *accepted != id);
                };
                self.count_in(Entry::Post(thread), without, now);
            }
            Entry::Comment(id) => {
                let comment = stored.comments.iter().find(|one| one.id == id).expect("it is there");
                let parent = comment.answer_id.map_or(Entry::Post(thread), Entry::Answer);
                self.tell_entry(entry, "deleted", now);
                self.count_comment(parent, -1, now);
            }
        }
        Ok(())
    }

    /// The thread of an entry that is there for somebody and was not deleted.
    pub(super) fn must_be_there(&mut self, account: AccountId, entry: Entry) -> Result<PostId> {
        let part = self.square.part(entry).filter(|part| part.deleted_at.is_none()).ok_or(Error::Missing)?;
        let (thread, author) = (part.thread, part.author);
        let asker = self.square.threads[&thread].post.author.id;
        let may = self.may_meet(account, author) && self.may_meet(account, asker);
        if may { Ok(thread) } else { Err(Error::Missing) }
    }

    /// Changes the numbers beside an entry, and tells them.
    pub(super) fn count_in(&mut self, entry: Entry, change: impl FnOnce(&mut Thread), now: i64) {
        let part = self.square.part(entry).expect("it is there");
        *part.tallied += 1;
        let thread = part.thread;
        change(self.square.threads.get_mut(&thread).expect("it is there"));
        let tally = serde_json::json!(self.square.tally(entry));
        self.speak(Topic::Post(thread), None, &format!("{}.tallied", entry.kind()), tally, now);
    }

    fn count_comment(&mut self, parent: Entry, step: i64, now: i64) {
        let count = |thread: &mut Thread| match parent {
            Entry::Answer(id) => {
                thread.answers.items.iter_mut().filter(|one| one.id == id).for_each(|one| one.comments += step);
            }
            _ => thread.post.comments += step,
        };
        self.count_in(parent, count, now);
    }

    fn tell_entry(&mut self, entry: Entry, what: &str, now: i64) {
        let thread = self.square.part(entry).expect("it is there").thread;
        let told = self.square.told(entry);
        self.speak(Topic::Post(thread), None, &format!("{}.{what}", entry.kind()), told, now);
    }

    fn check_words(&self, body: &str) -> Result<()> {
        if is_refused(body, self.strict) { Err(Error::invalid("body", "required")) } else { Ok(()) }
    }
}

fn parent(on: Parent) -> Entry {
    match on {
        Parent::Post(id) => Entry::Post(id),
        Parent::Answer(id) => Entry::Answer(id),
    }
}
