//! What stands between messages.

use leptos::prelude::*;

use crate::{
    features::messages::hook::Thread,
    kit::{Clock, use_zone},
    shared::{hydration::use_alive, time::Time},
};

/// Where a day begins where the viewer is: "Today", "Yesterday", the weekday, the date. The server draws the date. It
/// leads to another day; where no script helps, to the beginning of its own.
#[component]
pub fn DaySeparator(thread: Thread, time: Time) -> impl IntoView {
    let (clock, zone) = (use_context::<Clock>(), use_zone());
    let words = move || match clock.and_then(Clock::now).map(|now| thread.days_ago(time, now)) {
        Some(0) => "Today".to_owned(),
        Some(1) => "Yesterday".to_owned(),
        Some(2..7) => zone.local(time).weekday().to_owned(),
        _ => zone.local(time).long_date(),
    };
    let is_alive = use_alive();
    view! {
        <div class="flex justify-center pt-4 pb-1">
            <a
                href=move || format!("/messages/{}?day={}", thread.id, thread.day_of(time))
                title="Go to a day"
                // Keys find the same above the messages.
                tabindex=move || is_alive.get().then_some("-1")
                class="rounded-full px-2 py-1 text-xs font-semibold text-muted no-underline hover:bg-raised touch-target"
                on:click=move |event| {
                    event.prevent_default();
                    thread.ask_for_day(untrack(|| thread.day_of(time)));
                }
            >
                <time datetime=time.to_string()>{words}</time>
            </a>
        </div>
    }
}

/// Where the unread messages begin, and where a conversation opens unless it was opened elsewhere.
#[component]
pub fn NewLine(thread: Thread) -> impl IntoView {
    let opens = thread.goal().is_none().then_some("");
    view! {
        <div data-opens=opens class="flex items-center gap-3 px-3 pt-3 lg:px-6">
            <span class="h-px grow bg-accent"></span>
            <span class="text-xs font-semibold text-accent">"New messages"</span>
            <span class="h-px grow bg-accent"></span>
        </div>
    }
}
