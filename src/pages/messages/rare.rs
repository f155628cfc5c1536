//! What is opened now and then on the page of messages: whoever reads and writes does not wait for it. It shares a chunk,
//! `rare`, with the dialogs above a conversation and with the reports: each part more that shares code with others makes
//! files of what only some of them share.

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use super::address::Aside;
use crate::{
    features::{
        messages::component::{ConversationDetails, MessageSearch, NewConversation, NewGroup, ShareDialog},
        moderation::component::{ReportDialog, Subject},
        publications::component::{AskDialog, OpenPublications, OpenRequests, PublicationCards},
    },
    kit::{Chunk, at_once, awaited},
    pages::{
        NotFound,
        chunk::{Gone, part},
    },
    shared::id::{ConversationId, MessageId},
};

/// Something that the chunk draws.
#[derive(Clone)]
enum Rare {
    Aside(Aside),
    Report(RwSignal<Option<Subject>>),
    Share(RwSignal<Option<String>>),
    Publish(RwSignal<Option<MessageId>>),
    Publications(Option<ConversationId>),
}

/// What stands in the place of a conversation, as soon as it can be drawn.
pub fn aside(aside: Aside) -> AnyView {
    let rare = Rare::Aside(aside);
    part("rare", fetch, move || draw(rare.clone()))
}

/// The dialog that reports something, once there is something to report.
pub fn report(subject: RwSignal<Option<Subject>>) -> impl IntoView {
    let wanted = Memo::new(move |_| subject.read().is_some());
    let dialog = move || at_once(move || draw(Rare::Report(subject)));
    awaited(Chunk::new(fetch), dialog, wanted, move || subject.set(None))
}

/// The dialog that shares a link, once there is one to share; for pages without messages.
pub fn share(link: RwSignal<Option<String>>) -> impl IntoView {
    let wanted = Memo::new(move |_| link.read().is_some());
    let dialog = move || at_once(move || draw(Rare::Share(link)));
    awaited(Chunk::new(fetch), dialog, wanted, move || link.set(None))
}

/// The dialog that makes a question or an answer of what was said, once there is something to make it of.
pub fn publish(message: RwSignal<Option<MessageId>>) -> impl IntoView {
    let wanted = Memo::new(move |_| message.read().is_some());
    let dialog = move || at_once(move || draw(Rare::Publish(message)));
    awaited(Chunk::new(fetch), dialog, wanted, move || message.set(None))
}

/// What is to be published of a conversation and was, or what waits for the viewer in all of them; as soon as the browser has
/// nothing better to do.
pub fn publications(of: Option<ConversationId>) -> AnyView {
    let chunk = Chunk::new(fetch);
    chunk.ask_when_idle();
    chunk.stand(at_once(move || draw(Rare::Publications(of))), |_| ().into_any())
}

/// Fetches all of it before anybody wants it, once the browser has nothing better to do.
pub fn fetch_when_idle() {
    Chunk::new(fetch).ask_when_idle();
}

#[wasm_split(rare, preload(fetch), fallible)]
fn draw(rare: Rare) -> Result<AnyView, Gone> {
    Ok(match rare {
        Rare::Aside(Aside::New) => view! { <NewConversation /> }.into_any(),
        Rare::Aside(Aside::NewGroup) => view! { <NewGroup /> }.into_any(),
        Rare::Aside(Aside::Search(search)) => view! { <MessageSearch search /> }.into_any(),
        Rare::Aside(Aside::Details(id)) => {
            let missing = || view! { <NotFound /> }.into_any();
            view! { <ConversationDetails id missing /> }.into_any()
        }
        Rare::Aside(Aside::Publishing(message)) => view! { <OpenPublications message /> }.into_any(),
        Rare::Report(subject) => view! { <ReportDialog subject /> }.into_any(),
        Rare::Share(shared) => view! { <ShareDialog shared /> }.into_any(),
        Rare::Publish(message) => view! { <AskDialog message /> }.into_any(),
        Rare::Publications(None) => view! { <OpenRequests /> }.into_any(),
        Rare::Publications(Some(of)) => view! { <PublicationCards of /> }.into_any(),
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
