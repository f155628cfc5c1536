//! The way to where the unread messages begin.

use leptos::prelude::*;

use crate::{
    features::messages::{hook::Thread, state::Bearing},
    kit::{Icon, Symbol},
};

/// Floats above the messages until the line before the unread ones was seen, and points to where it lies. Where only one is
/// unread further down, the way to the newest leads to the same, and says so.
#[component]
pub fn UnreadPill(thread: Thread) -> impl IntoView {
    let way = thread.way_to_unread();
    let turn = move || if way.get() == Some(Bearing::Above) { "size-4 rotate-180" } else { "size-4" };
    let leads = Memo::new(move |_| way.get().is_some_and(|way| way != Bearing::Below || thread.unseen() != 1));
    view! {
        <Show when=move || leads.get()>
            <div class="pointer-events-none absolute inset-x-0 top-3 flex justify-center noscript:hidden">
                <a
                    href=format!("/messages/{}", thread.id)
                    class="pointer-events-auto inline-flex min-h-9 items-center gap-1.5 rounded-full border border-line bg-surface px-4 text-sm font-semibold text-text no-underline hover:bg-raised touch-target"
                    on:click=move |event| {
                        event.prevent_default();
                        thread.to_first_unread();
                    }
                    on:wheel=move |event| thread.scroll.down(event.delta_y())
                >
                    {move || view! { <Symbol icon=Icon::Down class=turn() /> }}
                    "First unread"
                </a>
            </div>
        </Show>
    }
}
