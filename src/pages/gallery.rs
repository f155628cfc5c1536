//! `/dev/gallery`
//!
//! It is in every build, in a chunk of its own that nobody else loads, and no page leads there; the server answers
//! only with `TERTULIA_GALLERY=on`. So the components are looked at and tested as they are shipped.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

use crate::kit::gallery::Gallery;

/// Every component in every state.
pub struct GalleryPage;

#[lazy_route]
impl LazyRoute for GalleryPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let GalleryPage = this;
        view! {
            <Title text="Gallery" />
            <Gallery />
        }
        .into_any()
    }
}
