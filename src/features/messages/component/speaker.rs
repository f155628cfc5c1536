//! Who speaks in a group.

use leptos::prelude::*;

use crate::{
    features::messages::{hook::Thread, state::Row},
    shared::id::AccountId,
};

/// The name of an author above the first of what they said in a row. Who does not see it is told by each message.
#[component]
pub fn Speaker(thread: Thread, row: Signal<Row>, author: AccountId) -> impl IntoView {
    let is_first = Memo::new(move |_| matches!(&*row.read(), Row::Message(line) if line.first));
    move || {
        is_first.get().then(|| {
            view! {
                <span aria-hidden="true" class="px-3.5 pb-0.5 text-xs font-semibold text-muted">
                    <bdi>{thread.name_of(author)}</bdi>
                </span>
            }
        })
    }
}
