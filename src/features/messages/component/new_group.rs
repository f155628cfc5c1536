//! Making a group.

use leptos::{html, prelude::*, server_fn::ServerFn};

use super::{
    bar::{Back, Bar},
    found_people::ToldPeople,
    suggested_people::{SuggestedPeople, last_handle},
};
use crate::{
    features::{
        accounts::{hook::field_of, model::Account},
        messages::{
            hook::{focus_on, use_make_group, use_strangers},
            rpc::MakeGroup,
        },
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
                <Others typed=typed("with") error=of("with") />
                <Button kind=Kind::Primary type_="submit" busy=make.pending() class="self-start px-6">
                    "Make the group"
                </Button>
            </form>
        </div>
    }
}

/// The handles of those who are to be in it, and under them those who may be meant by the last one: who is pressed comes to
/// stand among them.
#[component]
fn Others(typed: String, error: Signal<Option<String>>) -> impl IntoView {
    let (people, element) = (use_strangers(), NodeRef::<html::Input>::new());
    let named = RwSignal::new(typed.clone());
    let is_stranger = move |account: &Account| !is_named(&named.read(), &account.handle);
    let hear = move |typed: String| {
        people.typed.set(last_handle(&typed).to_owned());
        named.set(typed);
    };
    let bring_in = Callback::new(move |handle: String| {
        if let Some(field) = element.get_untracked() {
            let typed = joined(&field.value(), &handle);
            field.set_value(&typed);
            hear(typed);
            focus_on("#with");
        }
    });
    view! {
        <Field
            label="People"
            name="with"
            value=typed
            error
            hint="Handles with a space between them, such as @ben @cleo; up to 255."
            autocomplete="off"
            required=true
            on_input=Callback::new(hear)
            node_ref=element
        />
        <ToldPeople people />
        <SuggestedPeople people is_stranger bring_in />
    }
}

/// Whether this handle is among those that are typed already.
fn is_named(typed: &str, handle: &str) -> bool {
    let mut handles = typed.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    handles.any(|typed| typed.trim_start_matches('@').eq_ignore_ascii_case(handle))
}

/// What was typed, with this handle in the place of what somebody was looked for by, ready for the next one.
fn joined(typed: &str, handle: &str) -> String {
    let before = typed.strip_suffix(last_handle(typed)).unwrap_or(typed);
    format!("{before}@{handle} ")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_chosen_stands_in_the_place_of_what_they_were_found_by() {
        for (typed, with) in [("", "@cleo "), ("cl", "@cleo "), ("@bob, @cl", "@bob, @cleo "), ("bob ", "bob @cleo ")] {
            assert_eq!(joined(typed, "cleo"), with, "{typed}");
        }
    }

    #[test]
    fn who_is_named_already_is_told_by_the_whole_handle() {
        for (typed, is_there) in [("@Cleo", true), ("bob,cleo", true), ("cleo_2", false), ("cl", false), ("", false)] {
            assert_eq!(is_named(typed, "cleo"), is_there, "{typed}");
        }
    }
}
