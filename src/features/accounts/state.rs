//! What the signed-in person's own screens hold: the confirmed [`Me`], events applied to it, and what is
//! pending laid over it.

mod away;
mod readings;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod world;

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use away::{BLOCK, MUTE, away_change, away_operation, settled_away};
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
        _ => away::apply(me, event),
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
    let mut shown = me.clone();
    for one in pending.iter().filter(|pending| !pending.has_failed()) {
        if let Some(change) = change_of(one) {
            shown.settings = change.over(&shown.settings);
        } else if let Some(change) = away_change(&one.operation) {
            change.over(&mut shown);
        }
    }
    shown
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
