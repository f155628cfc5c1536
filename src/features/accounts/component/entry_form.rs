//! What both forms that lead in look like: a line on top for what is wrong with the whole, fields, one button.

use leptos::prelude::*;

use crate::{
    features::accounts::hook::{Entry, use_typed},
    kit::{Button, Kind},
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
    let Entry { url, error, busy, submit } = entry;
    let whole = move || error.read().as_ref().filter(|error| field_of(error).is_none()).map(words);
    view! {
        <form
            method="post"
            action=url
            novalidate
            class="flex flex-col gap-5"
            on:submit=move |event| submit.run(event)
        >
            <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                {whole}
            </p>
            <input type="hidden" name="next" value=use_typed("next") />
            {children()}
            <Button kind=Kind::Primary type_="submit" busy class="mt-1 min-h-12 w-full">
                {act}
            </Button>
        </form>
    }
}

/// What is wrong with one field, if it is that one.
pub fn error_of(error: RwSignal<Option<Error>>, name: &'static str) -> Signal<Option<String>> {
    Signal::derive(move || error.read().as_ref().filter(|error| field_of(error) == Some(name)).map(Error::to_string))
}

/// Whether a field has the focus when a refused plain form comes back.
pub fn has_error(error: RwSignal<Option<Error>>, name: &'static str) -> bool {
    error.read_untracked().as_ref().is_some_and(|error| field_of(error) == Some(name))
}

fn field_of(error: &Error) -> Option<&str> {
    match error {
        Error::Invalid { field, .. } => Some(field),
        _ => None,
    }
}
