//! Who chose which emoji for a message, by name.

use leptos::{ev::MouseEvent, prelude::*};

use super::reactions::of_emoji;
use crate::{
    features::messages::{hook::Thread, model::Reaction},
    shared::id::MessageId,
};

/// Each emoji of a message with all who chose it. To press one chooses it too, or takes one's own choice back.
#[component]
pub fn Reactors(
    /// Where the message stands.
    thread: Thread,
    /// Which message.
    id: MessageId,
    /// Told as soon as one was pressed.
    on_choice: Callback<()>,
) -> impl IntoView {
    let reactions = Memo::new(move |_| thread.reactions_to(id));
    view! {
        <Show when=move || !reactions.read().is_empty()>
            <ul role="list" aria-label="Who reacted" class="flex flex-col pb-5">
                <For
                    each=move || reactions.get()
                    key=|reaction| reaction.emoji.clone()
                    children=move |Reaction { emoji, .. }| view! { <Who thread id emoji reactions on_choice /> }
                />
            </ul>
        </Show>
    }
}

#[component]
fn Who(
    thread: Thread,
    id: MessageId,
    emoji: String,
    reactions: Memo<Vec<Reaction>>,
    on_choice: Callback<()>,
) -> impl IntoView {
    let reaction = of_emoji(reactions, emoji.clone());
    let is_own = move || reaction.read().as_ref().is_some_and(|reaction| thread.is_own(reaction));
    let names = move || reaction.read().as_ref().map(|reaction| thread.reactors(reaction).join(", "));
    let choose = move |_: MouseEvent| {
        if let Some(reaction) = reaction.get_untracked() {
            on_choice.run(());
            thread.toggle_reaction(id, &reaction);
        }
    };
    view! {
        <li>
            <button
                type="button"
                aria-pressed=move || is_own().to_string()
                class="flex min-h-11 w-full items-center gap-3 rounded-control px-2 text-start hover:bg-raised touch-target"
                on:click=choose
            >
                <span class="text-2xl">{emoji}</span>
                <span class="-my-1 min-w-0 grow overflow-y-clip py-1 wrap-anywhere">{names}</span>
            </button>
        </li>
    }
}
