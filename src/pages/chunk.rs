//! A page that is a chunk of its own, and what stands in its place where the chunk cannot be had.
//!
//! The framework's `lazy_route` ends the program where a chunk cannot be loaded, and with it everything that is being
//! written on the page. So the pages split themselves off, and what could not be loaded is an error like any other: the
//! page that one came from is left with all that it holds, and words stand in the place of the other one.
//!
//! The router draws a page once, for as long as addresses lead to it. So those words try again themselves, and the page
//! takes their place once its chunk has come. What stands on a page at some addresses only can be a chunk of its own too.

use std::time::Duration;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_url;
use wasm_split_helpers::SplitLoaderError;

pub use crate::kit::Gone;
use crate::{
    kit::{
        Button, Chunk, Draw, EmptyState, Icon, Kind, SkeletonRows, Symbol, at_once, land, succession, when_reachable,
    },
    shared::{effect::Effect, hydration::is_served},
};

/// How long to wait before a chunk that could not be had is tried again, at first and at most.
const AGAIN: Duration = Duration::from_secs(3);
const LONGEST: Duration = Duration::from_mins(1);

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
        Err(Gone) => awaited(Chunk::new(fetch), at_once(draw), lost),
    }
}

/// What stands on a page at some addresses only, as its chunk draws it: at once where that is here, as it has to be
/// before a page of the server is taken over that shows it; else as soon as it can be had.
pub fn part<F, D>(
    name: &'static str,
    fetch: impl Fn() -> F + Send + Sync + 'static,
    draw: impl Fn() -> D + Send + 'static,
) -> AnyView
where
    F: Future<Output = Result<(), SplitLoaderError>> + 'static,
    D: Future<Output = Result<AnyView, Gone>>,
{
    leptos::prefetch_lazy_fn_on_server(name);
    let draw = at_once(draw);
    if let Some(part) = draw() {
        return part;
    }
    let chunk = Chunk::new(fetch);
    chunk.ask();
    awaited(chunk, draw, on_its_way)
}

/// What stands in the place of something until its chunk has come, and then that. Where the focus went with what is gone,
/// the heading has it.
fn awaited(chunk: Chunk, draw: Draw, meanwhile: fn(Chunk) -> AnyView) -> AnyView {
    Effect::watch(move || chunk.has_come(), |_, _, _| land("content"), false);
    chunk.stand(draw, meanwhile)
}

/// What stands there until it is known whether the chunk can be had.
fn on_its_way(chunk: Chunk) -> AnyView {
    let is_lost = Memo::new(move |before: Option<&bool>| before == Some(&true) || chunk.is_missed());
    let standing = move |is_lost| if is_lost { lost(chunk) } else { view! { <SkeletonRows /> }.into_any() };
    succession(is_lost, standing).into_any()
}

fn lost(chunk: Chunk) -> AnyView {
    view! { <Lost chunk /> }.into_any()
}

/// Says that the page cannot be opened. It is tried again when one asks for it, here or by a link that leads here, when
/// the network is back or the server, and now and then. Where only a newer version has it still, the whole can be loaded
/// anew; until then everything that is being written stays where it is.
#[component]
fn Lost(
    /// The one that is missed.
    chunk: Chunk,
) -> impl IntoView {
    let again = Callback::new(move |()| chunk.ask());
    let trying = chunk.is_asked();
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
