//! `/drafts`: what the viewer began to write, wherever they did, and neither sent nor published, and what is `sent` as soon as
//! the server can be reached.

mod item;
mod sent;

use leptos::{ev::MouseEvent, prelude::*};
use leptos_meta::Title;
use leptos_router::LazyRoute;
use wasm_split_helpers::wasm_split;

use self::{
    item::{Item, beginning},
    sent::Sent,
};
use super::{
    chunk::{Gone, drawn, fetched},
    frame::Reading,
};
use crate::{
    client::use_client,
    features::{
        accounts::hook::use_me,
        messages::hook::{Unfinished, use_unfinished},
        posts::hook::{Unpublished, use_unpublished},
    },
    kit::{
        Button, EmptyState, Icon, Kind, LinkButton, SkeletonRows, TimeAgo, Verbatim, copy_words, focus_on,
        keep_page_scroll, land, succession, use_toasts,
    },
    shared::effect::Effect,
    sync::status::State,
};

/// How the time of a row looks.
const TIME: &str = "shrink-0 text-xs text-muted";

/// Where what is begun is kept.
const KEPT: &str = "Posts, answers and comments are kept on this device alone until you publish them. Messages that you begin \
    are on all your devices.";

/// Drafts.
pub struct DraftsPage;

impl LazyRoute for DraftsPage {
    fn data() -> Self {
        Self
    }

    async fn preload() {
        fetched(fetch).await;
    }

    async fn view(_page: Self) -> AnyView {
        drawn("drafts_page", fetch, draw).await
    }
}

#[wasm_split(drafts_page, preload(fetch), fallible)]
fn draw() -> Result<AnyView, Gone> {
    // Visitors have been sent to log in.
    let is_member = use_me().with_untracked(Option::is_some);
    Ok(is_member.then(|| view! { <Drafts /> }).into_any())
}

#[component]
fn Drafts() -> impl IntoView {
    let health = use_client().status();
    let is_over = Memo::new(move |_| health.read().state == State::SignedOut);
    view! {
        <Title text="Drafts" />
        {succession(
            is_over,
            move |is_over| {
                if is_over { view! { <Over /> }.into_any() } else { view! { <Column /> }.into_any() }
            },
        )}
    }
}

#[component]
fn Column() -> impl IntoView {
    view! {
        <Reading title="Drafts">
            <List />
            <noscript>
                <p>
                    "What you begin to write is kept by the program of this page, which your browser does not run. What you \
                    send or publish stands where you wrote it."
                </p>
            </noscript>
        </Reading>
    }
}

/// What is left on the screen of whose session has ended: nothing that anybody else should read there.
#[component]
fn Over() -> impl IntoView {
    Effect::new(|| land("content"));
    view! {
        <EmptyState alone=true icon=Icon::LogOut title="You are logged out" words="Log in to see your drafts again." />
    }
}

/// All that was begun, and what can be done with it.
#[derive(Clone, Copy)]
struct Items {
    posts: Unpublished,
    messages: Unfinished,
    all: Memo<Vec<Item>>,
    /// What each is called, in their order.
    keys: Memo<Vec<String>>,
}

impl Items {
    fn new(posts: Unpublished, messages: Unfinished) -> Self {
        let all = Memo::new(move |_| {
            let posts = posts.begun.get().into_iter().map(Item::Post);
            posts.chain(messages.unsent.get().into_iter().map(Item::Message)).collect::<Vec<_>>()
        });
        let keys = Memo::new(move |_| all.read().iter().map(|item| item.key().to_owned()).collect::<Vec<_>>());
        Self { posts, messages, all, keys }
    }

    fn of(self, key: &str) -> Option<Item> {
        self.all.read().iter().find(|item| item.key() == key).cloned()
    }

    /// Deletes one, and goes on at the one beside it; who undoes that goes on at that.
    fn delete(self, key: &str) {
        let beside = self.keys.with_untracked(|keys| beside(keys, key));
        let own = key.to_owned();
        match untrack(|| self.of(key)) {
            Some(Item::Post(_)) => self.posts.discard(key, stand_at),
            Some(Item::Message(_)) => self.messages.discard(key, move || stand_at(&own)),
            None => {}
        }
        stand_at(beside.as_deref().unwrap_or_default());
    }
}

/// All of it, once it is read: from what this browser keeps where the server cannot be reached.
#[component]
fn List() -> impl IntoView {
    let (posts, messages, health) = (use_unpublished(), use_unfinished(), use_client().status());
    let items = Items::new(posts, messages);
    keep_page_scroll("place in the drafts", || ());
    let is_known = move || posts.is_read() && (messages.is_read() || health.read().state == State::Offline);
    let is_empty = move || items.keys.read().is_empty() && posts.waiting.read().is_empty();
    let stands = Memo::new(move |_| (is_empty(), is_known()));
    view! {
        {move || match stands.get() {
            (false, _) => view! { <p class="text-sm text-muted">{KEPT}</p> }.into_any(),
            (true, true) => view! { <Nothing /> }.into_any(),
            (true, false) => view! { <div class="noscript:hidden"><SkeletonRows /></div> }.into_any(),
        }}
        <Sent waiting=posts.waiting />
        <ul id="drafts" aria-label="Drafts" class="flex flex-col divide-y divide-line empty:hidden">
            <For each=move || items.keys.get() key=Clone::clone children=move |key| view! { <Row items key /> } />
        </ul>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <EmptyState
            icon=Icon::Compose
            title="Nothing begun"
            words=format!("What you begin to write and do not send or publish comes to stand here. {KEPT}")
        >
            <LinkButton href="/new" kind=Kind::Primary>
                "Write something"
            </LinkButton>
        </EmptyState>
    }
}

/// What it is, the beginning of what it says, and how to be rid of it; all of it leads to where it is written. What was refused
/// can be copied: where it was written there may be nothing any more.
#[component]
fn Row(items: Items, key: String) -> impl IntoView {
    let (own, toasts) = (key.clone(), use_toasts());
    let item = Memo::new(move |_| items.of(&own));
    let place = match item.get_untracked() {
        Some(Item::Message(unsent)) => Some(items.messages.place_of(unsent.conversation)),
        _ => None,
    };
    let place = move || place.and_then(|place| place.get());
    let name = Signal::derive(move || item.get().map(|item| item.name(place())).unwrap_or_default());
    let address = move || item.get().map(|item| item.address(place()));
    let words = move || item.get().map(|item| beginning(item.words()));
    let at = Memo::new(move |_| item.read().as_ref().and_then(Item::touched_at));
    let refusal = Memo::new(move |_| item.read().as_ref().and_then(Item::refusal));
    let named = key.clone();
    let delete = move |_: MouseEvent| items.delete(&key);
    let copy = move |_: MouseEvent| {
        if let Some(item) = item.get_untracked() {
            copy_words(item.words().to_owned(), toasts);
        }
    };
    view! {
        <li data-key=named class="relative flex items-center gap-3 py-3">
            <span class="flex min-w-0 grow flex-col">
                <span class="flex items-baseline gap-2">
                    <a
                        href=address
                        class="truncate font-semibold text-text no-underline after:absolute after:inset-0 after:content-['']"
                    >
                        <Verbatim words=name />
                    </a>
                    {move || at.get().map(|time| view! { <TimeAgo time class=TIME /> })}
                </span>
                <span class="line-clamp-2 text-muted wrap-anywhere" dir="auto">
                    {words}
                </span>
                <span class="text-sm text-danger empty:hidden">{move || refusal.get()}</span>
            </span>
            <span class="relative z-10 flex shrink-0 flex-col items-end sm:flex-row">
                <Show when=move || refusal.read().is_some()>
                    <Button kind=Kind::Quiet on_click=copy>
                        "Copy" <span class="sr-only">" the words"</span>
                    </Button>
                </Show>
                <Button kind=Kind::Quiet on_click=delete>
                    "Delete" <span class="sr-only">" the draft"</span>
                </Button>
            </span>
        </li>
    }
}

/// What is called so in the row behind, or in the one before.
fn beside(keys: &[String], key: &str) -> Option<String> {
    let place = keys.iter().position(|other| other == key)?;
    keys.get(place + 1).or_else(|| keys.get(place.checked_sub(1)?)).cloned()
}

/// Gives the focus to a row once the list has followed what was done to it, or to the page where there is none.
fn stand_at(key: &str) {
    let row = format!("#drafts > [data-key='{key}'] a");
    request_animation_frame(move || {
        if !focus_on(&row) {
            focus_on("main");
        }
    });
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn whoever_deletes_a_draft_goes_on_at_the_one_behind_it_or_before_the_last() {
        let keys = ["one", "two", "three"].map(str::to_owned);
        for (key, expected) in [("one", Some("two")), ("two", Some("three")), ("three", Some("two")), ("four", None)] {
            assert_eq!(beside(&keys, key).as_deref(), expected, "{key}");
        }
        assert_eq!(beside(&keys[..1], "one"), None);
    }
}
