//! How many are new.

use leptos::prelude::*;

/// A count in a pill; nothing at zero, "99+" beyond 99. Assistive technology hears "3 unread".
#[component]
pub fn Badge(
    /// How many.
    #[prop(into)]
    count: Signal<i64>,
    /// What they are, as in "3 unread".
    #[prop(default = "unread")]
    words: &'static str,
    /// Whether they call nobody, as in a muted conversation.
    #[prop(optional, into)]
    quiet: Signal<bool>,
) -> impl IntoView {
    let figure = move || if count.get() > 99 { "99+".to_owned() } else { count.get().to_string() };
    view! {
        <Show when=move || count.get().is_positive()>
            <span class=move || {
                let ground = if quiet.get() {
                    "border-edge text-muted"
                } else {
                    "border-transparent bg-evening-deep bg-origin-border text-on-evening"
                };
                format!(
                    "inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full border px-1.5 text-2xs font-semibold tabular-nums {ground}",
                )
            }>
                <span aria-hidden="true">{figure}</span>
                <span class="sr-only">{move || format!("{} {words}", count.get())}</span>
            </span>
        </Show>
    }
}

/// The unread dot. What it means is said by the words around it.
#[component]
pub fn Dot(
    /// Whether it is there; its place stays kept.
    #[prop(default = true.into(), into)]
    shown: Signal<bool>,
) -> impl IntoView {
    view! {
        <span
            class="inline-block size-2.5 shrink-0 rounded-full bg-evening forced-color-adjust-none"
            class=("invisible", move || !shown.get())
            aria-hidden="true"
        ></span>
    }
}
