//! What people think of what was published: votes, accepted answers and bookmarks, and whom they follow.

use serde_json::{Value, json};

use super::{Deed, Server, square::read};
use crate::{
    features::{
        follows::model::{FollowChange, Followed},
        notifications::model::Kind,
        posts::{
            model::{Bookmark, Entry, Thread, Vote},
            state::acts::{ACCEPT, VOTE},
        },
    },
    realtime::Topic,
    shared::{
        Error, Result,
        id::{AccountId, AnswerId, OperationId, PostId},
    },
    sync::Operation,
    tests::simulation::{Fault, notices::Act},
};

impl Server {
    pub(super) fn judge(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<()> {
        let Operation { id, kind, body, .. } = operation;
        match kind.as_str() {
            VOTE => self.vote(account, *id, read(body)?, now),
            ACCEPT => self.accept(account, *id, (read(&body["post_id"])?, read(&body["answer_id"])?), now),
            _ => self.bookmark(account, *id, read(body)?, now),
        }
    }

    fn vote(&mut self, account: AccountId, id: OperationId, vote: Vote, now: i64) -> Result<()> {
        let Vote { on, value } = vote;
        self.must_be_there(account, on)?;
        if self.square.part(on).is_some_and(|part| part.author == account) {
            return Err(Error::Forbidden);
        }
        self.deeds.push(Deed::Vote { by: account, on, value });
        let before = self.square.votes.remove(&(account, on)).unwrap_or_default();
        if value != 0 {
            self.square.votes.insert((account, on), value);
        }
        if before == value {
            return Ok(());
        }
        self.changed.push(id);
        let taken = if self.fault == Some(Fault::DoubledVote) { 0 } else { before };
        *self.square.part(on).expect("it is there").score += i64::from(value) - i64::from(taken);
        self.count_in(on, |_| {}, now);
        let told = json!({"on": on, "value": value, "tallied": self.square.tally(on).tallied});
        self.speak(Topic::Me, Some(account), "vote.changed", told, now);
        self.tell_of_vote(account, vote, before, now);
        Ok(())
    }

    /// Whose post or answer is voted up is told; who votes otherwise then takes that back.
    fn tell_of_vote(&mut self, by: AccountId, Vote { on, value }: Vote, before: i16, now: i64) {
        let kind = match on {
            Entry::Post(_) => Kind::PostUpvote,
            Entry::Answer(_) => Kind::AnswerUpvote,
            Entry::Comment(_) => return,
        };
        let author = self.square.part(on).expect("it is there").author;
        if value == 1 {
            self.notify(author, Act { kind, to: Some(on), by, entry: Some(on) }, now);
        } else if before == 1 {
            self.withdraw(author, (kind, Some(on)), by, now);
        }
    }

    fn accept(
        &mut self,
        account: AccountId,
        id: OperationId,
        (post, answer): (PostId, Option<AnswerId>),
        now: i64,
    ) -> Result<()> {
        self.must_be_there(account, Entry::Post(post))?;
        let Thread { post: question, answers, .. } = &self.square.threads[&post];
        let is_there = |id| answers.items.iter().any(|one| one.id == id && !one.is_deleted());
        if question.author.id != account {
            return Err(Error::Forbidden);
        } else if answer.is_some_and(|id| !is_there(id)) {
            return Err(Error::Missing);
        } else if question.accepted_id == answer {
            return Ok(());
        }
        self.changed.push(id);
        for (id, accepted) in question.accepted_id.map(|id| (id, false)).into_iter().chain(answer.map(|id| (id, true)))
        {
            let mark = |thread: &mut Thread| {
                thread.answers.items.iter_mut().filter(|one| one.id == id).for_each(|one| one.accepted = accepted);
            };
            self.count_in(Entry::Answer(id), mark, now);
            self.tell_of_accepted(account, Entry::Answer(id), accepted, now);
        }
        self.count_in(Entry::Post(post), |thread| thread.post.accepted_id = answer, now);
        Ok(())
    }

    fn tell_of_accepted(&mut self, by: AccountId, answer: Entry, accepted: bool, now: i64) {
        let (kind, author) = (Kind::AnswerAccepted, self.square.part(answer).expect("it is there").author);
        if accepted {
            self.notify(author, Act { kind, to: Some(answer), by, entry: Some(answer) }, now);
        } else {
            self.withdraw(author, (kind, Some(answer)), by, now);
        }
    }

    fn bookmark(&mut self, account: AccountId, id: OperationId, bookmark: Bookmark, now: i64) -> Result<()> {
        let Bookmark { post_id, on } = bookmark;
        if on {
            self.must_be_there(account, Entry::Post(post_id))?;
        }
        let kept = &mut self.square.bookmarks;
        let is_news = if on { kept.insert((account, post_id)) } else { kept.remove(&(account, post_id)) };
        if is_news {
            self.changed.push(id);
            self.speak(Topic::Me, Some(account), "bookmark.changed", json!(bookmark), now);
        }
        Ok(())
    }

    /// Somebody follows somebody, or no longer, once.
    pub(super) fn follow(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<Value> {
        if let Some(answer) = self.known(account, operation) {
            return Ok(answer);
        }
        let FollowChange { account: whom, follows } = read(&operation.body)?;
        if self.are_apart([account, whom.id]) {
            return Err(Error::Missing);
        }
        self.deeds.push(Deed::Follow { by: account, whom: whom.id, on: follows });
        if self.set_follow((account, whom.id), follows, now) {
            self.changed.push(operation.id);
        }
        let stats = [account, whom.id].map(|who| self.square.stats[&who]);
        let answer = json!(Followed {
            account_id: whom.id,
            follows,
            version: stats[0].version,
            stats: stats.into_iter().collect()
        });
        self.applied.insert(operation.id, answer.clone());
        Ok(answer)
    }

    /// Whoever keeps somebody away follows them no longer, nor do they.
    pub(super) fn end_follows(&mut self, [one, other]: [AccountId; 2], now: i64) {
        if self.fault != Some(Fault::LastingFollow) {
            self.set_follow((one, other), false, now);
            self.set_follow((other, one), false, now);
        }
    }

    /// Has it be so, and tells the two; whether it was not.
    fn set_follow(&mut self, (by, whom): (AccountId, AccountId), on: bool, now: i64) -> bool {
        let follows = &mut self.square.follows;
        let is_news = if on { follows.insert((by, whom)) } else { follows.remove(&(by, whom)) };
        if !is_news {
            return false;
        }
        let step = if on { 1 } else { -1 };
        for (who, followers, following) in [(whom, step, 0), (by, 0, step)] {
            let stats = self.square.stats.get_mut(&who).expect("everybody has");
            stats.followers += followers;
            stats.following += following;
            stats.version += 1;
            let told = json!(stats);
            self.speak(Topic::Account(who), Some(who), "stats.changed", told, now);
        }
        let [version, other] = [by, whom].map(|who| self.square.stats[&who].version);
        let followed = json!({"account_id": whom, "follows": on, "version": version});
        self.speak(Topic::Me, Some(by), "follow.changed", followed, now);
        let as_heard = json!({"account_id": by, "follows_you": on, "version": other});
        self.speak(Topic::Me, Some(whom), "follower.changed", as_heard, now);
        if on {
            self.notify(whom, Act { kind: Kind::NewFollower, to: None, by, entry: None }, now);
        } else {
            self.withdraw(whom, (Kind::NewFollower, None), by, now);
        }
        true
    }
}
