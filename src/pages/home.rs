//! `/`

use leptos::prelude::*;
use leptos_meta::Title;
use uuid::Uuid;

use super::onward::Onward;
use crate::{
    features::{accounts::hook::use_me, messages::component::ReadMark},
    kit::{Avatar, Icon, Kind, LinkButton, Size, Symbol},
};

/// What a visitor sees first: what this is, a glimpse of it, and the two ways in. Members go on to their
/// conversations.
#[component]
pub fn Home() -> impl IntoView {
    if use_me().with_untracked(Option::is_some) {
        return view! { <Onward path="/messages" /> }.into_any();
    }
    view! {
        <Title text="" />
        <div class="mx-auto grid max-w-5xl items-center gap-x-16 gap-y-12 px-4 py-10 sm:px-6 sm:py-16 lg:grid-cols-2">
            <Welcome />
            <Glimpse />
            <Reasons />
        </div>
    }
    .into_any()
}

#[component]
fn Welcome() -> impl IntoView {
    view! {
        <section class="flex flex-col items-start gap-5">
            <h1 class="text-3xl font-bold tracking-tight text-balance sm:text-4xl">"Talk among yourselves."</h1>
            <p class="max-w-md text-lg text-muted text-pretty">
                "Messages that are there the moment they are written, wait when the network is gone, and are never lost or \
                doubled. On a server of your own."
            </p>
            <div class="mt-2 flex flex-wrap gap-3">
                <LinkButton kind=Kind::Primary href="/signup" class="px-6">
                    "Create account"
                </LinkButton>
                <LinkButton href="/login" class="px-6">
                    "Log in"
                </LinkButton>
            </div>
        </section>
    }
}

/// A picture of a conversation; there is nothing in it to hear or to press.
#[component]
fn Glimpse() -> impl IntoView {
    view! {
        <div
            class="mx-auto flex w-full max-w-md flex-col gap-2 rounded-card border border-line p-4 select-none sm:p-5"
            aria-hidden="true"
        >
            <div class="mb-2 flex items-center gap-3 border-b border-line pb-4">
                <Avatar id=Uuid::from_u128(9) name="Ann Lee" size=Size::Medium online=true decorative=true />
                <div>
                    <div class="font-semibold">"Ann Lee"</div>
                    <div class="text-xs text-muted">"online"</div>
                </div>
            </div>
            <Bubble words="Thursday at Café Gijón, the table by the window?" at="20:41" own=false />
            <Bubble words="I’ll bring the poems." at="20:42" own=true />
            <Bubble words="And Bob brings the arguments." at="20:42" own=true />
            <Bubble words="Then it is a tertulia." at="20:43" own=false />
        </div>
    }
}

#[component]
fn Bubble(words: &'static str, at: &'static str, own: bool) -> impl IntoView {
    let look = if own { "self-end rounded-br-sm bg-accent-soft" } else { "self-start rounded-bl-sm bg-raised" };
    view! {
        <div class=format!("flex max-w-[85%] flex-wrap items-end gap-x-3 rounded-bubble px-4 py-2 {look}")>
            <span>{words}</span>
            <span class="ml-auto inline-flex items-center gap-1 text-2xs text-muted tabular-nums">
                {at} {own.then(|| view! { <span class="inline-flex text-accent"><ReadMark /></span> })}
            </span>
        </div>
    }
}

const REASONS: [(Icon, &str, &str); 3] = [
    (Icon::Bolt, "At once", "What you write stands there before your finger has left the key."),
    (Icon::Checks, "Nothing lost", "Written on a train, sent when it leaves the tunnel. Once, and in order."),
    (Icon::Home, "Yours", "One program on your own machine, with nothing to pay and nobody listening in."),
];

#[component]
fn Reasons() -> impl IntoView {
    view! {
        <ul class="grid gap-x-8 gap-y-6 border-t border-line pt-8 sm:grid-cols-3 lg:col-span-2">
            {REASONS
                .map(|(icon, title, words)| {
                    view! {
                        <li class="flex flex-col gap-1">
                            <Symbol icon class="mb-1 size-6 text-accent" />
                            <h2 class="font-semibold">{title}</h2>
                            <p class="text-muted text-pretty">{words}</p>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
