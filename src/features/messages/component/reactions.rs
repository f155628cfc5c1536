//! What people think of a message, below it.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    features::messages::{hook::Thread, model::Reaction, state::Row},
    shared::{hydration::use_alive, id::MessageId},
};

const CHIP: &str = "inline-flex min-h-8 items-center gap-1 rounded-full border px-2 text-sm tabular-nums touch-target \
    not-disabled:hover:bg-raised";

/// Each emoji with how many chose it, in the order of first use; one's own are marked. To press one chooses it too, or takes
/// one's own choice back; for keys the menu leads to that.
#[component]
pub fn Reactions(thread: Thread, row: Signal<Row>, id: MessageId) -> impl IntoView {
    let reactions = Memo::new(move |_| match &*row.read() {
        Row::Message(line) if !line.message.is_deleted() => line.message.reactions.clone(),
        _ => Vec::new(),
    });
    view! {
        <Show when=move || !reactions.read().is_empty()>
            <ul role="list" aria-label="Reactions" class="flex max-w-[min(85%,34rem)] flex-wrap gap-1 pt-1">
                <For
                    each=move || reactions.get()
                    key=|reaction| reaction.emoji.clone()
                    children=move |Reaction { emoji, .. }| view! { <Chip thread id emoji reactions /> }
                />
            </ul>
        </Show>
    }
}

/// One emoji. Who chose it stands in its title, and in the name that is heard.
#[component]
fn Chip(thread: Thread, id: MessageId, emoji: String, reactions: Memo<Vec<Reaction>>) -> impl IntoView {
    // A page that no script brings to life offers nothing that needs one.
    let is_alive = use_alive();
    let shown = emoji.clone();
    let reaction = of_emoji(reactions, emoji);
    let count = move || reaction.read().as_ref().map(|reaction| reaction.by.len());
    let is_own = move || reaction.read().as_ref().is_some_and(|reaction| thread.is_own(reaction));
    let names = move || reaction.read().as_ref().map(|reaction| thread.reactors(reaction).join(", "));
    let label = {
        let emoji = shown.clone();
        move || Some(format!("{emoji} {}: {}", count()?, names()?))
    };
    let toggle = move |_: MouseEvent| {
        if let Some(reaction) = reaction.get_untracked() {
            thread.toggle_reaction(id, &reaction);
        }
    };
    let look = move || {
        let look = if is_own() { "border-accent bg-accent-soft" } else { "border-line bg-surface" };
        format!("{CHIP} {look}")
    };
    view! {
        <li>
            <button
                type="button"
                tabindex="-1"
                aria-pressed=move || is_own().to_string()
                aria-label=label
                title=names
                class=look
                disabled=move || !is_alive.get() || thread.blocked.read().is_some()
                on:click=toggle
            >
                <span>{shown}</span>
                <span>{count}</span>
            </button>
        </li>
    }
}

/// The one with this emoji, while there is one.
pub(super) fn of_emoji(reactions: Memo<Vec<Reaction>>, emoji: String) -> Memo<Option<Reaction>> {
    Memo::new(move |_| reactions.read().iter().find(|reaction| reaction.emoji == emoji).cloned())
}
