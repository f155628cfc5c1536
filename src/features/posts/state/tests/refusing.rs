//! Words that the server did not take.

use super::*;
use crate::features::posts::state::refusals;

#[test]
fn of_words_that_were_refused_it_is_said_what_they_were_why_and_where_they_stand() {
    let post = PostDraft { id: HERE, kind: Kind::Post, title: None, body: "So.".to_owned(), tags: Vec::new() };
    let answer = AnswerDraft { id: AnswerId(Uuid::from_u128(7)), post_id: HERE, body: "So.".to_owned() };
    let on = Parent::Answer(ANSWER);
    let remark = CommentDraft { id: CommentId(Uuid::from_u128(8)), on, reply_to: None, body: "Why?".to_owned() };
    let rewrite = Rewrite { body: Some("Better.".to_owned()), ..Rewrite::default() };
    let edit = acts::edit(ACT, HERE, Entry::Post(HERE), rewrite);
    let thread = HERE.to_string();
    let thread = thread.as_str();
    for (operation, what, stands, place, gone) in [
        (acts::publish(&post), "Your post was not published.", "where you write a new one", "/new", "It is"),
        (acts::answer(&answer), "Your answer was not published.", "below its question", thread, "The question is"),
        (
            acts::comment(HERE, &remark),
            "Your comment was not published.",
            "in its thread",
            thread,
            "What you comment on is",
        ),
        (edit, "Your edit was not saved.", "in its thread", thread, "It is"),
    ] {
        let pending = [refused(operation.clone())];
        let why = refusals::why(&operation.kind, &Error::Forbidden);
        let words = format!("{what} {why} It stands {stands}.");
        assert_eq!(settling::unsaid(&pending), [(operation.id, words, place)]);
        let pending = [Pending { operation: operation.clone(), state: PendingState::Failed(Error::Missing) }];
        let words = format!("{what} {gone} not there any more. It stands among your drafts.");
        assert_eq!(settling::unsaid(&pending), [(operation.id, words, "/drafts")], "its thread may be gone");
        assert_eq!(settling::unsaid(&[waiting(operation)]), []);
    }
    let vote = acts::vote(ACT, Vote { on: Entry::Post(HERE), value: 1 });
    assert_eq!(settling::unsaid(&[refused(vote)]).len(), 0, "of that it is said that it was taken back");
}
