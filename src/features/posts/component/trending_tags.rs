//! The tags that are lively now, beside something else.

use leptos::prelude::*;

use crate::{
    client::Drawn,
    features::posts::{
        hook::{follow_trending_tags, use_trending_tags},
        model::{Tag, tag_address},
    },
    kit::{ErrorState, SkeletonRows},
};

/// The ten liveliest.
#[component]
pub fn TrendingTags() -> impl IntoView {
    let tags = use_trending_tags();
    view! {
        <Transition fallback=|| view! { <SkeletonRows rows=2 /> }>
            {move || Suspend::new(async move {
                match tags.await {
                    Ok(drawn) => view! { <List drawn /> }.into_any(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| tags.refetch());
                        view! { <ErrorState error on_retry aside=true unkept=true /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn List(drawn: Drawn<Vec<Tag>>) -> impl IntoView {
    let tags = follow_trending_tags(drawn);
    let is_empty = Memo::new(move |_| tags.shown.read().is_empty());
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=|| view! { <p class="px-2 text-sm text-muted">"No tags this week."</p> }
        >
            <ul class="flex flex-wrap gap-2 px-2">
                {move || tags.shown.get().into_iter().map(link).collect_view()}
            </ul>
        </Show>
    }
}

fn link(Tag { name, .. }: Tag) -> impl IntoView {
    view! {
        <li class="min-w-0">
            <a
                href=tag_address(&name)
                class="inline-flex min-h-9 max-w-full items-center rounded-full border border-line px-3 text-sm text-text no-underline touch-target hover:bg-raised"
            >
                <span class="truncate">{format!("#{name}")}</span>
            </a>
        </li>
    }
}
