//! All tags.

use leptos::prelude::*;

use crate::{
    features::posts::{
        hook::use_tags,
        model::{Tag, tag_address},
        rpc::MOST_TAGS,
    },
    kit::{EmptyState, ErrorState, Icon, SkeletonRows},
};

/// The tags that most posts have first, or those whose name begins as was typed.
#[component]
pub fn TagList(
    /// What was typed.
    find: Memo<String>,
) -> impl IntoView {
    let tags = use_tags(find);
    view! {
        <Transition fallback=|| view! { <SkeletonRows rows=3 /> }>
            {move || Suspend::new(async move {
                match tags.await {
                    Ok(tags) if tags.is_empty() => {
                        view! {
                            <EmptyState icon=Icon::Hash title="No tags" words="A tag is here as soon as a post has it." />
                        }
                            .into_any()
                    }
                    Ok(tags) => {
                        let is_cut = tags.len() >= MOST_TAGS;
                        view! {
                            <ul aria-label="Tags" class="grid grid-cols-1 gap-2 sm:grid-cols-2">
                                {tags.into_iter().map(row).collect_view()}
                            </ul>
                            {is_cut
                                .then(|| {
                                    view! {
                                        <p class="py-4 text-center text-sm text-muted">
                                            "Others are found by how they begin."
                                        </p>
                                    }
                                })}
                        }
                            .into_any()
                    }
                    Err(error) => {
                        let on_retry = Callback::new(move |()| tags.refetch());
                        view! { <ErrorState error on_retry /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

fn row(Tag { name, posts }: Tag) -> impl IntoView {
    let count = if posts == 1 { "1 post".to_owned() } else { format!("{posts} posts") };
    view! {
        <li data-item="" class="min-w-0 rounded-card">
            <a
                href=tag_address(&name)
                class="flex min-h-11 items-center justify-between gap-3 rounded-card border border-line px-3 text-text no-underline hover:bg-raised"
            >
                <span class="truncate font-semibold">{format!("#{name}")}</span>
                <span class="shrink-0 text-sm text-muted tabular-nums">{count}</span>
            </a>
        </li>
    }
}
