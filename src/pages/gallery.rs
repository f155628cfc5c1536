//! `/dev/gallery`
//!
//! It is in every build, in a chunk of its own that nobody else loads, and no page leads there; the server shows it
//! only with `TERTULIA_GALLERY=on`. So the components are looked at and tested as they are shipped.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

use super::NotFound;
use crate::kit::gallery::Gallery;

/// Every component in every state, where the server shows them; elsewhere nothing is here.
pub struct GalleryPage;

#[lazy_route]
impl LazyRoute for GalleryPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let GalleryPage = this;
        if SharedValue::new(is_shown).into_inner() {
            view! {
                <Title text="Gallery" />
                <Gallery />
            }
            .into_any()
        } else {
            view! { <NotFound /> }.into_any()
        }
    }
}

#[cfg(feature = "ssr")]
fn is_shown() -> bool {
    use_context::<crate::server::Server>().is_some_and(|server| server.config.gallery)
}

/// The page that came from the server says it.
#[cfg(not(feature = "ssr"))]
const fn is_shown() -> bool {
    false
}
