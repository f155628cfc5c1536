//! `POST /rpc/operations`: the one door for acts that a client keeps until they are confirmed.
//!
//! An operation is applied once however often it arrives: what is said or published is its id, marks only rise, and of
//! changes of settings, of the profile, of blocks, of mutes, of follows, of suggestions, of drafts, of messages, of what is published, of votes, of what
//! is pinned or kept, of what is sent later and of what was chosen for a conversation the ids are kept with what they changed
//! (`server::once`), for 30 days. So nothing is remembered here.

mod bounds;
mod publications;
mod publishing;
mod scheduling;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    middleware::from_fn,
    routing::post,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::size::LARGEST_POST;
use crate::{
    features::{
        accounts, follows,
        messages::{
            model::{Choice, Draft},
            service,
        },
        moderation::{self, model::NewReport},
        notifications,
    },
    server::{Server, Viewer, fault::Problem, json::Json, once::Once},
    shared::{
        Error, Result,
        id::{ConversationId, MessageId},
        json::Exact,
    },
    sync::Operation,
};

/// The encoding of operations that this server reads.
const VERSION: u32 = 1;

/// The door.
pub fn routes() -> Router<Server> {
    let door = Router::new().route("/rpc/operations", post(apply));
    door.layer(from_fn(bounds::check)).layer(DefaultBodyLimit::max(LARGEST_POST))
}

async fn apply(
    State(server): State<Server>,
    viewer: Viewer,
    Json(operation): Json<Operation>,
) -> Result<Json<Value>, Problem> {
    if operation.v != VERSION {
        return Err(Error::invalid("v", "unknown").into());
    }
    operation.id.by_caller("id")?;
    let result = match operation.kind.as_str() {
        "message.send" => send(&server, viewer, operation).await,
        "message.edit" => edit_message(&server, viewer, operation).await,
        "message.delete" => delete_message(&server, viewer, operation).await,
        "message.react" => react(&server, viewer, operation).await,
        "message.pin" => pin(&server, viewer, operation).await,
        "message.unpreview" => unpreview(&server, viewer, operation).await,
        "conversation.mark" => mark(&server, viewer, operation).await,
        "conversation.choose" => choose(&server, viewer, operation).await,
        "schedule.add" | "schedule.change" | "schedule.cancel" => scheduling::apply(&server, viewer, operation).await,
        "post.create" | "post.edit" | "post.delete" | "post.bookmark" | "answer.create" | "answer.edit"
        | "answer.delete" | "answer.accept" | "comment.create" | "comment.edit" | "comment.delete" | "vote.cast" => {
            publishing::apply(&server, viewer, operation).await
        }
        "publication.ask" | "publication.consent" | "publication.settle" => {
            publications::apply(&server, viewer, operation).await
        }
        "draft.save" => save_draft(&server, viewer, operation).await,
        "report.make" => report(&server, viewer, operation).await,
        "settings.change" | "profile.change" | "person.block" | "person.mute" => {
            accounts::service::operate(&server.pool, viewer, &operation).await
        }
        "notification.read" | "notification.read_all" => {
            notifications::service::operate(&server.pool, viewer, &operation).await
        }
        "person.follow" => follows::service::operate(&server, viewer, &operation).await,
        "suggestion.dismiss" => follows::service::operate_dismissal(&server, viewer, &operation).await,
        _ => Err(Error::invalid("kind", "unknown")),
    }?;
    Ok(Json(result))
}

/// `message.send`: the operation's id is the message's.
#[derive(Deserialize)]
struct Send {
    conversation_id: ConversationId,
    body: String,
    reply_to: Option<MessageId>,
    #[serde(default)]
    forwarded: bool,
}

async fn send(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let id = MessageId(operation.id.0);
    let Send { conversation_id, body, reply_to, forwarded } = read(operation.body)?;
    let draft = Draft { id, conversation_id, body, reply_to, forwarded };
    let sent = service::send(server, viewer.account, &draft).await?;
    Ok(json!(sent.into_message()))
}

/// `message.edit`: what a message of theirs is to say.
#[derive(Deserialize)]
struct EditMessage {
    message_id: MessageId,
    body: String,
}

async fn edit_message(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let EditMessage { message_id, body } = read(operation.body)?;
    // Over any version: of two devices, the one that is stored last holds.
    let edit = service::Edit { id: message_id, body: &body, expected_version: None };
    Ok(json!(service::edit(server, viewer.account, edit, &once).await?))
}

/// `message.delete`: which message is to go, for everybody.
#[derive(Deserialize)]
struct DeleteMessage {
    message_id: MessageId,
}

async fn delete_message(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let DeleteMessage { message_id } = read(operation.body)?;
    Ok(json!(service::delete(&server.pool, viewer.account, message_id, &once).await?))
}

/// `message.react`: which emoji of theirs a message is to have, or not any more.
#[derive(Deserialize)]
struct ReactTo {
    message_id: MessageId,
    emoji: String,
    on: bool,
}

async fn react(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let ReactTo { message_id, emoji, on } = read(operation.body)?;
    let react = service::React { message: message_id, emoji: &emoji, on };
    Ok(json!(service::react(server, viewer.account, react, &once).await?))
}

/// `message.pin`: whether a message is to be pinned for everybody in its conversation. The answer names the message, as that
/// of any other change of one does.
#[derive(Deserialize)]
struct PinMessage {
    message_id: MessageId,
    on: bool,
}

async fn pin(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let PinMessage { message_id, on } = read(operation.body)?;
    let mut answer = json!(service::pin(server, viewer.account, message_id, on, &once).await?);
    answer["id"] = json!(message_id);
    Ok(answer)
}

/// `message.unpreview`: which message of theirs is not to show the page that it leads to.
#[derive(Deserialize)]
struct Unpreview {
    message_id: MessageId,
}

async fn unpreview(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = remembered(&operation);
    let Unpreview { message_id } = read(operation.body)?;
    Ok(json!(service::unpreview(&server.pool, viewer.account, message_id, &once).await?))
}

fn remembered(operation: &Operation) -> Once {
    Once::named(operation.id, &format!("{} {}", operation.kind, operation.body))
}

/// `conversation.mark`: what reached a device, and what was read.
#[derive(Deserialize)]
struct Mark {
    conversation_id: ConversationId,
    delivered: Option<i64>,
    read: Option<i64>,
}

async fn mark(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let Mark { conversation_id, delivered, read } = read(operation.body)?;
    service::mark(&server.pool, viewer.account, conversation_id, delivered, read).await?;
    Ok(json!({}))
}

/// `conversation.choose`: whether one mutes, pins or puts away a conversation, for oneself alone, or accepts a request. What the later of two acts
/// chose holds.
#[derive(Deserialize)]
struct Choose {
    conversation_id: ConversationId,
    muted: Option<bool>,
    pinned: Option<bool>,
    archived: Option<bool>,
    requested: Option<bool>,
}

async fn choose(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = Once::of_page(operation.id, &operation.kind);
    let expected_version = operation.expected_version;
    let Choose { conversation_id, muted, pinned, archived, requested } = read(operation.body)?;
    let choice = Choice { muted, pinned, archived, requested, expected_version };
    Ok(json!(service::choose_mark(&server.pool, viewer.account, conversation_id, choice, &once).await?))
}

/// `report.make`: the operation's id is the report's.
async fn report(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let report: NewReport = read(operation.body)?;
    if report.id.0 != operation.id.0 {
        return Err(Error::Conflict);
    }
    moderation::service::report(server, viewer, report).await?;
    Ok(json!({}))
}

/// `draft.save`: what is written and not sent, over the version that was seen.
#[derive(Deserialize)]
struct SaveDraft {
    conversation_id: ConversationId,
    body: String,
}

async fn save_draft(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let Operation { id, expected_version, body, .. } = operation;
    let SaveDraft { conversation_id, body } = read(body)?;
    let save = service::Save { id, conversation_id, body: &body, expected_version };
    Ok(json!(service::save_draft(server, viewer.account, save).await?))
}

fn read<T: DeserializeOwned>(body: Value) -> Result<T> {
    serde_json::from_value(body).map(|Exact(body)| body).map_err(|_| Error::invalid("body", "shape"))
}

#[cfg(test)]
mod tests;
