//! Who follows somebody, or whom they follow.

use leptos::prelude::*;

use super::{follow_button::FollowRefused, lists::Lists, nobody::Nobody, person_row::PersonRow};
use crate::{
    features::{
        accounts::{hook::use_kept_away, model::Away},
        follows::{
            hook::Shown,
            model::{Listing, Side},
        },
    },
    kit::{AsOf, Further, InfiniteList, Verbatim, WAY_ON},
};

/// A list of somebody with its heading, which goes on as one scrolls. Whoever is blocked is gone from it at once.
#[component]
pub fn PeopleList(shown: Shown) -> impl IntoView {
    let Listing { of, side, .. } = shown.listing.get_untracked();
    let (before, label) = match side {
        Side::Followers => ("Followers of ", "Followers"),
        Side::Following => ("Followed by ", "Following"),
    };
    let (profile, beginning) = (format!("/u/{}", of.handle), side.address(&of.handle));
    let page = shown.page();
    let (name, handle) = (of.name().to_owned(), format!("@{}", of.handle));
    let away = use_kept_away(Away::Blocked);
    let accounts = Memo::new(move |_| {
        let (listing, away) = (shown.listing.read(), away.read());
        let there = listing.people.items.iter().filter(|one| !away.shown.contains(&one.account.id));
        there.map(|one| one.account.clone()).collect::<Vec<_>>()
    });
    let next = Memo::new(move |_| shown.next());
    let is_empty = Memo::new(move |_| accounts.read().is_empty() && next.read().is_none());
    let (lists_of, nobody_of) = (of.clone(), of);
    view! {
        <header class="flex flex-col pt-4 sm:pt-8">
            <div class="flex min-h-11 flex-wrap content-center items-baseline gap-x-2 px-4">
                <h1 class="-my-1 overflow-y-clip py-1 text-2xl font-bold tracking-tight wrap-anywhere">
                    {before} <Verbatim words=name />
                </h1>
                <a href=profile class="touch-reach leading-6 text-muted no-underline hover:underline">
                    {handle}
                </a>
            </div>
            <Lists who=lists_of.id handle=lists_of.handle />
            <FollowRefused />
        </header>
        <InfiniteList
            label
            what="people"
            next=next.into()
            further=further(shown)
            on_near=Callback::new(move |()| shown.more())
            on_ask=Callback::new(move |()| shown.try_again())
        >
            <AsOf time=shown.age.told() />
            {shown.is_late().then(|| view! { <Newest first=beginning /> })}
            <ul class="flex flex-col pt-1">
                <For
                    each=move || accounts.get()
                    key=|account| account.id
                    children=move |account| view! { <PersonRow account page=page.clone() /> }
                />
            </ul>
            <Show when=move || is_empty.get()>
                <Nobody of=nobody_of.clone() side />
            </Show>
        </InfiniteList>
    }
}

/// How it is with the next page.
fn further(shown: Shown) -> Signal<Further> {
    Signal::derive(move || match (shown.trouble(), shown.reading()) {
        (Some(_), _) => Further::Failed,
        (None, true) => Further::Comes,
        (None, false) => Further::Waits,
    })
}

/// The way back from a page that began further down.
#[component]
fn Newest(first: String) -> impl IntoView {
    view! {
        <p class="flex justify-center py-2">
            <a href=first rel="external" class=WAY_ON>
                "To the beginning"
            </a>
        </p>
    }
}
