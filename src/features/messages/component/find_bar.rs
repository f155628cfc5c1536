//! What of the conversations is shown.

use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    html,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

use super::composer::Held;
use crate::{
    features::messages::{
        hook::{Finding, Inbox, focus_on},
        state::Filter,
    },
    kit::{Icon, Symbol},
    shared::effect::Effect,
};

/// The entries of the list.
const ENTRIES: &str = "nav[aria-label=Conversations] li a";
/// The field that finds one of them.
const FIELD: &str = "form[aria-label=Conversations] input[type=search]";

/// A field that finds conversations by name, and which of them to show. Ctrl+K or ⌘+K leads to it from everywhere, Enter
/// opens what it finds first, ArrowDown goes on to that, Escape empties it and goes back to the list. Without JavaScript it
/// is a form that asks for the page again.
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
                    on:keydown=move |event| take(inbox, &event)
                />
            </label>
            <Choices inbox />
        </form>
    }
}

/// All on one line, which scrolls where it is longer than its place, to what is pressed by itself.
#[component]
fn Choices(inbox: Inbox) -> impl IntoView {
    let line = NodeRef::<html::Div>::new();
    Effect::new(move || {
        inbox.filter.track();
        if let Some(line) = line.get() {
            // Once it is drawn as pressed.
            request_animation_frame(move || show_pressed(&line));
        }
    });
    view! {
        <div
            node_ref=line
            role="group"
            aria-label="Show"
            class="relative -mx-4 -my-1 flex gap-1 overflow-x-auto overscroll-x-contain px-4 py-1 [scrollbar-width:none]"
        >
            {Filter::ALL.map(|filter| view! { <Choice inbox filter /> }).collect_view()}
        </div>
    }
}

/// Brings what is pressed to the middle of what is seen of the line, as far as there is more of it.
fn show_pressed(line: &Element) {
    let pressed = line.query_selector("[aria-pressed=true]").ok().flatten();
    if let Some(pressed) = pressed.and_then(|pressed| pressed.dyn_into::<HtmlElement>().ok()) {
        line.set_scroll_left(pressed.offset_left() - (line.client_width() - pressed.offset_width()) / 2);
    }
}

/// What a key does in the field.
fn take(inbox: Inbox, event: &KeyboardEvent) {
    if event.is_composing() || Held::with(event) != Held::Nothing {
        return;
    }
    match event.key().as_str() {
        "Escape" => end(inbox, event),
        "ArrowDown" => {
            event.prevent_default();
            focus_on(ENTRIES);
        }
        "Enter" => {
            event.prevent_default();
            let first = document().query_selector(ENTRIES).ok().flatten().filter(|_| is_finding(inbox));
            if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
                first.click();
            }
        }
        _ => {}
    }
}

/// What a key does on an entry of the list: arrows lead to the next one and the one before, and from the first back to
/// the field; Escape ends the search. In the menu of an entry keys have meanings of their own.
pub(super) fn walk(inbox: Inbox, event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let entry = target.filter(|target| target.tag_name() == "A" && Held::with(event) == Held::Nothing);
    let Some(item) = entry.and_then(|entry| entry.closest("li").ok().flatten()) else { return };
    let (next, is_back) = match event.key().as_str() {
        "ArrowDown" => (item.next_element_sibling(), false),
        "ArrowUp" => (item.previous_element_sibling(), true),
        "Escape" if is_finding(inbox) => return end(inbox, event),
        _ => return,
    };
    event.prevent_default();
    let next = next.and_then(|item| item.query_selector("a").ok().flatten());
    if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
        let _ = next.focus();
    } else if is_back {
        focus_on(FIELD);
    }
}

fn is_finding(inbox: Inbox) -> bool {
    inbox.find.with_untracked(|find| !find.trim().is_empty())
}

/// Nothing is sought any more.
fn end(inbox: Inbox, event: &KeyboardEvent) {
    event.prevent_default();
    inbox.find.set(String::new());
    request_animation_frame(to_list);
}

/// To the open conversation, or to the first one; the field keeps the focus where there is none.
pub(super) fn to_list() {
    if !focus_on(&format!("{ENTRIES}[aria-current=page]")) {
        focus_on(ENTRIES);
    }
}

#[component]
fn Choice(inbox: Inbox, filter: Filter) -> impl IntoView {
    let name = match filter {
        Filter::All => "All",
        Filter::Unread => "Unread",
        Filter::Groups => "Groups",
        Filter::Threads => "Threads",
        Filter::Requests => "Requests",
        Filter::Archived => "Archived",
    };
    let (unread, requests) = (inbox.unread(), inbox.requests());
    let count = move || match filter {
        Filter::Unread => unread.get(),
        Filter::Requests => requests.get(),
        _ => 0,
    };
    let count = move || Some(count()).filter(|count| *count > 0);
    // Most people have none: what leads to them stands there while it leads to something.
    let hidden = move || filter == Filter::Requests && count().is_none() && inbox.filter.get() != filter;
    view! {
        <button
            type="submit"
            name="show"
            value=filter.name()
            hidden=hidden
            aria-pressed=move || (inbox.filter.get() == filter).to_string()
            class="inline-flex [&[hidden]]:hidden min-h-8 shrink-0 items-center gap-1.5 rounded-full border border-line px-3 text-sm font-semibold text-muted transition-colors duration-feedback hover:text-text aria-pressed:border-transparent aria-pressed:bg-text aria-pressed:text-surface touch-target"
            on:click=move |_| inbox.filter.set(filter)
        >
            {name}
            {move || count().map(|count| view! { <span class="tabular-nums">{count}</span> })}
        </button>
    }
}
