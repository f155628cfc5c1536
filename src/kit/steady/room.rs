//! A part of what is read that keeps its room while it says something else.

use leptos::{html, prelude::*};

use super::{give_back, has_more};

/// The room of something: [`super::keep_rooms`] has it stay as high as it is. Where there is more in it then, that is shown
/// when it is asked for, and as soon as somebody acts in it.
#[component]
pub fn Room(
    /// What it is called; another one has another name.
    #[prop(into)]
    name: String,
    /// Utility classes for what stands in it.
    class: &'static str,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let show = move || {
        if let Some(root) = root.get_untracked().filter(|root| has_more(root)) {
            give_back(&root);
        }
    };
    view! {
        <div
            node_ref=root
            data-room=name
            class=format!("group/room relative {class}")
            on:focusin=move |_| show()
            on:click=move |_| show()
        >
            {children()}
            // It has the focus only where it is pressed: who goes on by keys is shown all by that.
            <button
                type="button"
                tabindex="-1"
                aria-label="Show all"
                class="absolute end-0 bottom-0 hidden min-h-9 items-center rounded-control bg-surface px-2 text-sm font-semibold text-accent touch-target after:content-[attr(aria-label)] group-data-[more]/room:inline-flex"
            />
        </div>
    }
}
