//! What a conversation is called and what it is about, for who may say so.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    features::{
        accounts::hook::field_of,
        messages::{
            hook::Details,
            model::{Conversation, Kind, Subject},
            rpc::ChangeConversation,
        },
    },
    kit::{Button, Field, Verbatim, use_toasts},
    shared::{
        Error,
        form::{self, use_refused},
    },
};

/// The fields of this form.
const FIELDS: [&str; 3] = ["name", "subject", "link"];

/// A form of name and subject where the viewer may change them, else the subject, where there is one.
#[component]
pub(super) fn TitleForm(details: Details) -> impl IntoView {
    let is_pair = details.conversation.with_untracked(|conversation| conversation.kind == Kind::Pair);
    let role = details.role();
    let may_change = Memo::new(move |_| is_pair || role.get().may_change());
    move || {
        if may_change.get() {
            view! { <Form details is_pair /> }.into_any()
        } else {
            view! { <About details /> }.into_any()
        }
    }
}

/// What it is about, to read.
#[component]
fn About(details: Details) -> impl IntoView {
    let subject = Memo::new(move |_| details.conversation.read().subject.clone());
    move || {
        subject.get().map(|Subject { words, link }| {
            view! {
                <section aria-label="What it is about" class="flex flex-col gap-1">
                    <h2 class="text-sm font-semibold">"What it is about"</h2>
                    <p class="wrap-anywhere"><Verbatim words /></p>
                    {link.map(|link| {
                        let words = link.clone();
                        view! {
                            <a href=link rel="nofollow ugc noopener" target="_blank" class="truncate text-sm">{words}</a>
                        }
                    })}
                </section>
            }
        })
    }
}

/// What is typed here goes over the version that was seen when somebody began to type; what others change meanwhile is
/// said, and can be seen, before it is replaced.
#[component]
fn Form(details: Details, is_pair: bool) -> impl IntoView {
    let (toasts, action) = (use_toasts(), details.change);
    let refused = StoredValue::new(use_refused(ChangeConversation::url()));
    let before = move || refused.with_value(|refused| refused.as_ref().map(|refused| refused.error.clone()));
    let error = Signal::derive(move || action.value().get().map_or_else(before, Result::err));
    let of = move |name: &'static str| {
        Signal::derive(move || error.get().filter(|error| field_of(error) == Some(name)).map(|error| error.to_string()))
    };
    let whole = move || {
        let is_of_a_field = |error: &_| field_of(error).is_some_and(|field| FIELDS.contains(&field));
        error.get().filter(|error| !is_of_a_field(error)).map(|error| words_for(&error))
    };
    let value = move |name: &'static str, stored: fn(&Conversation) -> Option<String>| {
        let typed = refused.with_value(|refused| refused.as_ref()?.typed(name).map(str::to_owned));
        let stored = Memo::new(move |_| stored(&details.conversation.read()).unwrap_or_default());
        Signal::derive(move || typed.clone().unwrap_or_else(|| stored.get()))
    };
    let newest = Memo::new(move |_| details.conversation.read().version);
    let seen = RwSignal::new(None::<i64>);
    let typing = Callback::new(move |_: String| {
        if seen.get_untracked().is_none() {
            seen.set(Some(newest.get_untracked()));
        }
    });
    Effect::watch(
        move || action.value().get(),
        move |answer, _, _| match answer {
            Some(Ok(())) => {
                seen.set(None);
                toasts.say("Saved.");
            }
            // What holds by now stands above: whoever saves once more has seen it.
            Some(Err(Error::Conflict)) => seen.set(None),
            _ => {}
        },
        false,
    );
    view! {
        <form
            method="post"
            action=form::action(ChangeConversation::url(), &details.page())
            aria-label="Name and subject"
            novalidate
            class="flex flex-col gap-4"
            on:submit=move |event| form::dispatch(&event, action)
        >
            <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                {whole}
            </p>
            <input type="hidden" name="conversation_id" value=details.id.to_string() />
            <input type="hidden" name="version" value=move || seen.get().unwrap_or_else(|| newest.get()).to_string() />
            {(!is_pair)
                .then(|| {
                    view! {
                        <Field
                            label="Name"
                            name="name"
                            value=value("name", |conversation| conversation.name.clone())
                            error=of("name")
                            autocomplete="off"
                            maxlength=80
                            required=true
                            on_input=typing
                        />
                    }
                })}
            <Field
                label="What it is about"
                name="subject"
                value=value("subject", |conversation| Some(conversation.subject.as_ref()?.words.clone()))
                error=of("subject")
                autocomplete="off"
                maxlength=200
                on_input=typing
            />
            <Field
                label="Link to more about it"
                name="link"
                value=value("link", |conversation| conversation.subject.as_ref()?.link.clone())
                error=of("link")
                hint="An address that begins with https://"
                autocomplete="off"
                on_input=typing
            />
            <Button type_="submit" busy=action.pending() class="self-start px-6">
                "Save"
            </Button>
        </form>
    }
}

fn words_for(error: &Error) -> String {
    match error {
        Error::Conflict => "Somebody has changed it meanwhile. Look at it, and save once more.".to_owned(),
        error => error.to_string(),
    }
}
