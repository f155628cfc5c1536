//! One's own profile: a form that stores it without JavaScript, and an operation that is kept until it has reached the
//! server with it.

use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn, task::spawn_local, web_sys::Event};

use super::{
    entry::focus_on,
    me::{use_note_profile_change, use_saved_profile},
};
use crate::{
    client::use_client,
    features::accounts::{
        model::{Profile, ProfileChange, links_typed, status_end},
        rpc::{self, ChangeProfile},
        state::{self, PROFILE_CHANGE},
    },
    kit::Toasts,
    shared::{
        Error, Result,
        draft::{FormDraft, use_form_draft},
        effect::Effect,
        form::{self, Refused, use_refused},
        id::OperationId,
        time::Time,
    },
    sync::{Operation, status::State},
};

/// The form that stores a profile.
#[derive(Clone, Copy)]
pub struct ProfileForm {
    /// What this page came back with.
    refused: StoredValue<Option<Refused>>,
    /// What was typed and nobody was told of.
    draft: FormDraft,
    /// What was typed before and is not stored: on its way, or refused.
    unsaved: StoredValue<Option<ProfileChange>>,
    /// What is wrong with the form as a whole, or with its fields.
    pub errors: RwSignal<Vec<Error>>,
    /// The version that the next change is laid over.
    pub version: RwSignal<i64>,
    /// When the status ends.
    pub until: RwSignal<Option<Time>>,
    /// Stores what was typed.
    pub submit: Callback<SubmitEvent>,
}

impl ProfileForm {
    /// Where a plain form goes.
    #[must_use]
    pub fn action() -> String {
        form::action(ChangeProfile::url(), "/settings/profile")
    }

    /// What was typed into a field and is not stored.
    #[must_use]
    pub fn typed(self, field: &str) -> Option<String> {
        let refused = self.refused.with_value(|refused| refused.as_ref()?.typed(field).map(str::to_owned));
        let typed = refused.or_else(|| self.draft.typed(field));
        typed.or_else(|| self.unsaved.with_value(|unsaved| unsaved.as_ref()?.typed(field)))
    }

    /// Something is being typed: until it is saved it stands here again whenever one comes back.
    pub fn keep(self, event: &Event) {
        self.draft.keep(event);
    }

    /// Whether something is typed that was not saved.
    #[must_use]
    pub fn is_touched(self) -> bool {
        self.draft.is_there()
    }

    /// What is typed and was not saved counts no longer.
    pub fn discard(self) {
        self.draft.forget();
    }
}

/// The form for a profile as it is stored, with what waits to reach the server, or was refused, laid over it.
#[must_use]
pub fn use_profile_form(profile: &Profile) -> ProfileForm {
    let (client, toasts, saved) = (use_client(), use_context::<Toasts>(), use_saved_profile());
    let (pending, note) = (client.pending(), use_note_profile_change());
    let refused = use_refused(ChangeProfile::url());
    let unsaved = pending.with_untracked(|pending| state::unsaved_profile(pending));
    let errors = RwSignal::new(refused.iter().map(|refused| refused.error.clone()).collect::<Vec<_>>());
    let draft = use_form_draft(ChangeProfile::url());
    let until = unsaved.as_ref().map_or(profile.status_until, |unsaved| unsaved.status_until);
    let (version, until) = (RwSignal::new(profile.version), RwSignal::new(until));
    let failed = Memo::new(move |_| pending.with(|pending| state::refused_profile(pending)));
    Effect::new(move |_| {
        // What was read when the page opened may be newer than what was saved on it before.
        let newer = saved.get().filter(|saved| saved.version > version.get_untracked());
        if let Some(profile) = newer {
            version.set(profile.version);
            until.set(profile.status_until);
        }
    });
    Effect::new(move |_| {
        let Some((_, refusal)) = failed.get() else { return };
        if refusal == Error::Conflict {
            renew(version);
        }
        errors.set(vec![refusal]);
    });
    focus_on(errors);
    let submit = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(form) = ChangeProfile::from_event(&event) else { return };
        let checked = change_of(form, client.now()).and_then(ProfileChange::check);
        errors.set(checked.clone().err().into_iter().collect());
        let Ok(change) = checked else { return };
        // From here on the client keeps it, and asks.
        draft.forget();
        let is_refused = failed.get_untracked().is_some();
        let changes = pending.with_untracked(|pending| state::profile_changes(pending));
        // What was refused, and what waits behind it: all of that is typed here again.
        let replaced = if is_refused { changes } else { Vec::new() };
        let waiting = pending.with_untracked(|pending| state::unsaved_profile(pending)).filter(|_| !is_refused);
        if waiting.as_ref() == Some(&change) {
            return;
        }
        let id = OperationId(client.new_id());
        note.run(id);
        // Behind one that waits it goes out over what that one stores.
        client.perform(operation(id, version.get_untracked(), &change).in_place_of(replaced));
        if let Some(toasts) = toasts.filter(|_| client.status().with_untracked(|status| status.state != State::Online))
        {
            toasts.say("Kept here until the server can be reached.");
        }
    });
    let (refused, unsaved) = (StoredValue::new(refused), StoredValue::new(unsaved));
    ProfileForm { refused, draft, unsaved, errors, version, until, submit }
}

/// The profile was changed elsewhere: saving again lays this over what holds now.
fn renew(version: RwSignal<i64>) {
    spawn_local(async move {
        if let Ok(own) = rpc::read_own().await {
            version.try_set(own.data.profile.version);
        }
    });
}

fn operation(id: OperationId, version: i64, change: &ProfileChange) -> Operation {
    let (kind, object, expected_version) = (PROFILE_CHANGE.to_owned(), "profile".to_owned(), Some(version));
    Operation {
        v: 1,
        kind,
        id,
        object,
        expected_version,
        body: serde_json::json!(change),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

fn change_of(form: ChangeProfile, now: Time) -> Result<ProfileChange> {
    let end = status_end(&form.status_for, now)?;
    Ok(ProfileChange {
        display_name: Some(form.display_name),
        bio: Some(form.bio),
        place: Some(form.place),
        pronouns: Some(form.pronouns),
        links: Some(links_typed(&form.links)),
        status_until: end.filter(|_| !form.status.trim().is_empty()),
        status: Some(form.status),
        expected_version: None,
    })
}
