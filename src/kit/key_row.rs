//! What keys do, in a list of such.

use leptos::prelude::*;

/// What stands between two keys that are pressed one after the other.
pub const THEN: &str = " then ";

/// What is done, and beside it, on a phone below it, the keys that do it: each in a box of its own, that does not break. A
/// row of a `<dl>`.
#[component]
pub fn KeyRow(
    /// What is done.
    act: &'static str,
    /// The ways to have it done, each of one key or of some with [`THEN`] between them.
    ways: Signal<Vec<&'static str>>,
) -> impl IntoView {
    let key = |(place, key): (usize, &'static str)| {
        view! {
            {(place > 0).then_some(THEN)}
            <kbd class="rounded-control border border-line bg-raised px-2 py-1 whitespace-nowrap text-text">{key}</kbd>
        }
    };
    let way = move |(place, keys): (usize, &'static str)| {
        view! {
            <span class="inline-flex items-center gap-2">
                {(place > 0).then_some(" or ")} {keys.split(THEN).enumerate().map(key).collect_view()}
            </span>
        }
    };
    view! {
        <div class="flex flex-col gap-x-4 gap-y-2 py-3 sm:flex-row sm:items-center sm:justify-between">
            <dt class="shrink-0">{act}</dt>
            <dd class="flex flex-wrap items-center gap-2 text-sm text-muted sm:justify-end">
                {move || ways.get().into_iter().enumerate().map(way).collect_view()}
            </dd>
        </div>
    }
}
