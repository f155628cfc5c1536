//! What people said to each other, on its way to become a question or an answer.

use leptos::prelude::*;

use super::ask_form::AskForm;
use crate::{
    features::publications::hook::use_source,
    kit::{Dialog, ErrorState, SkeletonRows},
    shared::{effect::Effect, id::MessageId},
};

/// Opens once somebody wants to publish what was said, and asks whoever said it only where they say so.
#[component]
pub fn AskDialog(
    /// Which message, whose thread it is.
    message: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(message.read().is_some()));
    Effect::new(move || {
        if !open.get() && message.read_untracked().is_some() {
            message.set(None);
        }
    });
    let on_done = Callback::new(move |()| open.set(false));
    view! {
        <Dialog open title="Turn into a question or an answer">
            // Anew each time: what was chosen of one thread is not for the next.
            {move || message.get().map(|message| view! { <Asking message on_done /> })}
        </Dialog>
    }
}

/// Reads what can be published of where a message stands, and has it chosen.
#[component]
pub(super) fn Asking(
    message: MessageId,
    /// Follows once it is asked for, or not to be.
    on_done: Callback<()>,
) -> impl IntoView {
    let source = use_source(message);
    view! {
        <Suspense fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match source.await {
                    Ok(source) => view! { <AskForm message source on_done /> }.into_any(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| source.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Suspense>
    }
}
