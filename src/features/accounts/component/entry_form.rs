//! What both forms that lead in look like: a line on top for what is wrong with the whole, fields, one button.

use leptos::prelude::*;

use crate::{
    features::accounts::hook::{Entry, field_of, use_next},
    kit::{Button, Field, Kind},
    shared::Error,
};

/// A form that leads in and then to the page that asked for it.
#[component]
pub fn EntryForm(
    /// What it does.
    entry: Entry,
    /// What the button says.
    act: &'static str,
    /// What was wrong, in words that fit this form.
    words: fn(&Error) -> String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let Entry { action, errors, busy, submit, .. } = entry;
    let whole = move || errors.read().iter().find(|error| field_of(error).is_none()).map(words);
    view! {
        <form
            method="post"
            action=action.get_value()
            novalidate
            class="flex flex-col gap-5"
            on:submit=move |event| submit.run(event)
        >
            <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                {whole}
            </p>
            <input type="hidden" name="next" value=use_next() />
            {children()}
            <Button kind=Kind::Primary type_="submit" busy class="mt-1 w-full py-3">
                {act}
            </Button>
        </form>
    }
}

/// A field of a form that leads in: it has what was typed when the form comes back, and the focus where it is wrong.
#[component]
pub fn EntryField(
    /// The form.
    entry: Entry,
    /// What is asked.
    label: &'static str,
    /// As the form sends it.
    name: &'static str,
    /// What the browser may fill in.
    autocomplete: &'static str,
    /// `text`, `password` or `email`.
    #[prop(default = "text")]
    type_: &'static str,
    /// What helps to fill it.
    #[prop(optional)]
    hint: &'static str,
    /// The most characters it takes.
    #[prop(default = 254)]
    maxlength: u32,
    /// Whether it has the focus when nothing is wrong.
    #[prop(optional)]
    first: bool,
) -> impl IntoView {
    let errors = entry.errors;
    let refused = errors.with_untracked(|errors| errors.iter().any(|error| field_of(error).is_some()));
    let focus = is_first_wrong(errors, name) || first && !refused;
    view! {
        <Field
            label
            name
            type_
            value=entry.typed(name)
            error=error_of(errors, name)
            autofocus=focus
            autocomplete
            hint
            maxlength
            required=true
        />
    }
}

/// What is wrong with one field, if anything is.
pub fn error_of(errors: RwSignal<Vec<Error>>, name: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || errors.read().iter().find(|error| field_of(error) == Some(name)).map(Error::to_string))
}

/// Whether a field has the focus when a refused plain form comes back.
pub fn is_first_wrong(errors: RwSignal<Vec<Error>>, name: &'static str) -> bool {
    errors.with_untracked(|errors| errors.iter().find_map(field_of) == Some(name))
}
