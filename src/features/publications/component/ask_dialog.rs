//! What people said to each other, on its way to become a question or an answer.

use std::collections::BTreeSet;

use leptos::{ev::SubmitEvent, prelude::*};

use super::question_fields::{Purpose, QuestionFields};
use crate::{
    features::{
        posts::state::completing::listed_tags,
        publications::{
            hook::{use_asking, use_new_publication, use_source},
            model::{Consent, NewPublication, Part, Source, words},
            state::linked_question,
        },
    },
    kit::{Button, Dialog, ErrorState, Kind, Prose, SkeletonRows, Verbatim, focus_on},
    shared::{Error, Result, effect::Effect, id::MessageId, script::apart},
};

/// Opens once somebody wants to publish what was said, and asks whoever said it only where they say so.
#[component]
pub fn AskDialog(
    /// Which message, whose thread it is.
    message: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(message.read().is_some()));
    Effect::new(move || {
        if !open.get() && message.read_untracked().is_some() {
            message.set(None);
        }
    });
    view! {
        <Dialog open title="Turn into a question or an answer">
            // Anew each time: what was chosen of one thread is not for the next.
            {move || message.get().map(|message| view! { <Asking message open /> })}
        </Dialog>
    }
}

#[component]
fn Asking(message: MessageId, open: RwSignal<bool>) -> impl IntoView {
    let source = use_source(message);
    view! {
        <Suspense fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match source.await {
                    Ok(source) => view! { <Form source open /> }.into_any(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| source.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}

#[component]
fn Form(source: Source, open: RwSignal<bool>) -> impl IntoView {
    let Source { conversation_id, parts } = source;
    let (ask, new_id) = (use_asking(), use_new_publication());
    let chosen = RwSignal::new(parts.iter().map(|part| part.message_id).collect::<BTreeSet<_>>());
    let (purpose, title) = (RwSignal::new(Purpose::Question), RwSignal::new(String::new()));
    let (tags, link) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let error = RwSignal::new(None::<Error>);
    let parts = StoredValue::new(parts);
    let taken = Memo::new(move |_| {
        let chosen = chosen.read();
        parts.with_value(|parts| {
            parts.iter().filter(|part| chosen.contains(&part.message_id)).cloned().collect::<Vec<_>>()
        })
    });
    let others = Memo::new(move |_| taken.read().iter().any(|part| part.consent != Consent::Own));
    let new = move || -> Result<NewPublication> {
        let messages = taken.read_untracked().iter().map(|part| part.message_id).collect();
        let new = NewPublication {
            id: new_id.run(()),
            conversation_id,
            question_id: None,
            title: None,
            tags: Vec::new(),
            messages,
        };
        Ok(match purpose.get_untracked() {
            Purpose::Question => {
                NewPublication { title: Some(title.get_untracked()), tags: listed_tags(&tags.read_untracked()), ..new }
            }
            Purpose::Answer => {
                let question = linked_question(&link.read_untracked());
                NewPublication {
                    question_id: Some(question.ok_or_else(|| Error::invalid("question_id", "shape"))?),
                    ..new
                }
            }
        })
    };
    // The dialog was open before there was anything to choose in it.
    Effect::new(|| {
        request_animation_frame(|| {
            focus_on("dialog[open] [name=purpose]:checked");
        });
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match new().and_then(|new| ask.run(new)) {
            Ok(()) => open.set(false),
            Err(refusal) => {
                error.set(Some(refusal));
                // Once it is marked.
                request_animation_frame(|| {
                    focus_on("dialog[open] [aria-invalid=true]");
                });
            }
        }
    };
    view! {
        <form class="flex flex-col gap-4" on:submit=submit>
            <p class="text-sm text-muted">{move || note(others.get())}</p>
            <QuestionFields purpose title tags link error />
            <Messages parts chosen />
            <Preview taken />
            <div class="flex justify-end gap-2">
                <Button kind=Kind::Quiet on_click=move |_| open.set(false)>
                    "Cancel"
                </Button>
                <Button
                    kind=Kind::Primary
                    type_="submit"
                    disabled=Signal::derive(move || taken.read().is_empty())
                >
                    {move || if others.get() { "Ask for consent" } else { "Publish" }}
                </Button>
            </div>
        </form>
    }
}

const fn note(others: bool) -> &'static str {
    if others {
        "Whoever said something of it is shown their words and asked. Nothing is public before all have answered and you publish it; what somebody does not want is left out."
    } else {
        "All of it is yours: it is published at once."
    }
}

/// What was said, each with whether it comes in.
#[component]
fn Messages(parts: StoredValue<Vec<Part>>, chosen: RwSignal<BTreeSet<MessageId>>) -> impl IntoView {
    let choice = move |part: Part| {
        let id = part.message_id;
        let label = format!("{}: {}", apart(part.author.name()), part.body);
        let choose = move |event| {
            chosen
                .update(|chosen| _ = if event_target_checked(&event) { chosen.insert(id) } else { chosen.remove(&id) });
        };
        view! {
            <label class="flex min-h-11 items-center gap-3">
                <input
                    type="checkbox"
                    aria-label=label
                    prop:checked=move || chosen.read().contains(&id)
                    class="size-5 shrink-0 accent-accent"
                    on:change=choose
                />
                <span class="flex min-w-0 flex-col">
                    <Verbatim words=part.author.name().to_owned() class="text-sm font-semibold" />
                    <Verbatim words=part.body class="truncate" />
                </span>
            </label>
        }
    };
    view! {
        <fieldset class="flex max-h-[30dvh] min-w-0 flex-col overflow-y-auto">
            <legend class="pb-1 text-sm font-semibold">"What comes in"</legend>
            {parts.get_value().into_iter().map(choice).collect_view()}
        </fieldset>
    }
}

/// What would be public if all of them agree.
#[component]
fn Preview(taken: Memo<Vec<Part>>) -> impl IntoView {
    let text = Memo::new(move |_| {
        let agreed = taken.get().into_iter().map(|part| Part { consent: Consent::Allowed, ..part });
        words(&agreed.collect::<Vec<_>>()).unwrap_or_default()
    });
    view! {
        <section aria-label="Preview" class="rounded-card border border-line p-3 wrap-anywhere">
            <Prose text name="preview" />
        </section>
    }
}
