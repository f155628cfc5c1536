//! A page that is a chunk of its own, and what stands in its place where the chunk cannot be had.
//!
//! The framework's `lazy_route` ends the program where a chunk cannot be loaded, and with it everything that is being
//! written on the page. So the pages split themselves off, and what could not be loaded is an error like any other: the
//! page that one came from is left with all that it holds, and words stand in the place of the other one.
//!
//! The router draws a page once, for as long as addresses lead to it. So those words try again themselves, and the page
//! takes their place once its chunk has come.

use std::time::Duration;

use futures::future::{FutureExt, LocalBoxFuture};
use leptos::{prelude::*, task::spawn_local};
use leptos_meta::Title;
use leptos_router::hooks::use_url;
use wasm_split_helpers::SplitLoaderError;

use crate::{
    kit::{Button, EmptyState, Icon, Kind, Symbol, land, succession, when_reachable},
    shared::hydration::is_served,
};

/// How long to wait before a chunk that could not be had is tried again, at first and at most.
const AGAIN: Duration = Duration::from_secs(3);
const LONGEST: Duration = Duration::from_mins(1);

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
    crate::browser::surroundings::wait_for_network(AGAIN).await;
}

/// Nothing is fetched on the server.
#[cfg(not(feature = "hydrate"))]
fn wait() -> std::future::Ready<()> {
    std::future::ready(())
}

/// The page as its chunk draws it. The server's document has the browser load the chunk of this name, as the build calls
/// it, beside the rest. Where `fetch` cannot have it now, the page comes as soon as it can.
pub async fn drawn<F, D>(
    name: &'static str,
    fetch: impl Fn() -> F + Send + Sync + 'static,
    draw: impl Fn() -> D + Send + 'static,
) -> AnyView
where
    F: Future<Output = Result<(), SplitLoaderError>> + 'static,
    D: Future<Output = Result<AnyView, Gone>>,
{
    leptos::prefetch_lazy_fn_on_server(name);
    match draw().await {
        Ok(page) => page,
        // From here on it is the same for all pages, and in the program once.
        Err(Gone) => awaited(
            Box::new(move || fetch().map(|fetched| fetched.is_ok()).boxed_local()),
            Box::new(move || draw().now_or_never()?.ok()),
        ),
    }
}

/// Fetches the chunk; whether it has come.
type Fetch = Box<dyn Fn() -> LocalBoxFuture<'static, bool> + Send + Sync>;
/// Draws the page; nothing where its chunk has not come.
type Draw = Box<dyn Fn() -> Option<AnyView> + Send>;

/// What stands in the place of a page until its chunk has come, and then the page.
fn awaited(fetch: Fetch, draw: Draw) -> AnyView {
    let (has_come, tries) = (RwSignal::new(false), RwSignal::new(0_u32));
    // Tries wait for each other, and the one after a success has nothing to do. So none is left out because another one,
    // begun before there was a network, is still on its way.
    let again = Callback::new(move |()| {
        tries.update(|tries| *tries += 1);
        let fetching = fetch();
        spawn_local(async move {
            let is_here = fetching.await;
            // One may have gone on to another page meanwhile.
            tries.try_update(|tries| *tries -= 1);
            if is_here && has_come.try_set(true).is_none() {
                land("content");
            }
        });
    });
    let trying = Signal::derive(move || tries.get() > 0);
    let standing = move |has_come| {
        let page = if has_come { untrack(&draw) } else { None };
        page.unwrap_or_else(|| view! { <Lost again trying /> }.into_any())
    };
    succession(Memo::new(move |_| has_come.get()), standing).into_any()
}

/// Says that the page cannot be opened. It is tried again when one asks for it, here or by a link that leads here, when
/// the network is back or the server, and now and then. Where only a newer version has it still, the whole can be loaded
/// anew; until then everything that is being written stays where it is.
#[component]
fn Lost(
    /// Tries again.
    again: Callback<()>,
    /// Whether a try is under way.
    trying: Signal<bool>,
) -> impl IntoView {
    let address = use_url();
    // It is told also where it stays the same.
    Effect::watch(move || address.track(), move |(), _, _| again.run(()), false);
    when_reachable(move || again.run(()));
    follow_network(again);
    try_now_and_then(again, trying);
    view! {
        <Title text="Not loaded" />
        <EmptyState
            alone=true
            icon=Icon::Alert
            title="This page could not be loaded"
            words="It opens by itself as soon as it can be had. If there is a newer version of Tertulia, reload. What you are writing elsewhere is still there."
        >
            <Button kind=Kind::Primary busy=trying on_click=move |_| again.run(())>
                <Symbol icon=Icon::Retry class="size-5" />
                "Try again"
            </Button>
            <Button on_click=|_| drop(window().location().reload())>"Reload"</Button>
        </EmptyState>
    }
}

/// Tries again some time after each try, each time later, until the owner that calls this is cleaned up.
fn try_now_and_then(again: Callback<()>, trying: Signal<bool>) {
    let wait = StoredValue::new(AGAIN);
    Effect::new(move || {
        if trying.get() {
            return;
        }
        let act = move || {
            wait.update_value(|wait| *wait = LONGEST.min(*wait * 2));
            again.run(());
        };
        if let Ok(timer) = set_timeout_with_handle(act, wait.get_value()) {
            on_cleanup(move || timer.clear());
        }
    });
}

/// Tries again when there is a network again, until the owner that calls this is cleaned up.
#[cfg(feature = "hydrate")]
fn follow_network(again: Callback<()>) {
    let listening = crate::browser::surroundings::on_network(move |there| {
        if there {
            again.run(());
        }
    });
    on_cleanup(move || listening.into_iter().for_each(WindowListenerHandle::remove));
}

/// Only a browser has a network that comes and goes.
#[cfg(not(feature = "hydrate"))]
fn follow_network(_again: Callback<()>) {}
