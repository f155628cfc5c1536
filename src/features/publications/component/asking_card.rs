//! What the viewer wants to publish.

use leptos::prelude::*;

use super::publication_cards::focus_on_cards;
use crate::{
    features::publications::{
        hook::Publications,
        model::{Consent, Publication, words},
    },
    kit::{Button, Kind, Prose, Verbatim, focus_on},
    shared::script::apart,
};

/// What each of the others said to it, what would be public as it stands, and the ways on.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn AskingCard(one: Publication, publications: Publications) -> impl IntoView {
    let (id, of) = (one.id, one.conversation_id);
    let (waits, text) = (one.waits(), words(&one.parts));
    let is_published = publications.is_published(id);
    let purpose = if one.question_id.is_some() { "an answer" } else { "a question" };
    let answers = answers(&one);
    let settle = move |publishes| {
        publications.settle(id, publishes);
        if publishes {
            focus_on_cards(of);
        } else {
            focus_on("main");
        }
    };
    let is_empty = text.is_none() && !waits;
    let is_fixed = waits || text.is_none();
    view! {
        <article aria-label="To be published" class="flex flex-col gap-2 rounded-card border border-line p-3">
            <p class="min-w-0 wrap-anywhere">
                "You want to publish this as " {purpose}
                {one.title.clone().map(|title| view! { ": " <Verbatim words=title class="font-semibold" /> })}
                {one.title.is_none().then_some(".")}
            </p>
            <ul class="text-sm text-muted">
                {answers.into_iter().map(|answer| view! { <li>{answer}</li> }).collect_view()}
            </ul>
            {is_empty.then(|| view! { <p class="text-sm text-muted">"Nothing is left of it to publish."</p> })}
            {text
                .map(|text| {
                    view! {
                        <details>
                            <summary class="text-sm font-semibold">"What would be public now"</summary>
                            <div class="pt-2 wrap-anywhere">
                                <Prose text=text name=format!("publication-{id}") />
                            </div>
                        </details>
                    }
                })}
            <div class="flex flex-wrap gap-2">
                <Button
                    kind=Kind::Primary
                    disabled=Signal::derive(move || is_fixed)
                    busy=Signal::derive(move || is_published.get())
                    on_click=move |_| settle(true)
                >
                    "Publish"
                </Button>
                <Button on_click=move |_| settle(false)>"Take back"</Button>
            </div>
        </article>
    }
}

/// A line for each of the others, in the order in which they speak.
fn answers(one: &Publication) -> Vec<String> {
    let mut answers = Vec::new();
    for part in &one.parts {
        let said = match part.consent {
            Consent::Own => continue,
            Consent::Asked => "has not answered yet.",
            Consent::Allowed => "allows it.",
            Consent::Declined => "does not want it. It is left out.",
            Consent::Ended => "changed it, or cannot be asked. It is left out.",
        };
        let answer = format!("{} {said}", apart(part.author.name()));
        if !answers.contains(&answer) {
            answers.push(answer);
        }
    }
    answers
}
