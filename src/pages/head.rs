//! What the head of a public page tells those who link to it, find it or follow it (COM-11).

use leptos::prelude::*;
use leptos_meta::{Link, Meta};

use crate::kit::{Icon, Symbol};

/// What a link to any page is shown with.
const PICTURE: &str = "/icon-512.png";

/// What a page is, for who shows a link to it and for who finds it, and its one address, whatever else leads to it.
#[component]
pub(super) fn PublicHead(
    /// What it is called.
    #[prop(into)]
    title: Signal<String>,
    /// What stands on it, in a line.
    #[prop(into)]
    description: Signal<String>,
    /// Its address from the root on.
    #[prop(into)]
    path: Signal<String>,
    /// What it is, as OpenGraph has it.
    #[prop(default = "website")]
    kind: &'static str,
    /// Whether programs read the same as a feed, which is called as the page is.
    #[prop(optional)]
    feed: bool,
) -> impl IntoView {
    let (site, path) = (origin(), lasting(path));
    let picture = format!("{site}{PICTURE}");
    let address = move || format!("{site}{}", path());
    let (canonical, page) = (address.clone(), address.clone());
    let (called, title) = (lasting(title), lasting(title));
    let (shown, description) = (lasting(description), lasting(description));
    let feed = feed.then_some(move || {
        let href = feed_of(&page());
        view! { <Link rel="alternate" type_="application/atom+xml" title=called() href /> }
    });
    view! {
        {move || view! { <Link rel="canonical" href=canonical() /> }}
        {feed}
        <Meta name="description" content=description />
        <Meta property="og:type" content=kind />
        <Meta property="og:site_name" content="Tertulia" />
        <Meta property="og:title" content=title />
        <Meta property="og:description" content=shown />
        <Meta property="og:url" content=address />
        <Meta property="og:image" content=picture />
    }
}

/// The address under which programs read what a page shows, whichever view of it.
fn feed_of(page: &str) -> String {
    let page = page.split_once('?').map_or(page, |(page, _)| page);
    format!("{}/feed.atom", page.trim_end_matches('/'))
}

/// The way to that for who reads with a program of their own.
#[component]
pub(super) fn FeedLink(
    /// The address of the page from the root on.
    #[prop(into)]
    page: Signal<String>,
) -> impl IntoView {
    view! {
        <a
            href=move || feed_of(&page.read())
            rel="external"
            class="inline-flex min-h-10 items-center gap-1.5 rounded-control px-2 text-sm text-muted no-underline touch-target hover:bg-raised hover:text-text"
        >
            <Symbol icon=Icon::Feed class="size-4" />
            "Atom feed"
        </a>
    }
}

/// The head is written when what stands below may be gone already: then it says what it said at first.
fn lasting(words: Signal<String>) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let first = words.get_untracked();
    move || words.try_get().unwrap_or_else(|| first.clone())
}

/// Where this site is; where that is not known, addresses begin at the root.
#[cfg(feature = "ssr")]
pub(super) fn origin() -> String {
    let (server, parts) = (use_context::<crate::server::Server>(), use_context::<http::request::Parts>());
    let told = server.zip(parts).and_then(|(server, parts)| server.config.origin_asked(&parts.headers));
    told.unwrap_or_default()
}

/// Where this site is.
#[cfg(not(feature = "ssr"))]
pub(super) fn origin() -> String {
    window().location().origin().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::feed_of;

    #[test]
    fn every_view_of_a_page_has_one_feed() {
        assert_eq!(feed_of("https://example.org/"), "https://example.org/feed.atom");
        assert_eq!(feed_of("/?show=top&span=week"), "/feed.atom");
        assert_eq!(feed_of("/tags/tea"), "/tags/tea/feed.atom");
    }
}
