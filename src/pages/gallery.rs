//! `/dev/gallery`
//!
//! It is in every build, in a chunk of its own that nobody else loads, and answers only where the server
//! runs with `TERTULIA_GALLERY=on`: so the components are looked at and tested as they are shipped.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{LazyRoute, lazy_route};

use super::NotFound;
use crate::kit::gallery::Gallery;

/// Every component in every state.
pub struct GalleryPage {
    open: bool,
}

#[lazy_route]
impl LazyRoute for GalleryPage {
    fn data() -> Self {
        Self { open: SharedValue::new(open).into_inner() }
    }

    fn view(this: Self) -> AnyView {
        if this.open {
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

/// Whether this server shows it. The browser takes the server's answer along with the page.
#[cfg(feature = "ssr")]
fn open() -> bool {
    use_context::<crate::server::Server>().is_some_and(|server| server.config.gallery)
}

#[cfg(not(feature = "ssr"))]
const fn open() -> bool {
    false
}
