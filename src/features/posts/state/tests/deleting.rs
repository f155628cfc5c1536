//! What the viewer deletes, while that can be undone and after.

use super::*;

/// Until when a deletion is held back here.
const UNTIL: i64 = 8_000;

fn delete(entry: Entry) -> Operation {
    acts::delete(ACT, HERE, entry)
}

fn deleted_at(version: i64) -> Answer {
    Answer { body: String::new(), deleted_at: Some(Time::from_millis(4_000)), version, ..answer() }
}

fn acknowledged(operation: Operation, answer: Value) -> Pending {
    Pending { operation, state: PendingState::Acknowledged(answer) }
}

#[test]
fn what_is_deleted_shows_so_at_once_and_stands_there_again_once_that_is_undone_or_refused() {
    let [post, answer, comment] = [Entry::Post(HERE), Entry::Answer(ANSWER), Entry::Comment(COMMENT)];
    for entry in [post, answer, comment] {
        let gone = shown(waiting(delete(entry).postponed(UNTIL)));
        assert_eq!(
            [post, answer, comment].map(|one| gone.is_deleted(one)),
            [post, answer, comment].map(|one| one == entry)
        );
        assert_eq!((gone.answers.len(), gone.comments.len()), (1, 1), "the thread around it stays");
        assert_eq!(shown(refused(delete(entry))), talk());
    }
    let gone = shown(waiting(delete(post)));
    assert_eq!((gone.post.title, gone.post.body.as_str(), gone.post.tags), (None, "", Vec::new()));
    assert_eq!(shown(waiting(delete(answer))).answers[0].body, "");
    assert_eq!(shown(waiting(delete(comment))).comments[0].body, "");
}

#[test]
fn nothing_can_be_written_in_the_thread_of_a_deleted_post_nor_on_a_deleted_answer() {
    let [on_post, on_answer] = [Parent::Post(HERE), Parent::Answer(ANSWER)];
    for (entry, holds) in [
        (Entry::Post(HERE), [false, false]),
        (Entry::Answer(ANSWER), [true, false]),
        (Entry::Comment(COMMENT), [true, true]),
    ] {
        let talk = shown(waiting(delete(entry)));
        assert_eq!([on_post, on_answer].map(|on| talk.takes_words(on)), holds, "without {entry:?}");
    }
}

#[test]
fn what_is_deleted_is_counted_no_longer_once_and_not_accepted_any_more() {
    let mut talk = talk();
    (talk.post.accepted_id, talk.answers[0].accepted) = (Some(ANSWER), true);
    let gone = overlaid(&talk, &[waiting(delete(Entry::Answer(ANSWER)))]);
    assert_eq!((gone.post.answers, gone.post.accepted_id, gone.answers[0].accepted), (0, None, false));
    assert_eq!(gone.comment_count(Parent::Answer(ANSWER)), 1);
    let gone = overlaid(&talk, &[waiting(delete(Entry::Comment(COMMENT)))]);
    assert_eq!((gone.post.answers, gone.comment_count(Parent::Answer(ANSWER))), (1, 0));
    talk.take(Told::Answer(Box::new(deleted_at(2))));
    let again = overlaid(&talk, &[waiting(delete(Entry::Answer(ANSWER)))]);
    assert_eq!(again.post.answers, 1, "its own number tells it");
    let mut early = super::talk();
    early.post.answers = 0;
    assert_eq!(overlaid(&early, &[waiting(delete(Entry::Answer(ANSWER)))]).post.answers, 0, "its number came first");
}

#[test]
fn what_is_deleted_before_it_was_sent_leaves_the_numbers_as_they_were() {
    let draft = AnswerDraft { id: AnswerId(Uuid::from_u128(5 << 80)), post_id: HERE, body: "Thus.".to_owned() };
    let entry = Entry::Answer(draft.id);
    let gone = overlaid(&talk(), &[waiting(acts::answer(&draft)), waiting(delete(entry).postponed(UNTIL))]);
    assert!(gone.is_deleted(entry));
    assert_eq!(gone.post.answers, 1);
}

#[test]
fn what_somebody_else_deleted_meanwhile_cannot_be_had_back() {
    let pending = [waiting(delete(Entry::Answer(ANSWER)).postponed(UNTIL))];
    let mut talk = talk();
    assert_eq!(settling::beyond_undoing(&talk, &pending), []);
    talk.take(Told::Answer(Box::new(deleted_at(2))));
    assert_eq!(settling::beyond_undoing(&talk, &pending), [ACT]);
    assert_eq!(settling::beyond_undoing(&talk, &[waiting(delete(Entry::Answer(ANSWER)))]), [], "it is on its way");
}

#[test]
fn a_deletion_that_is_refused_is_told() {
    let told = settling::undone(&[refused(delete(Entry::Post(HERE)))]);
    assert_eq!(told, [(ACT, "Nothing was deleted. It is not yours.".to_owned())]);
}

#[test]
fn a_post_that_is_deleted_shows_so_in_its_place_in_a_list_and_stays_so_once_that_was_answered() {
    let [before, after] = [7, 8].map(|number| question(PostId(Uuid::from_u128(number))));
    let page = Page { items: vec![before.clone(), question(HERE), after.clone()], next: None, total: None };
    let mut list = Listing::new(page);
    let deletion = delete(Entry::Post(HERE));
    let held = [waiting(deletion.clone().postponed(UNTIL))];
    let is_deleted = |list: &Listing| list.posts.iter().map(Post::is_deleted).collect::<Vec<_>>();
    assert_eq!(is_deleted(&overlaid(&list, &held)), [false, true, false]);
    assert_eq!(overlaid(&list, &[refused(deletion.clone())]), list);
    assert_eq!(settling::deletions(&list, &held), []);
    let stored = Post {
        title: None,
        body: String::new(),
        deleted_at: Some(Time::from_millis(4_000)),
        version: 2,
        ..question(HERE)
    };
    let answered = settling::deletions(&list, &[acknowledged(deletion, json!(stored))]);
    assert_eq!(answered, [(ACT, Some(Told::Post(Box::new(stored))))]);
    for told in answered.into_iter().filter_map(|(_, told)| told) {
        list.take(&Feed::Latest, told, |_| false);
    }
    assert_eq!(is_deleted(&list), [false, true, false]);
    let elsewhere = acts::delete(ACT, before.id, Entry::Answer(ANSWER));
    assert_eq!(settling::deletions(&list, &[acknowledged(elsewhere, json!(answer()))]), []);
}
