//! The steps of a message's way.

use leptos::prelude::*;

use crate::features::messages::{hook::Thread, state::journey::Step};

/// Each step with when it was and how long after the one before, beside their names however narrow it is.
#[component]
pub(super) fn Steps(thread: Thread, steps: Vec<Step>) -> impl IntoView {
    let draw = |Step { name, at, took }: Step| {
        let at = at.map(|at| view! { <time datetime=at.to_string()>{move || thread.words(at)}</time> });
        let took = took.map(|took| view! { <span class="text-muted">{took}</span> });
        view! {
            <div class="flex items-baseline gap-x-3">
                <dt class="w-20 shrink-0 text-muted">{name}</dt>
                <dd class="flex min-w-0 grow flex-wrap gap-x-2 tabular-nums">
                    {at.is_none().then_some("when is not known")}
                    {at}
                    {took}
                </dd>
            </div>
        }
    };
    view! { <dl class="flex flex-col gap-1 text-sm empty:hidden">{steps.into_iter().map(draw).collect_view()}</dl> }
}
