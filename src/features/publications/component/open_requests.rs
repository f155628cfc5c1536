//! What waits for the viewer in all of their conversations.

use leptos::prelude::*;

use crate::{
    features::{
        accounts::hook::use_me,
        publications::{hook::use_publications, model::Publication, state::telling::open_line},
    },
    kit::{Icon, Symbol},
    shared::id::{AccountId, PublicationId},
};

/// A line for each that leads to its conversation: where the viewer is asked, and where everybody has answered them.
#[component]
pub fn OpenRequests() -> impl IntoView {
    let viewer = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id));
    viewer.map(|viewer| view! { <Lines viewer /> })
}

#[component]
fn Lines(viewer: AccountId) -> impl IntoView {
    let shown = use_publications(viewer, None).shown();
    let lines = Memo::new(move |_| {
        let line =
            |one: &Publication| Some((one.id, format!("/messages/{}", one.conversation_id), open_line(one, viewer)?));
        shown.read().iter().filter_map(line).collect::<Vec<_>>()
    });
    let line = |(_, href, words): (PublicationId, String, String)| {
        view! {
            <li>
                <a
                    href=href
                    class="flex min-h-11 items-center gap-3 rounded-card px-4 py-2 text-sm text-text no-underline -outline-offset-2 hover:bg-raised"
                >
                    <Symbol icon=Icon::Question class="size-5" />
                    <span class="min-w-0 wrap-anywhere">{words}</span>
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || !lines.read().is_empty()>
            <ul aria-label="To be published" class="flex max-h-32 shrink-0 flex-col overflow-y-auto border-b border-line">
                <For each=move || lines.get() key=|line| line.clone() children=line />
            </ul>
        </Show>
    }
}
