//! That a message was taken from elsewhere.

use leptos::prelude::*;

use crate::{
    features::messages::state::Row,
    kit::{Icon, Symbol},
};

/// Stands above the words of what was forwarded.
#[component]
pub fn Forwarded(row: Signal<Row>) -> impl IntoView {
    let is_so = Memo::new(move |_| match &*row.read() {
        Row::Message(line) => line.message.forwarded && !line.message.is_deleted(),
        _ => false,
    });
    view! {
        <Show when=move || is_so.get()>
            <p data-forwarded="" class="flex basis-full items-center gap-1 text-xs text-muted italic">
                <Symbol icon=Icon::Forward class="size-3.5" />
                "Forwarded"
            </p>
        </Show>
    }
}
