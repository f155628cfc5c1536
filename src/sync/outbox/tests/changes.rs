//! Changes, which lie over what is stored: settings, the profile, drafts.

use serde_json::json;

use super::{Outbox, at, id, left, operation, outbox, states};
use crate::{
    shared::Error,
    sync::{Effect, Operation, Pending, PendingState},
};

fn save(number: u128, object: &str, body: &str) -> Operation {
    Operation { expected_version: Some(4), ..operation(number, "draft.save", object, json!({"body": body})) }
}

fn expected(outbox: &Outbox) -> Vec<Option<i64>> {
    outbox.pending().into_iter().map(|pending| pending.operation.expected_version).collect()
}

#[test]
fn a_change_behind_a_refused_one_waits_for_the_person() {
    let change = |number, place: &str| Operation {
        expected_version: Some(4),
        ..operation(number, "profile.change", "profile", json!({"place": place}))
    };
    let mut outbox = outbox([change(1, "Lugo")]);
    assert_eq!(left(&mut outbox, 0), [id(1)]);
    outbox.perform(change(2, "Vigo"));
    outbox.kept(id(2));
    outbox.answered(id(1), 1, Err(Error::Conflict), at(1));
    assert_eq!(left(&mut outbox, 1), []);
    outbox.discard(id(1));
    assert_eq!(left(&mut outbox, 2), [id(2)]);
}

#[test]
fn a_change_behind_one_that_is_stored_lies_over_that_one() {
    let mut outbox = outbox([save(1, "draft:a", "half")]);
    left(&mut outbox, 0);
    for further in [save(2, "draft:a", "half a thought"), save(3, "draft:b", "elsewhere")] {
        let id = further.id;
        outbox.perform(further);
        outbox.kept(id);
    }
    let over = Operation { expected_version: Some(5), ..save(2, "draft:a", "half a thought") };
    let effects = outbox.answered(id(1), 1, Ok(json!({"body": "half", "version": 5})), at(1));
    assert_eq!(effects, [Effect::Keep(over), Effect::Forget(id(1))], "after the end of the page it still does");
    assert_eq!(expected(&outbox), [Some(4), Some(5), Some(4)]);
}

#[test]
fn an_edit_behind_another_one_of_the_same_entry_lies_over_that_one_and_no_other_in_the_thread_does() {
    let edit = |number, kind: &str, entry: u128, body: &str| {
        let name = format!("{}_id", kind.split_once('.').expect("a kind").0);
        let members = json!({name: id(entry), "body": body});
        Operation { expected_version: Some(1), ..operation(number, kind, "post:a", members) }
    };
    let mut outbox = outbox([edit(1, "answer.edit", 11, "one")]);
    left(&mut outbox, 0);
    let further = [
        edit(2, "answer.edit", 11, "two"),
        edit(3, "answer.edit", 12, "of another one"),
        edit(4, "post.edit", 11, "of the post"),
    ];
    for edit in further {
        let id = edit.id;
        outbox.perform(edit);
        outbox.kept(id);
    }
    outbox.answered(id(1), 1, Ok(json!({"id": id(11), "body": "one", "version": 2})), at(1));
    assert_eq!(expected(&outbox), [Some(1), Some(2), Some(1), Some(1)]);
}

#[test]
fn a_draft_lies_over_no_words_that_came_after_the_one_before_it() {
    let mut outbox = outbox([save(1, "draft:a", "half")]);
    left(&mut outbox, 0);
    outbox.answered(id(1), 1, Err(Error::Offline), at(0));
    outbox.perform(save(2, "draft:a", "half a thought"));
    left(&mut outbox, 60_000);
    outbox.answered(id(1), 2, Ok(json!({"body": "of another device", "version": 6})), at(60_000));
    assert_eq!(expected(&outbox), [Some(4), Some(4)], "the server will say that it meets them");
}

#[test]
fn words_that_nobody_saw_are_written_over_by_none_that_wait_and_those_that_are_stored_are_not_kept_anew() {
    let mut outbox = outbox([save(2, "draft:a", "typed")]);
    let unaware = Operation { expected_version: None, ..save(2, "draft:a", "typed") };
    assert_eq!(outbox.load(vec![save(1, "draft:a", "kept")]), [Effect::Keep(unaware)]);
    assert_eq!(outbox.load(vec![save(1, "draft:a", "kept")]), [], "it was loaded before");
    let stored =
        Pending { operation: save(4, "draft:b", "stored"), state: PendingState::Acknowledged(json!({"version": 5})) };
    outbox.inherit(vec![stored], 0);
    assert_eq!(outbox.load(vec![save(3, "draft:b", "late")]), []);
    assert_eq!(outbox.perform_unaware(save(4, "draft:b", "stored")), []);
}

/// An outbox in which a draft was refused because it met other words.
fn refused() -> Outbox {
    let mut outbox = outbox([save(1, "draft:a", "half")]);
    left(&mut outbox, 0);
    outbox.answered(id(1), 1, Err(Error::Conflict), at(0));
    outbox
}

/// A draft over the words that were met.
fn over(number: u128, replaced: u128) -> Operation {
    Operation { expected_version: Some(6), ..save(number, "draft:a", "both") }.in_place_of([id(replaced)])
}

#[test]
fn what_is_done_in_the_place_of_what_was_refused_is_shown_alone_and_that_is_forgotten_once_this_is_kept() {
    let mut outbox = refused();
    assert_eq!(outbox.perform(over(2, 1)), [Effect::Keep(over(2, 1))]);
    assert_eq!(expected(&outbox), [Some(6)]);
    assert_eq!(outbox.advance(true, at(1)), [], "the store may fail to keep it");
    outbox.kept(id(2));
    let called = Operation { instead_of: Vec::new(), ..over(2, 1) };
    let effects = outbox.advance(true, at(1));
    assert_eq!(effects, [Effect::Forget(id(1)), Effect::Call { operation: called, attempt: 1 }]);
}

#[test]
fn what_is_given_up_before_it_is_kept_leaves_what_it_was_done_in_the_place_of() {
    let mut outbox = refused();
    outbox.perform(over(2, 1));
    outbox.discard(id(2));
    assert_eq!(states(&outbox), [PendingState::Failed(Error::Conflict)]);
}

#[test]
fn of_two_in_the_store_the_one_in_whose_place_the_other_was_done_is_forgotten() {
    let mut found = Outbox::default();
    assert_eq!(found.load(vec![save(1, "draft:a", "half"), over(2, 1)]), []);
    assert_eq!(found.advance(true, at(0))[0], Effect::Forget(id(1)));
    assert_eq!(expected(&found), [Some(6)]);
    let mut done = Outbox::default();
    done.perform(over(2, 1));
    assert_eq!(done.load(vec![save(1, "draft:a", "half")]), [], "those words were seen");
    assert_eq!((left(&mut done, 0), expected(&done)), (Vec::new(), vec![Some(6)]));
}

#[test]
fn what_only_the_store_knows_is_forgotten_too_once_what_was_done_in_its_place_is_kept() {
    let mut outbox = Outbox::default();
    outbox.perform(over(2, 1));
    outbox.perform(over(3, 2));
    assert_eq!(outbox.kept(id(3)), [Effect::Forget(id(1))]);
    assert_eq!(outbox.advance(true, at(1))[0], Effect::Forget(id(2)), "at however many removes");
}

#[test]
fn what_never_left_is_not_taken_into_what_is_done_in_its_place_but_what_is_done_since_is() {
    let mut outbox = outbox([save(1, "draft:a", "half")]);
    outbox.perform(over(2, 1));
    let further = Operation { expected_version: Some(6), ..save(3, "draft:a", "both") }.in_place_of([id(1)]);
    let effects = outbox.perform(save(3, "draft:a", "both"));
    assert_eq!(effects, [Effect::Keep(further), Effect::Forget(id(2))]);
    outbox.kept(id(3));
    assert_eq!(outbox.advance(true, at(0))[0], Effect::Forget(id(1)));
}

#[test]
fn what_was_done_in_the_place_of_something_that_was_done_in_the_place_of_another_stands_for_both() {
    let mut outbox = refused();
    outbox.perform(over(2, 1));
    outbox.perform(over(3, 2));
    assert_eq!(states(&outbox), [PendingState::Waiting]);
    outbox.kept(id(3));
    assert_eq!(outbox.advance(true, at(1))[..2], [Effect::Forget(id(1)), Effect::Forget(id(2))]);
}

#[test]
fn what_is_on_its_way_goes_before_what_is_done_in_its_place_and_is_forgotten_where_it_is_refused() {
    let mut outbox = outbox([save(1, "draft:a", "half")]);
    left(&mut outbox, 0);
    outbox.perform(over(2, 1));
    outbox.kept(id(2));
    assert_eq!((left(&mut outbox, 1), states(&outbox).len()), (Vec::new(), 2));
    outbox.answered(id(1), 1, Err(Error::Conflict), at(1));
    assert_eq!((left(&mut outbox, 1), states(&outbox)), (vec![id(2)], vec![PendingState::Waiting]));
}

#[test]
fn what_may_be_stored_already_gives_way_only_once_the_server_has_refused_it() {
    for (answer, remains) in [(Ok(json!({"body": "half", "version": 5})), true), (Err(Error::Conflict), false)] {
        let mut outbox = outbox([save(1, "draft:a", "half")]);
        left(&mut outbox, 0);
        outbox.answered(id(1), 1, Err(Error::Offline), at(0));
        outbox.perform(save(2, "draft:a", "half a thought").in_place_of([id(1)]));
        outbox.kept(id(2));
        assert_eq!(outbox.advance(true, at(1)), [], "its answer may have been lost");
        assert_eq!(states(&outbox), [PendingState::Waiting, PendingState::Waiting]);
        assert_eq!(left(&mut outbox, 60_000), [id(1)], "that is found out first");
        outbox.answered(id(1), 2, answer, at(60_000));
        assert_eq!(left(&mut outbox, 60_001), [id(2)]);
        assert_eq!(outbox.pending()[0].operation.id == id(1), remains, "until its answer was taken up");
        assert_eq!(expected(&outbox).last(), Some(&Some(if remains { 5 } else { 4 })));
    }
}

#[test]
fn a_change_is_taken_into_one_that_never_left_and_into_no_other() {
    let change = |number| operation(number, "profile.change", "profile", json!({"place": "Lugo"}));
    let mut outbox = outbox([change(1)]);
    outbox.perform(change(2));
    assert_eq!(states(&outbox).len(), 1);
    outbox.kept(id(2));
    assert_eq!(left(&mut outbox, 0), [id(2)]);
    outbox.answered(id(2), 1, Err(Error::Offline), at(1));
    outbox.perform(change(3));
    assert_eq!(states(&outbox).len(), 2, "the server may have stored the first");
    outbox.answered(id(2), 1, Ok(json!({"success": true})), at(2));
    assert_eq!(states(&outbox).len(), 2, "somebody on the way is not the server");
}

#[test]
fn a_change_is_not_taken_into_one_that_another_page_may_have_sent() {
    let change = |number, body| operation(number, "settings.change", "settings", body);
    let mut outbox = Outbox::default();
    outbox.load(vec![change(1, json!({"show_presence": false}))]);
    let further = change(2, json!({"enter_sends": false}));
    assert_eq!(outbox.perform(further.clone()), [Effect::Keep(further)], "it takes up no choice that may be over");
    outbox.kept(id(2));
    assert_eq!(left(&mut outbox, 0), [id(1)]);
    outbox.answered(id(1), 1, Ok(json!({"version": 5})), at(1));
    assert_eq!(left(&mut outbox, 1), [id(2)]);
    assert_eq!(expected(&outbox), [None, None], "a setting stands for itself");
}

#[test]
fn a_profile_behind_one_that_is_stored_lies_over_that_one() {
    let change = |number| Operation {
        expected_version: Some(4),
        ..operation(number, "profile.change", "profile", json!({"status": number.to_string()}))
    };
    let mut outbox = outbox([change(1)]);
    left(&mut outbox, 0);
    outbox.perform(change(2));
    outbox.answered(id(1), 1, Ok(json!({"version": 5})), at(1));
    assert_eq!(expected(&outbox), [Some(4), Some(5)]);
}

#[test]
fn a_change_that_the_store_held_may_have_left_and_is_taken_into_none_that_is_done_since() {
    let mut outbox = Outbox::default();
    outbox.load(vec![save(1, "draft:a", "half")]);
    assert_eq!(
        outbox.perform(save(2, "draft:a", "half a thought")),
        [Effect::Keep(save(2, "draft:a", "half a thought"))]
    );
    outbox.kept(id(2));
    assert_eq!(left(&mut outbox, 0), [id(1)]);
    outbox.answered(id(1), 1, Ok(json!({"body": "half", "version": 5})), at(1));
    assert_eq!(expected(&outbox), [Some(4), Some(5)], "it goes out over what is there");
}

#[test]
fn a_change_is_taken_into_none_behind_which_the_store_brought_another_one() {
    let mut outbox = outbox([save(1, "draft:a", "half")]);
    let late = save(2, "draft:a", "half a thought");
    assert_eq!(outbox.load(vec![save(1, "draft:a", "half"), late]), []);
    let further = save(3, "draft:a", "a thought");
    assert_eq!(outbox.perform(further.clone()), [Effect::Keep(further)], "the older words would go out over it");
    let cleared = save(4, "draft:a", "");
    assert_eq!(outbox.perform(cleared.clone()), [Effect::Keep(cleared), Effect::Forget(id(3))]);
    let ids: Vec<_> = outbox.pending().into_iter().map(|pending| pending.operation.id).collect();
    assert_eq!(ids, [id(1), id(2), id(4)]);
}
