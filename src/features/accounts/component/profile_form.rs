//! What one says about oneself, to be changed.

use leptos::{ev::MouseEvent, prelude::*};

use super::{
    entry_form::{error_of, is_first_wrong},
    status_end::StatusEnd,
};
use crate::{
    features::accounts::{
        hook::{self, use_profile_form},
        model::{Own, wrong_line},
    },
    kit::{Button, Field, Kind, TextArea, land},
    shared::Error,
};

/// The whole profile in one form.
#[component]
pub fn ProfileForm(
    /// What is stored.
    own: Own,
    /// What was typed is given up: what is stored is to be read, and the form drawn, afresh.
    on_discard: Callback<()>,
) -> impl IntoView {
    let profile = own.profile;
    let form = use_profile_form(&profile);
    let hook::ProfileForm { errors, version, until, submit, .. } = form;
    let or_typed = move |name: &str, stored: String| form.typed(name).unwrap_or(stored);
    let error_of = move |name| error_of(errors, name);
    let links = RwSignal::new(or_typed("links", profile.links.join("\n")));
    let links_error = error_of("links");
    // The line that is wrong, by what stood there when it was refused: the words do not change with each key.
    let links_error = Signal::derive(move || {
        links_error.get().map(|words| links.with_untracked(|typed| wrong_line(typed)).unwrap_or(words))
    });
    view! {
        <form
            method="post"
            action=hook::ProfileForm::action()
            novalidate
            class="flex flex-col gap-5"
            on:input=move |event| form.keep(&event)
            on:submit=move |event| submit.run(event)
        >
            <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                {move || errors.read().iter().find_map(words_for)}
            </p>
            <input type="hidden" name="version" value=move || version.get().to_string() />
            <Field
                label="Name"
                name="display_name"
                value=or_typed("display_name", own.account.display_name)
                error=error_of("display_name")
                autofocus=is_first_wrong(errors, "display_name")
                autocomplete="name"
                maxlength=80
                required=true
            />
            <Field
                label="Status"
                name="status"
                value=or_typed("status", profile.status)
                error=error_of("status")
                hint="What you are up to."
                maxlength=120
            />
            <StatusEnd until chosen=form.typed("status_for") error=error_of("status_for") />
            <TextArea
                label="About you"
                name="bio"
                value=RwSignal::new(or_typed("bio", profile.bio))
                error=error_of("bio")
                hint="*Emphasis*, **weight**, `code`, lists and [links](https://…) are shown as such."
                maxlength=2000
            />
            <div class="grid gap-5 sm:grid-cols-2">
                <Field label="Place" name="place" value=or_typed("place", profile.place) error=error_of("place") maxlength=80 />
                <Field
                    label="Pronouns"
                    name="pronouns"
                    value=or_typed("pronouns", profile.pronouns)
                    error=error_of("pronouns")
                    maxlength=40
                />
            </div>
            <TextArea
                label="Links"
                name="links"
                value=links
                error=links_error
                placeholder="https://… Up to five, one a line"
            />
            <div class="flex flex-wrap items-center gap-x-3 gap-y-2">
                <Button kind=Kind::Primary type_="submit">"Save"</Button>
                <Unsaved form on_discard />
            </div>
        </form>
    }
}

/// Says of what was typed that it is not saved, also to who comes back to it, and gives it up.
#[component]
fn Unsaved(form: hook::ProfileForm, on_discard: Callback<()>) -> impl IntoView {
    let is_touched = Memo::new(move |_| form.is_touched());
    let discard = move |_: MouseEvent| {
        form.discard();
        on_discard.run(());
        land("content");
    };
    view! {
        <Show when=move || is_touched.get()>
            <Button kind=Kind::Quiet on_click=discard>
                "Discard changes"
            </Button>
            <span class="text-sm text-muted">"Not saved yet."</span>
        </Show>
    }
}

fn words_for(error: &Error) -> Option<String> {
    match error {
        Error::Invalid { .. } => None,
        Error::Conflict => Some(
            "You changed your profile somewhere else meanwhile. Save again to keep what you typed here, or reload to see the other."
                .to_owned(),
        ),
        error => Some(error.to_string()),
    }
}
