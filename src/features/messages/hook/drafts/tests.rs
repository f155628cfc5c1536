use uuid::Uuid;

use super::*;
use crate::{
    client::provide_client,
    features::messages::model::{KeptDraft, MAX_DRAFT},
    sync::{Pending, PendingState},
};

const ANN: ConversationId = ConversationId(Uuid::from_u128(1));
const BOB: ConversationId = ConversationId(Uuid::from_u128(2));

fn app() -> (Owner, Drafts) {
    let app = Owner::new();
    let drafts = app.with(|| {
        provide_client(None);
        Drafts::new(use_client())
    });
    (app, drafts)
}

#[test]
fn a_draft_outlives_the_screen_on_which_it_is_written() {
    let (app, drafts) = app();
    let screen = |look: &dyn Fn()| {
        let owner = app.child();
        owner.with(look);
        owner.cleanup();
    };
    screen(&|| RwSignal::from(drafts.of(ANN)).set("half a".to_owned()));
    screen(&|| {
        assert_eq!(drafts.of(ANN).get_untracked(), "half a");
        assert_eq!(drafts.of(BOB).get_untracked(), "");
    });
}

#[test]
fn words_are_typed_until_they_are_saved_and_blanks_are_none() {
    let (_app, drafts) = app();
    assert!(!drafts.is_typed(ANN));
    drafts.of(ANN).set(" \n".to_owned());
    assert!(!drafts.is_typed(ANN));
    drafts.of(ANN).set("half a".to_owned());
    assert!(drafts.is_typed(ANN));
    drafts.save(ANN);
    assert!(!drafts.is_typed(ANN));
    drafts.of(ANN).set(String::new());
    assert!(drafts.is_typed(ANN), "that it was sent has to be saved too");
}

#[test]
fn a_field_shows_what_another_device_has_written_and_keeps_what_is_typed() {
    let (_app, drafts) = app();
    let hear = |body: &str, version| {
        let draft = KeptDraft { conversation_id: ANN, body: body.to_owned(), version };
        drafts.kept.update_untracked(|kept| kept.take(draft));
        for (text, body) in drafts.kept.with_untracked(|kept| drafts.follow(kept, &[])) {
            text.set(body);
        }
    };
    drafts.of(ANN);
    hear("half", 1);
    assert_eq!(drafts.of(ANN).get_untracked(), "half");
    drafts.of(ANN).set("half a thought".to_owned());
    hear("half an hour", 2);
    assert_eq!(drafts.of(ANN).get_untracked(), "half a thought");
}

#[test]
fn an_answer_that_is_taken_again_while_it_is_still_listed_is_no_news() {
    let (app, drafts) = app();
    let draft = KeptDraft { conversation_id: ANN, body: "half".to_owned(), version: 1 };
    let told = app.with(|| {
        Memo::new(move |before: Option<&u32>| {
            drafts.kept.track();
            before.map_or(0, |count| count + 1)
        })
    });
    assert_eq!(told.get_untracked(), 0);
    for _ in 0..2 {
        drafts.answer(drafts::Due::Take(OperationId(Uuid::from_u128(1)), draft.clone()));
        assert_eq!(told.get_untracked(), 1);
    }
}

#[test]
fn words_of_another_device_that_do_not_fit_beside_ones_own_stay_where_they_are() {
    let (app, mut drafts) = app();
    drafts.of(ANN);
    let mine = "ä".repeat(MAX_DRAFT - 5);
    drafts.kept.update_untracked(|kept| {
        kept.take(KeptDraft { conversation_id: ANN, body: "theirs".to_owned(), version: 1 });
    });
    let operation = operation::save_draft(OperationId(Uuid::from_u128(1)), ANN, &mine, 0);
    let met = Pending { operation, state: PendingState::Failed(Error::Conflict) };
    drafts.pending = app.with(|| Signal::stored(vec![met]));
    drafts.of(ANN).set(mine.clone());
    assert_eq!(drafts.take_offered(ANN), Err(Error::invalid("body", "too_long")));
    assert_eq!(drafts.of(ANN).get_untracked(), mine);
    drafts.of(ANN).set("mine".to_owned());
    assert_eq!(drafts.take_offered(ANN), Ok(()));
    assert_eq!(drafts.of(ANN).get_untracked(), "mine\ntheirs");
}

#[test]
fn words_that_were_refused_are_saved_anew_by_who_is_in_the_conversation_again() {
    let (_app, drafts) = app();
    drafts.of(ANN).set("half a".to_owned());
    drafts.save(ANN);
    let refusal = || untrack(|| drafts.refusal(ANN));
    for _ in 0..2 {
        drafts.answer(drafts::Due::Refuse(OperationId(Uuid::from_u128(1)), ANN, Error::Missing));
        assert_eq!(refusal(), Some(Error::Missing));
        assert!(drafts.is_typed(ANN));
    }
    drafts.save_refused(ANN);
    assert_eq!((refusal(), drafts.is_typed(ANN)), (None, false));
    assert_eq!(drafts.of(ANN).get_untracked(), "half a");
    drafts.save_refused(BOB);
    assert_eq!(drafts.of(BOB).get_untracked(), "", "nothing of his was refused");
}
