//! A page that is a chunk of its own, and what stands in its place where the chunk cannot be had.
//!
//! The framework's `lazy_route` ends the program where a chunk cannot be loaded, and with it everything that is being
//! written on the page. So the pages split themselves off, and what could not be loaded is an error like any other: the
//! page that one came from is left with all that it holds, and the next try loads afresh.

use leptos::prelude::*;
use leptos_meta::Title;
use wasm_split_helpers::SplitLoaderError;

use crate::{
    kit::{Button, EmptyState, Icon, Kind},
    shared::hydration::is_served,
};

/// The chunk of a page could not be loaded.
pub struct Gone;

impl From<SplitLoaderError> for Gone {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

/// Fetches a chunk. A page that the server has drawn stays as it is, as one without JavaScript would, until the chunk can
/// be had: there is nothing to take it over with before.
pub async fn fetched<F: Future<Output = Result<(), SplitLoaderError>>>(fetch: impl Fn() -> F) {
    let is_served = is_served();
    while fetch().await.is_err() && is_served {
        wait().await;
    }
}

/// Waits until another try is worth it.
#[cfg(feature = "hydrate")]
async fn wait() {
    crate::browser::surroundings::wait_for_network(std::time::Duration::from_secs(3)).await;
}

/// Nothing is fetched on the server.
#[cfg(not(feature = "hydrate"))]
fn wait() -> std::future::Ready<()> {
    std::future::ready(())
}

/// The page as its chunk draws it. The server's document has the browser load the chunk of this name, as the build calls
/// it, beside the rest.
pub async fn drawn(name: &'static str, page: impl Future<Output = Result<AnyView, Gone>>) -> AnyView {
    leptos::prefetch_lazy_fn_on_server(name);
    page.await.unwrap_or_else(|Gone| view! { <Lost /> }.into_any())
}

/// Says that the page cannot be opened, and loads the whole anew for who wants it. Until then everything that is being
/// written stays where it is.
#[component]
fn Lost() -> impl IntoView {
    view! {
        <Title text="Not loaded" />
        <EmptyState
            alone=true
            icon=Icon::Alert
            title="This page could not be loaded"
            words="There may be no network, or a newer version of Tertulia. What you are writing elsewhere is still there: go back to it, or reload."
        >
            <Button kind=Kind::Primary on_click=|_| drop(window().location().reload())>
                "Reload"
            </Button>
        </EmptyState>
    }
}
