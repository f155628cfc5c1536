//! One's own things: the profile and the list of sessions.

use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn};

use super::entry::focus_on;
use crate::{
    client::{Incoming, use_client},
    features::accounts::{
        model::{Own, Profile, ProfileChange, Session, status_end},
        rpc::{self, ChangeProfile, LogOut, LogOutEverywhere, RevokeSession},
    },
    kit::Toasts,
    realtime::Topic,
    shared::{
        Error, Result,
        form::{self, Refused, use_refused},
        time::Time,
    },
};

/// Everything of one's own account, read for this page.
#[must_use]
pub fn use_own() -> Resource<Result<Own>> {
    Resource::new_blocking(|| (), |()| rpc::read_own())
}

/// The form that stores a profile.
#[derive(Clone, Copy)]
pub struct ProfileForm {
    /// What this page came back with.
    refused: StoredValue<Option<Refused>>,
    /// What is wrong with the form as a whole, or with one field.
    pub error: RwSignal<Option<Error>>,
    /// The version that the next change is laid over.
    pub version: RwSignal<i64>,
    /// When the status ends.
    pub until: RwSignal<Option<Time>>,
    /// Whether the answer is on the way.
    pub busy: Signal<bool>,
    /// Sends what was typed.
    pub submit: Callback<SubmitEvent>,
}

impl ProfileForm {
    /// Where a plain form goes.
    #[must_use]
    pub fn action() -> String {
        form::action(ChangeProfile::url(), "/settings/profile")
    }

    /// What was typed into a field of a form that came back.
    #[must_use]
    pub fn typed(self, field: &str) -> Option<String> {
        self.refused.with_value(|refused| refused.as_ref()?.typed(field).map(str::to_owned))
    }
}

/// The form for a profile as it is stored.
#[must_use]
pub fn use_profile_form(profile: &Profile) -> ProfileForm {
    let action = ServerAction::<ChangeProfile>::new();
    let refused = use_refused(ChangeProfile::url());
    let error = RwSignal::new(refused.as_ref().map(|refused| refused.error.clone()));
    let (version, until) = (RwSignal::new(profile.version), RwSignal::new(profile.status_until));
    let (client, toasts) = (use_client(), use_context::<Toasts>());
    Effect::new(move |_| match action.value().get() {
        Some(Ok(profile)) => {
            version.set(profile.version);
            until.set(profile.status_until);
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
        let checked = change_of(form.clone(), client.now()).and_then(ProfileChange::check);
        error.set(checked.clone().err());
        if checked.is_ok() && !pending.get_untracked() {
            action.dispatch(form);
        }
    });
    ProfileForm { refused: StoredValue::new(refused), error, version, until, busy: pending.into(), submit }
}

fn change_of(form: ChangeProfile, now: Time) -> Result<ProfileChange> {
    Ok(ProfileChange {
        display_name: Some(form.display_name),
        bio: Some(form.bio),
        place: Some(form.place),
        pronouns: Some(form.pronouns),
        links: Some(form.links.lines().map(str::to_owned).collect()),
        status: Some(form.status),
        status_until: status_end(&form.status_for, now)?,
        expected_version: form.version,
    })
}

/// The list of sessions, and the way to end one.
#[derive(Clone, Copy)]
pub struct Sessions {
    /// The current one first.
    pub list: Resource<Result<Vec<Session>>>,
    /// Why a form of this page was refused.
    pub refusal: RwSignal<Option<Error>>,
    /// Ends one; the list is read afresh after it.
    pub revoke: ServerAction<RevokeSession>,
}

/// One's own sessions. The list follows what other devices end.
#[must_use]
pub fn use_sessions() -> Sessions {
    let revoke = ServerAction::<RevokeSession>::new();
    let list = Resource::new_blocking(move || revoke.version().get(), |_| rpc::list_sessions());
    use_client().subscribe(Topic::Me, None, move |incoming| {
        let ended = match incoming {
            Incoming::Events(events) => events.iter().any(|event| event.kind == "session.revoked"),
            Incoming::Refetch => true,
            Incoming::Signal { .. } => false,
        };
        if ended {
            list.refetch();
        }
    });
    let forms = [RevokeSession::url(), LogOut::url(), LogOutEverywhere::url()];
    let refusal = RwSignal::new(forms.into_iter().find_map(use_refused).map(|refused| refused.error));
    Effect::watch(
        move || revoke.value().get(),
        move |done, _, _| refusal.set(done.clone().and_then(Result::err)),
        false,
    );
    Sessions { list, refusal, revoke }
}
