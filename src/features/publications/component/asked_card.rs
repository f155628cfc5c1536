//! What somebody wants to make public of what the viewer said.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use super::{becomes::becomes, publication_cards::focus_on_cards};
use crate::{
    features::publications::{
        hook::Publications,
        model::{Consent, Publication},
        rpc::ConsentPublication,
        state::PAGE,
    },
    kit::{Button, Kind, Prose, Verbatim, focus_on},
    shared::{form, id::AccountId, script::apart},
};

/// Who asks, for what, the very words that would be public, and what the viewer says to that. Without JavaScript the answers
/// are forms.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn AskedCard(one: Publication, publications: Publications, viewer: AccountId) -> impl IntoView {
    let (id, of) = (one.id, one.conversation_id);
    let own = one.parts.iter().filter(|part| part.author.id == viewer && !part.body.is_empty());
    let bodies: Vec<_> = own.map(|part| part.body.clone()).collect();
    let waits = one.parts.iter().any(|part| part.author.id == viewer && part.consent == Consent::Asked);
    let action = form::action(ConsentPublication::url(), PAGE);
    let choice = move |allows: bool| {
        view! {
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="allowed" value=allows.to_string() />
        }
    };
    let allowed = format!(
        "You allowed this. It is public once {} publishes it, and you can take it out again then.",
        apart(one.asker.name())
    );
    let consent = move |event: SubmitEvent, allows| {
        event.prevent_default();
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
                " wants to make this public, with your name, as part of "
                {becomes(&one)}
            </p>
            {said.collect_view()}
            <p class="text-sm text-muted">
                {if waits {
                    "Only these words, as they are. If you edit or delete them, they are left out, and once they are public you can take them out again."
                        .to_owned()
                } else {
                    allowed
                }}
            </p>
            <div class="flex flex-wrap gap-2">
                {waits
                    .then(|| {
                        view! {
                            <form method="post" action=action.clone() on:submit=move |event| consent(event, true)>
                                {choice(true)}
                                <Button type_="submit" kind=Kind::Primary>
                                    "Allow"
                                </Button>
                            </form>
                        }
                    })}
                <form method="post" action=action on:submit=move |event| consent(event, false)>
                    {choice(false)}
                    <Button type_="submit">{if waits { "Decline" } else { "Decline after all" }}</Button>
                </form>
            </div>
        </article>
    }
}
