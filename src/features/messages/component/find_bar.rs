//! What of the conversations is shown.

use leptos::{ev::SubmitEvent, html, prelude::*};

use crate::{
    features::messages::{
        hook::{Finding, Inbox, focus_on},
        state::Filter,
    },
    kit::{Icon, Symbol},
};

/// A field that finds conversations by name, and which of them to show. Ctrl+K or ⌘+K leads to it from everywhere, Escape
/// empties it and goes back to the list. Without JavaScript it is a form that asks for the page again.
#[component]
pub fn FindBar(inbox: Inbox) -> impl IntoView {
    let field = NodeRef::<html::Input>::new();
    if let Some(finding) = use_context::<Finding>() {
        finding.lead_to(field);
    }
    view! {
        <form
            method="get"
            action="/messages"
            role="search"
            aria-label="Conversations"
            class="flex flex-col gap-2 px-4 pb-2"
            on:submit=|event: SubmitEvent| event.prevent_default()
        >
            <label class="relative flex items-center">
                <span class="sr-only">"Search conversations"</span>
                <span class="pointer-events-none absolute left-3 text-muted">
                    <Symbol icon=Icon::Search class="size-4" />
                </span>
                <input
                    node_ref=field
                    type="search"
                    dir="auto"
                    name="q"
                    value=inbox.find.get_untracked()
                    placeholder="Search"
                    autocomplete="off"
                    aria-keyshortcuts="Control+K Meta+K"
                    class="min-h-10 w-full rounded-full border border-transparent bg-raised py-1.5 pr-3 pl-9 text-text touch-target"
                    prop:value=inbox.find
                    on:input=move |event| inbox.find.set(event_target_value(&event))
                    on:keydown=move |event| {
                        if event.key() == "Escape" {
                            event.prevent_default();
                            inbox.find.set(String::new());
                            request_animation_frame(to_list);
                        }
                    }
                />
            </label>
            <div role="group" aria-label="Show" class="flex flex-wrap gap-1">
                {Filter::ALL.map(|filter| view! { <Choice inbox filter /> }).collect_view()}
            </div>
        </form>
    }
}

/// To the open conversation, or to the first one; the field keeps the focus where there is none.
pub(super) fn to_list() {
    let entry = "nav[aria-label=Conversations] li a";
    if !focus_on(&format!("{entry}[aria-current=page]")) {
        focus_on(entry);
    }
}

#[component]
fn Choice(inbox: Inbox, filter: Filter) -> impl IntoView {
    let name = match filter {
        Filter::All => "All",
        Filter::Unread => "Unread",
        Filter::Groups => "Groups",
        Filter::Threads => "Threads",
        Filter::Archived => "Archived",
    };
    let unread = inbox.unread();
    let count = move || (filter == Filter::Unread).then(|| unread.get()).filter(|count| *count > 0);
    view! {
        <button
            type="submit"
            name="show"
            value=filter.name()
            aria-pressed=move || (inbox.filter.get() == filter).to_string()
            class="inline-flex min-h-8 items-center gap-1.5 rounded-full border border-line px-3 text-sm font-semibold text-muted transition-colors duration-feedback hover:text-text aria-pressed:border-transparent aria-pressed:bg-text aria-pressed:text-surface touch-target"
            on:click=move |_| inbox.filter.set(filter)
        >
            {name}
            {move || count().map(|count| view! { <span class="tabular-nums">{count}</span> })}
        </button>
    }
}
