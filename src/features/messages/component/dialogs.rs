//! What opens above a conversation now and then, in the chunk of all that is rare: whoever reads and writes does not wait
//! for it.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use super::{
    date_dialog::DateDialog, emoji_board::EmojiBoard, forward_dialog::ForwardDialog, info_dialog::InfoDialog,
    pins_dialog::PinsDialog, reaction_dialog::ReactionDialog, revisions_dialog::RevisionsDialog,
    schedule_dialog::ScheduleDialog, scheduled_dialog::ScheduledDialog,
};
use crate::{
    features::messages::{
        hook::{Emojis, Thread},
        model::Scheduled,
    },
    kit::{Chunk, Draw, Gone, at_once},
};

/// Something that the chunk draws. A conversation is held apart, so that a handle stays small.
#[derive(Clone, Copy)]
pub(super) enum Above {
    /// What is asked about a message or the conversation, each once that is wanted.
    Questions(StoredValue<Thread>),
    /// All that is pinned.
    Pins(StoredValue<Thread>, RwSignal<bool>),
    /// What is said later, and whether each says where.
    Scheduled(RwSignal<bool>, Memo<Vec<Scheduled>>, bool),
    /// All emoji, and who is told what was chosen.
    Emoji(Emojis, Callback<String>),
}

impl Above {
    /// Draws it, where the chunk is here.
    pub(super) fn draw(self) -> Draw {
        at_once(move || draw(self))
    }
}

/// The chunk that draws it.
pub(super) fn chunk() -> Chunk {
    Chunk::new(fetch)
}

#[allow(clippy::unnecessary_wraps, reason = "how they are drawn cannot fail, but their chunk may be gone")]
#[wasm_split(rare, preload(fetch), fallible)]
fn draw(above: Above) -> Result<AnyView, Gone> {
    Ok(match above {
        Above::Questions(thread) => view! { <All thread=thread.get_value() /> }.into_any(),
        Above::Pins(thread, open) => view! { <PinsDialog thread=thread.get_value() open /> }.into_any(),
        Above::Scheduled(open, listed, named) => view! { <ScheduledDialog open listed named /> }.into_any(),
        Above::Emoji(emojis, choose) => view! { <EmojiBoard emojis choose /> }.into_any(),
    })
}

#[component]
fn All(thread: Thread) -> impl IntoView {
    view! {
        <DateDialog thread />
        <ReactionDialog thread />
        <ForwardDialog thread />
        <InfoDialog thread />
        <RevisionsDialog thread />
        <ScheduleDialog thread />
    }
}
