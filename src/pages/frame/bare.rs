//! The frame before it is known whose it is.

use leptos::prelude::*;

use super::ways::Mark;

/// The frame of a member with nothing in it that is anybody's. It stands outside the router: what leads out of it loads
/// a page.
#[component]
pub fn Bare(
    /// What stands in the place of a page.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="frame relative flex min-h-dvh flex-col lg:flex-row">
            <header class="frame-ways">
                <Mark />
            </header>
            <main id="content" tabindex="-1" class="relative min-w-0 grow">
                {children()}
            </main>
        </div>
    }
}
