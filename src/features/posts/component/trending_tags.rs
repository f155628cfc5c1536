//! The tags that are lively now, beside something else.

use leptos::prelude::*;

use crate::{
    features::posts::{
        hook::use_trending_tags,
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
                    Ok(tags) if tags.is_empty() => {
                        view! { <p class="px-2 text-sm text-muted">"No tags this week."</p> }.into_any()
                    }
                    Ok(tags) => {
                        view! { <ul class="flex flex-wrap gap-2 px-2">{tags.into_iter().map(link).collect_view()}</ul> }
                            .into_any()
                    }
                    Err(error) => {
                        let on_retry = Callback::new(move |()| tags.refetch());
                        view! { <ErrorState error on_retry aside=true /> }.into_any()
                    }
                }
            })}
        </Transition>
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
