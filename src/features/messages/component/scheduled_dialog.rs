//! What is said later, as a list.

use leptos::prelude::*;

use super::scheduled_row::ScheduledRow;
use crate::{
    features::messages::model::Scheduled,
    kit::Dialog,
    shared::{effect::Effect, id::MessageId},
};

/// Each with when it is sent, and what can be done about it.
#[component]
pub(super) fn ScheduledDialog(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// What stands in it.
    listed: Memo<Vec<Scheduled>>,
    /// Whether each says in which conversation.
    named: bool,
) -> impl IntoView {
    // One at a time: a name stands once on a page.
    let editing = RwSignal::new(None::<MessageId>);
    Effect::new(move || {
        if !open.get() {
            editing.set(None);
        }
    });
    let ids = move || -> Vec<MessageId> { listed.read().iter().map(|one| one.id).collect() };
    view! {
        <Dialog open title="Scheduled messages">
            <Show when=move || open.get()>
                <ul class="flex flex-col gap-5">
                    <For
                        each=ids
                        key=|id| *id
                        children=move |id| view! { <ScheduledRow id listed named editing /> }
                    />
                </ul>
            </Show>
        </Dialog>
    }
}
