//! Of when a list is that cannot be brought up to date now.

use leptos::prelude::*;

use super::TimeAgo;
use crate::shared::time::Time;

/// One quiet line above a list, as "Last updated 5 min ago", while there is a time to tell. It is not announced: that there is
/// no network is.
#[component]
pub fn AsOf(
    /// Of when the list is, where that is to be told.
    #[prop(into)]
    time: Signal<Option<Time>>,
) -> impl IntoView {
    let is_told = Memo::new(move |_| time.read().is_some());
    let last = Memo::new(move |before: Option<&Time>| time.get().or(before.copied()).unwrap_or(Time::from_millis(0)));
    view! {
        <Show when=move || is_told.get()>
            <p class="px-4 py-2 text-center text-sm text-muted">
                "Last updated " <TimeAgo time=last ago=true just="less than a minute ago" class="" />
            </p>
        </Show>
    }
}
