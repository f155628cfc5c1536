mod deleting;
mod folding;
mod listing;
mod own;
mod refreshing;
mod refusing;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    Listing, Talk, Told, acts,
    settling::{self, Progress},
};
use crate::{
    features::{
        accounts::model::Account,
        posts::model::{
            Answer, AnswerDraft, Bookmark, Comment, CommentDraft, Entry, Feed, Kind, Parent, Post, PostDraft, Rewrite,
            Sort, Thread, Vote,
        },
    },
    shared::{
        Error,
        id::{AccountId, AnswerId, CommentId, OperationId, PostId},
        page::Page,
        role::Role,
        time::Time,
    },
    sync::{Operation, Pending, PendingState, overlaid},
};

pub(super) const HERE: PostId = PostId(Uuid::from_u128(1));
pub(super) const ANSWER: AnswerId = AnswerId(Uuid::from_u128(2));
const COMMENT: CommentId = CommentId(Uuid::from_u128(3));
const ACT: OperationId = OperationId(Uuid::from_u128(9 << 80));

fn account(number: u128, handle: &str) -> Account {
    let (id, handle) = (AccountId(Uuid::from_u128(number)), handle.to_owned());
    Account { id, display_name: handle.clone(), handle, role: Role::Member, deleted: false }
}

fn bob() -> Account {
    account(12, "bob")
}

fn question(id: PostId) -> Post {
    Post {
        id,
        kind: Kind::Question,
        author: account(11, "ann"),
        title: Some("How?".to_owned()),
        body: "So?".to_owned(),
        cut: false,
        tags: vec!["rust".to_owned()],
        at: Time::from_millis(1_000),
        version: 1,
        edited_at: None,
        deleted_at: None,
        score: 2,
        answers: 1,
        comments: 0,
        accepted_id: None,
        tallied: 3,
        vote: 0,
        bookmarked: false,
    }
}

fn answer() -> Answer {
    Answer {
        id: ANSWER,
        post_id: HERE,
        author: account(11, "ann"),
        body: "So.".to_owned(),
        cut: false,
        at: Time::from_millis(2_000),
        version: 1,
        edited_at: None,
        deleted_at: None,
        score: 1,
        comments: 1,
        accepted: false,
        tallied: 1,
        vote: 1,
    }
}

pub(super) fn comment(id: CommentId, at: i64) -> Comment {
    Comment {
        id,
        post_id: HERE,
        answer_id: Some(ANSWER),
        reply_to: None,
        author: bob(),
        body: "Why?".to_owned(),
        cut: false,
        at: Time::from_millis(at),
        version: 1,
        edited_at: None,
        deleted_at: None,
        score: 0,
        tallied: 0,
        vote: 0,
    }
}

pub(super) fn talk() -> Talk {
    let answers = Page { items: vec![answer()], next: None, total: None };
    let thread = Thread { post: question(HERE), answers, comments: vec![comment(COMMENT, 3_000)] };
    Talk::new(thread, Sort::Score, Some(bob()))
}

fn waiting(operation: Operation) -> Pending {
    Pending { operation, state: PendingState::Waiting }
}

fn refused(operation: Operation) -> Pending {
    Pending { operation, state: PendingState::Failed(Error::Forbidden) }
}

fn shown(pending: Pending) -> Talk {
    overlaid(&talk(), &[pending])
}

fn tally(tallied: i64, score: i64) -> Value {
    json!({ "answer": ANSWER, "score": score, "comments": 1, "accepted": false, "tallied": tallied })
}

#[expect(clippy::needless_pass_by_value, reason = "it is called with json! literals")]
fn told(body: Value) -> Told {
    Told::read(&body).expect("it tells something")
}

#[test]
fn what_is_told_is_recognised_by_what_only_its_kind_has() {
    assert_eq!(told(json!(question(HERE))), Told::Post(Box::new(question(HERE))));
    assert_eq!(told(json!(answer())), Told::Answer(Box::new(answer())));
    assert_eq!(told(json!(comment(COMMENT, 1))), Told::Comment(Box::new(comment(COMMENT, 1))));
    assert!(matches!(told(tally(2, 5)), Told::Tally(tally) if tally.score == 5));
    assert_eq!(Told::read(&json!(Bookmark { post_id: HERE, on: true })), None);
}

#[test]
fn older_numbers_and_older_words_change_nothing() {
    let mut talk = talk();
    talk.take(told(tally(5, 7)));
    talk.take(told(tally(4, 6)));
    talk.take(Told::Answer(Box::new(Answer { version: 2, body: "Better.".to_owned(), ..answer() })));
    talk.take(Told::Answer(Box::new(answer())));
    let answer = talk.answer(ANSWER).expect("it stands there");
    assert_eq!((answer.score, answer.body.as_str(), answer.vote), (7, "Better.", 1));
    assert_eq!(talk.answers.len(), 1);
}

#[test]
fn what_is_counted_of_an_answer_may_be_told_before_the_answer() {
    let mut talk = talk();
    let late = AnswerId(Uuid::from_u128(9));
    for (tallied, score) in [(2, 8), (1, 7)] {
        talk.take(told(json!({ "answer": late, "score": score, "comments": 3, "accepted": true, "tallied": tallied })));
    }
    talk.take(Told::Answer(Box::new(Answer { id: late, score: 0, comments: 0, tallied: 0, ..answer() })));
    let known = talk.answer(late).expect("it stands there");
    assert_eq!((known.score, known.comments, known.accepted, known.tallied), (8, 3, true, 2));
}

#[test]
fn comments_stand_in_the_order_in_which_they_were_said_and_none_of_another_thread_does() {
    let mut talk = talk();
    let [early, late] = [4, 5].map(|number| CommentId(Uuid::from_u128(number)));
    talk.take(Told::Comment(Box::new(comment(late, 4_000))));
    talk.take(Told::Comment(Box::new(comment(early, 2_500))));
    let elsewhere = Comment { post_id: PostId(Uuid::from_u128(7)), ..comment(CommentId(Uuid::from_u128(8)), 1) };
    talk.take(Told::Comment(Box::new(elsewhere)));
    let ids: Vec<_> = talk.comments_on(Parent::Answer(ANSWER)).map(|comment| comment.id).collect();
    assert_eq!(ids, [early, COMMENT, late]);
    assert_eq!(talk.comments_on(Parent::Post(HERE)).count(), 0);
}

#[test]
fn a_vote_moves_the_score_at_once_and_leaves_it_where_it_was_refused() {
    let on = Entry::Answer(ANSWER);
    for (value, score) in [(1, 1), (0, 0), (-1, -1)] {
        let vote = acts::vote(ACT, Vote { on, value });
        assert_eq!(shown(waiting(vote.clone())).vote_on(on), (value, score));
        assert_eq!(shown(refused(vote)).vote_on(on), (1, 1));
    }
}

#[test]
fn a_vote_that_was_answered_counts_once_though_it_is_not_settled_yet() {
    let mut talk = talk();
    let on = Entry::Post(HERE);
    talk.take(told(json!({ "post": HERE, "score": 3, "answers": 1, "tallied": 4, "vote": 1 })));
    let pending = [waiting(acts::vote(ACT, Vote { on, value: 1 }))];
    assert_eq!(overlaid(&talk, &pending).vote_on(on), (1, 3));
}

#[test]
fn what_the_viewer_writes_stands_there_at_once_once_and_also_where_it_was_refused() {
    let id = AnswerId(Uuid::from_u128(5 << 80));
    let draft = AnswerDraft { id, post_id: HERE, body: "Thus.".to_owned() };
    for pending in [waiting(acts::answer(&draft)), refused(acts::answer(&draft))] {
        let talk = shown(pending);
        let written = talk.answer(id).expect("it stands there");
        assert_eq!((written.body.as_str(), written.version, &written.author), ("Thus.", 0, &bob()));
        assert_eq!(talk.post.answers, 2);
    }
    let mut known = talk();
    known.take(Told::Answer(Box::new(Answer { id, author: bob(), ..answer() })));
    assert_eq!(overlaid(&known, &[waiting(acts::answer(&draft))]).answers.len(), 2);
    let id = CommentId(Uuid::from_u128(6 << 80));
    let draft = CommentDraft { id, on: Parent::Answer(ANSWER), reply_to: Some(COMMENT), body: "Ah.".to_owned() };
    let talk = shown(waiting(acts::comment(HERE, &draft)));
    assert_eq!(talk.comment(id).and_then(|comment| comment.reply_to), Some(COMMENT));
    assert_eq!(talk.comment_count(Parent::Answer(ANSWER)), 2);
}

#[test]
fn what_is_edited_shows_so_until_it_is_refused() {
    let rewrite = Rewrite { title: Some("Why?".to_owned()), version: Some(1), ..Rewrite::default() };
    let edit = acts::edit(ACT, HERE, Entry::Post(HERE), rewrite);
    assert_eq!(shown(waiting(edit.clone())).post.title.as_deref(), Some("Why?"));
    assert_eq!(shown(refused(edit)).post.title.as_deref(), Some("How?"));
}

#[test]
fn of_the_answers_one_is_accepted() {
    let accepted = shown(waiting(acts::accept(ACT, HERE, Some(ANSWER))));
    assert_eq!((accepted.post.accepted_id, accepted.answers[0].accepted), (Some(ANSWER), true));
    let none = overlaid(&accepted, &[waiting(acts::accept(ACT, HERE, None))]);
    assert_eq!((none.post.accepted_id, none.answers[0].accepted), (None, false));
}

#[test]
fn what_the_server_answered_is_taken_up_where_it_was_done_and_no_vote_counts_twice() {
    let on = Entry::Answer(ANSWER);
    let vote = acts::vote(ACT, Vote { on, value: -1 });
    let answer = json!({ "answer": ANSWER, "score": -1, "comments": 1, "accepted": false, "tallied": 2, "vote": -1 });
    let pending = [Pending { operation: vote.clone(), state: PendingState::Acknowledged(answer.clone()) }];
    let mut talk = talk();
    for (_, told) in settling::answers(&talk, &pending) {
        if let Some(told) = told {
            talk.take(told);
        }
    }
    assert_eq!((talk.vote_on(on), overlaid(&talk, &pending).vote_on(on)), ((-1, -1), (-1, -1)));
    assert!(settling::is_voting(on, &pending) && !settling::is_voting(Entry::Post(HERE), &pending));
    assert_eq!(
        settling::undone(&[refused(vote)]),
        [(ACT, "Your vote was not counted. Nobody votes on what is their own.".to_owned())]
    );
    let elsewhere = acts::vote(ACT, Vote { on: Entry::Post(PostId(Uuid::from_u128(99))), value: 1 });
    let elsewhere = [Pending { operation: elsewhere, state: PendingState::Acknowledged(answer) }];
    assert_eq!(settling::answers(&talk, &elsewhere), []);
}

#[test]
fn words_that_were_refused_are_kept_to_be_sent_again() {
    let entry = Entry::Answer(ANSWER);
    let rewrite = Rewrite { body: Some("Better.".to_owned()), version: Some(1), ..Rewrite::default() };
    let pending = [refused(acts::edit(ACT, HERE, entry, rewrite.clone()))];
    assert_eq!(settling::undone(&pending), []);
    assert_eq!(settling::refused_edit(entry, &pending), Some((ACT, rewrite, Error::Forbidden)));
    let draft = AnswerDraft { id: AnswerId(Uuid::from_u128(5 << 80)), post_id: HERE, body: "Thus.".to_owned() };
    for (pending, progress) in [
        (vec![refused(acts::answer(&draft))], Progress::Refused(Error::Forbidden)),
        (vec![waiting(acts::answer(&draft))], Progress::Waiting),
        (Vec::new(), Progress::Stored),
    ] {
        assert_eq!(settling::progress(draft.id.0, &pending), progress);
    }
}
