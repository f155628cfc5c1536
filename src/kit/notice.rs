//! A quiet line above a page.

use leptos::prelude::*;

/// One line while there is something to say, said politely too, with what can be done about it. It takes the room that
/// it needs at once: what is read below it is held in its place then (`hold_page`) where the page is scrolled, or stands so
/// that it does not move; at its beginning the page goes down, and nothing of it is hidden.
#[component]
pub fn Notice(
    /// What to say.
    #[prop(into)]
    words: Signal<Option<String>>,
    /// What can be done about it; nothing while there are no words.
    children: Children,
) -> impl IntoView {
    let shown = move || words.read().is_some();
    view! {
        <div
            role="status"
            class="grid shrink-0"
            class=("grid-rows-[1fr]", shown)
            class=("grid-rows-[0fr]", move || !shown())
        >
            <div class="min-h-0 overflow-hidden">
                <p class="flex flex-wrap items-center justify-center gap-x-3 border-b border-line bg-raised px-4 py-1.5 text-center text-sm font-semibold text-text empty:hidden">
                    {words} {children()}
                </p>
            </div>
        </div>
    }
}

/// How what can be done looks in the line.
pub const NOTICE_ACT: &str =
    "inline-flex items-center justify-center rounded-control text-accent underline underline-offset-2 touch-target";
