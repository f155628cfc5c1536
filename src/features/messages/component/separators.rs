//! What stands between messages.

use leptos::prelude::*;

use crate::{
    features::messages::hook::Thread,
    kit::{Clock, use_zone},
    shared::time::Time,
};

/// Where a day begins where the viewer is: "Today", "Yesterday", the weekday, the date. The server draws the date.
#[component]
pub fn DaySeparator(thread: Thread, time: Time) -> impl IntoView {
    let (clock, zone) = (use_context::<Clock>(), use_zone());
    let words = move || match clock.and_then(Clock::now).map(|now| thread.days_ago(time, now)) {
        Some(0) => "Today".to_owned(),
        Some(1) => "Yesterday".to_owned(),
        Some(2..7) => zone.local(time).weekday().to_owned(),
        _ => zone.local(time).long_date(),
    };
    view! {
        <div class="flex justify-center pt-5 pb-2">
            <time datetime=time.to_string() class="text-xs font-semibold text-muted">
                {words}
            </time>
        </div>
    }
}

/// Where the unread messages begin, and where a conversation opens.
#[component]
pub fn NewLine() -> impl IntoView {
    view! {
        <div data-opens="" class="flex items-center gap-3 px-3 pt-3 lg:px-6">
            <span class="h-px grow bg-accent"></span>
            <span class="text-xs font-semibold text-accent">"New messages"</span>
            <span class="h-px grow bg-accent"></span>
        </div>
    }
}
