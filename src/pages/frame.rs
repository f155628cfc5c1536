//! What stands around a page: the way to the other pages, and how the connection is.
//!
//! The shell puts every page into [`Layout`]; a page draws only itself. Members get a rail on the left from
//! 1024 pixels, with words from 1280, and a bar at the bottom below that; visitors a line on top.

mod bare;
mod connection;
mod members;
mod reading;
mod shortcuts;
mod time;
mod version;
mod visitor;
mod ways;

use leptos::prelude::*;
use leptos_router::{components::Outlet, hooks::use_location};

pub use bare::Bare;
pub use connection::{Status, tell_reachable, tell_unkept};
pub use members::Members;
pub use reading::Reading;
pub use shortcuts::ShortcutSettings;
pub use time::keep_time;
pub use version::keep_version;

use crate::{
    features::{accounts::hook::use_me, messages::hook::provide_finding},
    kit::{NoticesAbove, ToastRegion, hold_page, provide_notices},
};
use connection::Notice;
use shortcuts::Shortcuts;
use version::NewVersion;
use visitor::{Foot, Head};
use ways::Ways;

/// The frame around the pages of the router.
#[component]
pub fn Layout() -> impl IntoView {
    view! {
        <Frame>
            <Outlet />
        </Frame>
    }
}

/// Marks that a frame stands already.
#[derive(Clone, Copy)]
struct Standing;

/// The frame of a page. What stands in it has all the room that is left: messages fill it (`absolute inset-0`), text goes
/// into [`Reading`]. What is read of it stays in its place while what is above it, a notice too, grows and shrinks. A frame
/// inside a frame is only what stands in it.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    if use_context::<Standing>().is_some() {
        return children().into_any();
    }
    provide_context(Standing);
    // Logging in and out load a new page.
    let member = use_me().with_untracked(Option::is_some);
    if member {
        provide_finding();
    }
    provide_notices(move || view! { {member.then(|| view! { <Notice /> })} <NewVersion /> });
    let (page, line) = (NodeRef::new(), NodeRef::new());
    hold_page(page, line);
    let path = use_location().pathname;
    // On a phone a conversation needs the room that the bar would take; its own Back leads out.
    let bare = move || member && path.read().starts_with("/messages/");
    // What is written in stands at the bottom there.
    let talk = move || {
        bare()
            && !matches!(path.read().as_str(), "/messages/new" | "/messages/search")
            && !path.read().ends_with("/details")
    };
    view! {
        <div
            class=if member { "frame relative flex min-h-dvh flex-col lg:flex-row" } else { "flex min-h-dvh flex-col" }
            class=("frame-bare", bare)
            class=("frame-talk", talk)
        >
            {if member { view! { <Ways /> }.into_any() } else { view! { <Head /> }.into_any() }}
            <div class="flex min-w-0 grow flex-col">
                // It stays when the page is scrolled. Toasts lie above the bar and what opens from it.
                <div node_ref=line class="sticky top-0 z-40">
                    <NoticesAbove />
                    <ToastRegion />
                </div>
                <main node_ref=page id="content" tabindex="-1" class="relative grow">
                    {children()}
                </main>
            </div>
            {(!member).then(|| view! { <Foot /> })}
            <Shortcuts />
        </div>
    }
    .into_any()
}
