//! A word that shows while something is pointed at or focused.

use leptos::prelude::*;

/// Its children, and a word above them on hover and focus; Escape puts it away. The word repeats or explains
/// what is there: nothing that is needed may stand only here.
#[component]
pub fn Tooltip(
    /// The word.
    #[prop(into)]
    text: Signal<String>,
    /// What it is about.
    children: Children,
) -> impl IntoView {
    let away = RwSignal::new(false);
    view! {
        <span
            class="group/tip relative inline-flex"
            on:keydown=move |event| {
                if event.key() == "Escape" && !away.get_untracked() {
                    event.prevent_default();
                    away.set(true);
                }
            }
            on:mouseleave=move |_| away.set(false)
            on:focusout=move |_| away.set(false)
        >
            {children()}
            <span
                role="tooltip"
                class="pointer-events-none invisible absolute bottom-full left-1/2 z-20 mb-1.5 -translate-x-1/2 rounded-control border border-transparent bg-text px-2 py-1 text-xs whitespace-nowrap text-surface opacity-0 transition-opacity delay-300 duration-feedback group-focus-within/tip:visible group-focus-within/tip:opacity-100 group-hover/tip:visible group-hover/tip:opacity-100"
                class=("hidden", away)
            >
                {text}
            </span>
        </span>
    }
}
