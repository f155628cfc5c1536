//! Which operation stands for which, and what answers one.

use serde_json::json;
use uuid::Uuid;

use super::*;

fn operation(id: u128, kind: &str, body: Value) -> Operation {
    let id = OperationId(Uuid::from_u128(id));
    let (object, instead_of) = ("marks:7".into(), Vec::new());
    Operation { v: 1, kind: kind.into(), id, object, expected_version: None, body, instead_of, postponed_until: None }
}

#[test]
fn of_two_marks_the_newer_takes_the_maximum_of_each() {
    let older = operation(1, MARK, json!({"conversation_id": "7", "delivered": 9, "read": 4}));
    let newer = operation(2, MARK, json!({"conversation_id": "7", "read": 6}));
    let both = newer.absorb(&older).expect("marks of one object");
    assert_eq!(both.id, newer.id);
    assert_eq!(both.body, json!({"conversation_id": "7", "delivered": 9, "read": 6}));
}

#[test]
fn of_two_changes_the_newer_lies_over_the_older_and_over_what_was_seen_before_it() {
    let change = |id, version, body| Operation { expected_version: version, ..operation(id, "profile.change", body) };
    let older = change(1, Some(4), json!({"status": "away", "place": "Lugo"}));
    let newer = change(2, None, json!({"status": "back"}));
    let both = change(2, Some(4), json!({"status": "back", "place": "Lugo"}));
    assert_eq!(newer.absorb(&older), Some(both));
    assert_eq!(newer.absorb(&operation(1, "settings.change", json!({}))), None);
}

#[test]
fn of_two_votes_on_one_thing_the_newer_counts_and_stays_until_its_answer_was_taken_up() {
    let vote = |id, value| operation(id, "vote.cast", json!({"on": {"post": "7"}, "value": value}));
    let both = vote(2, -1).absorb(&vote(1, 1)).expect("votes on one thing");
    assert_eq!((both.id, both.body), (vote(2, -1).id, vote(2, -1).body));
    assert!(vote(1, 1).outlasts(&json!({"post": "7", "score": 4})));
    let edit = |id| operation(id, "post.edit", json!({"post_id": "7", "body": "hi"}));
    assert_eq!(edit(2).absorb(&edit(1)), None, "both are among what it said");
    assert!(edit(1).outlasts(&json!({"id": "7", "version": 2})));
}

#[test]
fn of_two_drafts_of_a_conversation_the_newer_words_go_out_over_what_was_seen_before_both() {
    let save = |id, version, body| Operation {
        expected_version: Some(version),
        ..operation(id, "draft.save", json!({"conversation_id": "7", "body": body}))
    };
    assert_eq!(save(2, 0, "half a thought").absorb(&save(1, 4, "half")), Some(save(2, 4, "half a thought")));
    assert_eq!(save(2, 5, "").absorb(&save(1, 4, "half")), Some(save(2, 4, "")), "it was sent");
}

#[test]
fn what_does_what_two_did_stands_in_the_place_of_what_either_did_and_never_in_its_own() {
    let save = |id| operation(id, "draft.save", json!({"body": "half"}));
    let [first, second, third] = [1, 2, 3].map(|id| save(id).id);
    let older = save(4).in_place_of([first, second]);
    let both = save(5).in_place_of([third]).absorb(&older).expect("drafts of one conversation");
    assert_eq!(both.instead_of, [third, first, second]);
    assert_eq!(save(1).in_place_of([first, second]).instead_of, [second]);
}

#[test]
fn what_replaces_something_stands_for_all_that_was_replaced_before_in_whatever_order_that_is_known() {
    let save = |id| operation(id, "draft.save", json!({"body": "half"}));
    let [first, second, third] = [1, 2, 3].map(|id| save(id).id);
    let known = [save(3).in_place_of([second]), save(1), save(2).in_place_of([first, third])];
    let mut last = save(4).in_place_of([third]);
    for time in ["at first", "again"] {
        last.stand_for(|id| known.iter().find(|one| one.id == id));
        assert_eq!(last.instead_of, [third, second, first], "{time}");
    }
}

#[test]
fn an_operation_is_kept_with_what_it_stands_for_and_one_from_before_is_read_as_standing_for_nothing() {
    let alone = operation(1, "draft.save", json!({"body": "half"}));
    let text = serde_json::to_string(&alone).expect("plain");
    assert!(!text.contains("instead_of"), "{text}");
    let replacing = operation(2, "draft.save", json!({"body": "half"})).in_place_of([alone.id]);
    for operation in [alone, replacing] {
        let text = serde_json::to_string(&operation).expect("plain");
        assert_eq!(serde_json::from_str::<Operation>(&text).ok(), Some(operation));
    }
}

#[test]
fn an_answer_that_names_other_words_tells_of_what_came_later() {
    let save = operation(1, "draft.save", json!({"conversation_id": "7", "body": "half"}));
    for (answer, is_told) in [
        (json!({"version": 5, "body": "half"}), true),
        (json!({"version": 5}), true),
        (json!({"version": 6, "body": ""}), false),
    ] {
        assert_eq!(save.is_told_by(&answer), is_told, "{answer}");
    }
    assert!(!operation(1, MARK, json!({"read": 4})).is_told_by(&json!({"version": 5})));
    let edit = operation(1, "answer.edit", json!({"answer_id": "7", "body": "half"}));
    for (body, is_told) in [("half", true), ("other words", false)] {
        assert_eq!(edit.is_told_by(&json!({"version": 5, "body": body})), is_told, "{body}");
    }
}

#[test]
fn what_changes_a_message_stays_until_the_answer_that_is_that_message_was_taken_up() {
    for kind in REWRITES {
        let rewrite = operation(2, kind, json!({"message_id": "1", "body": "hello"}));
        let answer = json!({"id": "1", "version": 2});
        assert!(rewrite.is_answered(&answer) && rewrite.outlasts(&answer));
        for other in [json!({"id": "3", "version": 2}), json!({"id": "1"}), json!({}), json!([])] {
            assert!(!rewrite.is_answered(&other), "{other}");
        }
        let again = operation(3, kind, json!({"message_id": "1", "body": "good evening"}));
        assert_eq!(again.absorb(&rewrite), None, "both are among what it said");
    }
}

#[test]
fn words_are_never_absorbed() {
    let message = |id| operation(id, "message.send", json!({"body": "hi"}));
    assert_eq!(message(2).absorb(&message(1)), None);
}

#[test]
fn what_names_another_operation_depends_on_it() {
    let message = operation(1, "message.send", json!({"body": "hi"}));
    let edit = operation(2, "message.edit", json!({"message_id": message.id, "body": "hello"}));
    assert!(edit.depends_on(&message));
    assert!(!message.depends_on(&edit));
    assert!(!message.depends_on(&message));
}

#[test]
fn what_is_held_back_is_kept_with_until_when() {
    let delete = operation(2, "message.delete", json!({"message_id": "1"})).postponed(8_000);
    let text = serde_json::to_string(&delete).expect("plain");
    assert_eq!(serde_json::from_str::<Operation>(&text).ok(), Some(delete));
    assert!(!operation(2, "message.delete", json!({"message_id": "1"})).is_postponed());
}

#[test]
fn what_says_something_shares_with_nothing_what_it_changes() {
    let [one, other] = [1, 3].map(|id| OperationId(Uuid::from_u128(id)));
    for (kind, member) in [("message", "message_id"), ("answer", "answer_id"), ("comment", "comment_id")] {
        let delete = operation(2, &format!("{kind}.delete"), json!({(member): one}));
        let [same, different] = [one, other].map(|id| operation(4, &format!("{kind}.edit"), json!({(member): id})));
        assert!(delete.is_deletion() && delete.shares_target(&same), "{kind}");
        assert!(!delete.shares_target(&different), "{kind}");
    }
    let delete = operation(2, "post.delete", json!({"post_id": one}));
    let answer = operation(4, "answer.create", json!({"post_id": one, "body": "so"}));
    let words = operation(5, "message.send", json!({"body": "hi"}));
    assert!(![&answer, &words].iter().any(|said| delete.shares_target(said) || said.shares_target(said)));
    assert!([&answer, &words].iter().all(|said| said.is_saying()) && !delete.is_saying());
}

#[test]
fn what_stands_on_something_depends_on_it() {
    let answer = operation(1, "answer.create", json!({"post_id": "7", "body": "so"}));
    let on = |id| operation(2, "comment.create", json!({"on": {"answer": id}, "body": "why?"}));
    assert!(on(answer.id).depends_on(&answer));
    assert!(!on(OperationId(Uuid::from_u128(9))).depends_on(&answer));
}
