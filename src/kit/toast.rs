//! Short words about what just happened, for a few seconds.

use std::time::Duration;

use leptos::prelude::*;

use super::{Icon, IconButton};

/// How long a toast stays: long enough to read it and to reach its act.
const STAY: Duration = Duration::from_secs(6);

#[derive(Clone)]
struct Toast {
    id: u64,
    words: String,
    act: Option<(String, Callback<()>)>,
}

/// The toasts that show now, oldest first.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
}

impl Toasts {
    /// Says something for a few seconds.
    pub fn say(self, words: impl Into<String>) {
        self.show(words.into(), None);
    }

    /// Says something and offers one act on it, as "Undo".
    pub fn offer(self, words: impl Into<String>, act: impl Into<String>, run: Callback<()>) {
        self.show(words.into(), Some((act.into(), run)));
    }

    fn show(self, words: String, act: Option<(String, Callback<()>)>) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.shown.update(|shown| shown.push(Toast { id, words, act }));
        set_timeout(move || self.dismiss(id), STAY);
    }

    fn dismiss(self, id: u64) {
        // The page may be gone when the time is over.
        self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// Prepares the toasts of a page; [`ToastRegion`] draws them.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
    provide_context(toasts);
    toasts
}

/// The toasts of the page around.
///
/// # Panics
/// Outside [`provide_toasts`], which is a mistake of the page.
#[must_use]
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// Where toasts show: above the bottom bar, announced politely. There from the start, as a live region has to be.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div
            role="status"
            aria-live="polite"
            class="pointer-events-none fixed inset-x-0 bottom-bar z-40 flex flex-col items-center gap-2 p-4 lg:bottom-0"
        >
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <ToastLine toast />
            </For>
        </div>
    }
}

#[component]
fn ToastLine(toast: Toast) -> impl IntoView {
    let toasts = use_toasts();
    let Toast { id, words, act } = toast;
    view! {
        <div class="pointer-events-auto flex max-w-md items-center gap-2 rounded-card border border-transparent bg-text py-1 pr-1 pl-4 text-surface">
            <span class="py-1.5">{words}</span>
            {act
                .map(|(name, run)| {
                    view! {
                        <button
                            type="button"
                            class="rounded-control px-3 py-1.5 font-semibold underline underline-offset-2 outline-surface -outline-offset-2 touch-target"
                            on:click=move |_| {
                                toasts.dismiss(id);
                                run.run(());
                            }
                        >
                            {name}
                        </button>
                    }
                })}
            <IconButton
                class="text-surface outline-surface -outline-offset-4 not-disabled:hover:bg-transparent"
                label="Dismiss"
                icon=Icon::Close
                on_click=move |_| toasts.dismiss(id)
            />
        </div>
    }
}
