//! What is new in a conversation, for who hears the page.

use leptos::prelude::*;

use crate::features::messages::hook::Thread;

/// Says what is new, politely and once: each line is heard as it comes, and nothing as it goes. It stands apart from the
/// list of messages, which is silent: of that, rows are drawn and moved as one scrolls, and none of them is new for that. It
/// is there from the start, as a live region has to be, and of a thread it is another one than of the conversation beside
/// it. A log it is not, as nobody is to walk through it: the messages themselves are the log.
#[component]
pub fn Announcements(thread: Thread) -> impl IntoView {
    view! {
        <div
            role="status"
            aria-live="polite"
            aria-atomic="false"
            aria-relevant="additions"
            data-announced=thread.log()
            class="sr-only"
        >
            <For each=move || thread.sayings() key=|saying| saying.number let:saying>
                <p>{saying.words}</p>
            </For>
        </div>
    }
}
