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
            class=format!("room {class}")
            on:focusin=move |_| show()
            on:click=move |_| show()
        >
            {children()}
            // Whoever goes on by keys is shown all by that. Its words are in the style, for they are none of what is said.
            <button type="button" tabindex="-1" aria-label="Show all" />
        </div>
    }
}
