//! Where a member can go: one list of links that the styles make a rail or a bar, so that everything is
//! there once.

use leptos::prelude::*;

use super::connection::Status;
use crate::{
    features::{accounts::hook::use_me, messages::hook::Unread, notifications::hook::Bell},
    kit::{Badge, Icon, Logo, PageLink, Symbol},
};

/// A way that exists.
#[derive(Clone)]
struct Entry {
    icon: Icon,
    name: &'static str,
    to: String,
    /// Whether it stands in the rail alone: the bar of a phone has five.
    rail: bool,
}

/// The ways of a member, in the order of the rail. An area stands here once its pages exist. Five of them are the bar, to which
/// nothing else comes: of the others Home leads to questions there, and the profile to settings, where the connection is told
/// of, too. What is searched has no page of its own yet, so notifications have its place.
fn entries(handle: &str) -> [Entry; 7] {
    let entry = |icon, name, to: &str| Entry { icon, name, to: to.to_owned(), rail: false };
    [
        entry(Icon::Home, "Home", "/"),
        Entry { rail: true, ..entry(Icon::Question, "Questions", "/questions") },
        entry(Icon::Compose, "Compose", "/new"),
        entry(Icon::Bell, "Notifications", "/notifications"),
        entry(Icon::Messages, "Messages", "/messages"),
        entry(Icon::Person, "Profile", &format!("/u/{handle}")),
        Entry { rail: true, ..entry(Icon::Settings, "Settings", "/settings") },
    ]
}

const LOOK: &str = "flex min-w-12 grow flex-col items-center justify-center gap-0.5 rounded-control text-2xs text-muted \
    transition-colors duration-feedback -outline-offset-2 hover:bg-raised hover:text-text \
    aria-[current=page]:text-text lg:aria-[current=page]:font-semibold lg:min-h-12 lg:flex-row lg:gap-4 lg:text-base \
    xl:justify-start xl:px-3";

/// The rail with how the connection is at its foot, or the bar: there each way has as much of it.
#[component]
pub(super) fn Ways() -> impl IntoView {
    let (bell, unread) = (use_context::<Bell>(), use_context::<Unread>());
    let handle = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.handle.clone())).unwrap_or_default();
    let [first @ .., notifications, messages, profile, settings] = entries(&handle);
    let uncounted = [notifications.clone(), messages.clone()];
    view! {
        <nav aria-label="Main" class="frame-ways">
            <Mark />
            <ul class="flex min-w-0 flex-1 lg:flex-auto lg:flex-col lg:gap-1 lg:px-2">
                {first.map(|entry| view! { <Way entry /> }).collect_view()}
                // The ways below them do not move once both counts are known.
                <Suspense fallback=move || uncounted.clone().map(|entry| view! { <Way entry /> }).collect_view()>
                    {move || {
                        let (first, second) = (notifications.clone(), messages.clone());
                        Suspend::new(async move {
                            if let Some(bell) = bell {
                                bell.ready().await;
                            }
                            if let Some(unread) = unread {
                                unread.ready().await;
                            }
                            view! {
                                <Way entry=first count=bell.map(Bell::count).unwrap_or_default() />
                                <Way entry=second count=unread.map(Unread::calling).unwrap_or_default() />
                            }
                        })
                    }}
                </Suspense>
                {[profile, settings].map(|entry| view! { <Way entry /> }).collect_view()}
            </ul>
            <div class="hidden min-w-0 still:invisible lg:flex lg:flex-initial lg:px-2">
                <Status place="lg:bottom-0 lg:left-full lg:ml-3" />
            </div>
        </nav>
    }
}

/// The name of the place, on top of the rail.
#[component]
pub(super) fn Mark() -> impl IntoView {
    view! {
        <a
            href="/"
            aria-label="Tertulia"
            class="m-2 hidden min-h-12 items-center justify-center gap-3 rounded-control text-lg font-bold tracking-tight lg:flex xl:justify-start xl:px-2"
        >
            <Logo />
            <span class="hidden xl:inline">"Tertulia"</span>
        </a>
    }
}

#[component]
fn Way(
    entry: Entry,
    /// How many things there are unread.
    #[prop(optional)]
    count: Signal<i64>,
) -> impl IntoView {
    let Entry { icon, name, to, rail } = entry;
    // On the narrowest phones a longer name has more room than a shorter one: none is cut.
    let bar = "flex min-w-0 flex-auto min-[22.5rem]:flex-1 lg:flex-initial";
    let place = if rail { "hidden min-w-0 lg:flex lg:flex-initial" } else { bar };
    // One text for who hears the page: what is drawn apart is read as one.
    let words = move || match count.get() {
        count @ 1.. => format!("{name}, {count} unread"),
        _ => name.to_owned(),
    };
    view! {
        <li class=place>
            <PageLink href=to class=LOOK>
                <span class="relative inline-flex" aria-hidden="true">
                    <Symbol icon />
                    <span class="absolute -top-2 left-3.5 rounded-full ring-2 ring-surface empty:hidden">
                        <Badge count />
                    </span>
                </span>
                <span aria-hidden="true" class="max-w-full truncate tracking-tighter lg:hidden lg:tracking-normal xl:inline">
                    {name}
                </span>
                <span class="sr-only">{words}</span>
            </PageLink>
        </li>
    }
}
