//! One's own things: the profile and the list of sessions.

use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn};

use super::entry::{focus_on, use_refusal};
use crate::{
    client::{Incoming, use_client},
    features::accounts::{
        model::{Own, ProfileChange, Session},
        rpc::{self, ChangeProfile, RevokeSession},
    },
    kit::Toasts,
    realtime::{Position, Snapshot, Topic},
    shared::{Error, Result},
};

/// Everything of one's own account, read for this page.
#[must_use]
pub fn use_own() -> Resource<Result<Own>> {
    Resource::new_blocking(|| (), |()| rpc::read_own())
}

/// The form that stores a profile.
#[derive(Clone, Copy)]
pub struct ProfileForm {
    /// Where a plain form goes.
    pub url: &'static str,
    /// What is wrong with the form as a whole, or with one field.
    pub error: RwSignal<Option<Error>>,
    /// The version that the next change is laid over.
    pub version: RwSignal<i64>,
    /// Whether the answer is on the way.
    pub busy: Signal<bool>,
    /// Sends what was typed.
    pub submit: Callback<SubmitEvent>,
}

/// The form for a profile of this version.
#[must_use]
pub fn use_profile_form(version: i64) -> ProfileForm {
    let action = ServerAction::<ChangeProfile>::new();
    let error = RwSignal::new(use_refusal());
    let version = RwSignal::new(version);
    let toasts = use_context::<Toasts>();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(profile)) => {
            version.set(profile.version);
            if let Some(toasts) = toasts {
                toasts.say("Profile saved.");
            }
        }
        Some(Err(refusal)) => error.set(Some(refusal)),
        None => {}
    });
    focus_on(error);
    let pending = action.pending();
    let submit = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(form) = ChangeProfile::from_event(&event) else { return };
        let checked = change_of(form.clone()).check();
        error.set(checked.clone().err());
        if checked.is_ok() && !pending.get_untracked() {
            action.dispatch(form);
        }
    });
    ProfileForm { url: ChangeProfile::url(), error, version, busy: pending.into(), submit }
}

fn change_of(form: ChangeProfile) -> ProfileChange {
    ProfileChange {
        display_name: Some(form.display_name),
        bio: Some(form.bio),
        place: Some(form.place),
        pronouns: Some(form.pronouns),
        links: Some(form.links.lines().map(str::to_owned).collect()),
        status: Some(form.status),
        status_until: None,
        expected_version: form.version,
    }
}

/// The list of sessions, and the way to end one.
#[derive(Clone, Copy)]
pub struct Sessions {
    /// The current one first.
    pub list: Resource<Result<Snapshot<Vec<Session>>>>,
    /// Ends one; the list is read afresh after it.
    pub revoke: ServerAction<RevokeSession>,
}

/// One's own sessions.
#[must_use]
pub fn use_sessions() -> Sessions {
    let revoke = ServerAction::<RevokeSession>::new();
    let list = Resource::new_blocking(move || revoke.version().get(), |_| rpc::list_sessions());
    Sessions { list, revoke }
}

impl Sessions {
    /// Reads the list again when a session has ended since it was read, on whatever device, until the owner that
    /// calls this is cleaned up.
    pub fn follow(self, since: Position) {
        use_client().subscribe(Topic::Me, Some(since), move |incoming| {
            let ended = match incoming {
                Incoming::Events(events) => events.iter().any(|event| event.kind == "session.revoked"),
                Incoming::Refetch => true,
                Incoming::Signal { .. } => false,
            };
            if ended {
                self.list.refetch();
            }
        });
    }
}
