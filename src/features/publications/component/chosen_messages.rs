//! What of what was said comes in, and how it would read.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::{
    features::publications::model::{Consent, Part, words},
    kit::{Prose, Verbatim},
    shared::{id::MessageId, script::apart},
};

/// What was said, each with whether it comes in.
#[component]
pub(super) fn Messages(parts: StoredValue<Vec<Part>>, chosen: RwSignal<BTreeSet<MessageId>>) -> impl IntoView {
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
                    name="messages[]"
                    value=id.to_string()
                    aria-label=label
                    checked=chosen.with_untracked(|chosen| chosen.contains(&id))
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
pub(super) fn Preview(taken: Memo<Vec<Part>>) -> impl IntoView {
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
