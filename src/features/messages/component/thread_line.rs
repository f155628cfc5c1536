//! What was said in the thread of a message, below it.

use leptos::prelude::*;

use crate::{
    features::messages::{
        hook::Thread,
        state::{Row, threads::counted},
    },
    kit::{Icon, Symbol, Verbatim},
    shared::{hydration::use_alive, id::MessageId},
};

/// How many answers there are, who said the last ones and when, and the way to them; nothing where there are none, but without a
/// script the way to the first answer. For keys the menu leads there.
#[component]
pub fn ThreadLine(thread: Thread, row: Signal<Row>, id: MessageId) -> impl IntoView {
    let answers = Memo::new(move |_| match &*row.read() {
        Row::Message(line) => line.message.answers.clone(),
        _ => None,
    });
    let is_there = Memo::new(move |_| answers.read().is_some());
    let count = move || answers.read().as_ref().map(|answers| counted(answers.count));
    let names = Signal::derive(move || {
        let answers = answers.read();
        answers.as_ref().map(|answers| thread.last_speakers(answers)).unwrap_or_default()
    });
    let last = Memo::new(move |_| match &*row.read() {
        Row::Message(line) => line.message.answers.as_ref().map(|answers| (answers.at, line.message.at)),
        _ => None,
    });
    let href = thread.thread_address(id);
    // Arrows lead from message to message where a script brings the page to life; Tab stops here where none does, and where
    // the message was deleted, which has no menu.
    let is_alive = use_alive();
    let is_deleted = Memo::new(move |_| matches!(&*row.read(), Row::Message(line) if line.message.is_deleted()));
    let begins = Memo::new(move |_| !is_alive.get() && thread.may_begin(&row.read()));
    let beginning = href.clone();
    view! {
        <Show when=move || begins.get()>
            <a
                href=beginning.clone()
                class="mt-1 hidden min-h-8 items-center rounded-full px-2 text-sm text-muted touch-target noscript:inline-flex"
            >
                "Reply in thread"
            </a>
        </Show>
        <Show when=move || is_there.get()>
            <a
                data-thread=""
                href=href.clone()
                data-noscroll="true"
                tabindex=move || (is_alive.get() && !is_deleted.get()).then_some("-1")
                class="mt-1 inline-flex min-h-8 max-w-[min(85%,34rem)] items-center gap-1.5 rounded-full px-2 text-sm text-muted no-underline hover:bg-raised touch-target"
            >
                <Symbol icon=Icon::Thread class="size-4 shrink-0 text-accent" />
                <span class="shrink-0 font-semibold text-accent">{count}</span>
                " "
                <span aria-hidden="true">"·"</span>
                " "
                <Verbatim words=names class="truncate" />
                " "
                <span aria-hidden="true">"·"</span>
                " "
                {move || {
                    last.get()
                        .map(|(at, asked)| {
                            view! {
                                <time
                                    datetime=at.to_string()
                                    title=thread.words(at)
                                    class="shrink-0 tabular-nums"
                                >
                                    {thread.clock_beside(at, asked)}
                                </time>
                            }
                        })
                }}
            </a>
        </Show>
    }
}
