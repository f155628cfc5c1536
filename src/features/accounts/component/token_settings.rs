//! What one gave to programs.

use leptos::{html, prelude::*, server_fn::ServerFn};

use super::{next_row::go_on, token_form::TokenForm};
use crate::{
    features::accounts::{
        hook::{Tokens, use_tokens},
        model::{AccessToken, MadeToken},
        rpc::RevokeToken,
    },
    kit::{Button, CopyButton, EmptyState, ErrorState, Icon, SkeletonRows, Symbol, TimeAgo, Toasts},
    realtime::Snapshot,
    shared::{effect::Effect, form, hydration::use_alive, scope::Scope, time::Time},
};

/// Where the forms come back.
pub const PAGE: &str = "/settings/tokens";
/// The id of the list.
const LIST: &str = "tokens";

/// The form that makes a token, what was made just now, and every token with a button that revokes it.
#[component]
pub fn TokenSettings() -> impl IntoView {
    let tokens = use_tokens();
    view! {
        <p class="max-w-reading text-muted">
            "A program that comes with a token of yours acts in your name, as far as you let it. "
            <a href="/api/docs#bot" rel="external" class="text-accent underline">
                "How to write a bot"
            </a>
        </p>
        {move || tokens.made.get().map(|made| view! { <Made made /> })}
        <TokenForm tokens />
        <p role="alert" class="text-danger empty:hidden">
            {move || tokens.refusal.get()}
        </p>
        <Transition fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match tokens.list.await {
                    Ok(Snapshot { position, data: list }) => {
                        tokens.follow(position, &list);
                        view! { <Rows list tokens /> }.into_any()
                    }
                    Err(error) => {
                        let on_retry = Callback::new(move |()| tokens.list.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

/// The token itself, which is never shown again. It has the focus when it comes.
#[component]
fn Made(made: MadeToken) -> impl IntoView {
    let (shown, place, alive) = (NodeRef::<html::Dl>::new(), NodeRef::<html::Section>::new(), use_alive());
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            // What cannot take the focus leaves it where it is.
            drop(place.focus());
        }
    });
    let Some(token) = made.token else {
        return view! {
            <p role="status" class="rounded-control bg-raised px-3 py-2">
                "This token was made before, and cannot be shown again. Revoke it and make another."
            </p>
        }
        .into_any();
    };
    let copied = token.clone();
    view! {
        <section
            node_ref=place
            tabindex="-1"
            aria-label="New token"
            class="flex flex-col items-start gap-3 rounded-card border border-accent bg-accent-soft px-4 py-3"
        >
            <dl node_ref=shown class="min-w-0 max-w-full">
                <dt class="font-semibold wrap-anywhere">{made.about.name}</dt>
                <dd class="mt-1 font-mono text-sm break-all select-all">{token}</dd>
            </dl>
            <Show when=move || alive.get()>
                <CopyButton text=Signal::stored(copied.clone()) shown>
                    "Copy"
                </CopyButton>
            </Show>
            <p class="text-sm">"Copy it now and keep it like a password: it is not shown again."</p>
        </section>
    }
    .into_any()
}

#[component]
fn Rows(list: Vec<AccessToken>, tokens: Tokens) -> impl IntoView {
    if let Some(place) = tokens.ended(&list) {
        if let Some(toasts) = use_context::<Toasts>() {
            toasts.say("Token revoked.");
        }
        go_on(LIST, place, list.len(), "name");
    }
    if list.is_empty() {
        let words = "A bot or a script needs one to come in without your password.";
        return view! { <EmptyState icon=Icon::Key title="No tokens" words /> }.into_any();
    }
    view! {
        <ul id=LIST tabindex="-1" aria-label="Tokens" class="divide-y divide-line rounded-card border border-line">
            {list
                .into_iter()
                .enumerate()
                .map(|(place, token)| view! { <Row token place tokens /> })
                .collect_view()}
        </ul>
    }
    .into_any()
}

/// A day is all that is known of a use; it is a day of UTC, and so on both sides.
fn used(at: Option<Time>) -> String {
    at.map_or_else(|| "Never used".to_owned(), |at| format!("Last used {}", at.date()))
}

#[component]
fn Row(
    token: AccessToken,
    /// Where it stands in the list, from zero.
    place: usize,
    tokens: Tokens,
) -> impl IntoView {
    let AccessToken { id, name, scopes, created_at, expires_at, last_used_at } = token;
    let scopes = scopes.into_iter().map(Scope::as_str).collect::<Vec<_>>().join(", ");
    let spoken = format!(" {name}");
    let end = expires_at.map_or_else(|| "no end".to_owned(), |end| format!("ends {}", end.date()));
    view! {
        <li class="flex items-start gap-3 px-4 py-3">
            <Symbol icon=Icon::Key class="size-6 shrink-0 text-muted" />
            <div class="min-w-0 grow">
                <p class="font-semibold wrap-anywhere">{name}</p>
                <p class="text-sm text-muted">{scopes} " · " {end}</p>
                <p class="flex flex-wrap text-sm text-muted">
                    <span class="max-sm:w-full">{used(last_used_at)}</span>
                    <span class="max-sm:w-full max-sm:first-letter:uppercase sm:before:mx-1.5 sm:before:content-['·']">
                        "made " <TimeAgo time=created_at class="text-sm" ago=true />
                    </span>
                </p>
            </div>
            <form
                method="post"
                action=form::action(RevokeToken::url(), PAGE)
                class="shrink-0 self-center"
                on:submit=move |event| {
                    tokens.ends(id, place);
                    form::dispatch(&event, tokens.revoke);
                }
            >
                <input type="hidden" name="id" value=id.to_string() />
                <Button type_="submit">"Revoke"<span class="sr-only">{spoken}</span></Button>
            </form>
        </li>
    }
}
