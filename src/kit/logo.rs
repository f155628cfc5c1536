//! The mark: three people around one thing that is said.

use leptos::prelude::*;

/// The mark alone; the name stands beside it or is said by what it is in. It keeps its colours where a person has forced
/// theirs: it is nothing but colour.
#[component]
pub fn Logo(
    /// Utility classes for its size; 32 pixels without any.
    #[prop(default = "size-8")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <span
            class=format!(
                "inline-flex shrink-0 items-center justify-center rounded-[50%_50%_50%_12%] bg-evening forced-color-adjust-none {class}",
            )
            aria-hidden="true"
        >
            <svg viewBox="0 0 32 32" class="size-full fill-on-evening">
                <circle cx="16" cy="10.5" r="3.25" />
                <circle cx="10.75" cy="19.5" r="3.25" />
                <circle cx="21.25" cy="19.5" r="3.25" />
            </svg>
        </span>
    }
}
