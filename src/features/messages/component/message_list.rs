//! What was said, by day.

use leptos::prelude::*;

use super::{
    long_press::LongPress,
    message_row::MessageRow,
    separators::{DaySeparator, NewLine},
    thread_root::ThreadRoot,
};
use crate::{
    features::messages::{
        hook::Thread,
        state::{Key, Row},
    },
    kit::{EmptyState, Item, VirtualList},
    shared::hydration::use_alive,
};

impl Item for Row {
    type Key = Key;

    fn key(&self) -> Key {
        Self::key(self)
    }

    /// As lines of some fifty characters fall; the browser measures soon.
    fn height(&self) -> f64 {
        let Self::Message(line) = self else { return 48.0 };
        let lines: usize = line.message.body.split('\n').map(|text| 1 + text.len() / 50).sum();
        let lines = f64::from(u32::try_from(lines).unwrap_or(u32::MAX));
        let quote = if line.message.reply_to.is_some() { 48.0 } else { 0.0 };
        let reactions = if line.message.reactions.is_empty() { 0.0 } else { 36.0 };
        let forwarded = if line.message.forwarded { 18.0 } else { 0.0 };
        let preview = if line.message.preview.is_some() { 112.0 } else { 0.0 };
        let answers = if line.message.answers.is_some() { 36.0 } else { 0.0 };
        let first = if line.first { 10.0 } else { 0.0 };
        24.0 + 22.0 * lines + quote + reactions + forwarded + preview + answers + first
    }
}

/// The messages of a conversation; older pages come as one scrolls up. A finger that rests on one opens its acts.
#[component]
pub fn MessageList(thread: Thread) -> impl IntoView {
    let row = move |row: Signal<Row>| match row.get_untracked() {
        Row::Day(_, time) => view! { <DaySeparator thread time /> }.into_any(),
        Row::New => view! { <NewLine thread /> }.into_any(),
        Row::Message(line) => {
            let (id, author, mine) = (line.message.id, line.message.author_id, line.progress.is_some());
            view! { <MessageRow thread row id author mine /> }.into_any()
        }
    };
    view! {
        <LongPress>
            <VirtualList
                label=thread.log()
                name=thread.place()
                rows=thread.rows
                row
                scroll=thread.scroll
                ends=thread.ends()
                on_start=Callback::new(move |()| thread.older())
                on_end=Callback::new(move |()| thread.newer())
                to_end=Callback::new(move |()| thread.show_newest())
            >
                <Beginning thread />
            </VirtualList>
        </LongPress>
    }
}

const WAY: &str = "inline-flex items-center rounded-full px-4 py-2 text-sm font-semibold text-accent hover:bg-raised \
    touch-target";

/// What stands above the first row: the way to older messages, or that there are none.
#[component]
fn Beginning(thread: Thread) -> impl IntoView {
    let first = Memo::new(move |_| thread.first());
    let empty = Memo::new(move |_| thread.rows.read().is_empty());
    let is_alive = use_alive();
    // Arrows lead there by themselves, unless they could not.
    let stop = move || (is_alive.get() && thread.trouble().is_none()).then_some("-1");
    move || match first.get() {
        Some(first) => view! {
            <p class="flex justify-center py-3">
                <a
                    href=format!("/messages/{}?before={first}", thread.id)
                    tabindex=stop
                    class=WAY
                    on:click=move |event| {
                        event.prevent_default();
                        thread.older();
                    }
                >
                    {move || match (thread.trouble(), thread.reading()) {
                        (Some(_), _) => "Older messages could not be loaded. Try again.",
                        (None, true) => "Loading older messages…",
                        (None, false) => "Older messages",
                    }}
                </a>
            </p>
        }
        .into_any(),
        None if thread.is_thread() => view! { <ThreadRoot thread empty /> }.into_any(),
        None if empty.get() => view! {
            <EmptyState title="Say hello" words="Nothing was said here yet. The first word is yours." />
        }
        .into_any(),
        None => {
            view! { <p class="px-4 pt-8 pb-2 text-center text-sm text-muted">"This is where you began."</p> }.into_any()
        }
    }
}
