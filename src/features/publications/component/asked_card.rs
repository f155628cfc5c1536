//! What somebody wants to make public of what the viewer said.

use leptos::prelude::*;

use super::publication_cards::focus_on_cards;
use crate::{
    features::publications::{
        hook::Publications,
        model::{Consent, Publication},
    },
    kit::{Button, Kind, Prose, Verbatim, focus_on},
    shared::id::AccountId,
};

/// Who asks, for what, the very words that would be public, and what the viewer says to that.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn AskedCard(one: Publication, publications: Publications, viewer: AccountId) -> impl IntoView {
    let (id, of) = (one.id, one.conversation_id);
    let own = one.parts.iter().filter(|part| part.author.id == viewer && !part.body.is_empty());
    let bodies: Vec<_> = own.map(|part| part.body.clone()).collect();
    let waits = one.parts.iter().any(|part| part.author.id == viewer && part.consent == Consent::Asked);
    let purpose = if one.question_id.is_some() { "part of an answer" } else { "part of a question" };
    let consent = move |allows| {
        publications.consent(id, allows);
        if allows {
            focus_on_cards(of);
        } else {
            focus_on("main");
        }
    };
    let said = bodies.into_iter().map(|body| {
        view! {
            <blockquote class="border-s-2 border-edge ps-3 wrap-anywhere">
                <Prose text=body />
            </blockquote>
        }
    });
    view! {
        <article aria-label="Request to publish" class="flex flex-col gap-2 rounded-card border border-line p-3">
            <p class="min-w-0 wrap-anywhere">
                <a href=format!("/u/{}", one.asker.handle) class="font-semibold">
                    <Verbatim words=one.asker.name().to_owned() />
                </a>
                " wants to make this public, with your name, as "
                {purpose}
                {one.title.clone().map(|title| view! { ": " <Verbatim words=title class="font-semibold" /> })}
                {one.title.is_none().then_some(".")}
            </p>
            {said.collect_view()}
            <p class="text-sm text-muted">
                {if waits {
                    "Only these words, as they are. If you edit or delete them, they are left out."
                } else {
                    "You allowed this. It is public once it is published."
                }}
            </p>
            <div class="flex flex-wrap gap-2">
                {waits
                    .then(|| {
                        view! {
                            <Button kind=Kind::Primary on_click=move |_| consent(true)>
                                "Allow"
                            </Button>
                        }
                    })}
                <Button on_click=move |_| consent(false)>
                    {if waits { "Decline" } else { "Decline after all" }}
                </Button>
            </div>
        </article>
    }
}
