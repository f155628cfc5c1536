//! Who may begin a conversation.

use leptos::prelude::*;

use crate::features::accounts::{
    hook::{use_change_settings, use_me},
    model::{MessagesFrom, SettingsChange},
};

/// One of three, within the form of the privacy settings.
#[component]
pub(super) fn MessagesFromChoice() -> impl IntoView {
    view! {
        <fieldset class="flex flex-col pb-3">
            <legend class="pt-3 font-semibold">"Who may write to me first"</legend>
            <p class="text-sm text-muted">
                "Others can neither begin a conversation with you nor bring you into a group. You can always write first."
            </p>
            {MessagesFrom::ALL.map(|from| view! { <One from /> }).collect_view()}
        </fieldset>
    }
}

#[component]
fn One(from: MessagesFrom) -> impl IntoView {
    let me = use_me();
    let change = use_change_settings();
    let chosen = move || me.read().as_ref().is_some_and(|me| me.settings.messages_from == from);
    let (name, hint) = match from {
        MessagesFrom::Everyone => ("Everyone", "Whoever has an account here."),
        MessagesFrom::Acquaintances => {
            ("People I know", "Those you follow or have written to, and those in your groups.")
        }
        MessagesFrom::Nobody => ("Nobody", "Only conversations that you have go on."),
    };
    let described_by = format!("messages-from-{}", from.as_str());
    view! {
        <label class="mt-1 flex min-h-11 items-center gap-3 rounded-control py-1.5">
            <input
                type="radio"
                name="messages_from"
                value=from.as_str()
                checked=chosen
                prop:checked=chosen
                aria-label=name
                aria-describedby=described_by.clone()
                class="size-5 shrink-0 accent-accent"
                on:change=move |_| {
                    change.run(SettingsChange { messages_from: Some(from), ..SettingsChange::default() });
                }
            />
            <span class="min-w-0">
                <span class="block">{name}</span>
                <span id=described_by class="block text-sm text-muted">{hint}</span>
            </span>
        </label>
    }
}
