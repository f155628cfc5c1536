//! Where a conversation that comes from the server opens.

use leptos::{nonce::use_nonce, prelude::*};

use crate::{
    features::messages::{hook::Thread, state::Row},
    shared::hydration::is_served,
};

/// Scrolls the server's page to where it opens before it is painted. It stands behind the composer, as the list
/// keeps its distance from its end when that takes its room.
const OPEN: &str = "{const list=document.currentScript.parentElement.querySelector('[role=log]'),line=list.querySelector('[data-opens]');\
if(line)list.scrollTop+=line.getBoundingClientRect().top-list.getBoundingClientRect().top-64}";

/// Brings the message that was asked for, or the line before the unread ones, into view on a page that comes from the
/// server.
#[component]
pub fn Opening(thread: Thread) -> impl IntoView {
    let rows = thread.rows.read_untracked();
    let opens = is_served() && (thread.goal().is_some() || rows.iter().any(|row| matches!(row, Row::New)));
    opens.then(|| view! { <script nonce=use_nonce() inner_html=OPEN></script> })
}
