//! The ways from one page of the list to the next: by scrolling, and by a link.

use leptos::prelude::*;
use leptos_router::location::Url;

use super::drawn::Drawn;
use crate::{
    features::messages::{hook::Inbox, state::View},
    kit::{Further, WAY_ON},
};

/// The way back from a page that began further down.
#[component]
pub(super) fn Newest(inbox: Inbox) -> impl IntoView {
    inbox.is_late().then(|| {
        view! {
            <p class="flex justify-center py-2">
                <a href=address(&inbox.view(), None) rel="external" class=WAY_ON>
                    "Newest conversations"
                </a>
            </p>
        }
    })
}

/// The address of the page of older conversations; none at the end of those that are `drawn`.
pub(super) fn next(inbox: Inbox, drawn: Drawn) -> Signal<Option<String>> {
    Memo::new(move |_| {
        let next = inbox.next();
        (next.is_some() || drawn.leaves_out()).then(|| address(&inbox.view(), next.as_deref()))
    })
    .into()
}

/// How it is with that page.
pub(super) fn further(inbox: Inbox) -> Signal<Further> {
    Signal::derive(move || match (inbox.trouble(), inbox.reading()) {
        (Some(_), _) => Further::Failed,
        (None, true) => Further::Comes,
        (None, false) => Further::Waits,
    })
}

/// The address of a page of the list.
fn address(view: &View, cursor: Option<&str>) -> String {
    let find = Some(Url::escape(&view.find)).filter(|find| !find.is_empty()).map(|find| format!("&q={find}"));
    let cursor = cursor.map(|cursor| format!("&cursor={cursor}"));
    format!("/messages?show={}{}{}", view.filter.name(), find.unwrap_or_default(), cursor.unwrap_or_default())
}
