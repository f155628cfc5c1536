mod due;

use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::features::messages::state::{
    operation::save_draft,
    world::{HERE, World},
};

fn kept(body: &str, version: i64) -> KeptDraft {
    KeptDraft { conversation_id: HERE, body: body.to_owned(), version }
}

fn written(body: &str, version: i64) -> Written {
    Written { body: body.to_owned(), version }
}

fn drafts(body: &str, version: i64) -> Drafts {
    let mut drafts = Drafts::default();
    drafts.take(kept(body, version));
    drafts
}

fn all<const N: usize>(drafts: [KeptDraft; N]) -> KeptDrafts {
    KeptDrafts { drafts: drafts.into(), is_whole: true }
}

fn save(body: &str, seen: i64, state: PendingState) -> Pending {
    Pending { operation: save_draft(OperationId(Uuid::from_u128(1)), HERE, body, seen), state }
}

fn met(body: &str, seen: i64) -> Pending {
    save(body, seen, PendingState::Failed(Error::Conflict))
}

#[test]
fn what_is_written_everywhere_is_what_the_server_keeps_and_what_waits_to_reach_it() {
    let mut kept = drafts("half", 1);
    assert_eq!(kept.everywhere(&[]), [(HERE, "half".to_owned())]);
    let waiting = [save("half a thought", 1, PendingState::Waiting)];
    assert_eq!(kept.everywhere(&waiting), [(HERE, "half a thought".to_owned())]);
    assert_eq!(Drafts::default().everywhere(&waiting), kept.everywhere(&waiting));
    kept.take(KeptDraft { conversation_id: HERE, body: String::new(), version: 2 });
    assert_eq!(kept.everywhere(&[]), [], "it was sent");
}

#[test]
fn an_event_that_comes_again_or_late_changes_nothing() {
    let mut world = World::new();
    for (body, version) in [("half", 1), ("half a thought", 2)] {
        world.announce("draft.changed", json!(kept(body, version)));
    }
    let mut drafts = Drafts::default();
    for _ in 0..2 {
        assert!(drafts.hear(&world.events).is_empty());
    }
    assert_eq!(drafts.written(HERE, &[]), written("half a thought", 2));
}

#[test]
fn what_a_reading_does_not_hold_was_sent_unless_it_was_heard_of_meanwhile() {
    let mut drafts = drafts("half", 3);
    drafts.expect();
    drop(drafts.refresh(all([]), 1, &[]));
    assert_eq!(drafts.written(HERE, &[]), written("", 3));
    drafts.take(kept("half", 3));
    assert_eq!(drafts.written(HERE, &[]), written("", 3), "that is old");
    drafts.expect();
    drafts.take(kept("anew", 5));
    drop(drafts.refresh(all([]), 1, &[]));
    assert_eq!(drafts.written(HERE, &[]), written("anew", 5));
    drafts.expect();
    drop(drafts.refresh(all([kept("anew", 5)]), 1, &[]));
    assert_eq!(drafts.written(HERE, &[]), written("anew", 5));
}

#[test]
fn what_an_event_does_not_tell_is_read_unless_something_newer_is_known() {
    let mut world = World::new();
    world.announce("draft.changed", json!({"conversation_id": HERE, "body": null, "version": 2}));
    assert_eq!(Drafts::default().hear(&world.events), BTreeSet::from([HERE]));
    assert!(drafts("mine", 2).hear(&world.events).is_empty());
    world.announce("draft.changed", json!(kept("half", 3)));
    assert!(Drafts::default().hear(&world.events).is_empty(), "it was replaced since");
}

#[test]
fn what_was_heard_of_while_something_older_was_read_is_still_to_be_read() {
    let mut world = World::new();
    let mut drafts = Drafts::default();
    for version in [2, 3] {
        world.announce("draft.changed", json!({"conversation_id": HERE, "body": null, "version": version}));
        assert_eq!(drafts.hear(&world.events), BTreeSet::from([HERE]));
        assert_eq!(drafts.untold(HERE), Some(version));
    }
    assert!(drafts.take(kept("half", 2)));
    assert_eq!(drafts.untold(HERE), Some(3));
    assert!(drafts.take(kept("half a thought", 3)) && !drafts.take(kept("half", 2)), "only the first is news");
    assert_eq!(drafts.untold(HERE), None);
    assert!(drafts.hear(&world.events).is_empty());
}

#[test]
fn a_reading_of_a_part_says_nothing_of_the_rest() {
    let mut drafts = drafts("half", 3);
    drop(drafts.refresh(KeptDrafts::default(), 1, &[]));
    assert_eq!(drafts.written(HERE, &[]), written("half", 3));
}

#[test]
fn in_another_life_of_the_database_versions_count_anew() {
    let mut drafts = drafts("half", 3);
    drop(drafts.refresh(all([kept("half", 3)]), 1, &[]));
    let mut world = World::new();
    world.announce("draft.changed", json!({"conversation_id": HERE, "body": null, "version": 4}));
    assert_eq!(drafts.hear(&world.events), BTreeSet::from([HERE]));
    drop(drafts.refresh(all([kept("restored", 2)]), 2, &[]));
    assert_eq!(drafts.untold(HERE), None, "that is no version of this life");
    assert_eq!(drafts.written(HERE, &[]), written("restored", 2));
}

#[test]
fn what_waits_lies_over_what_is_kept_until_the_server_has_it() {
    let mut drafts = drafts("half", 1);
    assert_eq!(drafts.written(HERE, &[save("half a", 1, PendingState::Waiting)]), written("half a", 1));
    let stored = save("half a", 1, PendingState::Acknowledged(json!({"version": 2})));
    assert_eq!(drafts.written(HERE, std::slice::from_ref(&stored)), written("half a", 2));
    drafts.take(kept("half a thought", 3));
    assert_eq!(drafts.written(HERE, &[stored]), written("half a thought", 3));
}

#[test]
fn words_that_met_others_stay_and_the_others_are_offered() {
    let mut drafts = drafts("half", 1);
    let pending = [met("half a thought", 1)];
    assert_eq!(drafts.offered(HERE, &pending), None, "which ones is not known yet");
    assert_eq!(drafts.due(&pending), [Due::Read(HERE)]);
    drafts.take(kept("half an hour", 2));
    assert_eq!(drafts.written(HERE, &pending), written("half a thought", 1));
    assert_eq!(drafts.offered(HERE, &pending), Some("half an hour"));
    assert_eq!(drafts.due(&pending), []);
    assert_eq!(drafts.offered(HERE, &[save("half a thought", 1, PendingState::Waiting)]), None);
}

#[test]
fn what_was_sent_here_leaves_the_words_of_another_device() {
    let drafts = drafts("and another thing", 2);
    let pending = [met("", 1)];
    assert_eq!(drafts.written(HERE, &pending), written("and another thing", 2));
    assert_eq!(drafts.due(&pending), [Due::GiveUp(pending[0].operation.id)]);
}

#[test]
fn an_answer_that_names_later_words_is_taken_as_it_is() {
    let stored = save("half", 0, PendingState::Acknowledged(json!({"body": "", "version": 3})));
    let id = stored.operation.id;
    let drafts = Drafts::default();
    assert_eq!(drafts.written(HERE, std::slice::from_ref(&stored)), written("", 3), "it was sent meanwhile");
    assert_eq!(drafts.due(&[stored]), [Due::Take(id, kept("", 3))]);
}

#[test]
fn words_without_a_place_stay_in_the_field_and_count_as_typed() {
    let mut sheet = Sheet::new(written("", 0));
    assert_eq!(sheet.save("half"), Some(written("half", 0)));
    sheet.refused();
    for listed in ["half", ""] {
        assert_eq!(sheet.follow("half", written(listed, 0)), None, "it is listed for a moment yet");
    }
    assert!(sheet.is_typed("half"));
    assert_eq!(sheet.save("half"), Some(written("half", 0)), "they are tried again");
}

#[test]
fn what_was_sent_while_nobody_was_logged_in_is_tried_again_and_shows_no_words() {
    let drafts = drafts("half a thought", 2);
    let pending = [save("", 2, PendingState::Failed(Error::SignIn))];
    assert_eq!(drafts.written(HERE, &pending), written("", 2));
    assert_eq!(drafts.due(&pending), []);
}

#[test]
fn what_waits_and_was_not_seen_is_not_replaced() {
    let mut sheet = Sheet::new(written("", 0));
    let waits = |body: &str| waiting(HERE, &[save(body, 4, PendingState::Waiting)]);
    assert_eq!(sheet.meet("typed", waits("kept from before")).as_deref(), Some("typed\nkept from before"));
    let both = "typed\nkept from before";
    assert_eq!(sheet.meet(both, waits("kept from before")), None, "it was seen by now");
    assert_eq!(sheet.save(both), Some(written(both, 4)));
    assert_eq!(sheet.meet("", waits("of another tab")).as_deref(), Some("of another tab"));
}

#[test]
fn what_waits_and_was_written_or_shown_here_is_replaced() {
    let mut sheet = Sheet::new(written("shown", 1));
    let waits = |body: &str| waiting(HERE, &[save(body, 1, PendingState::Waiting)]);
    for text in ["one", "two", "three"] {
        assert_eq!(sheet.meet(text, waits("shown")), None);
        let _ = sheet.save(text);
    }
    for known in ["one", "three", "", " ", "four"] {
        assert_eq!(sheet.meet("four", waits(known)), None, "{known:?}");
    }
    for _ in 0..20 {
        let _ = sheet.follow("three", written("three", 2));
    }
    assert_eq!(sheet.meet("four", waits("one")), None, "it was not forgotten");
    assert_eq!(sheet.meet("three", waits("unseen")), None, "nothing was typed");
}

#[test]
fn a_field_follows_other_devices_as_long_as_nothing_is_typed_into_it() {
    let mut sheet = Sheet::new(written("", 0));
    assert_eq!(sheet.follow("", written("half", 1)).as_deref(), Some("half"));
    assert_eq!(sheet.follow("half", written("half a", 2)).as_deref(), Some("half a"));
    assert!(!sheet.is_typed("half a"));
    assert_eq!(sheet.follow("half a th", written("", 3)), None, "somebody types");
    assert_eq!(sheet.save("half a th"), Some(written("half a th", 2)), "over what was seen");
}

#[test]
fn what_is_typed_while_a_save_is_on_its_way_lies_over_that_save() {
    let mut sheet = Sheet::new(written("", 0));
    assert_eq!(sheet.save("half"), Some(written("half", 0)));
    assert_eq!(sheet.save("half"), None, "nothing new");
    assert_eq!(sheet.follow("half a", written("half", 1)), None);
    assert_eq!(sheet.save("half a"), Some(written("half a", 1)));
    assert_eq!(sheet.save(" \n"), Some(written("", 1)), "blanks are no words");
}

#[test]
fn only_words_that_nothing_keeps_would_be_lost() {
    let long = "ä".repeat(crate::features::messages::model::MAX_DRAFT + 1);
    let mut sheet = Sheet::new(written("", 0));
    assert_eq!(sheet.save(&long), None, "it cannot be kept");
    assert!(sheet.would_lose(&long, true));
    assert!(sheet.would_lose("half", false) && !sheet.would_lose("half", true) && !sheet.would_lose(" ", false));
    assert_eq!(sheet.save("half"), Some(written("half", 0)));
    assert!(!sheet.would_lose("half", false), "it is on its way, and whoever carries it asks");
}

#[test]
fn other_words_stand_behind_ones_own() {
    assert_eq!(joined("mine", "theirs"), "mine\ntheirs");
    assert_eq!(joined(" ", "theirs"), "theirs");
}

#[test]
fn what_was_said_to_be_kept_is_read_by_itself_where_a_reading_does_not_hold_it() {
    let said = [save("half", 0, PendingState::Acknowledged(json!(kept("half", 1))))];
    let mut drafts = Drafts::default();
    let here = BTreeSet::from([HERE]);
    assert_eq!(drafts.refresh(all([]), 1, &said), here, "another device may have sent it");
    drafts.expect();
    drafts.take(kept("half", 1));
    assert_eq!(drafts.refresh(all([]), 1, &[]), here);
    assert!(drafts.refresh(all([kept("half", 1)]), 1, &said).is_empty());
    assert!(drafts.refresh(KeptDrafts::default(), 1, &said).is_empty(), "it does not hold all");
    drafts.expect();
    drafts.take(kept("", 2));
    assert!(drafts.refresh(all([]), 1, &[]).is_empty());
}
