//! Bringing people into a group.

use leptos::{html, prelude::*, server_fn::ServerFn};

use super::{
    found_people::ToldPeople,
    suggested_people::{SuggestedPeople, last_handle},
};
use crate::{
    features::{
        accounts::{hook::field_of, model::Account},
        messages::{
            hook::{Details, focus_on, use_strangers},
            rpc,
        },
    },
    kit::{Button, Field, use_toasts},
    shared::{
        Error,
        form::{self, use_refused},
    },
};

/// A field for their handles, where the viewer may bring people in, and under it those who may be meant by the last one. All
/// of them come in or nobody; what is wrong is said at the field, and what was typed stays. Who is pressed comes in alone,
/// and what was typed before them stays too.
#[component]
pub(super) fn AddPeople(details: Details) -> impl IntoView {
    let role = details.role();
    let may_add = Memo::new(move |_| role.get().may_change());
    view! {
        <Show when=move || may_add.get()>
            <Form details />
        </Show>
    }
}

#[component]
fn Form(details: Details) -> impl IntoView {
    let (toasts, action) = (use_toasts(), details.add);
    let refused = StoredValue::new(use_refused(rpc::AddPeople::url()));
    let before = move || refused.with_value(|refused| refused.as_ref().map(|refused| refused.error.clone()));
    let error = Signal::derive(move || action.value().get().map_or_else(before, Result::err));
    let of_field = move || error.get().filter(is_of_people);
    let whole = move || error.get().filter(|error| !is_of_people(error)).map(|error| error.to_string());
    let typed = refused.with_value(|refused| refused.as_ref()?.typed("with").map(str::to_owned)).unwrap_or_default();
    let (people, element) = (use_strangers(), NodeRef::<html::Input>::new());
    let is_stranger = move |account: &Account| details.conversation.read().role_of(account.id).is_none();
    // What goes from the field once those come in who were sent: all of it, or what somebody was found by who was pressed.
    let sent = StoredValue::new(String::new());
    let bring_in = Callback::new(move |handle: String| {
        sent.set_value(people.typed.get_untracked());
        action.dispatch(rpc::AddPeople { conversation_id: details.id, with: handle });
        // What is offered goes with it.
        focus_on("#with");
    });
    Effect::watch(
        move || action.value().get(),
        move |answer, _, _| {
            if let Some(Ok(())) = answer {
                toasts.say("They are in the group.");
                if let Some(field) = element.get_untracked() {
                    let typed = field.value();
                    let left = sent.with_value(|sent| typed.strip_suffix(sent.as_str()).unwrap_or(&typed).to_owned());
                    people.typed.set(last_handle(&left).to_owned());
                    field.set_value(&left);
                }
            }
        },
        false,
    );
    view! {
        <form
            method="post"
            action=form::action(rpc::AddPeople::url(), &details.page())
            aria-label="Add people"
            novalidate
            class="flex flex-col gap-3"
            on:submit=move |event| {
                sent.set_value(element.get_untracked().map(|field| field.value()).unwrap_or_default());
                form::dispatch(&event, action);
            }
        >
            <p role="alert" class="text-sm text-danger empty:hidden">
                {whole}
            </p>
            <input type="hidden" name="conversation_id" value=details.id.to_string() />
            <Field
                label="Add people"
                name="with"
                value=typed
                error=Signal::derive(move || of_field().map(|error| error.to_string()))
                hint="Handles with a space between them, such as @ben @cleo. They may read the group from its beginning."
                autocomplete="off"
                required=true
                on_input=Callback::new(move |typed: String| people.typed.set(last_handle(&typed).to_owned()))
                node_ref=element
            />
            <ToldPeople people />
            <SuggestedPeople people is_stranger bring_in />
            <Button type_="submit" busy=action.pending() class="self-start px-6">
                "Add"
            </Button>
        </form>
    }
}

/// Whether something is wrong with those who are named, or with one of them.
fn is_of_people(error: &Error) -> bool {
    field_of(error).is_some_and(|field| field == "with" || field.starts_with("with/"))
}
