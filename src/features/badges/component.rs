//! What somebody has earned, as their page shows it.

use leptos::prelude::*;

use super::{
    hook::{follow_earned, use_earned},
    model::{Badge, Earned},
};
use crate::{
    client::Drawn,
    kit::{ErrorState, Icon, SkeletonRows, Symbol, TimeAgo},
};

/// The reputation of somebody, and their badges: what each is for, and since when they have it.
#[component]
pub fn EarnedPanel(
    /// How they are called in addresses.
    handle: String,
) -> impl IntoView {
    let read = use_earned(handle.clone());
    view! {
        <Transition fallback=|| view! { <SkeletonRows rows=1 /> }>
            {move || {
                let handle = handle.clone();
                Suspend::new(async move {
                    match read.await {
                        Ok(drawn) => view! { <Panel drawn handle /> }.into_any(),
                        Err(error) => {
                            let on_retry = Callback::new(move |()| read.refetch());
                            view! { <ErrorState error on_retry unkept=true /> }.into_any()
                        }
                    }
                })
            }}
        </Transition>
    }
}

/// Nothing, as long as there is nothing to show.
#[component]
fn Panel(drawn: Drawn<Earned>, handle: String) -> impl IntoView {
    let earned = follow_earned(drawn, &handle);
    let is_shown = Memo::new(move |_| !earned.read().is_nothing());
    let reputation = Memo::new(move |_| earned.read().reputation);
    let badges = Memo::new(move |_| earned.read().badges.clone());
    view! {
        <Show when=move || is_shown.get()>
            <section aria-labelledby="earned-heading" class="flex flex-col gap-3">
                <div class="flex flex-wrap items-baseline justify-between gap-x-4">
                    <h2 id="earned-heading" class="text-lg font-semibold">
                        "Badges"
                    </h2>
                    <p class="text-muted">
                        <span class="font-semibold text-text tabular-nums">{reputation}</span>
                        " reputation"
                    </p>
                </div>
                <ul aria-label="Badges" class="grid gap-2 sm:grid-cols-2">
                    <For
                        each=move || badges.get()
                        key=|badge| badge.name.clone()
                        children=|badge| view! { <Row badge /> }
                    />
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Row(badge: Badge) -> impl IntoView {
    let Badge { title, description, at, .. } = badge;
    view! {
        <li class="flex min-w-0 items-center gap-3 rounded-card border border-line px-3 py-2">
            <Symbol icon=Icon::Medal class="size-6 shrink-0 text-accent" />
            <span class="flex min-w-0 flex-col">
                <span class="font-semibold">{title}</span>
                <span class="text-sm text-muted">{description} ", " <TimeAgo time=at ago=true class="" /></span>
            </span>
        </li>
    }
}
