//! A page of things to read that goes on: its next part is read before its end is seen.

use leptos::{ev::KeyboardEvent, html, prelude::*, wasm_bindgen::JsCast, web_sys::Element};

use super::{Further, back::keep_page_scroll, infinite_list::WayOn};

/// How far before the end of the feed its next part is asked for, in pixels.
#[cfg(feature = "hydrate")]
const NEAR: i32 = 300;

/// Articles one below the other, which the page itself scrolls. Page Down and Page Up go from one to the next; below the last
/// stands the way to the next part: a link for who has no JavaScript, and for who has it what says how it goes and asks again.
/// Whoever comes back to it finds the page scrolled as they left it.
#[component]
pub fn Feed(
    /// What the feed is called; another feed has another name.
    #[prop(into)]
    label: String,
    /// What is in it, in small letters: the way on says "More posts".
    what: &'static str,
    /// The address of the next part; none at the end of all there is.
    next: Signal<Option<String>>,
    /// How it is with that part.
    further: Signal<Further>,
    /// Told when the end is near; often.
    on_near: Callback<()>,
    /// Asks for the next part, also for one that could not be read.
    on_ask: Callback<()>,
    /// The articles, each with its `aria-posinset`.
    children: Children,
) -> impl IntoView {
    let (feed, end) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    keep_page_scroll(&label, move || _ = on_near.try_run(()));
    follow_end(end, next, on_near);
    view! {
        <div
            node_ref=feed
            role="feed"
            aria-label=label
            aria-busy=move || (further.get() == Further::Comes).to_string()
            class="flex flex-col"
            on:keydown=move |event| {
                if let Some(feed) = feed.get_untracked() {
                    walk(&feed, &event);
                }
            }
        >
            {children()}
        </div>
        <div node_ref=end>
            <WayOn what next further on_ask />
        </div>
    }
}

/// Goes from the article that has the focus to the one before or behind it.
fn walk(feed: &Element, event: &KeyboardEvent) {
    let down = match event.key().as_str() {
        "PageDown" => true,
        "PageUp" => false,
        _ => return,
    };
    let within = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(article) = within.and_then(|target| target.closest("[aria-posinset]").ok().flatten()) else { return };
    let place = article.get_attribute("aria-posinset").and_then(|place| place.parse::<usize>().ok()).unwrap_or(1);
    let goal = if down { place + 1 } else { place.saturating_sub(1) };
    if feed.query_selector(&format!("[aria-posinset='{goal}']")).is_ok_and(|found| found.is_some()) {
        event.prevent_default();
        super::dom::focus(feed, &format!("[aria-posinset='{goal}']"));
    }
}

/// Tells whenever the end is near, also of a part that has come and is still short of what is seen.
#[cfg(feature = "hydrate")]
fn follow_end(end: NodeRef<html::Div>, next: Signal<Option<String>>, on_near: Callback<()>) {
    let watched = StoredValue::new_local(None::<crate::browser::nearing::Nearing>);
    end.on_load(move |end| {
        let near = move || _ = on_near.try_run(());
        watched.try_set_value(Some(crate::browser::nearing::Nearing::new(end.into(), NEAR, near)));
    });
    crate::shared::effect::Effect::new(move || {
        next.track();
        watched.with_value(|watched| watched.iter().for_each(crate::browser::nearing::Nearing::look_again));
    });
}

/// Nothing is scrolled on the server.
#[cfg(not(feature = "hydrate"))]
const fn follow_end(_end: NodeRef<html::Div>, _next: Signal<Option<String>>, _on_near: Callback<()>) {}
