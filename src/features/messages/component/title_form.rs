//! What a conversation is called and what it is about, for who may say so.

use leptos::{ev::MouseEvent, html, prelude::*, server_fn::ServerFn};

use super::stored_title::{Part, StoredTitle, link, name, subject};
use crate::{
    features::{
        accounts::hook::field_of,
        messages::{
            hook::{Details, focus_on},
            model::{Kind, Subject},
            rpc::ChangeConversation,
        },
    },
    kit::{Button, Field, Kind as Look, Verbatim, use_toasts},
    shared::{
        Error,
        draft::use_form_draft_of,
        form::{self, use_refused},
    },
};

/// The fields of this form.
const FIELDS: [&str; 3] = ["name", "subject", "link"];

/// The button that saves it.
const SAVE: &str = "form[aria-label='Name and subject'] [type=submit]";

/// A form of name and subject where the viewer may change them, else the subject, where there is one.
#[component]
pub(super) fn TitleForm(details: Details) -> impl IntoView {
    let kind = details.conversation.with_untracked(|conversation| conversation.kind);
    let (is_pair, role) = (kind == Kind::Pair, details.role());
    // A thread is called after its message, whoever may name the group around it.
    let may_change = Memo::new(move |_| is_pair || kind == Kind::Group && role.get().may_change());
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
/// said, and can be seen, before it is replaced. It stands here again after a look elsewhere, until it is saved or given
/// up. Once it is saved, the fields follow what others say again.
#[component]
fn Form(details: Details, is_pair: bool) -> impl IntoView {
    let (toasts, action) = (use_toasts(), details.change);
    let refused = RwSignal::new(use_refused(ChangeConversation::url()));
    let draft = use_form_draft_of(ChangeConversation::url(), details.id.0);
    let before = move || refused.with(|refused| refused.as_ref().map(|refused| refused.error.clone()));
    let error = Signal::derive(move || action.value().get().map_or_else(before, Result::err));
    let of = move |name: &'static str| {
        Signal::derive(move || error.get().filter(|error| field_of(error) == Some(name)).map(|error| error.to_string()))
    };
    let whole = move || {
        let is_of_a_field = |error: &_| field_of(error).is_some_and(|field| FIELDS.contains(&field));
        error.get().filter(|error| !is_of_a_field(error)).map(|error| words_for(&error))
    };
    let is_conflict = Memo::new(move |_| error.get() == Some(Error::Conflict));
    let value = move |name: &'static str, part: Part| {
        let left = move || draft.is_there().then(|| draft.typed(name)).flatten();
        let typed = move || refused.with(|refused| refused.as_ref()?.typed(name).map(str::to_owned)).or_else(left);
        let stored = Memo::new(move |_| part(&details.conversation.read()).unwrap_or_default());
        Signal::derive(move || typed().unwrap_or_else(|| stored.get()))
    };
    let newest = Memo::new(move |_| details.conversation.read().version);
    let refused_over = refused.with_untracked(Option::is_some).then(|| newest.get_untracked());
    let seen = RwSignal::new(refused_over.or_else(|| draft.begun_over()));
    let version = move || seen.get().unwrap_or_else(|| newest.get());
    // Over which version was sent what stands here, and then was saved, until that is known here or somebody types on.
    let (sent, saved) = (StoredValue::new(None::<i64>), RwSignal::new(None::<i64>));
    let typing = Callback::new(move |_: String| {
        sent.set_value(None);
        saved.set(None);
        if seen.get_untracked().is_none() {
            seen.set(Some(newest.get_untracked()));
        }
        draft.begin_over(untrack(version));
    });
    Effect::watch(
        move || action.value().get(),
        move |answer, _, _| match answer {
            Some(Ok(())) => {
                if let Some(over) = sent.get_value() {
                    draft.forget();
                    seen.set(None);
                    saved.set(Some(over));
                }
                toasts.say("Saved.");
            }
            // What holds by now is shown: whoever saves once more has seen it.
            Some(Err(Error::Conflict)) => seen.set(None),
            _ => {}
        },
        false,
    );
    let element = NodeRef::<html::Form>::new();
    Effect::watch(
        move || saved.get().is_some_and(|over| newest.get() > over),
        move |is_known, _, _| {
            if *is_known {
                saved.set(None);
                refused.set(None);
                // A field that was typed into follows nothing until then.
                if let Some(form) = element.get_untracked() {
                    form.reset();
                }
            }
        },
        false,
    );
    let give_up = move |_: MouseEvent| {
        draft.forget();
        refused.set(None);
        seen.set(None);
        // Once what is stored stands behind what was typed.
        request_animation_frame(move || {
            if let Some(form) = element.try_get_untracked().flatten() {
                form.reset();
                focus_on(SAVE);
            }
        });
    };
    view! {
        <form
            node_ref=element
            method="post"
            action=form::action(ChangeConversation::url(), &details.page())
            aria-label="Name and subject"
            novalidate
            class="flex flex-col gap-4"
            on:input=move |event| draft.keep(&event)
            on:submit=move |event| {
                sent.set_value(Some(untrack(version)));
                form::dispatch(&event, action);
            }
        >
            <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                {whole}
            </p>
            <Show when=move || is_conflict.get()>
                <StoredTitle details is_pair />
            </Show>
            <input type="hidden" name="conversation_id" value=details.id.to_string() />
            <input type="hidden" name="version" value=move || version().to_string() />
            {(!is_pair)
                .then(|| {
                    view! {
                        <Field
                            label="Name"
                            name="name"
                            value=value("name", name)
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
                value=value("subject", subject)
                error=of("subject")
                autocomplete="off"
                maxlength=200
                on_input=typing
            />
            <Field
                label="Link to more about it"
                name="link"
                value=value("link", link)
                error=of("link")
                hint="An address that begins with https://"
                autocomplete="off"
                on_input=typing
            />
            <div class="flex flex-wrap gap-2">
                <Button type_="submit" busy=action.pending() class="px-6">
                    "Save"
                </Button>
                <Show when=move || draft.is_there()>
                    <Button kind=Look::Quiet on_click=give_up>
                        "Discard changes"
                    </Button>
                </Show>
            </div>
        </form>
    }
}

fn words_for(error: &Error) -> String {
    match error {
        Error::Conflict => {
            "Somebody has changed it meanwhile. Below is what holds now: save once more to replace that.".to_owned()
        }
        error => error.to_string(),
    }
}
