//! A thread as it is shown: a post, its answers, and the comments on each, as far as they were read.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Told;
use crate::{
    features::{
        accounts::model::Account,
        posts::model::{Answer, Answers, Bookmark, Comment, Entry, Parent, Post, Sort, Start, Tally, Thread, Vote},
    },
    realtime::Position,
    shared::id::{AnswerId, CommentId},
};

/// What is confirmed of a thread. The numbers beside its entries are those that the server counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Talk {
    /// What it is about.
    pub post: Post,
    /// In the order that was asked for, those too that came since.
    pub answers: Vec<Answer>,
    /// Where the next page of answers begins.
    pub next: Option<String>,
    /// Where these answers begin; none where they are the first.
    #[serde(default)]
    pub start: Option<Start>,
    /// On whatever they stand, in the order in which they were said.
    pub comments: Vec<Comment>,
    /// Where the comments go on that stand on a post or an answer, by its id, and were read up to there.
    #[serde(default)]
    pub(super) further: BTreeMap<Uuid, String>,
    /// In which order the answers were asked for.
    pub sort: Sort,
    /// Who looks; nobody for visitors.
    pub viewer: Option<Account>,
    /// The number that each entry had counted when it was last told how the viewer votes on it.
    #[serde(default)]
    voted: BTreeMap<Uuid, i64>,
    /// How the viewer votes on what was not here yet when that was told.
    #[serde(skip)]
    early: BTreeMap<Uuid, (Vote, i64)>,
    /// What was counted of what was not here yet when that was told: what happens now can be heard before what was missed.
    #[serde(skip)]
    counted: BTreeMap<Uuid, Tally>,
    /// Where it was last told whether the viewer keeps the post.
    #[serde(default)]
    kept: Option<Position>,
    /// What came since and is not shown yet, as it would move what is read.
    #[serde(skip)]
    pub(super) arrived: BTreeSet<Entry>,
}

impl Talk {
    /// A thread as it was read for somebody.
    #[must_use]
    pub fn new(thread: Thread, sort: Sort, viewer: Option<Account>) -> Self {
        let Thread { post, answers, comments } = thread;
        let voted = BTreeMap::from([(post.id.0, post.tallied)]);
        let (next, read) = (answers.next, answers.items);
        let (early, counted, kept) = (BTreeMap::new(), BTreeMap::new(), None);
        let mut talk = Self {
            post,
            answers: Vec::new(),
            next,
            start: None,
            comments: Vec::new(),
            further: BTreeMap::new(),
            sort,
            viewer,
            voted,
            early,
            counted,
            kept,
            arrived: BTreeSet::new(),
        };
        for answer in read {
            talk.take_answer(answer);
        }
        talk.take_comments(comments);
        talk
    }

    /// Takes something that holds now, where it is newer than what is known. What is of another thread changes nothing.
    pub fn take(&mut self, told: Told) {
        match told {
            Told::Post(post) if post.id == self.post.id => self.post.catch_up(&post),
            Told::Answer(answer) if answer.post_id == self.post.id => self.place_answer(*answer),
            Told::Comment(comment) if comment.post_id == self.post.id => self.take_comments(vec![*comment]),
            Told::Tally(tally) => self.take_tally(&tally),
            Told::Vote(vote, tallied) => self.take_vote(vote, tallied),
            Told::Bookmark(Bookmark { post_id, on }, at) if post_id == self.post.id => self.take_kept(on, at),
            Told::Post(_) | Told::Answer(_) | Told::Comment(_) | Told::Bookmark(..) => {}
        }
    }

    /// Takes the next page of answers.
    pub fn take_answers(&mut self, Answers { answers, comments }: Answers) {
        self.next = answers.next;
        answers.items.into_iter().for_each(|answer| self.take_answer(answer));
        self.take_comments(comments);
    }

    /// Takes comments, each to its place among those that are here.
    pub fn take_comments(&mut self, comments: Vec<Comment>) {
        for comment in comments {
            if let Some(known) = self.comment_mut(comment.id) {
                known.catch_up(&comment);
            } else {
                let (id, tallied) = (comment.id.0, comment.tallied);
                self.comments.push(comment);
                self.begin_numbers(id, tallied);
            }
        }
        self.comments.sort_by_key(|comment| (comment.at, comment.id));
    }

    /// The comments on a post or an answer that are here.
    pub fn comments_on(&self, parent: Parent) -> impl Iterator<Item = &Comment> {
        self.comments.iter().filter(move |comment| parent_of(comment) == parent)
    }

    /// How many comments stand there in all, deleted ones left out.
    #[must_use]
    pub fn comment_count(&self, parent: Parent) -> i64 {
        match parent {
            Parent::Post(_) => self.post.comments,
            Parent::Answer(id) => self.answer(id).map_or(0, |answer| answer.comments),
        }
    }

    /// One of the answers.
    #[must_use]
    pub fn answer(&self, id: AnswerId) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.id == id)
    }

    /// One of the comments.
    #[must_use]
    pub fn comment(&self, id: CommentId) -> Option<&Comment> {
        self.comments.iter().find(|comment| comment.id == id)
    }

    /// Whether an entry stands here.
    #[must_use]
    pub fn holds(&self, entry: Entry) -> bool {
        match entry {
            Entry::Post(id) => self.post.id == id,
            Entry::Answer(id) => self.answer(id).is_some(),
            Entry::Comment(id) => self.comment(id).is_some(),
        }
    }

    /// Whether an entry stands here and was deleted.
    #[must_use]
    pub fn is_deleted(&self, entry: Entry) -> bool {
        match entry {
            Entry::Post(id) => self.post.id == id && self.post.is_deleted(),
            Entry::Answer(id) => self.answer(id).is_some_and(Answer::is_deleted),
            Entry::Comment(id) => self.comment(id).is_some_and(Comment::is_deleted),
        }
    }

    /// How the viewer votes on an entry, and its score.
    #[must_use]
    pub fn vote_on(&self, entry: Entry) -> (i16, i64) {
        let of_answer = |id| self.answer(id).map(|answer| (answer.vote, answer.score));
        let of_comment = |id| self.comment(id).map(|comment| (comment.vote, comment.score));
        match entry {
            Entry::Post(_) => Some((self.post.vote, self.post.score)),
            Entry::Answer(id) => of_answer(id),
            Entry::Comment(id) => of_comment(id),
        }
        .unwrap_or_default()
    }

    /// Whose an entry is.
    #[must_use]
    pub fn author_of(&self, entry: Entry) -> Option<&Account> {
        match entry {
            Entry::Post(_) => Some(&self.post.author),
            Entry::Answer(id) => self.answer(id).map(|answer| &answer.author),
            Entry::Comment(id) => self.comment(id).map(|comment| &comment.author),
        }
    }

    /// Whether an entry is the viewer's own.
    #[must_use]
    pub fn is_own(&self, entry: Entry) -> bool {
        let author = self.author_of(entry).map(|author| author.id);
        author.is_some() && self.viewer.as_ref().map(|viewer| viewer.id) == author
    }

    pub(super) fn answer_mut(&mut self, id: AnswerId) -> Option<&mut Answer> {
        self.answers.iter_mut().find(|answer| answer.id == id)
    }

    pub(super) fn comment_mut(&mut self, id: CommentId) -> Option<&mut Comment> {
        self.comments.iter_mut().find(|comment| comment.id == id)
    }

    fn take_answer(&mut self, answer: Answer) {
        if let Some(known) = self.answer_mut(answer.id) {
            known.catch_up(&answer);
        } else {
            self.insert_answer(self.answers.len(), answer);
        }
    }

    /// Has an answer that is not here stand at a place.
    pub(super) fn insert_answer(&mut self, place: usize, answer: Answer) {
        let (id, tallied) = (answer.id.0, answer.tallied);
        self.answers.insert(place, answer);
        self.begin_numbers(id, tallied);
    }

    fn take_tally(&mut self, tally: &Tally) {
        let id = tally.entry.id();
        let is_early = !matches!(tally.entry, Entry::Post(_)) && !self.holds(tally.entry);
        if is_early && self.counted.get(&id).is_none_or(|known| known.tallied < tally.tallied) {
            self.counted.insert(id, *tally);
        }
        match tally.entry {
            Entry::Post(id) if id == self.post.id => {
                self.post.take_tally(tally);
                let accepted = self.post.accepted_id;
                self.answers.iter_mut().for_each(|answer| answer.accepted = Some(answer.id) == accepted);
            }
            Entry::Answer(id) => self.answer_mut(id).into_iter().for_each(|answer| answer.take_tally(tally)),
            Entry::Comment(id) => self.comment_mut(id).into_iter().for_each(|comment| comment.take_tally(tally)),
            Entry::Post(_) => {}
        }
        if let Some(value) = tally.vote {
            self.take_vote(Vote { on: tally.entry, value }, tally.tallied);
        }
    }

    /// What has just come counted so many when that was told; what counts since, and how the viewer votes on it, may have
    /// been told before.
    fn begin_numbers(&mut self, id: Uuid, tallied: i64) {
        self.voted.insert(id, tallied);
        if let Some(tally) = self.counted.remove(&id) {
            self.take_tally(&tally);
        }
        if let Some((vote, tallied)) = self.early.remove(&id) {
            self.take_vote(vote, tallied);
        }
    }

    /// Of how the viewer votes that holds which was told with the higher number.
    pub(super) fn take_vote(&mut self, vote: Vote, tallied: i64) {
        let Vote { on, value } = vote;
        if !self.holds(on) {
            let is_news = self.early.get(&on.id()).is_none_or(|(_, known)| *known <= tallied);
            if is_news && !matches!(on, Entry::Post(_)) {
                self.early.insert(on.id(), (vote, tallied));
            }
            return;
        }
        if self.voted.get(&on.id()).is_some_and(|known| *known > tallied) {
            return;
        }
        self.voted.insert(on.id(), tallied);
        match on {
            Entry::Post(id) if id == self.post.id => self.post.vote = value,
            Entry::Answer(id) => self.answer_mut(id).into_iter().for_each(|answer| answer.vote = value),
            Entry::Comment(id) => self.comment_mut(id).into_iter().for_each(|comment| comment.vote = value),
            Entry::Post(_) => {}
        }
    }

    /// Of whether the viewer keeps the post that holds which was told last.
    pub(super) fn take_kept(&mut self, on: bool, at: Position) {
        if self.kept.is_none_or(|known| !known.is_after(at)) {
            (self.post.bookmarked, self.kept) = (on, Some(at));
        }
    }
}

/// What a comment stands on.
#[must_use]
pub fn parent_of(comment: &Comment) -> Parent {
    comment.answer_id.map_or(Parent::Post(comment.post_id), Parent::Answer)
}
