//! What a message said before.

use leptos::prelude::*;

use crate::{
    features::messages::{
        hook::{Revisions, Thread},
        model::Revision,
    },
    kit::{Dialog, Prose},
    shared::effect::Effect,
};

/// Opens once somebody asks for it: what it says now stands first.
#[component]
pub fn RevisionsDialog(thread: Thread) -> impl IntoView {
    let shown = thread.editing.shown;
    let open = RwSignal::new(false);
    Effect::new(move || open.set(shown.read().is_some()));
    Effect::new(move || {
        if !open.get() && shown.read_untracked().is_some() {
            shown.set(None);
        }
    });
    let draw = move || match shown.get().and_then(|Revisions { read, .. }| read) {
        None => view! { <p role="status">"Loading"</p> }.into_any(),
        Some(Err(error)) => view! { <p role="alert" class="text-danger">{error.to_string()}</p> }.into_any(),
        Some(Ok(revisions)) => view! { <Said thread revisions /> }.into_any(),
    };
    view! {
        <Dialog open title="What this message said">
            {draw}
        </Dialog>
    }
}

#[component]
fn Said(thread: Thread, revisions: Vec<Revision>) -> impl IntoView {
    let draw = |Revision { body, at, .. }: Revision| {
        view! {
            <li class="flex flex-col gap-0.5">
                <time datetime=at.to_string() class="text-xs text-muted">
                    {thread.words(at)}
                </time>
                <Prose text=body />
            </li>
        }
    };
    view! { <ol class="flex flex-col gap-4">{revisions.into_iter().map(draw).collect_view()}</ol> }
}
