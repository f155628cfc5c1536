//! The top of a thread.

use leptos::prelude::*;

use super::bar::Back;
use crate::{
    features::messages::{hook::Thread, state::sharing::address},
    kit::{Icon, IconButton, Verbatim},
    shared::id::ConversationId,
};

/// What the thread is called, who is writing in it, whether the viewer follows it, and the way back to the conversation beside
/// which it stands.
#[component]
pub fn ThreadHeader(
    thread: Thread,
    /// That conversation.
    around: ConversationId,
    /// What the thread is called.
    title: Memo<String>,
) -> impl IntoView {
    thread.close_by_escape(around);
    let typists = Memo::new(move |_| thread.typists());
    let under = move || match typists.read().as_slice() {
        [] => None,
        [name] => {
            Some(view! { <span class="text-accent"><Verbatim words=name.clone() /> " is typing…"</span> }.into_any())
        }
        _ => Some(view! { <span class="text-accent">"Several people are typing…"</span> }.into_any()),
    };
    view! {
        <header class="flex min-h-16 shrink-0 items-center gap-2 border-b border-line px-2 py-2 lg:px-4">
            <div class="contents" on:click=move |_| thread.return_to_root()>
                <Back href=address(around, "") label="Back to the conversation" />
            </div>
            <div class="flex min-w-0 grow flex-col">
                <h1 class="truncate text-lg leading-6 font-semibold">
                    <Verbatim words=title />
                </h1>
                <span class="truncate text-sm text-muted" aria-live="polite">
                    {under}
                </span>
            </div>
            <Following thread />
            <IconButton
                label="Go to a day"
                icon=Icon::Calendar
                class="still:invisible"
                on_click=move |_| thread.ask_for_day(thread.day_in_view())
            />
        </header>
    }
}

/// Follows a thread in which something was said, or does so no longer.
#[component]
fn Following(thread: Thread) -> impl IntoView {
    let is_answered = Memo::new(move |_| thread.is_answered());
    let follows = Memo::new(move |_| thread.is_followed());
    let label = Signal::derive(move || if follows.get() { "Unfollow thread" } else { "Follow thread" }.to_owned());
    let icon = Signal::derive(move || if follows.get() { Icon::EyeOff } else { Icon::Eye });
    view! {
        <Show when=move || is_answered.get()>
            <IconButton
                label
                icon
                class="still:invisible"
                on_click=move |_| thread.follow(!follows.get_untracked())
            />
        </Show>
    }
}
