//! Which emoji a message is to have.

use leptos::{ev::SubmitEvent, prelude::*};

use super::{emoji_board::EmojiBoard, reactors::Reactors};
use crate::{
    features::messages::hook::{Thread, use_emojis},
    kit::{Button, Dialog, Field},
    shared::effect::Effect,
};

/// Those that are chosen most.
const QUICK: [(&str, &str); 6] = [
    ("👍", "Thumbs up"),
    ("\u{2764}\u{fe0f}", "Heart"),
    ("😂", "Tears of joy"),
    ("😮", "Surprised"),
    ("😢", "Sad"),
    ("🎉", "Party"),
];

/// Opens once somebody wants to react to a message: with one that it has, with one of six, with any that they type, or with
/// one of all.
#[component]
pub fn ReactionDialog(thread: Thread) -> impl IntoView {
    let reacting = thread.editing.reacting;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(reacting.read().is_some()));
    Effect::new(move || {
        if !open.get() && reacting.read_untracked().is_some() {
            reacting.set(None);
        }
    });
    let choose = move |emoji: &str| {
        let message = reacting.get_untracked();
        open.set(false);
        if let Some(id) = message {
            thread.choose_reaction(id, emoji);
        }
    };
    view! {
        <Dialog open title="React to this message">
            {move || {
                let on_choice = Callback::new(move |()| open.set(false));
                reacting.get().map(|id| view! { <Reactors thread id on_choice /> })
            }}
            <div role="group" aria-label="Quick reactions" class="flex justify-between gap-1 pb-5">
                {QUICK
                    .into_iter()
                    .enumerate()
                    .map(|(place, (emoji, name))| {
                        let first = (place == 0).then_some("");
                        view! {
                            <button
                                type="button"
                                data-first=first
                                aria-label=name
                                title=name
                                class="inline-flex size-11 items-center justify-center rounded-full text-2xl hover:bg-raised touch-target"
                                on:click=move |_| choose(emoji)
                            >
                                {emoji}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            // Anew each time: what was typed for one message is not for the next.
            <Show when=move || open.get()>
                <Other choose=Callback::new(move |emoji: String| choose(&emoji)) />
                <All choose=Callback::new(move |emoji: String| choose(&emoji)) />
            </Show>
        </Dialog>
    }
}

/// The way to all emoji, and those once it was taken.
#[component]
fn All(choose: Callback<String>) -> impl IntoView {
    let emojis = use_emojis();
    let open = RwSignal::new(false);
    view! {
        <div class="flex flex-col gap-3 pt-4">
            <Show
                when=move || open.get()
                fallback=move || {
                    view! { <Button on_click=Callback::new(move |_| open.set(true))>"All emoji"</Button> }
                }
            >
                <EmojiBoard emojis choose />
            </Show>
        </div>
    }
}

/// A field for any emoji. Whether it is one the server says.
#[component]
fn Other(choose: Callback<String>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let emoji = typed.get_untracked().trim().to_owned();
        if !emoji.is_empty() {
            choose.run(emoji);
        }
    };
    view! {
        <form class="flex items-end gap-2" on:submit=submit>
            <div class="min-w-0 grow">
                <Field label="Another emoji" name="emoji" maxlength=32 on_input=Callback::new(move |text: String| typed.set(text)) />
            </div>
            <Button type_="submit">"React"</Button>
        </form>
    }
}
