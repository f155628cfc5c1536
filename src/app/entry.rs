//! Brings the document to life: takes over the server's page, or draws the page where the document is the shell.

use std::time::Duration;

use leptos::{
    mount::{hydrate_from_async, mount_to_renderer},
    prelude::*,
    web_sys::HtmlElement,
};

use super::shell::App;
use crate::{
    browser::{clock::within, surroundings::wait_for_network},
    features::accounts::hook::{Known, read_known},
    pages::{Opening, fetch},
    shared::{Error, hydration::Hydration},
};

/// How long to wait before the server is asked again that could not be reached.
const AGAIN: Duration = Duration::from_secs(3);
/// A server that has not answered by then cannot be reached.
const PATIENCE: Duration = Duration::from_secs(10);

/// Starts the program in its document.
///
/// # Panics
/// Where the document has no body.
pub fn hydrate() {
    console_error_panic_hook::set_once();
    let body = document().body().expect("every document has a body");
    let is_shell = document().document_element().is_some_and(|root| root.has_attribute("data-shell"));
    wasm_bindgen_futures::spawn_local(async move { if is_shell { draw(body).await } else { take_over(body).await } });
}

/// Takes the server's page to life.
async fn take_over(body: HtmlElement) {
    let hydration = Hydration::begun();
    let known = hydration.clone();
    let page = hydrate_from_async(body, || {
        provide_context(known);
        App()
    });
    page.await.forget();
    hydration.finish();
}

/// Draws the page of this address as soon as it is known for whom. There is no server's page to take over: this document
/// was kept on the device, and carries nothing.
async fn draw(body: HtmlElement) {
    let path = window().location().pathname().unwrap_or_default();
    let ahead = path.clone();
    wasm_bindgen_futures::spawn_local(async move { fetch(&ahead).await });
    let known = open(&body).await;
    // With its chunk at hand the page stands there before anybody can look.
    fetch(&path).await;
    body.set_text_content(None);
    let hydration = Hydration::of_shell();
    let begun = hydration.clone();
    let page = mount_to_renderer(&body, move || {
        provide_context(begun);
        provide_context(known);
        App()
    });
    page.forget();
    hydration.finish();
}

/// Learns who is signed in; says what is in the way for as long as there is something.
async fn open(body: &HtmlElement) -> Known {
    let mut shown = None;
    let trouble = ArcRwSignal::new(None::<Error>);
    loop {
        match within(PATIENCE, read_known()).await.unwrap_or(Err(Error::Offline)) {
            Ok(known) => return known,
            Err(error) => trouble.set(Some(error)),
        }
        shown.get_or_insert_with(|| {
            body.set_text_content(None);
            let trouble = trouble.clone();
            mount_to_renderer(body, move || view! { <Opening trouble /> })
        });
        wait_for_network(AGAIN).await;
    }
}
