//! What has come to a thread and waits, as it would move what somebody reads: it is here, and not shown.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Talk,
    acts::{answered, commented, deleted, edited},
    parent_of,
};
use crate::{
    features::posts::model::{Answer, Comment, Entry, Parent},
    shared::id::{OperationId, PostId},
    sync::{Operation, Pending},
};

/// Where something comes to stand that is new: everything from there on goes down by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// In the place of an entry.
    At(Entry),
    /// Behind all comments on something.
    Below(Parent),
    /// Behind all answers.
    Last,
}

/// What of an entry may make it higher or lower than it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wording {
    version: i64,
    is_deleted: bool,
    is_accepted: bool,
    /// How long its score is, which may leave no room for what stands beside that.
    score: usize,
}

impl Talk {
    /// All that stands below the post, whether it is shown or waits.
    pub fn below(&self) -> impl Iterator<Item = Entry> {
        let answers = self.answers.iter().map(|answer| Entry::Answer(answer.id));
        answers.chain(self.comments.iter().map(|comment| Entry::Comment(comment.id)))
    }

    /// What may make each of the entries that are here higher or lower than it was.
    #[must_use]
    pub fn wordings(&self) -> BTreeMap<Entry, Wording> {
        let wording = |version, is_deleted, is_accepted, score: i64| {
            let score = score.to_string().len();
            Wording { version, is_deleted, is_accepted, score }
        };
        let post =
            (Entry::Post(self.post.id), wording(self.post.version, self.post.is_deleted(), false, self.post.score));
        let answers = self.answers.iter().map(|answer| {
            let Answer { id, version, accepted, score, .. } = *answer;
            (Entry::Answer(id), wording(version, answer.is_deleted(), accepted, score))
        });
        let comments = self.comments.iter().map(|comment| {
            let Comment { id, version, score, .. } = *comment;
            (Entry::Comment(id), wording(version, comment.is_deleted(), false, score))
        });
        std::iter::once(post).chain(answers).chain(comments).collect()
    }

    /// Where an entry comes to stand among those that are `drawn`; nowhere where it is folded, or stands on an answer that
    /// is not drawn.
    #[must_use]
    pub fn spot(&self, entry: Entry, is_unfolded: bool, drawn: &BTreeSet<Entry>) -> Option<Spot> {
        let all: Vec<_> = match self.said_on(entry) {
            Some(Parent::Answer(answer)) if !drawn.contains(&Entry::Answer(answer)) => return None,
            Some(on) => self.shown_on(on, is_unfolded).into_iter().map(Entry::Comment).collect(),
            None => self.standing().map(|answer| Entry::Answer(answer.id)).collect(),
        };
        let place = all.iter().position(|other| *other == entry)?;
        let end = self.said_on(entry).map_or(Spot::Last, Spot::Below);
        Some(all[place..].iter().copied().find(|other| drawn.contains(other)).map_or(end, Spot::At))
    }

    /// Has entries wait until they are let in.
    pub fn hold_back(&mut self, entries: impl IntoIterator<Item = Entry>) {
        self.arrived.extend(entries);
    }

    /// Shows entries that wait; the first of them.
    pub fn let_in(&mut self, entries: &[Entry]) -> Option<Entry> {
        let waited: Vec<_> = entries.iter().copied().filter(|entry| self.arrived.remove(entry)).collect();
        waited.first().copied()
    }

    /// Whether an entry waits.
    #[must_use]
    pub fn waits(&self, entry: Entry) -> bool {
        self.arrived.contains(&entry)
    }

    /// The answers that are shown, in their order.
    pub fn standing(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|answer| !self.waits(Entry::Answer(answer.id)))
    }

    /// The answers that wait, in their order; deleted ones left out.
    #[must_use]
    pub fn arrived_answers(&self) -> Vec<Entry> {
        let waits = |answer: &&Answer| self.waits(Entry::Answer(answer.id)) && !answer.is_deleted();
        self.answers.iter().filter(waits).map(|answer| Entry::Answer(answer.id)).collect()
    }

    /// The comments on something that wait, in their order; deleted ones left out.
    #[must_use]
    pub fn arrived_on(&self, parent: Parent) -> Vec<Entry> {
        let waits = |comment: &&Comment| self.waits(Entry::Comment(comment.id)) && !comment.is_deleted();
        self.comments_on(parent).filter(waits).map(|comment| Entry::Comment(comment.id)).collect()
    }

    /// How many comments and answers wait on what is shown, in words; nothing where none do.
    #[must_use]
    pub fn arrived_words(&self) -> String {
        let stands =
            |comment: &Comment| !matches!(parent_of(comment), Parent::Answer(id) if self.waits(Entry::Answer(id)));
        let waits = |comment: &&Comment| self.waits(Entry::Comment(comment.id)) && !comment.is_deleted();
        let comments = self.comments.iter().filter(waits).filter(|comment| stands(comment)).count();
        let parts = [(comments, "comment"), (self.arrived_answers().len(), "answer")];
        let told: Vec<_> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| count_new(count, what)).collect();
        told.join(", ")
    }
}

/// What is said in a thread, rewritten or deleted by what is on its way to the server, by the names of that.
#[must_use]
pub fn written(post: PostId, pending: &[Pending]) -> BTreeMap<OperationId, Entry> {
    let is_here =
        |operation: &Operation| operation.object.split_once(':').is_some_and(|(_, id)| id.parse() == Ok(post));
    let entry = |operation: &Operation| {
        let answer = answered(operation).map(|draft| Entry::Answer(draft.id));
        let comment = || commented(operation).map(|draft| Entry::Comment(draft.id));
        let edit = || edited(operation).map(|(entry, _)| entry);
        answer.or_else(comment).or_else(edit).or_else(|| deleted(operation))
    };
    let here = pending.iter().map(|one| &one.operation).filter(|operation| is_here(operation));
    here.filter_map(|operation| Some((operation.id, entry(operation)?))).collect()
}

/// So many new ones of something, as "2 new answers".
#[must_use]
pub fn count_new(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} new {what}{plural}")
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{
        super::{
            acts,
            tests::{ANSWER, HERE, comment, talk},
        },
        *,
    };
    use crate::{features::posts::model::CommentDraft, shared::id::CommentId, sync::PendingState};

    const ON: Parent = Parent::Answer(ANSWER);

    fn said(number: u128) -> Entry {
        Entry::Comment(CommentId(Uuid::from_u128(number)))
    }

    /// A thread whose answer has comments of these names, each said at its own moment.
    fn talk_with(numbers: &[u128]) -> Talk {
        let mut talk = talk();
        talk.comments.clear();
        let at = |number: u128| i64::try_from(number).expect("a small number");
        talk.take_comments(
            numbers.iter().map(|number| comment(CommentId(Uuid::from_u128(*number)), at(*number))).collect(),
        );
        talk.answers[0].comments = i64::try_from(numbers.len()).expect("a small number");
        talk
    }

    #[test]
    fn what_comes_stands_in_the_place_of_what_is_drawn_behind_it_or_else_last() {
        let drawn: BTreeSet<_> = [Entry::Answer(ANSWER), said(11), said(13)].into();
        let talk = talk_with(&[11, 12, 13, 14]);
        assert_eq!(talk.spot(said(12), false, &drawn), Some(Spot::At(said(13))));
        assert_eq!(talk.spot(said(14), false, &drawn), Some(Spot::Below(ON)));
        assert_eq!(talk.spot(Entry::Answer(ANSWER), false, &BTreeSet::new()), Some(Spot::Last));
    }

    #[test]
    fn what_is_folded_or_stands_on_what_is_not_drawn_comes_nowhere() {
        let drawn: BTreeSet<_> = [Entry::Answer(ANSWER)].into();
        let mut talk = talk_with(&[11, 12, 13, 14, 15, 16]);
        talk.comments[5].author.id = crate::shared::id::AccountId(Uuid::from_u128(99));
        assert_eq!(talk.spot(said(16), false, &drawn), None);
        assert_eq!(talk.spot(said(16), true, &drawn), Some(Spot::Below(ON)));
        assert_eq!(talk.spot(said(11), true, &BTreeSet::new()), None);
    }

    #[test]
    fn what_may_be_higher_by_now_is_told_from_what_is_only_counted_anew() {
        let (before, mut talk) = (talk_with(&[11]).wordings(), talk_with(&[11]));
        (talk.answers[0].score, talk.comments[0].score) = (9, 9);
        assert_eq!(talk.wordings(), before);
        talk.answers[0].accepted = true;
        talk.comments[0].version += 1;
        let changed = talk.wordings().into_iter().filter(|(entry, now)| before[entry] != *now);
        assert_eq!(changed.map(|(entry, _)| entry).collect::<Vec<_>>(), [Entry::Answer(ANSWER), said(11)]);
    }

    #[test]
    fn of_what_is_on_its_way_that_is_told_which_says_something_in_the_thread() {
        let name = |number: u128| OperationId(Uuid::from_u128(number));
        let draft = CommentDraft { id: CommentId(name(21).0), on: ON, reply_to: None, body: "Why?".to_owned() };
        let elsewhere = PostId(Uuid::from_u128(99));
        let all = [
            acts::comment(HERE, &draft),
            acts::delete(name(22), HERE, Entry::Answer(ANSWER)),
            acts::bookmark(name(23), HERE, true),
            acts::delete(name(24), elsewhere, Entry::Post(elsewhere)),
        ];
        let pending = all.map(|operation| Pending { operation, state: PendingState::Waiting });
        let told = [(name(21), said(21)), (name(22), Entry::Answer(ANSWER))];
        assert_eq!(written(HERE, &pending), BTreeMap::from(told));
    }

    #[test]
    fn what_waits_is_counted_apart_and_shown_once_it_is_let_in() {
        let mut talk = talk_with(&[11, 12, 13]);
        talk.hold_back([said(12), said(13)]);
        let counts =
            |talk: &Talk| (talk.shown_on(ON, false).len(), talk.folded_on(ON, false), talk.arrived_on(ON).len());
        assert_eq!((counts(&talk), &*talk.arrived_words()), ((1, 0, 2), "2 new comments"));
        assert_eq!(talk.let_in(&[said(11), said(12)]), Some(said(12)));
        assert_eq!((counts(&talk), &*talk.arrived_words()), ((2, 0, 1), "1 new comment"));
        talk.hold_back([Entry::Answer(ANSWER)]);
        assert_eq!((talk.standing().count(), &*talk.arrived_words()), (0, "1 new answer"));
        assert!(talk.holds(Entry::Answer(ANSWER)) && talk.holds(Entry::Post(HERE)));
    }
}
