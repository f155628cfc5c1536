//! One notification.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement},
};

use super::{faces::Faces, line::Line};
use crate::{
    features::{
        accounts::hook::use_me,
        notifications::{
            hook::List,
            model::Notification,
            rpc::ReadNotification,
            state::{address, excerpt},
        },
    },
    kit::{Dot, Icon, IconButton, TimeAgo},
    shared::{form, id::NotificationId},
};

/// Where the list stands.
pub(super) const PAGE: &str = "/notifications";
/// The button of a mouse that opens what it presses in another tab.
const MIDDLE: i16 = 1;

/// Who did what, and when; all of it leads there, and is read by that. One that is unread has a dot, and a button that has it
/// read where it stands.
#[component]
pub(super) fn NotificationRow(
    list: List,
    id: NotificationId,
    /// Its place in its part of the list, from 1.
    place: Memo<usize>,
    /// How many are in that part; -1 where more follow.
    size: Memo<i64>,
    /// The address of this view of it.
    page: &'static str,
) -> impl IntoView {
    let one =
        Memo::new(move |before: Option<&Option<Notification>>| list.one(id).or_else(|| before.cloned().flatten()));
    let is_read = Memo::new(move |_| one.read().as_ref().is_none_or(|one| list.is_read(one)));
    // Nothing of it is drawn anew because it was read: whoever stands on it stays there.
    let said = Memo::new(move |_| one.get().map(|one| Notification { read_at: None, version: 0, ..one }));
    let excerpt = Memo::new(move |_| said.read().as_ref().and_then(excerpt));
    let at = Memo::new(move |_| said.read().as_ref().map(|one| one.at));
    let (heading, name) = (format!("notification-{id}"), format!("notification-{id}"));
    view! {
        <article
            aria-labelledby=name
            aria-posinset=move || place.get().to_string()
            aria-setsize=move || size.get().to_string()
            tabindex="0"
            data-key=id.to_string()
            class="relative flex min-w-0 items-start gap-3 border-b border-line px-4 py-3 -outline-offset-2 wrap-anywhere hover:bg-raised"
        >
            {move || said.get().map(|of| view! { <Faces of /> })}
            <div class="flex min-w-0 grow flex-col gap-0.5">
                <p id=heading>
                    {move || (!is_read.get()).then(|| view! { <span class="sr-only">"Unread: "</span> })}
                    {move || said.get().map(|of| view! { <Told list of /> })}
                </p>
                {move || excerpt.get().map(|words| view! { <p class="line-clamp-2 text-muted" dir="auto">{words}</p> })}
                {move || at.get().map(|time| view! { <TimeAgo time class="self-start text-sm text-muted" ago=true /> })}
            </div>
            <div class="relative z-10 flex w-15 shrink-0 items-center justify-end gap-1">
                <Show when=move || !is_read.get()>
                    <Read list id page />
                </Show>
                <Dot shown=Signal::derive(move || !is_read.get()) />
            </div>
        </article>
    }
}

/// The sentence, which leads to what it tells of where that is still there.
#[component]
fn Told(list: List, of: Notification) -> impl IntoView {
    let (id, has_entry) = (of.id, of.kind.has_entry());
    let viewer = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.handle.clone())).unwrap_or_default();
    match address(&of, &viewer) {
        // The whole row can be pressed; the button lies above it.
        Some(href) => view! {
            <a
                href=href
                class="text-text no-underline after:absolute after:inset-0 after:content-['']"
                on:click=move |_| list.read(id)
                on:auxclick=move |event| {
                    if event.button() == MIDDLE {
                        list.read(id);
                    }
                }
            >
                <Line of />
            </a>
        }
        .into_any(),
        None => view! {
            <Line of />
            {has_entry.then(|| view! { <span class="text-muted">". It is no longer there."</span> })}
        }
        .into_any(),
    }
}

/// Has it read without going there. Whoever presses it by a key goes on from the row.
#[component]
fn Read(list: List, id: NotificationId, page: &'static str) -> impl IntoView {
    let read = move |event: MouseEvent| {
        event.prevent_default();
        let row = event_target::<Element>(&event).closest("article").ok().flatten();
        if let Some(row) = row.and_then(|row| row.dyn_into::<HtmlElement>().ok()) {
            drop(row.focus());
        }
        list.read(id);
    };
    view! {
        <form
            method="post"
            action=form::action(ReadNotification::url(), PAGE)
            on:submit=|event: SubmitEvent| event.prevent_default()
        >
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="next" value=page />
            <IconButton label="Mark as read" icon=Icon::Check type_="submit" on_click=read />
        </form>
    }
}
