//! Making a group.

use leptos::{prelude::*, server_fn::ServerFn};

use super::bar::{Back, Bar};
use crate::{
    features::{
        accounts::hook::field_of,
        messages::{hook::use_make_group, rpc::MakeGroup},
    },
    kit::{Button, Field, Kind},
    shared::{
        Error,
        form::{self, use_refused},
    },
};

/// A name and the handles of the others; the group opens as soon as it is made. What is wrong is said next to its field,
/// and what was typed stays. Without JavaScript it is a plain form of this page.
#[component]
pub fn NewGroup() -> impl IntoView {
    let (make, id) = use_make_group();
    let refused = StoredValue::new(use_refused(MakeGroup::url()));
    let before = move || refused.with_value(|refused| refused.as_ref().map(|refused| refused.error.clone()));
    let error = Signal::derive(move || make.value().get().map_or_else(before, Result::err));
    let of = move |name: &'static str| {
        Signal::derive(move || error.get().filter(|error| is_of(error, name)).map(|error| error.to_string()))
    };
    let whole = move || {
        error.get().filter(|error| !(is_of(error, "name") || is_of(error, "with"))).map(|error| words_for(&error))
    };
    let typed = move |name: &str| {
        refused.with_value(|refused| refused.as_ref()?.typed(name).map(str::to_owned)).unwrap_or_default()
    };
    let back = view! { <Back href="/messages/new" label="Back to new conversation" /> }.into_any();
    view! {
        <Bar title="New group" back />
        <div class="min-h-0 grow overflow-y-auto">
            <form
                method="post"
                action=form::action(MakeGroup::url(), "/messages/group")
                novalidate
                class="mx-auto flex w-full max-w-reading flex-col gap-5 p-4"
                on:submit=move |event| form::dispatch(&event, make)
            >
                <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                    {whole}
                </p>
                <input type="hidden" name="id" value=move || id.get().to_string() />
                <Field
                    label="Name"
                    name="name"
                    value=typed("name")
                    error=of("name")
                    autocomplete="off"
                    maxlength=80
                    required=true
                    autofocus=true
                />
                <Field
                    label="People"
                    name="with"
                    value=typed("with")
                    error=of("with")
                    hint="Handles with a space between them, such as @ben @cleo; up to 255."
                    autocomplete="off"
                    required=true
                />
                <Button kind=Kind::Primary type_="submit" busy=make.pending() class="self-start px-6">
                    "Make the group"
                </Button>
            </form>
        </div>
    }
}

/// Whether something is wrong with a field, or with one of those who are named in it.
fn is_of(error: &Error, name: &str) -> bool {
    field_of(error).and_then(|field| field.split('/').next()) == Some(name)
}

fn words_for(error: &Error) -> String {
    match error {
        Error::Conflict => {
            "The group that you asked for before was made, and is among your conversations. Ask again to make this one."
                .to_owned()
        }
        error => error.to_string(),
    }
}
