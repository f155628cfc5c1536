//! All tags.

use leptos::prelude::*;

use crate::{
    features::posts::{
        hook::{Found, follow_tags, use_tags},
        model::{Tag, tag_address},
        rpc::MOST_TAGS,
    },
    kit::{AsOf, EmptyState, ErrorState, Icon, SkeletonRows},
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
                    Ok(found) => view! { <List found /> }.into_any(),
                    Err(error) => {
                        let on_retry = Callback::new(move |()| tags.refetch());
                        view! { <ErrorState error on_retry unkept=true /> }.into_any()
                    }
                }
            })}
        </Transition>
    }
}

/// What was found, or that nothing was.
#[component]
fn List(found: Found) -> impl IntoView {
    let tags = follow_tags(found);
    let is_empty = Memo::new(move |_| tags.shown.read().is_empty());
    let is_cut = Memo::new(move |_| tags.shown.read().len() >= MOST_TAGS);
    view! {
        <AsOf time=tags.age.told() />
        <Show
            when=move || !is_empty.get()
            fallback=|| {
                view! {
                    <EmptyState icon=Icon::Hash title="No tags" words="A tag is here as soon as a post has it." />
                }
            }
        >
            <ul aria-label="Tags" class="grid grid-cols-1 gap-2 sm:grid-cols-2">
                {move || tags.shown.get().into_iter().map(row).collect_view()}
            </ul>
        </Show>
        <Show when=move || is_cut.get()>
            <p class="py-4 text-center text-sm text-muted">"Others are found by how they begin."</p>
        </Show>
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
