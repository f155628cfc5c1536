//! What an entry says, or what stands in its place: the form that edits it, the question whether it goes, what it said
//! before.

use leptos::prelude::*;

use super::{delete_form::DeleteForm, edit_form::EditForm, revision_list::RevisionList, unsent::Unsent};
use crate::{
    features::posts::{hook::OpenThread, model::Entry},
    kit::Prose,
};

/// The words of an entry with whatever is done with them now. A deleted one keeps its place, so that what stands below it
/// can be read.
#[component]
pub(super) fn EntryBody(
    thread: OpenThread,
    entry: Entry,
    /// What it says.
    #[prop(into)]
    body: Signal<String>,
    /// Whether it was deleted.
    #[prop(into)]
    deleted: Signal<bool>,
) -> impl IntoView {
    let is_edited = Memo::new(move |_| thread.editing.get() == Some(entry) && !deleted.get());
    let is_asked = Memo::new(move |_| thread.deleting.get() == Some(entry) && !deleted.get());
    let is_looked_back = Memo::new(move |_| thread.revising.get() == Some(entry) && !deleted.get());
    view! {
        {move || match (deleted.get(), is_edited.get()) {
            (true, _) => view! { <p class="text-muted italic">"Deleted"</p> }.into_any(),
            (false, true) => view! { <EditForm thread entry /> }.into_any(),
            (false, false) => view! { <Prose text=body linked=true name=entry.anchor() /> }.into_any(),
        }}
        <Show when=move || !deleted.get()>
            <Unsent thread entry />
        </Show>
        <Show when=move || is_asked.get()>
            <DeleteForm thread entry />
        </Show>
        <Show when=move || is_looked_back.get()>
            <RevisionList thread entry />
        </Show>
    }
}
