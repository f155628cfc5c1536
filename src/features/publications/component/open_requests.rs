//! What waits for the viewer in all of their conversations.

use leptos::prelude::*;

use super::open_lines::OpenLines;
use crate::{
    features::{
        accounts::hook::use_me,
        publications::{hook::use_publications, model::Publication, state::telling::open_line},
    },
    shared::id::AccountId,
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
        let line = |one: &Publication| Some((one.id, one.place(), open_line(one, viewer)?));
        shown.read().iter().filter_map(line).collect::<Vec<_>>()
    });
    view! { <OpenLines label="To be published" lines class="border-b" /> }
}
