//! Where an answer stands that has come since the others were read, and a thread that is read afresh.

use std::cmp::Ordering;

use super::Talk;
use crate::{
    features::posts::model::{Answer, Answers, Entry, Sort, Thread, Vote},
    realtime::Position,
    shared::page::Page,
};

impl Talk {
    /// Takes what was read afresh up to a position: what stands there stays in its place, and says what holds now.
    pub fn refresh(&mut self, thread: Thread, position: Position) {
        let Thread { post, answers, comments } = thread;
        self.post.catch_up(&post);
        self.take_kept(post.bookmarked, position);
        let of_answers = answers.items.iter().map(|one| (Entry::Answer(one.id), one.vote, one.tallied));
        let of_comments = comments.iter().map(|one| (Entry::Comment(one.id), one.vote, one.tallied));
        let of_post = (Entry::Post(post.id), post.vote, post.tallied);
        let votes: Vec<_> = std::iter::once(of_post).chain(of_answers).chain(of_comments).collect();
        answers.items.into_iter().for_each(|answer| self.place_answer(answer));
        self.take_comments(comments);
        for (on, value, tallied) in votes {
            self.take_vote(Vote { on, value }, tallied);
        }
    }

    /// The same as it was left, with what holds of what stands there now, at this position, and what was read since in its place.
    #[must_use]
    pub fn caught_up(mut self, now: Self, position: Position) -> Self {
        let answers = Page { items: now.answers, next: None, total: None };
        self.refresh(Thread { post: now.post, answers, comments: now.comments }, position);
        self
    }

    /// Takes a page of answers that is read again: what is not here stands where the order has it.
    pub fn complete(&mut self, Answers { answers, comments }: Answers) {
        answers.items.into_iter().for_each(|answer| self.place_answer(answer));
        self.take_comments(comments);
    }

    /// Whether answers that are read again are to be read on behind a page of them: up to the last that is here, or to the end
    /// where all were.
    #[must_use]
    pub fn wants_behind(&self, page: &[Answer]) -> bool {
        let last = self.answers.last().map(|answer| answer.id);
        self.next.is_none() || page.iter().all(|answer| Some(answer.id) != last)
    }

    /// Takes an answer that was told: where it is not here, to the place that the order has for it. What stands before or
    /// behind all that was read comes with the page on which it is, save for one's own.
    pub(super) fn place_answer(&mut self, answer: Answer) {
        if let Some(known) = self.answer_mut(answer.id) {
            known.catch_up(&answer);
            return;
        }
        let place = self.place_of(&answer);
        let is_before = place == 0 && self.start.is_some();
        let is_behind = place == self.answers.len() && self.next.is_some();
        let is_own = self.viewer.as_ref().is_some_and(|viewer| viewer.id == answer.author.id);
        if is_own || !(is_before || is_behind) {
            self.insert_answer(place, answer);
        }
    }

    /// Behind how many of the answers that are here the order has one. Votes that came since have moved none of them.
    pub(super) fn place_of(&self, answer: &Answer) -> usize {
        let is_before = |other: &Answer| order(self.sort, other, answer) == Ordering::Less;
        self.answers.iter().rposition(is_before).map_or(0, |last| last + 1)
    }
}

/// Which of two answers stands before the other, as the server has it.
fn order(sort: Sort, one: &Answer, other: &Answer) -> Ordering {
    let by_time = (one.at, one.id).cmp(&(other.at, other.id));
    match sort {
        Sort::Score => (other.accepted, other.score).cmp(&(one.accepted, one.score)).then(by_time),
        Sort::Newest => by_time.reverse(),
        Sort::Oldest => by_time,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{
        super::{Told, tests::talk},
        *,
    };
    use crate::{
        features::posts::model::Start,
        shared::{id::AnswerId, time::Time},
    };

    /// Where the answer stands that was there at first, with its score of 1, among those that come: each by its moment and its
    /// score.
    fn stands(talk: &mut Talk, told: &[(i64, i64)]) -> Vec<i64> {
        let first = talk.answers[0].clone();
        for (at, score) in told {
            let id = AnswerId(Uuid::from_u128(u128::try_from(100 + at).expect("a small number")));
            let said = Answer { id, at: Time::from_millis(*at), score: *score, ..first.clone() };
            talk.take(Told::Answer(Box::new(said)));
        }
        talk.answers.iter().map(|answer| answer.at.millis()).collect()
    }

    /// The thread with its answers in an order, as bob reads it.
    fn sorted(sort: Sort) -> Talk {
        let mut talk = talk();
        talk.sort = sort;
        talk
    }

    #[test]
    fn what_is_answered_since_stands_where_the_order_has_it() {
        for (sort, order) in [
            (Sort::Score, [5_000, 2_000, 4_000, 3_000]),
            (Sort::Newest, [5_000, 4_000, 3_000, 2_000]),
            (Sort::Oldest, [2_000, 3_000, 4_000, 5_000]),
        ] {
            assert_eq!(stands(&mut sorted(sort), &[(3_000, -1), (4_000, 0), (5_000, 2)]), order, "{sort:?}");
        }
    }

    #[test]
    fn what_stands_on_a_page_that_was_not_read_comes_with_it_save_for_ones_own() {
        let (mut behind, mut before, mut own) = (sorted(Sort::Oldest), sorted(Sort::Newest), sorted(Sort::Oldest));
        behind.next = Some("a_b".to_owned());
        assert_eq!(stands(&mut behind, &[(3_000, 0), (1_000, 0)]), [1_000, 2_000]);
        before.start = Some(Start { cursor: "c_d".to_owned(), before: None });
        assert_eq!(stands(&mut before, &[(3_000, 0), (1_000, 0)]), [2_000, 1_000]);
        own.next.clone_from(&behind.next);
        own.answers[0].author = own.viewer.clone().expect("somebody looks");
        assert_eq!(stands(&mut own, &[(3_000, 0)]), [2_000, 3_000]);
    }

    #[test]
    fn answers_are_read_again_up_to_the_last_that_is_here_and_to_the_end_where_all_were() {
        let mut talk = talk();
        let last = [talk.answers[0].clone()];
        assert!(talk.wants_behind(&last) && talk.wants_behind(&[]));
        talk.next = Some("a_b".to_owned());
        assert!(!talk.wants_behind(&last) && talk.wants_behind(&[]));
    }

    #[test]
    fn what_is_voted_up_since_stays_where_it_stands() {
        let mut talk = sorted(Sort::Score);
        stands(&mut talk, &[(3_000, 0)]);
        let risen = Answer { score: 9, tallied: 9, ..talk.answers[1].clone() };
        talk.take(Told::Answer(Box::new(risen)));
        assert_eq!((talk.answers[1].at.millis(), talk.answers[1].score), (3_000, 9));
    }
}
