//! What the viewer wants to publish.

use leptos::{ev::SubmitEvent, prelude::*, server_fn::ServerFn};

use super::{becomes::becomes, publication_cards::focus_on_cards};
use crate::{
    features::publications::{
        hook::Publications,
        model::{Publication, words},
        rpc::SettlePublication,
        state::{PAGE, telling::answers},
    },
    kit::{Button, Kind, Prose, focus_on},
    shared::form,
};

/// What each of the others said to it, what would be public as it stands, and the ways on. Without JavaScript they are forms.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn AskingCard(one: Publication, publications: Publications) -> impl IntoView {
    let (id, of) = (one.id, one.conversation_id);
    let (waits, text) = (one.waits(), words(&one.parts));
    let is_published = publications.is_published(id);
    let answers = answers(&one);
    let settle = move |event: SubmitEvent, publishes| {
        event.prevent_default();
        publications.settle(id, publishes);
        if publishes {
            focus_on_cards(of);
        } else {
            focus_on("main");
        }
    };
    let action = form::action(SettlePublication::url(), PAGE);
    let choice = move |publishes: bool| {
        view! {
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="publish" value=publishes.to_string() />
        }
    };
    let is_empty = text.is_none() && !waits;
    let is_fixed = waits || text.is_none();
    view! {
        <article aria-label="To be published" class="flex flex-col gap-2 rounded-card border border-line p-3">
            <p class="min-w-0 wrap-anywhere">
                "You want to publish this as " {becomes(&one)}
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
                <form method="post" action=action.clone() on:submit=move |event| settle(event, true)>
                    {choice(true)}
                    <Button
                        kind=Kind::Primary
                        type_="submit"
                        disabled=Signal::derive(move || is_fixed)
                        busy=Signal::derive(move || is_published.get())
                    >
                        "Publish"
                    </Button>
                </form>
                <form method="post" action=action on:submit=move |event| settle(event, false)>
                    {choice(false)}
                    <Button type_="submit">"Take back"</Button>
                </form>
            </div>
        </article>
    }
}
