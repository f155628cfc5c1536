//! What was written for the same conversation on another device, meanwhile.

use leptos::prelude::*;

use crate::features::messages::hook::Thread;

/// Stands above the composer, so that nothing moves under the hands of whoever writes: the list gives the room.
#[component]
pub fn OtherDraft(thread: Thread) -> impl IntoView {
    let offered = Memo::new(move |_| thread.offered());
    let class = "inline-flex min-h-8 shrink-0 items-center rounded-full px-2 font-semibold text-accent hover:bg-raised touch-target";
    view! {
        <div role="status" class="shrink-0">
            <Show when=move || offered.read().is_some()>
                <div class="flex items-center gap-1 border-t border-line px-3 py-1 text-sm lg:px-6">
                    <p class="min-w-0 grow truncate text-muted">
                        "Also written elsewhere: " <bdi class="text-text">{move || offered.get()}</bdi>
                    </p>
                    <button type="button" class=class on:click=move |_| thread.take_offered()>
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
