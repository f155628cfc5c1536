//! The tags of a post.

use leptos::prelude::*;

use crate::features::posts::model::tag_address;

/// Tags in a row that wraps, each of which leads to the posts that have it.
#[component]
pub fn TagLinks(
    /// Their names.
    #[prop(into)]
    tags: Signal<Vec<String>>,
) -> impl IntoView {
    let link = |tag: String| {
        view! {
            <li class="min-w-0">
                <a
                    href=tag_address(&tag)
                    class="touch-reach block max-w-full rounded-full border border-line px-2.5 py-0.5 text-sm text-muted no-underline hover:bg-raised hover:text-text"
                >
                    // What is cut off here would be cut off from a finger there.
                    <span class="block truncate">{format!("#{tag}")}</span>
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || !tags.read().is_empty()>
            <ul aria-label="Tags" class="flex flex-wrap gap-2">
                {move || tags.get().into_iter().map(link).collect_view()}
            </ul>
        </Show>
    }
}
