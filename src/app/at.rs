//! A page at an address, as an entry of one type, whatever the page and the address.
//!
//! The framework's route is a type of its own for each shape of address, and what finds, draws and lists it is compiled
//! for each of them, into the chunk that everybody loads (QUA-4).

use std::sync::Arc;

use futures::future::{FutureExt, LocalBoxFuture};
use leptos::prelude::*;
use leptos_router::{
    ChooseView, LazyRoute, NestedRoute, PossibleRouteMatch, SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
};

/// A page that comes with its chunk.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    preload: fn() -> LocalBoxFuture<'static, ()>,
    view: fn() -> LocalBoxFuture<'static, AnyView>,
}

impl Page {
    /// The page of this type.
    pub fn of<P: LazyRoute>() -> Self {
        Self { preload: || P::preload().boxed_local(), view: || P::view(P::data()).boxed_local() }
    }
}

impl ChooseView for Page {
    fn choose(self) -> impl Future<Output = AnyView> {
        (self.view)()
    }

    fn preload(&self) -> impl Future<Output = ()> {
        (self.preload)()
    }
}

/// Has a page stand at an address. The server sends it when all of it is there: it is complete without JavaScript.
#[component(transparent)]
pub fn At<P: PossibleRouteMatch + Send + Sync + 'static>(
    /// The address.
    path: P,
    /// What stands there.
    page: Page,
) -> AnyNestedRoute {
    route(Arc::new(path), page)
}

fn route(path: Arc<dyn PossibleRouteMatch + Send + Sync>, page: Page) -> AnyNestedRoute {
    NestedRoute::new(path, page).ssr_mode(SsrMode::Async).into_any_nested_route()
}
