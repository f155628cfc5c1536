//! What something is to become.

use leptos::prelude::*;

use crate::{features::publications::model::Publication, kit::Verbatim};

/// A question by its title, or an answer with the way to what it answers; the end of a sentence.
pub(super) fn becomes(one: &Publication) -> AnyView {
    match (one.question_id, one.title.clone()) {
        (Some(question), _) => view! {
            "an answer to "
            <a href=format!("/p/{question}") class="text-accent underline">
                "a question"
            </a>
            "."
        }
        .into_any(),
        (None, Some(title)) => view! { "a question: " <Verbatim words=title class="font-semibold" /> }.into_any(),
        (None, None) => "a question.".into_any(),
    }
}
