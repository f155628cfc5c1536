//! The way back to the newest message.

use leptos::prelude::*;

use crate::{
    features::messages::hook::Thread,
    kit::{Icon, Symbol},
};

/// Floats above the composer while something else than the end is seen, and says how much is new there.
#[component]
pub fn JumpPill(thread: Thread) -> impl IntoView {
    let (at_end, ends) = (thread.scroll.at_end(), thread.ends());
    let words = move || match thread.unseen() {
        0 => "Newest".to_owned(),
        1 => "1 new message".to_owned(),
        many => format!("{many} new messages"),
    };
    view! {
        <Show when=move || !(at_end.get() && ends.get())>
            <div class="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center noscript:hidden">
                <a
                    href=format!("/messages/{}?newest", thread.id)
                    class="pointer-events-auto inline-flex min-h-9 items-center gap-1.5 rounded-full border border-line bg-surface px-4 text-sm font-semibold text-text tabular-nums no-underline hover:bg-raised touch-target"
                    on:click=move |event| {
                        event.prevent_default();
                        thread.to_newest();
                    }
                    on:wheel=move |event| thread.scroll.down(event.delta_y())
                >
                    <Symbol icon=Icon::Down class="size-4" />
                    {words}
                </a>
            </div>
        </Show>
    }
}
