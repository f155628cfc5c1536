//! What is left of a thread for who has blocked somebody.

use std::collections::BTreeSet;

use super::Talk;
use crate::shared::id::AccountId;

impl Talk {
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
    use crate::features::posts::{
        model::Entry,
        state::tests::{ANSWER, talk},
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
}
