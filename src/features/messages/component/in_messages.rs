//! From the list to what was said.

use leptos::prelude::*;

use crate::{
    features::messages::{hook::Inbox, state::Search},
    kit::{Icon, Symbol, Verbatim},
};

/// Above the conversations that are found by their names, however many those are: the way to the messages that hold the
/// same words.
#[component]
pub(super) fn InMessages(inbox: Inbox) -> impl IntoView {
    let words = Memo::new(move |_| inbox.find.read().trim().to_owned());
    move || {
        let words = words.get();
        (!words.is_empty()).then(|| {
            let address = Search { words: words.clone(), ..Search::default() }.address();
            view! {
                <a
                    href=address
                    class="mx-2 flex min-h-12 shrink-0 items-center gap-3 rounded-card px-2 py-1 text-text no-underline -outline-offset-2 hover:bg-raised"
                >
                    <span class="flex w-12 shrink-0 items-center justify-center text-muted">
                        <Symbol icon=Icon::Search />
                    </span>
                    <span class="min-w-0 truncate">
                        <span class="font-semibold">"Search messages"</span>
                        " for " <Verbatim words />
                    </span>
                </a>
            }
        })
    }
}
