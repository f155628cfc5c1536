//! What the viewer did on another device: their own topic tells it.

use super::*;
use crate::realtime::{Event, Topic};

fn heard(kind: &str, place: &str, body: Value) -> Told {
    let position = place.parse().expect("a position");
    let event = Event { position, topic: Topic::Me, kind: kind.to_owned(), at: Time::from_millis(0), body };
    Told::of_event(&event).expect("it tells something")
}

#[test]
fn of_what_other_devices_voted_that_holds_which_the_entry_counted_last() {
    let mut talk = talk();
    let on = Entry::Post(HERE);
    for (value, tallied, holds) in [(1, 6, 1), (-1, 5, 1), (0, 6, 0), (1, 2, 0)] {
        let body = json!({ "on": on, "value": value, "tallied": tallied });
        talk.take(heard("vote.changed", "1.2.3", body));
        assert_eq!(talk.post.vote, holds, "{value} at {tallied}");
    }
    let elsewhere = json!({ "on": { "post": Uuid::from_u128(99) }, "value": 1, "tallied": 9 });
    talk.take(heard("vote.changed", "1.2.3", elsewhere));
    assert_eq!(talk.post.vote, 0);
}

#[test]
fn of_what_other_devices_keep_that_holds_which_was_told_last_and_the_answer_tells_nothing() {
    let mut talk = talk();
    let kept = |on: bool, place: &str| heard("bookmark.changed", place, json!({ "post_id": HERE, "on": on }));
    let bookmark = |on| acts::bookmark(ACT, HERE, on);
    let stored = |on| Pending { operation: bookmark(on), state: PendingState::Acknowledged(json!(null)) };
    assert_eq!(settling::answers(&talk, &[stored(true)]), [], "it lies over what is confirmed still");
    talk.take(kept(true, "1.7.1"));
    talk.take(kept(false, "1.6.1"));
    assert!(talk.post.bookmarked);
    assert_eq!(settling::answers(&talk, &[stored(true)]), [(ACT, None)]);
    assert_eq!(settling::answers(&talk, &[stored(false), waiting(bookmark(true))]), []);
    let answers = Page { items: Vec::new(), next: None, total: None };
    let post = |bookmarked| Post { bookmarked, ..question(HERE) };
    let thread = |kept| Thread { post: post(kept), answers: answers.clone(), comments: Vec::new() };
    talk.refresh(thread(false), "1.6.5".parse().expect("a position"));
    assert!(talk.post.bookmarked, "it was read before");
    talk.refresh(thread(false), "2.1.1".parse().expect("a position"));
    assert!(!talk.post.bookmarked);
}

#[test]
fn what_is_kept_no_longer_goes_from_the_list_of_what_is_kept_alone() {
    let page = Page { items: vec![question(HERE)], next: None, total: None };
    for (feed, left) in [(Feed::Bookmarks, 0), (Feed::Latest, 1)] {
        let mut list = Listing::new(page.clone());
        list.take(&feed, heard("bookmark.changed", "1.2.3", json!({ "post_id": HERE, "on": false })), |_| false);
        assert_eq!(list.posts.len(), left, "{feed:?}");
    }
}

#[test]
fn a_vote_that_is_told_before_the_comment_is_here_holds_as_soon_as_it_is() {
    let (mut talk, id) = (talk(), CommentId(Uuid::from_u128(4)));
    for (value, tallied) in [(1, 3), (0, 2)] {
        let body = json!({ "on": Entry::Comment(id), "value": value, "tallied": tallied });
        talk.take(heard("vote.changed", "1.2.3", body));
    }
    talk.take(Told::Comment(Box::new(comment(id, 4_000))));
    assert_eq!(talk.comment(id).map(|comment| comment.vote), Some(1));
}

#[test]
fn a_comment_on_what_was_refused_and_given_up_stands_on_the_post_so_that_its_words_are_not_lost() {
    let (answered, id) = (AnswerId(Uuid::from_u128(5 << 80)), CommentId(Uuid::from_u128(6 << 80)));
    let answer = acts::answer(&AnswerDraft { id: answered, post_id: HERE, body: "Thus.".to_owned() });
    let on = Parent::Answer(answered);
    let comment = acts::comment(HERE, &CommentDraft { id, on, reply_to: None, body: "Or not.".to_owned() });
    let both = overlaid(&talk(), &[refused(answer), waiting(comment.clone())]);
    assert_eq!(both.comments_on(on).map(|comment| comment.id).collect::<Vec<_>>(), [id]);
    for pending in [waiting(comment.clone()), refused(comment)] {
        let talk = shown(pending);
        let words: Vec<_> = talk.comments_on(Parent::Post(HERE)).map(|comment| &*comment.body).collect();
        assert_eq!((words, talk.post.comments), (vec!["Or not."], question(HERE).comments + 1));
    }
    let draft = CommentDraft { id, on, reply_to: None, body: "Or not.".to_owned() };
    let elsewhere = acts::comment(PostId(Uuid::from_u128(7)), &draft);
    assert!(shown(waiting(elsewhere)).comment(id).is_none());
}
