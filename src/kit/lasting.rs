//! Parts that the server draws once.
//!
//! To learn what a page waits for, the framework walks through its parts before it draws them, and asks each closure among
//! them for what it returns; that is dropped, and drawn anew. For a list this is all of its cost again. On the server nothing
//! changes while a page is drawn, so there such a part is its value, and in the browser the closure. Both are the same HTML.

use std::hash::Hash;

use leptos::{
    prelude::*,
    tachys::{
        reactive_graph::OwnedView,
        view::keyed::{SerializableKey, keyed},
    },
};

/// A part that is drawn again whenever what it reads has changed; on the server once, at once.
#[cfg(feature = "ssr")]
pub fn lasting<V: IntoView + 'static>(draw: impl Fn() -> V + Send + 'static) -> V {
    untrack(draw)
}

/// A part that is drawn again whenever what it reads has changed; on the server once, at once.
#[cfg(not(feature = "ssr"))]
pub fn lasting<V: IntoView + 'static>(draw: impl Fn() -> V + Send + 'static) -> impl Fn() -> V + Send + 'static {
    draw
}

/// As `<For>`, as a lasting part: one view for each key, which stays for as long as its key does.
pub fn lasting_each<T, K, V>(
    each: impl Fn() -> Vec<T> + Send + 'static,
    key: impl Fn(&T) -> K + Clone + Send + 'static,
    view: impl Fn(T) -> V + Clone + Send + 'static,
) -> impl IntoView
where
    T: Send + 'static,
    K: Eq + Hash + SerializableKey + 'static,
    V: IntoView + 'static,
{
    // Each view has an owner of its own, which outlives a change of the list.
    let parent = Owner::current().unwrap_or_default();
    let draw = move |_, item| {
        let owner = parent.with(Owner::new);
        let view = owner.with(|| view(item));
        (drop, OwnedView::new_with_owner(view, owner))
    };
    lasting(move || keyed(each(), key.clone(), draw.clone()))
}
