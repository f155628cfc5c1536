//! `/dev/gallery`

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};

/// Every component in every state.
pub struct GalleryPage;

#[lazy_route]
impl LazyRoute for GalleryPage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        view! { <h1>"Gallery"</h1> }.into_any()
    }
}
