//! What changes something, for who has no JavaScript: with it these are operations.
#![expect(clippy::too_many_arguments, reason = "a server function has an argument for each field of its form")]

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::publications::model::{Publication, Stage},
    shared::{
        Result,
        id::{ConversationId, MessageId, PublicationId},
        json::Json,
    },
};
#[cfg(feature = "ssr")]
use crate::{
    features::{
        posts::state::completing::listed_tags,
        publications::{
            model::NewPublication,
            service,
            state::{PAGE, linked_question},
        },
    },
    server::{Server, Viewer, form, once::Once},
    shared::Error,
};

/// Asks whoever else said something of it, and goes on to what is open; or to what is published at once. Of a link and a
/// question that was chosen the link counts. With an id the same form sent twice is one publication.
///
/// # Errors
/// As the service's `ask` says; `question_id`: `shape` where none is named.
#[server(prefix = "/rpc", endpoint = "ask_publication", output = Json, client = OwnCalls)]
pub async fn ask_publication(
    id: PublicationId,
    conversation_id: ConversationId,
    #[server(default)] purpose: String,
    #[server(default)] publication_title: String,
    #[server(default)] publication_tags: String,
    #[server(default)] publication_question: String,
    #[server(default)] publication_chosen: String,
    #[server(default)] messages: Vec<MessageId>,
) -> Result<Publication> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let new = NewPublication { id, conversation_id, question_id: None, title: None, tags: Vec::new(), messages };
    let new = if purpose == "answer" {
        let named = linked_question(&publication_question).or_else(|| publication_chosen.parse().ok());
        NewPublication { question_id: Some(named.ok_or_else(|| Error::invalid("question_id", "shape"))?), ..new }
    } else {
        NewPublication { title: Some(publication_title), tags: listed_tags(&publication_tags), ..new }
    };
    let publication = service::ask(&server, viewer, new).await?.into_inner();
    let is_public = publication.state == Stage::Published;
    form::back_to(&if is_public { publication.address() } else { PAGE.to_owned() });
    Ok(publication)
}

/// Says whether the viewer's words may be part of a publication, and stays on the page of its form.
///
/// # Errors
/// As the service's `consent` says.
#[server(prefix = "/rpc", endpoint = "consent_publication", output = Json, client = OwnCalls)]
pub async fn consent_publication(id: PublicationId, allowed: bool) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::consent(&server, viewer, id, allowed, &Once::UNNAMED).await
}

/// Publishes what the viewer asked for, or takes it back, and stays on the page of its form.
///
/// # Errors
/// As the service's `settle` says.
#[server(prefix = "/rpc", endpoint = "settle_publication", output = Json, client = OwnCalls)]
pub async fn settle_publication(id: PublicationId, publish: bool) -> Result<Stage> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::settle(&server, viewer, id, publish, &Once::UNNAMED).await
}
