//! The slice's server functions: what one reads. What changes something is an operation, and in `forms` a plain form.

mod forms;

use leptos::prelude::*;

pub use forms::{AskPublication, ConsentPublication, SettlePublication};

use super::model::{Origin, Publication, Source};
use crate::{
    client::OwnCalls,
    realtime::Snapshot,
    shared::{
        Result,
        id::{ConversationId, MessageId, PostId},
        json::Json,
    },
};
#[cfg(feature = "ssr")]
use crate::{
    features::publications::service,
    realtime::Position,
    server::{Server, Viewer},
};

/// What is open for the viewer, of one conversation with its threads or of all, and what was published of that one.
///
/// # Errors
/// `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "list_publications", input = Json, output = Json, client = OwnCalls)]
pub async fn list_publications(conversation: Option<ConversationId>) -> Result<Snapshot<Vec<Publication>>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::list(&server.pool, viewer, conversation).await?;
    Ok(Snapshot { position, data })
}

/// What can be published of where a message stands.
///
/// # Errors
/// `Missing` where there is no such message for the viewer; `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "read_source", input = Json, output = Json, client = OwnCalls)]
pub async fn read_source(message: MessageId) -> Result<Source> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::source(&server.pool, viewer, message).await
}

/// Whether there is such a question for the viewer to answer.
///
/// # Errors
/// `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "has_question", input = Json, output = Json, client = OwnCalls)]
pub async fn has_question(id: PostId) -> Result<bool> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::has_question(&server.pool, viewer, id).await
}

/// From which conversations of the viewer a post and the answers to it come, and which of them quote the viewer.
///
/// # Errors
/// `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "list_origins", input = Json, output = Json, client = OwnCalls)]
pub async fn list_origins(post: PostId) -> Result<Vec<Origin>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::origins(&server.pool, viewer, post).await
}
