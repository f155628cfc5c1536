//! A link that knows whether one is where it leads.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// A link to a page of ours; `aria-current` says when one is on it or on a page below it.
#[component]
pub fn PageLink(
    /// The path of the page, from the root on.
    #[prop(into)]
    href: String,
    /// Utility classes.
    class: &'static str,
    /// Whether following it goes to the top of the page.
    #[prop(default = true)]
    scroll: bool,
    /// Whether one is there, where the path alone does not tell.
    #[prop(optional)]
    is_here: Option<Memo<bool>>,
    /// What can be pressed.
    children: Children,
) -> impl IntoView {
    let path = use_location().pathname;
    let target = href.clone();
    let current =
        move || is_here.map_or_else(|| stands_in(&path.read(), &target), |is_here| is_here.get()).then_some("page");
    view! {
        <a href=href aria-current=current data-noscroll=!scroll class=class>
            {children()}
        </a>
    }
}

/// Whether a path is a page or lies below it.
fn stands_in(path: &str, page: &str) -> bool {
    path.strip_prefix(page).is_some_and(|below| below.is_empty() || below.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::stands_in;

    #[test]
    fn one_stands_on_a_page_or_below_it_and_not_on_its_neighbour() {
        assert!(stands_in("/messages", "/messages"));
        assert!(stands_in("/messages/", "/messages"));
        assert!(stands_in("/messages/7", "/messages"));
        assert!(!stands_in("/messages/70", "/messages/7"));
        assert!(!stands_in("/messages", "/messages/7"));
        assert!(!stands_in("/", "/settings"));
    }
}
