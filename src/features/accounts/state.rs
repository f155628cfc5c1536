//! What the signed-in person's own screens hold: the confirmed [`Me`], events applied to it, and what is
//! pending laid over it.

use serde_json::Value;

use super::model::{Account, Me, Person, Profile, Settings, SettingsChange};
use crate::{
    realtime::Event,
    shared::id::OperationId,
    sync::{Pending, PendingState},
};

/// The kind of operation that changes settings.
pub const SETTINGS_CHANGE: &str = "settings.change";

/// Brings what is confirmed up to an event. What is older than what is held changes nothing.
pub fn apply(me: &mut Me, event: &Event) {
    match event.kind.as_str() {
        "settings.changed" => settle(me, &event.body),
        "account.changed" => {
            if let Ok(told) = serde_json::from_value::<Account>(event.body.clone())
                && told.id == me.account.id
            {
                me.account = told;
            }
        }
        _ => {}
    }
}

/// Takes settings that the server confirmed, where they are newer.
pub fn settle(me: &mut Me, confirmed: &Value) {
    if let Ok(settings) = serde_json::from_value::<Settings>(confirmed.clone())
        && settings.version > me.settings.version
    {
        me.settings = settings;
    }
}

/// Brings a person's page up to an event about them.
pub fn apply_to_person(person: &mut Person, event: &Event) {
    match event.kind.as_str() {
        "account.changed" => {
            if let Ok(told) = serde_json::from_value(event.body.clone()) {
                person.account = told;
            }
        }
        "profile.changed" => {
            if let Ok(told) = serde_json::from_value::<Profile>(event.body.clone())
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
    Me { account: me.account.clone(), settings }
}

/// Changes of settings that the server has answered: with what holds now, or with why not.
pub fn answered(pending: &[Pending]) -> impl Iterator<Item = (OperationId, &PendingState)> {
    pending
        .iter()
        .filter(|pending| pending.operation.kind == SETTINGS_CHANGE && pending.state != PendingState::Waiting)
        .map(|pending| (pending.operation.id, &pending.state))
}

fn change_of(pending: &Pending) -> Option<SettingsChange> {
    let ours = pending.operation.kind == SETTINGS_CHANGE;
    ours.then(|| serde_json::from_value(pending.operation.body.clone()).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        features::accounts::model::Appearance,
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
                version: 3,
            },
        }
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
