//! What stands beside the list now and then, in a chunk of its own: whoever reads and writes does not wait for it.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use super::address::Aside;
use crate::{
    features::messages::component::{ConversationDetails, MessageSearch, NewConversation, NewGroup},
    pages::{
        NotFound,
        chunk::{Gone, part},
    },
};

/// What stands in the place of a conversation, as soon as it can be drawn.
pub fn beside(aside: Aside) -> AnyView {
    part("messages_beside", fetch, move || draw(aside.clone()))
}

#[wasm_split(messages_beside, preload(fetch), fallible)]
fn draw(aside: Aside) -> Result<AnyView, Gone> {
    Ok(match aside {
        Aside::New => view! { <NewConversation /> }.into_any(),
        Aside::NewGroup => view! { <NewGroup /> }.into_any(),
        Aside::Search(search) => view! { <MessageSearch search /> }.into_any(),
        Aside::Details(id) => {
            let missing = || view! { <NotFound /> }.into_any();
            view! { <ConversationDetails id missing /> }.into_any()
        }
    })
}

/// Fetches what the address in the browser shows of it: a page of the server that holds it is taken over only with it.
#[cfg(feature = "hydrate")]
pub async fn fetch_for_address() {
    let path = window().location().pathname().unwrap_or_default();
    if super::address::is_aside(&path) {
        crate::pages::chunk::fetched(fetch).await;
    }
}

/// Nothing is fetched on the server.
#[cfg(not(feature = "hydrate"))]
pub fn fetch_for_address() -> std::future::Ready<()> {
    std::future::ready(())
}
