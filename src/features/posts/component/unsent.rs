//! How far something came that somebody wrote.

use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    features::posts::{
        hook::OpenThread,
        model::Entry,
        state::{
            acts::{ANSWER, COMMENT, EDITS, PUBLISH, of},
            refusals::why,
            settling::Progress,
        },
    },
    kit::{Button, Kind},
};

/// Says that an entry waits for the server, or why it was refused: then its words can be sent again, or given up. The same
/// of an edit.
#[component]
pub(super) fn Unsent(thread: OpenThread, entry: Entry) -> impl IntoView {
    let progress = Memo::new(move |_| thread.progress(entry));
    let edit = Memo::new(move |_| thread.refused_edit(entry));
    let (written, edited) = (of(entry, [PUBLISH, ANSWER, COMMENT]), of(entry, EDITS));
    move || match (progress.get(), edit.get()) {
        (Progress::Waiting, _) => {
            view! { <p role="status" class="text-sm text-muted">"Waiting to be sent"</p> }.into_any()
        }
        (Progress::Refused(error), _) => {
            let words = format!("This was not published. {}", why(written, &error));
            view! { <Refused thread id=entry.id() words /> }.into_any()
        }
        (Progress::Stored, Some((id, _, error))) if thread.editing.get() != Some(entry) => {
            let words = format!("Your edit was not saved. {}", why(edited, &error));
            view! { <Refused thread id=id.0 words /> }.into_any()
        }
        (Progress::Stored, _) => ().into_any(),
    }
}

#[component]
fn Refused(thread: OpenThread, id: Uuid, words: String) -> impl IntoView {
    let retry = Callback::new(move |()| thread.retry(id));
    let discard = Callback::new(move |()| thread.discard(id));
    view! { <Refusal words retry discard /> }
}

/// Says that words were refused, with the two ways on: side by side, behind that where there is room, else below it.
#[component]
pub(super) fn Refusal(
    /// What did not happen, and why.
    words: String,
    /// Sends them again.
    retry: Callback<()>,
    /// Gives them up.
    discard: Callback<()>,
) -> impl IntoView {
    view! {
        <div role="alert" class="flex flex-wrap items-center gap-2 rounded-control bg-danger-soft px-3 py-2 text-sm text-danger">
            <p class="min-w-0 grow basis-60">{words}</p>
            <div class="ms-auto flex flex-wrap gap-2">
                <Button on_click=move |_| retry.run(())>"Try again"</Button>
                <Button kind=Kind::Quiet on_click=move |_| discard.run(())>
                    "Discard"
                </Button>
            </div>
        </div>
    }
}
