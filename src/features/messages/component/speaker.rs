//! Who speaks in a group.

use leptos::prelude::*;

use crate::{features::messages::state::Row, kit::Verbatim};

/// The name of an author above the first of what they said in a row. Who does not see it is told by each message.
#[component]
pub fn Speaker(row: Signal<Row>, name: Memo<String>) -> impl IntoView {
    let is_first = Memo::new(move |_| matches!(&*row.read(), Row::Message(line) if line.first));
    move || {
        is_first.get().then(|| {
            view! {
                <span aria-hidden="true" class="-mt-1 overflow-y-clip px-3.5 pt-1 pb-0.5 text-xs font-semibold text-muted">
                    <Verbatim words=name />
                </span>
            }
        })
    }
}
