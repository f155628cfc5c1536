//! Operations on messages that are sent later.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{read, remembered};
use crate::{
    features::messages::{
        model::{Draft, Rescheduled},
        service::{self, Planned},
    },
    server::{Server, Viewer, once::Once},
    shared::{
        Error, Result,
        id::{ConversationId, MessageId},
        time::Time,
    },
    sync::Operation,
};

/// `schedule.add`, `schedule.change` and `schedule.cancel`.
pub(super) async fn apply(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    match operation.kind.as_str() {
        "schedule.add" => add(server, viewer, operation).await,
        "schedule.change" => change(server, viewer, operation).await,
        "schedule.cancel" => cancel(server, viewer, operation).await,
        _ => Err(Error::invalid("kind", "unknown")),
    }
}

/// `schedule.add`: the operation's id is the message's.
#[derive(Deserialize)]
struct Add {
    conversation_id: ConversationId,
    body: String,
    reply_to: Option<MessageId>,
    at: Time,
}

/// The answer names the operation in any case: what is scheduled, or that alone where it is no more.
async fn add(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let (id, once) = (MessageId(operation.id.0), remembered(&operation));
    let Add { conversation_id, body, reply_to, at } = read(operation.body)?;
    let draft = Draft { id, conversation_id, body, reply_to, forwarded: false };
    match service::schedule(server, viewer.account, &draft, at, &once).await? {
        Planned::New(scheduled) | Planned::Known(scheduled) => Ok(json!(scheduled)),
        Planned::Over => Ok(json!({ "id": id })),
    }
}

/// `schedule.change`: what it is to say, or when it is to be sent. What the later of two acts says holds.
#[derive(Deserialize)]
struct Change {
    message_id: MessageId,
    body: Option<String>,
    at: Option<Time>,
    #[serde(default)]
    now: bool,
}

async fn change(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = Once::of_page(operation.id, &operation.kind);
    let Change { message_id, body, at, now } = read(operation.body)?;
    let change = Rescheduled { body, at, now };
    let changed = service::reschedule(server, viewer.account, message_id, (&change, None), &once).await?;
    // Where it was sent or taken back since, there is nothing to take over, and nothing was refused.
    Ok(changed.map_or_else(|| json!({ "id": message_id, "version": 0 }), |changed| json!(changed)))
}

/// `schedule.cancel`: which of them is not to be sent.
#[derive(Deserialize)]
struct Cancel {
    message_id: MessageId,
}

async fn cancel(server: &Server, viewer: Viewer, operation: Operation) -> Result<Value> {
    let once = Once::of_page(operation.id, &operation.kind);
    let Cancel { message_id } = read(operation.body)?;
    service::cancel(&server.pool, viewer.account, message_id, &once).await?;
    Ok(json!({ "id": operation.id }))
}
