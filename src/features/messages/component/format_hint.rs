//! Which signs say how words are read.

use leptos::prelude::*;

use crate::features::messages::hook::Thread;

/// A quiet line below the composer, on a desk and while one writes there; its place is kept, so that nothing moves, and what
/// does not fit into it is left out. Stands right behind the form.
#[component]
pub fn FormatHint(thread: Thread) -> impl IntoView {
    view! {
        <p
            class="hidden h-4 shrink-0 flex-wrap gap-x-3 overflow-hidden px-10 text-2xs whitespace-nowrap text-muted lg:invisible lg:-mt-2 lg:mb-1 lg:flex lg:peer-focus-within:visible"
            hidden=move || thread.editing.message.read().is_some()
        >
            <strong>"**strong**"</strong>
            <em>"*stressed*"</em>
            <s>"~~taken back~~"</s>
            <code class="font-mono">"`code`"</code>
            <span>"> quote"</span>
            <span>"- point"</span>
        </p>
    }
}
