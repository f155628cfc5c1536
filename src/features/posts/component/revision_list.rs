//! What an entry said before.

use leptos::prelude::*;

use crate::{
    features::posts::{
        hook::{OpenThread, use_revisions},
        model::Entry,
        rpc::{Compared, Line},
    },
    kit::{ErrorState, SkeletonRows, TimeAgo},
};

/// What an entry said at each time, the latest first: what came in is marked, what went is struck.
#[component]
pub(super) fn RevisionList(thread: OpenThread, entry: Entry) -> impl IntoView {
    let revisions = use_revisions(thread, entry);
    view! {
        <section aria-label="History" class="flex flex-col gap-3 rounded-card border border-line p-3">
            <Transition fallback=|| view! { <SkeletonRows rows=2 /> }>
                {move || Suspend::new(async move {
                    match revisions.await {
                        Ok(revisions) => {
                            view! { <ol class="flex flex-col gap-4">{revisions.into_iter().map(revision).collect_view()}</ol> }
                                .into_any()
                        }
                        Err(error) => {
                            let on_retry = Callback::new(move |()| revisions.refetch());
                            view! { <ErrorState error on_retry /> }.into_any()
                        }
                    }
                })}
            </Transition>
        </section>
    }
}

fn revision(Compared { version, at, lines }: Compared) -> impl IntoView {
    view! {
        <li class="flex min-w-0 flex-col gap-1">
            <p class="text-sm text-muted">{format!("Version {version}, ")} <TimeAgo time=at class="text-sm" ago=true /></p>
            <div dir="auto" class="rounded-control bg-raised p-2 font-mono text-sm whitespace-pre-wrap wrap-anywhere">
                {lines.into_iter().map(line).collect_view()}
            </div>
        </li>
    }
}

fn line(line: Line) -> AnyView {
    match line {
        Line::Same(text) => view! { <p class="min-h-4">{text}</p> }.into_any(),
        Line::Added(text) => {
            view! { <p><ins class="bg-ok-soft text-ok no-underline">{format!("+ {text}")}</ins></p> }.into_any()
        }
        Line::Removed(text) => {
            view! { <p><del class="bg-danger-soft text-danger">{format!("− {text}")}</del></p> }.into_any()
        }
    }
}
