//! What has come to a thread and waits, as it would move what is read.

use leptos::{ev::MouseEvent, prelude::*};

use crate::{
    features::posts::{
        hook::OpenThread,
        state::{Talk, count_new},
    },
    kit::Button,
};

const LOOK: &str = "inline-flex min-h-9 items-center rounded-control px-2 text-sm font-semibold text-accent hover:bg-raised \
    touch-target";

/// How many wait, as "1 new comment", in a row that is there anyway; pressed, they are shown.
#[component]
pub(super) fn ShowArrived(
    /// How many.
    count: Memo<usize>,
    /// What one of them is, in small letters.
    what: &'static str,
    /// Shows them.
    on_show: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class=LOOK data-shows-arrived="" on:click=move |_| on_show.run(())>
            {move || count_new(count.get(), what)}
        </button>
    }
}

/// The same over the answers, where no row has room for it: it takes none.
#[component]
pub(super) fn ArrivedAnswers(thread: OpenThread) -> impl IntoView {
    let count = Memo::new(move |_| thread.shown.with(|talk| talk.arrived_answers().len()));
    let show = move |_: MouseEvent| thread.show_answers();
    view! {
        // Without the gap that whatever stands here has.
        <div class="sticky top-2 z-20 -mb-4 flex h-0 justify-center overflow-visible">
            <Show when=move || { count.get() > 0 }>
                <Button class="mt-2" on_click=show attr:data-shows-arrived="">
                    {move || count_new(count.get(), "answer")}
                </Button>
            </Show>
        </div>
    }
}

/// Says what waits, wherever in the thread, to whoever hears the page.
#[component]
pub(super) fn TellArrived(thread: OpenThread) -> impl IntoView {
    let words = Memo::new(move |_| thread.shown.with(Talk::arrived_words));
    view! {
        <p role="status" class="sr-only">
            {words}
        </p>
    }
}
