//! The ways from one page of the list to the next: by scrolling, and by a link.

use leptos::{ev::MouseEvent, prelude::*, web_sys::Element};
use leptos_router::location::Url;

use crate::features::messages::{hook::Inbox, state::View};

/// How near the end of the list the next page is read, in pixels.
const NEAR: i32 = 900;

/// Reads the next page where the end of the list is near.
pub(super) fn read_on(inbox: Inbox, list: &Element) {
    if list.scroll_height() - list.scroll_top() - list.client_height() < NEAR {
        inbox.more();
    }
}

/// The way back from a page that began further down.
#[component]
pub(super) fn Newest(inbox: Inbox) -> impl IntoView {
    inbox.is_late().then(|| {
        view! {
            <p class="flex justify-center py-2">
                <a href=address(&inbox.view(), None) rel="external" class=WAY>
                    "Newest conversations"
                </a>
            </p>
        }
    })
}

/// The way to older conversations.
#[component]
pub(super) fn More(inbox: Inbox) -> impl IntoView {
    let next = Memo::new(move |_| inbox.next());
    let words = move || match (inbox.trouble(), inbox.reading()) {
        (Some(_), _) => "More conversations could not be loaded. Try again.",
        (None, true) => "Loading more conversations…",
        (None, false) => "More conversations",
    };
    move || {
        next.get().map(|next| {
            let read = move |event: MouseEvent| {
                event.prevent_default();
                inbox.try_again();
            };
            view! {
                <p class="flex justify-center py-2">
                    <a href=address(&inbox.view(), Some(&next)) class=WAY on:click=read>
                        {words}
                    </a>
                </p>
            }
        })
    }
}

const WAY: &str = "rounded-full px-4 py-2 text-sm font-semibold text-accent no-underline hover:bg-raised touch-target";

/// The address of a page of the list.
fn address(view: &View, cursor: Option<&str>) -> String {
    let find = Some(Url::escape(&view.find)).filter(|find| !find.is_empty()).map(|find| format!("&q={find}"));
    let cursor = cursor.map(|cursor| format!("&cursor={cursor}"));
    format!("/messages?show={}{}{}", view.filter.name(), find.unwrap_or_default(), cursor.unwrap_or_default())
}
