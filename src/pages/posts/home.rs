//! `/`: what whomever one follows published last; for visitors, what anybody did.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use uuid::Uuid;

use super::{
    beside::Beside,
    lists::{Column, VIEW, Views, asked_cursor},
};
use crate::{
    features::{
        accounts::hook::use_me,
        messages::component::ReadMark,
        posts::{
            component::FeedList,
            model::{Feed, Span},
        },
    },
    kit::{Avatar, EmptyState, Icon, Kind, LinkButton, Size, Symbol},
    pages::head::PublicHead,
};

/// The ways beside the heading are words alone on a phone, where they would need a row of their own else.
const ASIDE: &str = "max-sm:border-transparent max-sm:px-2 max-sm:text-muted";

/// The address of a view of what is published, for members, or for visitors.
fn address(feed: &Feed, is_member: bool) -> String {
    match feed {
        Feed::Latest if is_member => "/?show=latest".to_owned(),
        Feed::Top(span) => format!("/?show=top&span={}", span.as_str()),
        Feed::Unanswered => "/?show=unanswered".to_owned(),
        _ => "/".to_owned(),
    }
}

/// What whomever a member follows published, or anybody for visitors, the latest first, unless the address asks for another
/// view; visitors learn before what this is.
#[component]
pub(super) fn Home() -> impl IntoView {
    let query = use_query_map();
    let is_member = use_me().with_untracked(Option::is_some);
    let feed = Memo::new(move |_| {
        let query = query.read();
        match query.get("show").as_deref() {
            Some("top") => Feed::Top(query.get("span").and_then(|span| span.parse().ok()).unwrap_or_default()),
            Some("unanswered") => Feed::Unanswered,
            Some("latest") => Feed::Latest,
            _ if is_member => Feed::Following,
            _ => Feed::Latest,
        }
    });
    let page = Signal::derive(move || feed.with(|feed| address(feed, is_member)));
    view! {
        <Title text="" />
        <PublicHead title="Tertulia" description="What people here write, ask and answer." path=page feed=true />
        {(!is_member).then(|| view! { <Introduction /> })}
        <Posts is_member feed page />
    }
}

#[component]
fn Posts(is_member: bool, feed: Memo<Feed>, page: Signal<String>) -> impl IntoView {
    let is_here = move |is: fn(&Feed) -> bool| Memo::new(move |_| feed.with(is));
    let way = move |feed, name, is_here| (address(&feed, is_member), name, is_here);
    let followed = is_member.then(|| way(Feed::Following, "Following", is_here(|feed| *feed == Feed::Following)));
    let others = [
        way(Feed::Latest, "Latest", is_here(|feed| *feed == Feed::Latest)),
        way(Feed::Top(Span::Week), "Top", is_here(|feed| matches!(feed, Feed::Top(_)))),
        way(Feed::Unanswered, "Unanswered", is_here(|feed| *feed == Feed::Unanswered)),
    ];
    let ways = followed.into_iter().chain(others).collect::<Vec<_>>();
    let empty = ViewFn::from(move || view! { <Nothing feed=feed.get_untracked() /> });
    view! {
        <Beside is_shown=is_member>
        <Column
            title=if is_member { "Home" } else { "What people write" }
            below=!is_member
            act=move || {
                view! {
                    <div class="flex flex-wrap gap-2 max-sm:-mr-2 max-sm:gap-0">
                        {is_member.then(|| view! { <LinkButton href="/bookmarks" class=ASIDE>"Bookmarks"</LinkButton> })}
                        {is_member.then(|| view! { <LinkButton href="/drafts" class=ASIDE>"Drafts"</LinkButton> })}
                        <LinkButton href="/tags" class=ASIDE>"Tags"</LinkButton>
                    </div>
                }
            }
        >
            {is_member
                .then(|| {
                    view! {
                        <a
                            href="/new"
                            class="mx-4 mt-3 mb-2 flex min-h-12 items-center gap-3 rounded-card border border-line px-4 text-muted no-underline hover:bg-raised"
                        >
                            <Symbol icon=Icon::Compose class="size-5" />
                            "Write something"
                        </a>
                    }
                })}
            <Views label="Feeds" ways behind=move || view! { <ToQuestions is_member /> } />
            <Spans feed />
            <FeedList feed cursor=asked_cursor() page label="Posts" nothing="" empty />
        </Column>
        </Beside>
    }
}

/// What stands where a list has nothing: whoever follows nobody yet is led on.
#[component]
fn Nothing(feed: Feed) -> impl IntoView {
    if feed != Feed::Following {
        return view! {
            <EmptyState icon=Icon::Thread title="Nothing here yet" words="Be the first to write something." />
        }
        .into_any();
    }
    view! {
        <EmptyState
            icon=Icon::Person
            title="Nothing here yet"
            words="What you write, and what the people you follow write, appears here."
        >
            <LinkButton href="/suggestions" kind=Kind::Primary>
                "Find people to follow"
            </LinkButton>
            <LinkButton href="/?show=latest">"See what everybody writes"</LinkButton>
        </EmptyState>
    }
    .into_any()
}

/// From how far back the best are taken.
#[component]
fn Spans(feed: Memo<Feed>) -> impl IntoView {
    let chosen = Memo::new(move |_| if let Feed::Top(span) = *feed.read() { Some(span) } else { None });
    let name = |span| match span {
        Span::Day => "Day",
        Span::Week => "Week",
        Span::Month => "Month",
        Span::All => "All time",
    };
    let ways = move || {
        let ways = Span::ALL
            .map(|span| (address(&Feed::Top(span), true), name(span), Memo::new(move |_| chosen.get() == Some(span))));
        ways.to_vec()
    };
    let is_shown = Memo::new(move |_| chosen.read().is_some());
    view! {
        <Show when=move || is_shown.get()>
            <Views label="Since when" ways=ways() />
        </Show>
    }
}

/// The way to questions, where a window is too narrow for the frame to have it.
#[component]
fn ToQuestions(is_member: bool) -> impl IntoView {
    let place = if is_member { "lg:hidden" } else { "sm:hidden" };
    view! {
        <a href="/questions" class=format!("{VIEW} {place}")>
            "Questions"
        </a>
    }
}

/// What a visitor sees first: what this is, a glimpse of it, and the two ways in.
#[component]
fn Introduction() -> impl IntoView {
    view! {
        <div class="mx-auto grid max-w-5xl items-center gap-x-16 gap-y-12 px-4 py-10 sm:px-6 sm:py-16 lg:grid-cols-2">
            <Welcome />
            <Glimpse />
            <Reasons />
        </div>
    }
}

#[component]
fn Welcome() -> impl IntoView {
    view! {
        <section class="flex flex-col items-start gap-5">
            <h1 class="text-3xl font-bold tracking-tight text-balance sm:text-4xl">"Talk among yourselves."</h1>
            <p class="max-w-md text-lg text-muted text-pretty">
                "Messages that are there the moment they are written, wait when the network is gone, and are never lost or \
                doubled. On a server of your own."
            </p>
            <div class="mt-2 flex flex-wrap gap-3">
                <LinkButton kind=Kind::Primary href="/signup" class="px-6">
                    "Create account"
                </LinkButton>
                <LinkButton href="/login" class="px-6">
                    "Log in"
                </LinkButton>
            </div>
        </section>
    }
}

/// A picture of a conversation; there is nothing in it to hear or to press.
#[component]
fn Glimpse() -> impl IntoView {
    view! {
        <div
            class="mx-auto flex w-full max-w-md flex-col gap-2 rounded-card border border-line p-4 select-none sm:p-5"
            aria-hidden="true"
        >
            <div class="mb-2 flex items-center gap-3 border-b border-line pb-4">
                <Avatar id=Uuid::from_u128(9) name="Ann Lee" size=Size::Medium online=true decorative=true />
                <div>
                    <div class="font-semibold">"Ann Lee"</div>
                    <div class="text-xs text-muted">"online"</div>
                </div>
            </div>
            <Bubble words="Thursday at Café Gijón, the table by the window?" at="20:41" own=false />
            <Bubble words="I’ll bring the poems." at="20:42" own=true />
            <Bubble words="And Bob brings the arguments." at="20:42" own=true />
            <Bubble words="Then it is a tertulia." at="20:43" own=false />
        </div>
    }
}

#[component]
fn Bubble(words: &'static str, at: &'static str, own: bool) -> impl IntoView {
    let look = if own { "self-end rounded-br-sm bg-accent-soft" } else { "self-start rounded-bl-sm bg-raised" };
    view! {
        <div class=format!("flex max-w-[85%] flex-wrap items-end gap-x-3 rounded-bubble px-4 py-2 {look}")>
            <span>{words}</span>
            <span class="ml-auto inline-flex items-center gap-1 text-2xs text-muted tabular-nums">
                {at} {own.then(|| view! { <span class="inline-flex text-accent"><ReadMark /></span> })}
            </span>
        </div>
    }
}

const REASONS: [(Icon, &str, &str); 3] = [
    (Icon::Bolt, "At once", "What you write stands there before your finger has left the key."),
    (Icon::Checks, "Nothing lost", "Written on a train, sent when it leaves the tunnel. Once, and in order."),
    (Icon::Home, "Yours", "One program on your own machine, with nothing to pay and nobody listening in."),
];

#[component]
fn Reasons() -> impl IntoView {
    view! {
        <ul class="grid gap-x-8 gap-y-6 border-t border-line pt-8 sm:grid-cols-3 lg:col-span-2">
            {REASONS
                .map(|(icon, title, words)| {
                    view! {
                        <li class="flex flex-col gap-1">
                            <Symbol icon class="mb-1 size-6 text-accent" />
                            <h2 class="font-semibold">{title}</h2>
                            <p class="text-muted text-pretty">{words}</p>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
    }
}
