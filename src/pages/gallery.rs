//! `/dev/gallery`
//!
//! It is in every build, in a chunk of its own that nobody else loads, and no page leads there; the server shows it
//! only with `TERTULIA_GALLERY=on`. So the components are looked at and tested as they are shipped.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::LazyRoute;
use wasm_split_helpers::wasm_split;

use super::{
    NotFound,
    chunk::{Gone, drawn, fetched},
};
use crate::{kit::gallery::Gallery, shared::json::carried};

/// Every component in every state, where the server shows them; elsewhere nothing is here.
pub struct GalleryPage;

impl LazyRoute for GalleryPage {
    fn data() -> Self {
        Self
    }

    async fn preload() {
        fetched(fetch).await;
    }

    async fn view(_page: Self) -> AnyView {
        drawn("gallery_page", fetch, draw).await
    }
}

#[wasm_split(gallery_page, preload(fetch), fallible)]
fn draw() -> Result<AnyView, Gone> {
    Ok(if carried(is_shown) {
        view! {
            <Title text="Gallery" />
            <Gallery />
        }
        .into_any()
    } else {
        view! { <NotFound /> }.into_any()
    })
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
