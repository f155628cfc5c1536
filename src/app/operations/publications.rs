//! Operations on what is to be published of a conversation, and on what its people say to that.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{read, remembered};
use crate::{
    features::publications::{model::NewPublication, service},
    server::{Server, Viewer},
    shared::{
        Error, Result,
        id::{ConversationId, MessageId, PostId, PublicationId},
    },
    sync::Operation,
};

/// Every kind that begins with `publication.`.
pub(super) async fn apply(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    match operation.kind.as_str() {
        "publication.ask" => ask(server, viewer, operation).await,
        "publication.consent" => consent(server, viewer, operation).await,
        "publication.settle" => settle(server, viewer, operation).await,
        _ => Err(Error::invalid("kind", "unknown")),
    }
}

/// `publication.ask`: the operation's id is the publication's.
#[derive(Deserialize)]
struct Ask {
    conversation_id: ConversationId,
    question_id: Option<PostId>,
    title: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    messages: Vec<MessageId>,
}

/// The answer does not name the operation: no event of that name is to come afterwards.
async fn ask(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let id = PublicationId(operation.id.0);
    let Ask { conversation_id, question_id, title, tags, messages } = read(operation.body)?;
    let new = NewPublication { id, conversation_id, question_id, title, tags, messages };
    let asked = service::ask(server, viewer, new).await?.into_inner();
    Ok(json!({ "state": asked.state }))
}

/// `publication.consent`: whether what they said may be part of it, as it was shown to them.
#[derive(Deserialize)]
struct Consent {
    publication_id: PublicationId,
    allowed: bool,
}

async fn consent(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let Consent { publication_id, allowed } = read(operation.body)?;
    service::consent(server, viewer, publication_id, allowed, &once).await?;
    Ok(json!({}))
}

/// `publication.settle`: whether they publish what they asked for, or take it back.
#[derive(Deserialize)]
struct Settle {
    publication_id: PublicationId,
    publish: bool,
}

async fn settle(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let Settle { publication_id, publish } = read(operation.body)?;
    let state = service::settle(server, viewer, publication_id, publish, &once).await?;
    Ok(json!({ "state": state }))
}
