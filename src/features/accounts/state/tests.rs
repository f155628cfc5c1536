//! What the screens hold as things are told and done.

use serde_json::json;

use super::*;
use crate::{
    features::accounts::model::{Appearance, MessagesFrom},
    realtime::Topic,
    shared::{Error, id::AccountId, role::Role, time::Time},
    sync::Operation,
};

fn ann() -> Me {
    let id = AccountId::new();
    Me {
        account: Account { id, handle: "ann".into(), display_name: "Ann".into(), role: Role::Member, deleted: false },
        settings: Settings {
            appearance: Appearance::System,
            show_presence: true,
            send_receipts: true,
            enter_sends: true,
            messages_from: MessagesFrom::Everyone,
            message_requests: false,
            version: 3,
        },
        blocked: Vec::new(),
        muted: Vec::new(),
    }
}

#[test]
fn settings_confirmed_while_a_reading_was_on_its_way_are_newer_than_that() {
    let (mut me, read) = (ann(), ann());
    me.settings.version = 4;
    me.settings.appearance = Appearance::Dark;
    let name = read.account.id;
    refresh(&mut me, read);
    assert_eq!((me.settings.version, me.settings.appearance, me.account.id), (4, Appearance::Dark, name));
    let mut newest = ann();
    newest.settings.version = 5;
    refresh(&mut me, newest);
    assert_eq!((me.settings.version, me.settings.appearance), (5, Appearance::System));
}

fn event(kind: &str, body: Value) -> Event {
    let position = "1.2.3".parse().unwrap();
    Event { position, topic: Topic::Me, kind: kind.into(), at: Time::from_millis(0), body }
}

fn pending(body: Value, state: PendingState) -> Pending {
    let operation = Operation {
        v: 1,
        kind: SETTINGS_CHANGE.into(),
        id: OperationId::new(),
        object: "settings".into(),
        expected_version: None,
        body,
        instead_of: Vec::new(),
        postponed_until: None,
    };
    Pending { operation, state }
}

#[test]
fn newer_settings_are_taken_and_older_ones_change_nothing() {
    let mut me = ann();
    let told = |appearance: &str, version: i64| {
        let switches = json!({"show_presence": true, "send_receipts": true, "enter_sends": true});
        let mut body = json!({"account_id": "x", "appearance": appearance, "version": version});
        body.as_object_mut().unwrap().extend(switches.as_object().unwrap().clone());
        event("settings.changed", body)
    };
    apply(&mut me, &told("dark", 5));
    apply(&mut me, &told("light", 4));
    assert_eq!((me.settings.appearance, me.settings.version), (Appearance::Dark, 5));
}

#[test]
fn a_new_name_is_taken_for_oneself_only() {
    let mut me = ann();
    let body =
        |id: AccountId| json!({"id": id, "handle": "ann", "display_name": "Ann B", "role": "member", "version": 2});
    apply(&mut me, &event("account.changed", body(AccountId::new())));
    assert_eq!(me.account.display_name, "Ann");
    let own = me.account.id;
    apply(&mut me, &event("account.changed", body(own)));
    assert_eq!(me.account.display_name, "Ann B");
}

#[test]
fn a_profile_is_as_the_latest_of_its_events_says_and_what_is_on_its_way_lies_over_it() {
    let profile = Profile { bio: "*walks*".into(), version: 3, ..Profile::default() };
    let joined_at = Time::from_millis(0);
    let mut person = Person { account: ann().account, profile, joined_at, last_seen_at: None };
    let told = |bio: &str, place: &str, version: i64| {
        let profile = Profile { bio: bio.into(), place: place.into(), version, ..Profile::default() };
        event("profile.changed", json!(profile))
    };
    apply_to_person(&mut person, &told("*runs*", "Vigo", 5));
    apply_to_person(&mut person, &told("*sleeps*", "Lugo", 4));
    let now = |person: &Person| (person.profile.bio.clone(), person.profile.place.clone(), person.profile.version);
    assert_eq!(now(&person), ("*runs*".into(), "Vigo".into(), 5), "what is old is known");
    let mut typed = pending(json!({"bio": "*swims*"}), PendingState::Waiting);
    typed.operation.kind = PROFILE_CHANGE.into();
    let shown = person_overlaid(&person, None, &[typed]);
    assert_eq!(now(&shown), ("*swims*".into(), "Vigo".into(), 5));
}

#[test]
fn what_was_typed_into_the_profile_is_there_until_it_is_stored() {
    let change = |status: &str, state| {
        let mut pending = pending(json!({"status": status}), state);
        pending.operation.kind = PROFILE_CHANGE.into();
        pending
    };
    let unsaved = |pending: &[Pending]| unsaved_profile(pending).and_then(|change| change.status);
    let waiting = change("away", PendingState::Waiting);
    let refused = change("back", PendingState::Failed(Error::Conflict));
    assert_eq!(unsaved(&[waiting.clone(), refused.clone()]).as_deref(), Some("back"));
    assert_eq!(unsaved(&[change("away", PendingState::Acknowledged(json!({})))]), None);
    let id = refused.operation.id;
    assert_eq!(refused_profile(&[waiting.clone(), refused]), Some((id, Error::Conflict)));
    assert_eq!(refused_profile(&[waiting]), None);
}

#[test]
fn what_is_pending_lies_over_what_is_confirmed_and_what_failed_does_not() {
    let me = ann();
    let shown = overlaid(
        &me,
        &[
            pending(json!({"appearance": "dark"}), PendingState::Waiting),
            pending(json!({"show_presence": false}), PendingState::Failed(Error::Conflict)),
        ],
    );
    assert_eq!(shown.settings, Settings { appearance: Appearance::Dark, ..me.settings });
}
