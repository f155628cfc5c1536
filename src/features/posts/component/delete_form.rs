//! Whether an entry is really to go, for who has no JavaScript: with it that can be undone.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
    server_fn::ServerFn,
};

use crate::{
    features::posts::{hook::OpenThread, model::Entry, rpc::DeleteEntry},
    kit::{Button, Kind, LinkButton},
    shared::form,
};

/// Asks before an entry is deleted: its words are gone then, and what stands below it stays.
#[component]
pub(super) fn DeleteForm(thread: OpenThread, entry: Entry) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        thread.delete(entry);
    };
    let question = format!("Delete this {}?", entry.kind());
    let label = question.clone();
    view! {
        <form
            method="post"
            action=form::action(DeleteEntry::url(), &thread.page_with(entry))
            aria-label=label
            class="flex flex-wrap items-center gap-2 rounded-control border border-line bg-raised px-3 py-2"
            on:submit=submit
        >
            <input type="hidden" name="entry" value=entry.anchor() />
            <input type="hidden" name="post_id" value=thread.id.to_string() />
            <p class="grow">{question} " “Deleted” stays in its place."</p>
            <LinkButton kind=Kind::Quiet href=thread.place_of(entry) attr:rel="nofollow" on:click=move |event: MouseEvent| {
                event.prevent_default();
                thread.deleting.set(None);
                thread.focus(entry);
            }>
                "Cancel"
            </LinkButton>
            <Button kind=Kind::Danger type_="submit">
                "Delete"
            </Button>
        </form>
    }
}
