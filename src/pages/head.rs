//! What the head of a public page tells those who link to it, find it or follow it (COM-11).

use leptos::prelude::*;
use leptos_meta::{Link, Meta};

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
    let origin = origin();
    let address = path.with_untracked(|path| format!("{origin}{path}"));
    let (called, title) = (title.get_untracked(), lasting(title));
    let (shown, description) = (lasting(description), lasting(description));
    let feed = feed.then(|| {
        let href = format!("{}/feed.atom", address.trim_end_matches('/'));
        view! { <Link rel="alternate" type_="application/atom+xml" title=called href /> }
    });
    view! {
        <Link rel="canonical" href=address.clone() />
        {feed}
        <Meta name="description" content=description />
        <Meta property="og:type" content=kind />
        <Meta property="og:site_name" content="Tertulia" />
        <Meta property="og:title" content=title />
        <Meta property="og:description" content=shown />
        <Meta property="og:url" content=address />
        <Meta property="og:image" content=format!("{origin}{PICTURE}") />
    }
}

/// The head is written when what stands below may be gone already: then it says what it said at first.
fn lasting(words: Signal<String>) -> impl Fn() -> String + Send + Sync + 'static {
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
