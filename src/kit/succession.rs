//! What stands in one place of a page, one after the other, while the page stays.

use leptos::{prelude::*, tachys::reactive_graph::OwnedView};

/// Draws a value, and draws anew once it is another one. What stood there before is stopped first, then leaves the
/// document, and only then ends.
///
/// The framework by itself would end what a view reads before the view, where that stands in a fence (`Panel`) or has
/// waited for something (`Suspense`): a part of it that follows the same change, as everything that follows the
/// connection does when a session ends, would be drawn once more from what has ended. So would a handler act that hears
/// of the focus that is lost with what leaves the document.
pub fn succession<T>(value: Memo<T>, draw: impl Fn(T) -> AnyView + Send + 'static) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    // Not the owner of what is drawn now: that one is cleaned up before anything new is drawn.
    let around = Owner::current().map(|owner| owner.downgrade());
    let standing = StoredValue::new(None::<WeakOwner>);
    move || {
        let value = value.get();
        if let Some(before) = standing.get_value().and_then(|before| before.upgrade()) {
            before.pause();
        }
        let around = around.as_ref().and_then(WeakOwner::upgrade);
        let owner = around.map_or_else(Owner::new, |around| around.child());
        standing.set_value(Some(owner.downgrade()));
        OwnedView::new_with_owner(owner.with(|| draw(value)), owner)
    }
}
