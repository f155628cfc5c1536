//! The form that asks whether what was said may be public.

use std::collections::BTreeSet;

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use super::{
    choices::Choices,
    chosen_messages::{Messages, Preview},
    question_fields::{QuestionFields, is_shown},
};
use crate::{
    features::publications::{
        hook::{take_refused, use_asking},
        model::{Consent, NewPublication, Source},
        rpc::AskPublication,
        state::{PAGE, telling::before_asking},
    },
    kit::{Button, Kind, focus_on},
    shared::{
        effect::Effect,
        form::{self, use_refused},
        hydration::use_alive,
        id::{MessageId, PublicationId},
    },
};

/// What comes in, what it becomes, and what would be public. What is refused stays as it was chosen, with why. Without
/// JavaScript it is a plain form of its own page.
#[component]
pub(super) fn AskForm(
    /// Whose thread it is.
    message: MessageId,
    source: Source,
    /// Follows once it is asked for, or not to be.
    on_done: Callback<()>,
) -> impl IntoView {
    let Source { conversation_id, parts } = source;
    let before = take_refused(conversation_id);
    let (asking, choices) = (use_asking(), Choices::begun(before.as_ref().map(|(new, _)| new)));
    let error = asking.error;
    let chosen = RwSignal::new(match (&before, use_refused(AskPublication::url())) {
        (Some((new, _)), _) => new.messages.iter().copied().collect(),
        (None, Some(refused)) => named(&refused.typed),
        (None, None) => parts.iter().map(|part| part.message_id).collect(),
    });
    if let Some((_, refusal)) = before {
        error.set(Some(refusal));
    }
    let parts = StoredValue::new(parts);
    let taken = Memo::new(move |_| {
        let chosen = chosen.read();
        parts.with_value(|parts| {
            parts.iter().filter(|part| chosen.contains(&part.message_id)).cloned().collect::<Vec<_>>()
        })
    });
    let asks = Memo::new(move |_| taken.read().iter().any(|part| part.consent != Consent::Own));
    // The dialog was open before there was anything to choose in it.
    Effect::new(|| {
        request_animation_frame(|| {
            focus_on("dialog[open] [name=purpose]:checked");
        });
    });
    Effect::new(move || {
        if error.read().is_some() {
            // Once it is marked.
            request_animation_frame(|| {
                focus_on("form[data-publication] [aria-invalid=true]");
            });
        }
    });
    let plain_id = PublicationId::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !asking.busy.get_untracked() {
            let messages = taken.read_untracked().iter().map(|part| part.message_id).collect();
            let id = asking.new_id();
            let new =
                NewPublication { id, conversation_id, question_id: None, title: None, tags: Vec::new(), messages };
            asking.ask(choices.fill(new), move || on_done.run(()));
        }
    };
    let is_alive = use_alive();
    let is_empty = Signal::derive(move || is_alive.get() && taken.read().is_empty());
    view! {
        <form
            method="post"
            action=form::action(AskPublication::url(), &format!("{PAGE}?message={message}"))
            data-publication=""
            class="flex flex-col gap-4"
            on:submit=submit
        >
            <input type="hidden" name="id" value=plain_id.to_string() />
            <input type="hidden" name="conversation_id" value=conversation_id.to_string() />
            <p class="text-sm text-muted">{move || before_asking(&taken.read())}</p>
            <p role="alert" class="rounded-control bg-danger-soft px-3 py-2 text-danger empty:hidden">
                {move || error.read().as_ref().filter(|error| !is_shown(error)).map(ToString::to_string)}
            </p>
            <QuestionFields choices error />
            <Messages parts chosen />
            <Preview taken />
            <div class="flex justify-end gap-2">
                <Button kind=Kind::Quiet class="noscript:hidden" on_click=move |_| on_done.run(())>
                    "Cancel"
                </Button>
                <Button kind=Kind::Primary type_="submit" disabled=is_empty busy=asking.busy>
                    {move || if asks.get() { "Ask for consent" } else { "Publish" }}
                </Button>
            </div>
        </form>
    }
}

/// The messages that a plain form came back with.
fn named(typed: &[(String, String)]) -> BTreeSet<MessageId> {
    let messages = typed.iter().filter(|(name, _)| name.starts_with("messages"));
    messages.filter_map(|(_, id)| id.parse().ok()).collect()
}
