//! The ways on from a page of a conversation, for who has no JavaScript.

use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    features::messages::{hook::Thread, rpc::MarkRead},
    kit::Button,
    shared::{form, hydration::is_served},
};

/// Newer messages, the newest ones, those of a day, and that those of the page were read. In a page that is alive, scrolling
/// does most of it.
#[component]
pub fn FurtherMessages(thread: Thread) -> impl IntoView {
    let (newer, unread, is_part) = (thread.last(), thread.unread_to(), thread.is_part());
    (is_served() && (is_part || unread.is_some())).then(|| {
        view! {
            <noscript>
                <div class="flex flex-wrap items-center justify-center gap-2 border-t border-line px-3 py-2">
                    {newer.map(|last| view! { <Newer thread last /> })}
                    {unread.map(|seq| view! { <MarkAsRead thread seq /> })}
                    {is_part.then(|| view! { <OfADay thread /> })}
                </div>
            </noscript>
        }
    })
}

#[component]
fn Newer(thread: Thread, last: i64) -> impl IntoView {
    let way = "rounded-full px-4 py-2 text-sm font-semibold text-accent hover:bg-raised";
    view! {
        <a href=format!("/messages/{}?after={last}", thread.id) class=way>
            "Newer messages"
        </a>
        <a href=format!("/messages/{}?newest", thread.id) class=way>
            "To the newest"
        </a>
    }
}

/// Takes what the page shows for read, and goes on to what is not.
#[component]
fn MarkAsRead(thread: Thread, seq: i64) -> impl IntoView {
    let action = form::action(MarkRead::url(), &format!("/messages/{}", thread.id));
    view! {
        <form method="post" action=action>
            <input type="hidden" name="conversation_id" value=thread.id.to_string() />
            <input type="hidden" name="seq" value=seq.to_string() />
            <Button type_="submit">"Mark as read"</Button>
        </form>
    }
}

/// Goes to the first messages of a day.
#[component]
fn OfADay(thread: Thread) -> impl IntoView {
    view! {
        <form method="get" action=format!("/messages/{}", thread.id) class="flex items-center gap-2">
            <input
                type="date"
                name="day"
                aria-label="Day"
                required=true
                class="min-h-10 rounded-control border border-edge bg-surface px-3 text-text"
            />
            <Button type_="submit">"Go to day"</Button>
        </form>
    }
}
