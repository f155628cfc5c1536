//! `/questions`, `/tags`, `/tags/{tag}` and `/bookmarks`.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::{
    features::posts::{
        component::{FeedList, TagList},
        model::{Feed, tag_address},
    },
    kit::{Button, Field, Kind, LinkButton, PageLink},
    pages::head::{FeedLink, PublicHead},
};

/// Where a page of a list begins, as the address says it.
pub(super) fn asked_cursor() -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.read().get("cursor"))
}

/// What a way to a view looks like.
pub(super) const VIEW: &str = "inline-flex min-h-10 shrink-0 items-center border-b-2 border-transparent px-3 font-semibold \
    whitespace-nowrap text-muted no-underline touch-target -outline-offset-2 hover:text-text \
    aria-[current=page]:border-text aria-[current=page]:text-text";

/// Ways to several views of one place.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn Views(
    /// What they are views of.
    label: &'static str,
    /// The address of each, what it is called, and whether one is there.
    ways: Vec<(String, &'static str, Memo<bool>)>,
    /// What stands behind them.
    #[prop(optional, into)]
    behind: ViewFn,
) -> impl IntoView {
    let way = |(href, name, is_here): (String, &'static str, Memo<bool>)| view! { <PageLink href class=VIEW is_here>{name}</PageLink> };
    view! {
        <nav aria-label=label class="flex overflow-x-auto border-b border-line px-1 [scrollbar-width:none]">
            {ways.into_iter().map(way).collect_view()} {behind.run()}
        </nav>
    }
}

/// A column for a list under its heading.
#[expect(clippy::needless_pass_by_value, reason = "a component owns what it is given")]
#[component]
pub(super) fn Column(
    /// The heading of the page.
    #[prop(into)]
    title: Signal<String>,
    /// Whether something with a heading of its own stands above it.
    #[prop(optional)]
    below: bool,
    /// Whether a line parts the list from the heading, where no ways to views stand between them.
    #[prop(optional)]
    ruled: bool,
    /// What can be done there, beside the heading.
    #[prop(into)]
    act: ViewFn,
    /// The list.
    children: Children,
) -> impl IntoView {
    let look = "min-w-0 text-2xl font-bold tracking-tight wrap-anywhere";
    let heading = if below {
        view! { <h2 class=look>{title}</h2> }.into_any()
    } else {
        view! { <h1 class=look>{title}</h1> }.into_any()
    };
    // The heading stands at the height that it has without the line.
    let rule = if ruled { "box-content border-b border-line pb-3" } else { "" };
    view! {
        <div class="column flex flex-col py-4 sm:py-8">
            <div class=format!("flex min-h-11 flex-wrap items-center justify-between gap-2 px-4 {rule}")>
                {heading}
                {act.run()}
            </div>
            {children()}
        </div>
    }
}

/// All questions, and those that nobody has answered.
#[component]
pub(super) fn Questions() -> impl IntoView {
    let query = use_query_map();
    let is_unanswered = Memo::new(move |_| query.read().get("show").is_some_and(|show| show == "unanswered"));
    let is_all = Memo::new(move |_| !is_unanswered.get());
    let feed = Memo::new(move |_| if is_unanswered.get() { Feed::Unanswered } else { Feed::Questions });
    let page = move || if is_unanswered.get() { "/questions?show=unanswered" } else { "/questions" }.to_owned();
    let ways = vec![
        ("/questions".to_owned(), "All", is_all),
        ("/questions?show=unanswered".to_owned(), "Unanswered", is_unanswered),
    ];
    view! {
        <Title text="Questions" />
        <PublicHead
            title="Questions"
            description="What people ask here, and what they answer."
            path=Signal::derive(page)
        />
        <Column
            title="Questions"
            act=|| view! { <LinkButton kind=Kind::Primary href="/new?kind=question">"Ask"</LinkButton> }
        >
            <Views label="Questions" ways />
            <FeedList
                feed
                cursor=asked_cursor()
                page=Signal::derive(page)
                label="Questions"
                nothing="Nobody has asked anything yet."
            />
        </Column>
    }
}

/// All tags, or those that begin as was typed.
#[component]
pub(super) fn Tags() -> impl IntoView {
    let query = use_query_map();
    let find = Memo::new(move |_| query.read().get("q").unwrap_or_default());
    view! {
        <Title text="Tags" />
        <PublicHead title="Tags" description="What people here write about." path="/tags" />
        <Column title="Tags" act=|| ()>
            <div class="flex flex-col gap-4 px-4 pt-2">
                <form method="get" action="/tags" role="search" class="flex items-end gap-2">
                    <div class="grow">
                        <Field label="Find a tag" name="q" type_="search" value=find />
                    </div>
                    <Button type_="submit" class="min-h-11">
                        "Find"
                    </Button>
                </form>
                <TagList find />
            </div>
        </Column>
    }
}

/// What is published with a tag.
#[component]
pub(super) fn TagPage() -> impl IntoView {
    let params = use_params_map();
    let tag = Memo::new(move |_| params.read().get("tag").unwrap_or_default());
    let feed = Memo::new(move |_| Feed::Tag(tag.get()));
    let page = move || tag_address(&tag.read());
    // The head is written when what stands below may be gone already.
    let first = tag.get_untracked();
    let title = move || format!("#{}", tag.try_get().unwrap_or_else(|| first.clone()));
    let heading = Signal::derive(title.clone());
    let description = Signal::derive(move || format!("What people here write about {}.", heading.get()));
    view! {
        <Title text=title />
        <PublicHead title=heading description path=Signal::derive(page) feed=true />
        <Column
            title=heading
            ruled=true
            act=move || {
                view! {
                    <div class="flex items-center gap-2">
                        <FeedLink page=Signal::derive(page) />
                        <LinkButton href="/tags">"All tags"</LinkButton>
                    </div>
                }
            }
        >
            <FeedList
                feed
                cursor=asked_cursor()
                page=Signal::derive(page)
                label="Posts with this tag"
                nothing="Nothing is published with this tag."
            />
        </Column>
    }
}

/// What the viewer keeps to come back to.
#[component]
pub(super) fn Bookmarks() -> impl IntoView {
    view! {
        <Title text="Bookmarks" />
        <Column title="Bookmarks" ruled=true act=|| ()>
            <FeedList
                feed=Memo::new(|_| Feed::Bookmarks)
                cursor=asked_cursor()
                page=Signal::stored("/bookmarks".to_owned())
                label="Bookmarks"
                nothing="What you bookmark appears here."
            />
        </Column>
    }
}
