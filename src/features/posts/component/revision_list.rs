//! What an entry said before.

use leptos::prelude::*;

use crate::{
    features::posts::{
        hook::{OpenThread, use_revisions},
        model::Entry,
        rpc::{Compared, Line, Stretch},
    },
    kit::{ErrorState, SkeletonRows, TimeAgo},
};

/// What an entry said at each time, the latest first: what came in is marked, what went is struck, and in a line that stayed
/// much as it was so are the very words.
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
        Line::Added(words) => {
            view! { <p><ins class="bg-ok-soft text-ok no-underline">"+ " {stretches(words)}</ins></p> }.into_any()
        }
        Line::Removed(words) => {
            view! { <p><del class="bg-danger-soft text-danger">"− " {stretches(words)}</del></p> }.into_any()
        }
        Line::Gap => view! {
            <p class="text-muted">
                <span aria-hidden="true">"…"</span>
                <span class="sr-only">"Lines left out"</span>
            </p>
        }
        .into_any(),
    }
}

/// What came or went of a line stands out by more than its colour.
fn stretches(words: Vec<Stretch>) -> Vec<AnyView> {
    let stretch = |Stretch { text, is_marked }: Stretch| {
        if is_marked {
            view! { <b class="underline underline-offset-2">{text}</b> }.into_any()
        } else {
            text.into_any()
        }
    };
    words.into_iter().map(stretch).collect()
}
