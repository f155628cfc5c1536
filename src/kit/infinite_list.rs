//! A list that goes on: its next page is read before its end is seen.

use leptos::{ev::MouseEvent, html, prelude::*, web_sys::Element};

use super::back::keep_scroll;

/// How near the end of the list the next page is read, in pixels.
const NEAR: i32 = 900;

/// What a way from one page of a list to another looks like.
pub const WAY_ON: &str =
    "rounded-full px-4 py-2 text-sm font-semibold text-accent no-underline hover:bg-raised touch-target";

/// How it is with the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Further {
    /// Nobody has asked for it.
    Waits,
    /// It is being read.
    Comes,
    /// It could not be read.
    Failed,
}

/// Scrolls rows that lead somewhere. Below the last one stands the way to the next page: a link for who has no
/// JavaScript, and for who has it what says how it goes and asks again. Whoever comes back to it finds it scrolled as they
/// left it.
#[component]
pub fn InfiniteList(
    /// What the list is called; another list has another name.
    label: &'static str,
    /// What its rows are, in small letters: the way on says "More people".
    what: &'static str,
    /// The address of the next page; none at the end of all there is.
    next: Signal<Option<String>>,
    /// How it is with that page.
    further: Signal<Further>,
    /// Told when the end is near; often.
    on_near: Callback<()>,
    /// Asks for the next page, also for one that could not be read.
    on_ask: Callback<()>,
    /// The rows, and what stands above and below them.
    children: Children,
) -> impl IntoView {
    let scroller = NodeRef::<html::Nav>::new();
    keep_scroll(label, scroller, move || _ = on_near.try_run(()));
    view! {
        <nav
            node_ref=scroller
            aria-label=label
            class="min-h-0 grow overflow-y-auto overscroll-contain px-2 pb-4"
            on:scroll=move |event| {
                if is_near_end(&event_target::<Element>(&event)) {
                    on_near.run(());
                }
            }
        >
            {children()}
            <WayOn what next further on_ask />
        </nav>
    }
}

/// The way to the next page: a link, and what says how it goes.
#[component]
pub(super) fn WayOn(
    /// What the rows are, in small letters.
    what: &'static str,
    /// The address of the next page; none at the end of all there is.
    next: Signal<Option<String>>,
    /// How it is with that page.
    further: Signal<Further>,
    /// Asks for it.
    on_ask: Callback<()>,
) -> impl IntoView {
    let words = move || match further.get() {
        Further::Waits => format!("More {what}"),
        Further::Comes => format!("Loading more {what}…"),
        Further::Failed => format!("More {what} could not be loaded. Try again."),
    };
    let ask = move |event: MouseEvent| {
        event.prevent_default();
        on_ask.run(());
    };
    move || {
        next.get().map(|next| {
            view! {
                <p class="flex justify-center py-2">
                    <a href=next class=WAY_ON on:click=ask>
                        {words}
                    </a>
                </p>
            }
        })
    }
}

fn is_near_end(list: &Element) -> bool {
    list.scroll_height() - list.scroll_top() - list.client_height() < NEAR
}
