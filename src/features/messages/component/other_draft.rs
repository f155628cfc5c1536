//! What was written for the same conversation on another device, meanwhile.

use leptos::prelude::*;

use crate::{features::messages::hook::Thread, kit::Verbatim, shared::effect::Effect};

/// Stands above the composer, so that nothing moves under the hands of whoever writes: the list gives the room.
#[component]
pub fn OtherDraft(thread: Thread) -> impl IntoView {
    let offered = Memo::new(move |_| thread.offered());
    let words = Signal::derive(move || offered.get().unwrap_or_default());
    let is_too_much = RwSignal::new(false);
    Effect::new(move || {
        offered.track();
        thread.text.track();
        is_too_much.set(false);
    });
    let class = "inline-flex min-h-8 shrink-0 items-center rounded-full px-2 font-semibold text-accent hover:bg-raised touch-target";
    // Beside somebody whom one blocked there is no field to add it to.
    let is_shown = Memo::new(move |_| offered.read().is_some() && thread.blocked.read().is_none());
    view! {
        <div role="status" class="shrink-0">
            <Show when=move || is_shown.get()>
                <div class="flex items-center gap-1 border-t border-line px-3 py-1 text-sm lg:px-6">
                    <div class="min-w-0 grow text-muted">
                        // What does not fit is scrolled, by keys too.
                        <p tabindex="0" class="max-h-24 overflow-y-auto break-words whitespace-pre-wrap">
                            "Also written elsewhere: " <Verbatim words=words class="text-text" />
                        </p>
                        <Show when=move || is_too_much.get()>
                            <p class="text-danger">"Both together are too long. Shorten or send what stands in the field first."</p>
                        </Show>
                    </div>
                    <button
                        type="button"
                        class=class
                        on:click=move |_| is_too_much.set(thread.take_offered().is_err())
                    >
                        "Add it"
                    </button>
                    <button type="button" class=class on:click=move |_| thread.decline_offered()>
                        "Discard it"
                    </button>
                </div>
            </Show>
        </div>
    }
}
