//! Words that the server did not take.

use super::*;

#[test]
fn of_words_that_were_refused_it_is_said_what_they_were_and_where_they_stand() {
    let post = PostDraft { id: HERE, kind: Kind::Post, title: None, body: "So.".to_owned(), tags: Vec::new() };
    let answer = AnswerDraft { id: AnswerId(Uuid::from_u128(7)), post_id: HERE, body: "So.".to_owned() };
    let on = Parent::Answer(ANSWER);
    let remark = CommentDraft { id: CommentId(Uuid::from_u128(8)), on, reply_to: None, body: "Why?".to_owned() };
    let rewrite = Rewrite { body: Some("Better.".to_owned()), ..Rewrite::default() };
    let edit = acts::edit(ACT, HERE, Entry::Post(HERE), rewrite);
    let thread = HERE.to_string();
    for (operation, words, place) in [
        (acts::publish(&post), "Your post was not published.", "/new"),
        (acts::answer(&answer), "Your answer was not published.", thread.as_str()),
        (acts::comment(HERE, &remark), "Your comment was not published.", thread.as_str()),
        (edit, "Your edit was not saved.", thread.as_str()),
    ] {
        let pending = [refused(operation.clone())];
        let all = settling::unsaid(&pending);
        let [(id, said, stands, error)] = &all[..] else { panic!("one is told: {words}") };
        assert!(said.starts_with(words), "{said}");
        assert_eq!((*id, *stands, error), (operation.id, place, &Error::Forbidden));
        assert_eq!(settling::unsaid(&[waiting(operation)]).len(), 0);
    }
    let vote = acts::vote(ACT, Vote { on: Entry::Post(HERE), value: 1 });
    assert_eq!(settling::unsaid(&[refused(vote)]).len(), 0, "of that it is said that it was taken back");
}
