//! Where what is published comes from.

use leptos::prelude::*;

use crate::{
    features::{
        accounts::hook::use_me,
        publications::{hook::use_origins, model::Origin},
    },
    shared::id::PostId,
};

/// The ways back to the conversations of the viewer that a question and the answers to it are made of; for everybody else
/// nothing.
#[component]
pub fn Origins(post: PostId) -> impl IntoView {
    let viewer = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id));
    let origins = use_origins(post, viewer);
    let ways = move || {
        let way = |origin: &Origin| {
            let words = if origin.id.0 == post.0 { "This question" } else { "An answer" };
            view! {
                <p class="text-sm text-muted">
                    {words} " is made of " <a href=format!("/messages/{}", origin.conversation_id) class="text-accent underline">"a conversation of yours"</a>
                    ". Only its people see this."
                </p>
            }
        };
        origins.read().iter().map(way).collect_view()
    };
    view! { <div class="mx-auto -mb-4 flex max-w-reading flex-col gap-1 px-4 pt-6 sm:px-6 empty:hidden">{ways}</div> }
}
