//! What is left of a thread for two people of whom one has blocked the other: who did so knows it, and whoever was blocked only
//! by what a reading of the thread does not name any more.

use std::collections::BTreeSet;

use super::{Talk, parent_of};
use crate::{
    features::posts::model::{Comment, Parent, Thread},
    shared::{
        id::{AccountId, AnswerId},
        time::Time,
    },
};

/// So many milliseconds before a reading is asked for something has to have been said that would be in it: what is newer may
/// have been heard meanwhile.
const SETTLED: i64 = 60_000;

impl Talk {
    /// Lets go of what is here, was said well before this reading was asked for, and would be in it if it was still there for
    /// the viewer: answers, where it names all, and of the comments on each those among the `first` that it names.
    pub fn let_go(&mut self, read: &Thread, first: usize, asked_at: Time) {
        let is_settled = |at: Time| at.millis() + SETTLED < asked_at.millis();
        let is_named = |id: AnswerId| read.answers.items.iter().any(|answer| answer.id == id);
        if self.start.is_none() && read.answers.next.is_none() {
            self.answers.retain(|answer| is_named(answer.id) || !is_settled(answer.at));
        }
        let would_be_read = |comment: &Comment| {
            let on = parent_of(comment);
            let named = read.comments.iter().filter(|other| parent_of(other) == on);
            let named: Vec<_> = named.map(|other| (other.at, other.id)).collect();
            let is_whole = named.len() < first || named.iter().any(|other| (comment.at, comment.id) < *other);
            is_whole && !matches!(on, Parent::Answer(id) if !is_named(id))
        };
        self.comments.retain(|comment| {
            let is_here = read.comments.iter().any(|other| other.id == comment.id);
            is_here || !is_settled(comment.at) || !would_be_read(comment)
        });
    }

    /// The same without what these people said below the post, and what others said on their answers: as the server would have
    /// it. What is counted stays.
    #[must_use]
    pub fn without(mut self, people: &BTreeSet<AccountId>) -> Self {
        if people.is_empty() {
            return self;
        }
        let is_gone = |who| people.contains(&who);
        let gone: BTreeSet<_> =
            self.answers.iter().filter(|answer| is_gone(answer.author.id)).map(|answer| answer.id).collect();
        self.answers.retain(|answer| !gone.contains(&answer.id));
        self.comments.retain(|comment| {
            !is_gone(comment.author.id) && comment.answer_id.is_none_or(|answer| !gone.contains(&answer))
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        features::posts::{
            model::Entry,
            state::tests::{ANSWER, talk},
        },
        shared::{id::CommentId, page::Page},
    };

    /// Who answered, and who said something on that.
    const ANN: AccountId = AccountId(Uuid::from_u128(11));
    const BOB: AccountId = AccountId(Uuid::from_u128(12));

    fn left(people: &[AccountId]) -> (usize, usize) {
        let left = talk().without(&people.iter().copied().collect());
        (left.answers.len(), left.comments.len())
    }

    #[test]
    fn what_somebody_says_who_is_blocked_is_gone_with_what_stands_on_their_answers() {
        assert_eq!(left(&[]), (1, 1));
        assert_eq!(left(&[BOB]), (1, 0), "a comment of theirs alone");
        assert_eq!(left(&[ANN]), (0, 0), "their answer, and what others said on it");
    }

    #[test]
    fn what_others_say_on_the_post_stays() {
        let mut talk = talk();
        for comment in &mut talk.comments {
            comment.answer_id = None;
        }
        let left = talk.without(&BTreeSet::from([ANN]));
        assert!(!left.holds(Entry::Answer(ANSWER)));
        assert_eq!(left.comments.len(), 1);
    }

    /// What a reading long after the last word left of the answer and the comment on it, where it named the former or not.
    fn known(names_answer: bool, next: Option<&str>, asked_at: i64) -> (usize, usize) {
        let mut talk = talk();
        let items = talk.answers.iter().filter(|_| names_answer).cloned().collect();
        let answers = Page { items, next: next.map(str::to_owned), total: None };
        let read = Thread { post: talk.post.clone(), answers, comments: Vec::new() };
        talk.let_go(&read, 5, Time::from_millis(asked_at));
        (talk.answers.len(), talk.without(&BTreeSet::new()).comments.len())
    }

    #[test]
    fn what_a_reading_does_not_name_that_would_be_in_it_is_gone_for_who_was_blocked() {
        let late = 3_000 + SETTLED + 1;
        assert_eq!(known(false, None, late).0, 0, "it names all answers");
        assert_eq!(known(true, None, late), (1, 0), "it names all comments on the answer");
        assert_eq!(known(false, Some("more"), late), (1, 1), "it goes on");
        assert_eq!(known(false, None, 3_000), (1, 1), "it may have been heard meanwhile");
    }

    #[test]
    fn of_many_comments_those_alone_are_missed_that_stand_before_the_last_that_is_named() {
        let mut talk = talk();
        let said = talk.comments[0].clone();
        let at = |number: i64| {
            let id = CommentId(Uuid::from_u128(u128::try_from(number).expect("small")));
            Comment { id, at: Time::from_millis(number), ..said.clone() }
        };
        talk.comments = (11..16).map(at).collect();
        let answers = Page { items: talk.answers.clone(), next: None, total: None };
        let read = Thread { post: talk.post.clone(), answers, comments: vec![at(11), at(13)] };
        talk.let_go(&read, 2, Time::from_millis(2 * SETTLED));
        let left: Vec<_> = talk.comments.iter().map(|comment| comment.at.millis()).collect();
        assert_eq!(left, [11, 13, 14, 15]);
    }
}
