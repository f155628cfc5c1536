//! The slice's server functions: who asks, for what, and the page that a plain form goes back to; those of groups, and of
//! what one chooses for a conversation, in `details`; what finds messages in `search`.

mod details;
mod scheduled;
mod search;

use leptos::prelude::*;

pub use details::{
    AddPeople, AnswerRequest, ChangeConversation, ChooseFor, LeaveGroup, MakeGroup, RemovePerson, SetRole, bring_back,
    leave_group, remove_person, set_role,
};
pub use scheduled::list_scheduled;
pub use search::search_messages;

use super::{
    model::{self, Conversation, Info, KeptDraft, KeptDrafts, Message, Quote, Revision, Standing, Stretch},
    state::View,
};
use crate::{
    client::OwnCalls,
    realtime::Snapshot,
    shared::{
        Result,
        id::{ConversationId, MessageId},
        json::Json,
        page::Page,
    },
};
#[cfg(feature = "ssr")]
use {
    super::{model::Draft, service, state::sharing::address},
    crate::{
        features::accounts::model::comes_along,
        realtime::Position,
        server::{Server, Viewer, form},
        shared::{Error, page::MAX_LIMIT},
    },
};

/// Conversations that a page of the list holds: more than any screen shows, as each weighs in every first view.
#[cfg(feature = "ssr")]
const PAGE: u32 = 30;

/// A page of the viewer's conversations: pinned first, then by last activity; the first one without a cursor.
///
/// # Errors
/// `Invalid` for the cursor or what is looked for, `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "list_conversations", input = Json, output = Json, client = OwnCalls)]
pub async fn list_conversations(view: View, cursor: Option<String>) -> Result<Snapshot<Page<Conversation>>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let listing = service::Listing {
        unread: view.unread().then_some(true),
        archived: view.archived(),
        requested: view.requested(),
        group: view.groups().then_some(true),
        thread: view.threads().then_some(true),
        find: Some(view.find).filter(|find| !find.is_empty()),
        cursor: cursor.as_deref().map(service::Cursor::decode).transpose()?,
        limit: PAGE,
    };
    let data = service::list(&server.pool, viewer.account, &listing).await?;
    Ok(Snapshot { position, data })
}

/// How the viewer stands to the conversations that hold something unread, are muted or are requests.
///
/// # Errors
/// `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "list_standings", input = Json, output = Json, client = OwnCalls)]
pub async fn list_standings() -> Result<Snapshot<Vec<Standing>>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::standings(&server.pool, viewer.account).await?;
    Ok(Snapshot { position, data })
}

/// What the viewer has written and not sent, wherever they did.
///
/// # Errors
/// `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "list_drafts", input = Json, output = Json, client = OwnCalls)]
pub async fn list_drafts() -> Result<Snapshot<KeptDrafts>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::drafts(&server.pool, viewer.account).await?;
    Ok(Snapshot { position, data })
}

/// What the viewer has written in a conversation and not sent.
///
/// # Errors
/// `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "read_draft", input = Json, output = Json, client = OwnCalls)]
pub async fn read_draft(id: ConversationId) -> Result<KeptDraft> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::draft(&server.pool, viewer.account, id).await
}

/// One conversation of the viewer. The thread of a message has its id, and is there to answer in before anybody has.
///
/// # Errors
/// `Missing` where the viewer is not in it.
#[server(prefix = "/rpc", endpoint = "read_conversation", input = Json, output = Json, client = OwnCalls)]
pub async fn read_conversation(id: ConversationId) -> Result<Snapshot<Conversation>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::read_to_answer(&server.pool, viewer.account, id).await?;
    Ok(Snapshot { position, data })
}

/// A stretch of a conversation's messages, by rising `seq`; at most 100.
///
/// # Errors
/// `Missing` where the viewer is not in it.
#[server(prefix = "/rpc", endpoint = "read_history", input = Json, output = Json, client = OwnCalls)]
pub async fn read_history(id: ConversationId, from: model::From, limit: u32) -> Result<Snapshot<Stretch>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let data = service::stretch(&server.pool, viewer.account, id, from, limit).await?;
    Ok(Snapshot { position, data })
}

/// The messages between two `seq`s, both included, that were ever edited, deleted, reacted to or answered in a thread, by
/// rising `seq`; at most 100.
///
/// # Errors
/// `Missing` where the viewer is not in the conversation.
#[server(prefix = "/rpc", endpoint = "read_changed", input = Json, output = Json, client = OwnCalls)]
pub async fn read_changed(id: ConversationId, low: i64, high: i64) -> Result<Vec<Message>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::changed(&server.pool, viewer.account, id, (low, high)).await
}

/// The beginnings of messages of a conversation, for above their answers; of the first 100 that are asked for.
///
/// # Errors
/// `Missing` where the viewer is not in the conversation.
#[server(prefix = "/rpc", endpoint = "read_quotes", input = Json, output = Json, client = OwnCalls)]
pub async fn read_quotes(id: ConversationId, messages: Vec<MessageId>) -> Result<Vec<Quote>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::quotes(&server.pool, viewer.account, id, &messages).await
}

/// What a message says and what it said before, the newest first; at most 100 of it before a version.
///
/// # Errors
/// `Missing` where there is no such message for the viewer, or it was deleted.
#[server(prefix = "/rpc", endpoint = "read_revisions", input = Json, output = Json, client = OwnCalls)]
pub async fn read_revisions(id: MessageId, before: Option<i64>) -> Result<Page<Revision>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::revisions(&server.pool, viewer.account, id, before, MAX_LIMIT).await
}

/// How far a message of the viewer came.
///
/// # Errors
/// `Forbidden` where somebody else said it, `Missing` where there is no such message for the viewer, or it was deleted.
#[server(prefix = "/rpc", endpoint = "read_info", input = Json, output = Json, client = OwnCalls)]
pub async fn read_info(id: MessageId) -> Result<Info> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::info(&server.pool, viewer.account, id).await
}

/// Opens the conversation with somebody, or finds it. A plain form goes there, and what is `shared` stands in its field
/// then.
///
/// # Errors
/// `Missing` where nobody has the handle, `Invalid` for oneself, and for `shared` where it is too long for the way there.
#[server(prefix = "/rpc", endpoint = "open_conversation", output = Json, client = OwnCalls)]
pub async fn open_conversation(handle: String, #[server(default)] shared: String) -> Result<ConversationId> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let new = ConversationId::new();
    if !comes_along(&address(new, &shared)) {
        return Err(Error::invalid("shared", "too_long"));
    }
    let id = service::open(&server, viewer.account, new, &handle).await?.id;
    form::back_to(&address(id, &shared));
    Ok(id)
}

/// Sends a message, takes everything before it for read, and goes to the end of its conversation. The same form sent
/// twice is one message by its id; without an id it is a new message each time.
///
/// # Errors
/// `Invalid` for the body, `Missing`, `Conflict`, `Slow`.
#[server(prefix = "/rpc", endpoint = "send_message", output = Json, client = OwnCalls)]
pub async fn send_message(conversation_id: ConversationId, body: String, id: Option<MessageId>) -> Result<Message> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let id = id.map_or_else(|| Ok(MessageId::new()), |id| id.by_caller("id"))?;
    // A plain form breaks lines as e-mail does.
    let draft = Draft { id, conversation_id, body: body.replace("\r\n", "\n"), reply_to: None, forwarded: false };
    let message = service::send(&server, viewer.account, &draft).await?.into_message();
    // The message stands, whatever becomes of the mark: a refusal here would have it written again.
    let _ = service::mark(&server.pool, viewer.account, conversation_id, None, Some(message.seq)).await;
    form::back_to(&format!("/messages/{conversation_id}?newest"));
    Ok(message)
}

/// Marks everything up to a message as read and goes on to what is not, for who has no JavaScript.
///
/// # Errors
/// `Missing` where the viewer is not in the conversation.
#[server(prefix = "/rpc", endpoint = "mark_read", output = Json, client = OwnCalls)]
pub async fn mark_read(conversation_id: ConversationId, seq: i64) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::mark(&server.pool, viewer.account, conversation_id, None, Some(seq)).await?;
    form::back_to(&format!("/messages/{conversation_id}"));
    Ok(())
}
