//! What follows from what the server has answered.

use serde_json::json;
use uuid::Uuid;

use super::{HERE, drafts, kept, met, save, save_draft};
use crate::{
    features::messages::state::drafts::{Drafts, Due},
    shared::{Error, id::OperationId},
    sync::PendingState,
};

#[test]
fn where_the_others_are_gone_or_the_same_nobody_is_asked() {
    let mut drafts = drafts("half", 1);
    let pending = [met("half a thought", 1)];
    drafts.take(kept("half a thought", 2));
    assert_eq!(drafts.offered(HERE, &pending), None);
    assert_eq!(drafts.due(&pending), [Due::GiveUp(pending[0].operation.id)]);
    drafts.take(kept("", 3));
    assert_eq!(drafts.offered(HERE, &pending), None);
    assert_eq!(drafts.due(&pending), [Due::Renew(OperationId(Uuid::from_u128(2)), kept("half a thought", 3))]);
}

#[test]
fn words_that_met_others_do_not_take_the_place_of_newer_ones_that_wait_behind_them() {
    let drafts = drafts("", 3);
    let mut newer = save("half a thought", 1, PendingState::Waiting);
    newer.operation.id = OperationId(Uuid::from_u128(7));
    let older = met("half", 1);
    assert_eq!(drafts.due(&[older.clone(), newer]), [Due::GiveUp(older.operation.id)]);
}

#[test]
fn words_that_met_others_do_not_hold_up_newer_ones_that_are_kept_already() {
    let drafts = drafts("half a thought", 2);
    let mut newer = save("half a thought", 1, PendingState::Waiting);
    newer.operation.id = OperationId(Uuid::from_u128(7));
    let pending = [met("half", 1), newer];
    assert_eq!(drafts.offered(HERE, &pending), None, "nobody is asked");
    assert_eq!(drafts.due(&pending), [Due::GiveUp(pending[0].operation.id)]);
    let [older, mut further] = pending;
    further.operation = save_draft(further.operation.id, HERE, "half a thought of mine", 1);
    assert_eq!(drafts.due(&[older, further]), [], "the person decides");
}

#[test]
fn an_answer_is_taken_and_what_has_no_place_any_more_given_up() {
    let stored = save("half", 0, PendingState::Acknowledged(json!({"version": 1})));
    let lost = save("half", 0, PendingState::Failed(Error::Missing));
    let id = stored.operation.id;
    let cleared = save("", 0, PendingState::Failed(Error::Missing));
    let due = [Due::Take(id, kept("half", 1)), Due::Refuse(id, HERE, Error::Missing), Due::GiveUp(id)];
    assert_eq!(Drafts::default().due(&[stored, lost, cleared]), due);
}

#[test]
fn what_was_refused_is_given_up_once_it_is_saved_anew() {
    let refused = save("half", 0, PendingState::Failed(Error::Missing));
    let mut anew = save("half", 0, PendingState::Waiting);
    anew.operation.id = OperationId(Uuid::from_u128(7));
    let id = refused.operation.id;
    let drafts = Drafts::default();
    assert_eq!(drafts.due(&[refused.clone(), anew.clone()]), [Due::GiveUp(id)]);
    anew.state = PendingState::Failed(Error::Missing);
    let due = [Due::Refuse(id, HERE, Error::Missing), Due::Refuse(anew.operation.id, HERE, Error::Missing)];
    assert_eq!(drafts.due(&[refused, anew]), due, "nobody gives them up");
}

#[test]
fn words_that_met_those_of_a_restored_database_are_decided_on_as_any_others() {
    let pending = [met("half a thought", 7)];
    let id = pending[0].operation.id;
    for (found, due, offered) in [
        (kept("restored", 3), vec![], Some("restored")),
        (kept("half a thought", 3), vec![Due::GiveUp(id)], None),
        (kept("", 0), vec![Due::Renew(OperationId(Uuid::from_u128(2)), kept("half a thought", 0))], None),
    ] {
        let mut drafts = Drafts::default();
        assert_eq!(drafts.due(&pending), [Due::Read(HERE)]);
        assert!(drafts.look(found.clone(), &pending));
        assert_eq!(drafts.due(&pending), due);
        assert_eq!(drafts.offered(HERE, &pending), offered);
        assert!(!drafts.look(found, &pending), "that is known");
        assert_eq!(drafts.due(&pending), due);
    }
}

#[test]
fn a_reading_that_was_overtaken_or_is_of_what_was_seen_tells_of_no_restored_database() {
    let mut drafts = drafts("half", 7);
    let pending = [met("half a thought", 7)];
    for version in [6, 7] {
        assert!(!drafts.look(kept("half", version), &pending));
        assert_eq!(drafts.due(&pending), [Due::Read(HERE)]);
    }
    assert!(drafts.look(kept("of another device", 8), &pending));
    assert_eq!(drafts.offered(HERE, &pending), Some("of another device"));
}
