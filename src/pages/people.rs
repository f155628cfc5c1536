//! `/u/{handle}/followers` and `/u/{handle}/following`, for everybody, and `/suggestions` for members: complete without
//! JavaScript.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    LazyRoute,
    hooks::{use_location, use_params_map, use_query_map},
};
use wasm_split_helpers::wasm_split;

use super::{
    NotFound,
    chunk::{Gone, drawn, fetched},
    frame::Reading,
    head::PublicHead,
};
use crate::{
    features::follows::{
        component::{PeopleList, SuggestionList},
        hook::{Asked, Part, People, use_people},
        model::{Listing, Side},
    },
    kit::{ErrorState, SkeletonRows},
    shared::{Error, script::apart},
};

/// A list of people.
#[derive(Clone, Copy)]
pub enum PeoplePage {
    /// One of the two of a person.
    Of(Side),
    /// Whom one may want to follow.
    Suggested,
}

impl LazyRoute for PeoplePage {
    /// The address is read here, at once: it may be another one when the chunk has come.
    fn data() -> Self {
        use_location().pathname.with_untracked(|path| match path.trim_matches('/').split('/').collect::<Vec<_>>()[..] {
            ["suggestions"] => Self::Suggested,
            [.., "following"] => Self::Of(Side::Following),
            _ => Self::Of(Side::Followers),
        })
    }

    async fn preload() {
        fetched(fetch).await;
    }

    async fn view(page: Self) -> AnyView {
        drawn("people_page", fetch, move || draw(page)).await
    }
}

#[wasm_split(people_page, preload(fetch), fallible)]
fn draw(page: PeoplePage) -> Result<AnyView, Gone> {
    Ok(match page {
        PeoplePage::Of(side) => view! { <ListOf side /> }.into_any(),
        PeoplePage::Suggested => view! {
            <Title text="People to follow" />
            <Reading title="People to follow">
                <div class="-mx-2">
                    <SuggestionList page="/suggestions" />
                </div>
            </Reading>
        }
        .into_any(),
    })
}

#[component]
fn ListOf(side: Side) -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| Asked {
        handle: params.read().get("handle").unwrap_or_default(),
        side,
        cursor: query.read().get("cursor"),
    });
    // Until somebody is found, and where nobody can be asked for.
    let title = move || asked.try_get().map(|asked| format!("@{}", asked.handle)).unwrap_or_default();
    let people = use_people(asked);
    view! {
        <Title text=title />
        <div class="absolute inset-0">
            <div class="column flex h-full flex-col">
                <Suspense fallback=|| view! { <SkeletonRows /> }>
                    {move || Suspend::new(async move {
                        match people.read.await {
                            Ok(read) => view! { <Found people read /> }.into_any(),
                            Err(Error::Missing) => view! { <NotFound /> }.into_any(),
                            Err(error) => {
                                let on_retry = Callback::new(move |()| people.read.refetch());
                                view! { <ErrorState error on_retry unkept=true /> }.into_any()
                            }
                        }
                    })}
                </Suspense>
            </div>
        </div>
    }
}

#[component]
fn Found(people: People, read: Part) -> impl IntoView {
    let shown = people.show(read);
    let Listing { of, side, .. } = shown.listing.get_untracked();
    let (words, list) = match side {
        Side::Followers => ("Followers of", "followers"),
        Side::Following => ("Followed by", "following"),
    };
    let title = format!("{words} {} (@{})", apart(of.name()), of.handle);
    let path = format!("/u/{}/{list}", of.handle);
    view! {
        <Title text=title.clone() />
        <PublicHead title=title.clone() description=title path />
        <PeopleList shown />
    }
}
