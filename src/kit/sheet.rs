//! What a menu or an aside is on a wide screen, a sheet is on a phone.

use leptos::prelude::*;

use super::dialog::Modal;

/// A modal panel: it rises from the bottom on a phone and stands at the right side on a wide screen. The focus
/// behaves as in a dialog.
#[component]
pub fn Sheet(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: String,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <Modal
            open
            title
            shape="mt-auto mb-0 w-full max-w-full rounded-t-card border-t pb-safe md:my-0 md:mr-0 md:ml-auto md:h-dvh \
            md:max-h-none md:max-w-sm md:rounded-none md:border-t-0 md:border-l"
            children
        />
    }
}
