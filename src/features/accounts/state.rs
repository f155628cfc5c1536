//! What the signed-in person's own screens hold: the confirmed [`Me`], events applied to it, and what is
//! pending laid over it.

mod blocks;
mod mutes;
mod readings;
#[cfg(test)]
mod world;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use blocks::{BLOCK, block_operation, settled_blocks};
pub use mutes::{MUTE, mute_operation, settled_mutes};
pub use readings::Readings;

use super::model::{Account, Me, Person, Profile, ProfileChange, Settings, SettingsChange};
use crate::{
    realtime::Event,
    shared::{Error, id::OperationId, json::typed},
    sync::{Pending, PendingState},
};

/// The kind of operation that changes settings.
pub const SETTINGS_CHANGE: &str = "settings.change";
/// The kind of operation that changes the profile.
pub const PROFILE_CHANGE: &str = "profile.change";

/// Brings what is confirmed up to an event. What is older than what is held changes nothing.
pub fn apply(me: &mut Me, event: &Event) {
    match event.kind.as_str() {
        "settings.changed" => settle(me, &event.body),
        "account.changed" => {
            if let Ok(told) = typed::<Account>(&event.body)
                && told.id == me.account.id
            {
                me.account = told;
            }
        }
        "person.blocked" | "person.unblocked" => blocks::apply(me, event),
        "person.muted" | "person.unmuted" => mutes::apply(me, event),
        _ => {}
    }
}

/// Takes the person as just read. Settings that were confirmed while that was on its way are newer.
pub fn refresh(me: &mut Me, read: Me) {
    me.account = read.account;
    me.blocked = read.blocked;
    me.muted = read.muted;
    if read.settings.version > me.settings.version {
        me.settings = read.settings;
    }
}

/// Takes settings that the server confirmed, where they are newer.
pub fn settle(me: &mut Me, confirmed: &Value) {
    if let Ok(settings) = typed::<Settings>(confirmed)
        && settings.version > me.settings.version
    {
        me.settings = settings;
    }
}

/// Brings a person's page up to an event about them.
pub fn apply_to_person(person: &mut Person, event: &Event) {
    match event.kind.as_str() {
        "account.changed" => {
            if let Ok(told) = typed::<Account>(&event.body) {
                person.account = told;
            }
        }
        "profile.changed" => {
            if let Ok(told) = typed::<Profile>(&event.body)
                && told.version > person.profile.version
            {
                person.profile = told;
            }
        }
        _ => {}
    }
}

/// What the screen shows: the confirmed, and what the person did since, in order.
#[must_use]
pub fn overlaid(me: &Me, pending: &[Pending]) -> Me {
    let changes = pending.iter().filter(|pending| !pending.has_failed()).filter_map(change_of);
    let settings = changes.fold(me.settings.clone(), |settings, change| change.over(&settings));
    let (blocked, muted) = (blocks::overlaid(me, pending), mutes::overlaid(me, pending));
    Me { account: me.account.clone(), settings, blocked, muted }
}

/// A person's page as of one of their own screens: with what the server confirmed to it and whose event is still to come,
/// and with what is on its way.
#[must_use]
pub fn person_overlaid(person: &Person, saved: Option<Profile>, pending: &[Pending]) -> Person {
    let mut shown = person.clone();
    if let Some(saved) = saved.filter(|saved| saved.version > person.profile.version) {
        shown.profile = saved;
    }
    for change in pending.iter().filter(|pending| !pending.has_failed()).filter_map(profile_change_of) {
        shown.profile = change.over(&shown.profile);
        if let Some(name) = change.display_name {
            shown.account.display_name = name;
        }
    }
    shown
}

/// What was typed into the profile and is not stored: the latest that is on its way, or was refused.
#[must_use]
pub fn unsaved_profile(pending: &[Pending]) -> Option<ProfileChange> {
    let confirmed = |pending: &&Pending| matches!(pending.state, PendingState::Acknowledged(_));
    pending.iter().rev().filter(|pending| !confirmed(pending)).find_map(profile_change_of)
}

/// Every change of the profile that is not confirmed.
#[must_use]
pub fn profile_changes(pending: &[Pending]) -> Vec<OperationId> {
    let ours = pending.iter().map(|pending| &pending.operation).filter(|operation| operation.kind == PROFILE_CHANGE);
    ours.map(|operation| operation.id).collect()
}

/// The latest change of the profile that was refused, and why.
#[must_use]
pub fn refused_profile(pending: &[Pending]) -> Option<(OperationId, Error)> {
    pending.iter().rev().find_map(|pending| match &pending.state {
        PendingState::Failed(error) if pending.operation.kind == PROFILE_CHANGE => {
            Some((pending.operation.id, error.clone()))
        }
        _ => None,
    })
}

/// Changes of this kind that the server has answered: with what holds now, or with why not.
#[must_use]
pub fn answered(pending: &[Pending], kind: &str) -> Vec<(OperationId, PendingState)> {
    pending
        .iter()
        .filter(|pending| pending.operation.kind == kind && !pending.state.waits())
        .map(|pending| (pending.operation.id, pending.state.clone()))
        .collect()
}

/// Those of a kind that need not lie over what is confirmed any more: it `holds` the same, or a later one about the same
/// person is stored. The answer alone does not say which: another device may have done the opposite since, and its event
/// have come first. What never comes to hold is dropped by the outbox, as is all whose event does not come.
fn settled<T: DeserializeOwned>(pending: &[Pending], kind: &str, holds: impl Fn(T) -> bool) -> Vec<OperationId> {
    let is_stored = |pending: &Pending| matches!(pending.state, PendingState::Acknowledged(_));
    let stored: Vec<_> = pending.iter().filter(|one| is_stored(one) && one.operation.kind == kind).collect();
    let is_over = |(place, one): &(usize, &&Pending)| {
        let is_before = |other: &&Pending| other.operation.object == one.operation.object;
        stored[place + 1..].iter().any(is_before) || read::<T>(one, kind).is_none_or(&holds)
    };
    stored.iter().enumerate().filter(is_over).map(|(_, one)| one.operation.id).collect()
}

fn change_of(pending: &Pending) -> Option<SettingsChange> {
    read(pending, SETTINGS_CHANGE)
}

fn profile_change_of(pending: &Pending) -> Option<ProfileChange> {
    read(pending, PROFILE_CHANGE)
}

fn read<T: DeserializeOwned>(pending: &Pending, kind: &str) -> Option<T> {
    let ours = pending.operation.kind == kind;
    ours.then(|| typed(&pending.operation.body).ok()).flatten()
}

#[cfg(test)]
mod tests {
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
            account: Account {
                id,
                handle: "ann".into(),
                display_name: "Ann".into(),
                role: Role::Member,
                deleted: false,
            },
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
}
