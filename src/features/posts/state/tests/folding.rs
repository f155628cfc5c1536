//! Comments past the first few.

use super::*;

/// The answer with this many comments, of which those at these places were deleted.
fn talk_of(count: u128, deleted: &[u128]) -> Talk {
    let mut talk = talk();
    talk.comments.clear();
    let comments = (1..=count).map(|place| Comment {
        deleted_at: deleted.contains(&place).then(|| Time::from_millis(9_000)),
        author: account(11, "ann"),
        ..comment(CommentId(Uuid::from_u128(100 + place)), i64::try_from(place).expect("a small number"))
    });
    talk.take_comments(comments.collect());
    let there = usize::try_from(count).expect("a small number") - deleted.len();
    talk.answers[0].comments = i64::try_from(there).expect("a small number");
    talk
}

#[test]
fn deleted_comments_among_the_first_hide_none_that_stands() {
    let on = Parent::Answer(ANSWER);
    for (count, deleted, shown, folded) in [
        (7, vec![], 5, 2),
        (7, vec![1, 2], 5, 2),
        (5, vec![1, 2, 3, 4, 5], 5, 0),
        (6, vec![6], 5, 0),
        (3, vec![], 3, 0),
    ] {
        let talk = talk_of(count, &deleted);
        assert_eq!(talk.shown_on(on, false).len(), shown, "{count} without {deleted:?}");
        assert_eq!(talk.folded_on(on, false), folded, "{count} without {deleted:?}");
        assert_eq!(talk.folded_on(on, true), 0);
    }
}

#[test]
fn of_what_is_folded_ones_own_comments_are_shown() {
    let mut talk = talk_of(8, &[]);
    talk.comments[6].author = bob();
    let on = Parent::Answer(ANSWER);
    assert_eq!((talk.shown_on(on, false).len(), talk.folded_on(on, false)), (6, 2));
    assert_eq!(talk.shown_on(on, true).len(), 8);
}
