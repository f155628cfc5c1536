//! The slice's public API (spec/api.md). What one may not know of answers like what never was: 404.
//!
//! `conversation` is one conversation and who is in it, `changing` what becomes of messages that stand there, `reacting`
//! what people think of them, `pinning` what is pinned of them and how far they came, `previewing` what the pages are
//! called that they lead to, `threads` what is said beside them, `search` what finds them, `scheduled` what is said later.

mod changing;
mod conversation;
mod pinning;
mod previewing;
mod reacting;
mod scheduled;
mod search;
mod threads;

use axum::extract::State;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    model::{Conversation, Draft, From, Message, Stretch, thread_on},
    service::{self, Cursor, Listing, NewGroup, Sent},
};
use crate::{
    server::{
        Server, Viewer,
        fault::Problem,
        json::{Json, Path, Query},
        once::{Once, Repeated},
    },
    shared::{
        Error,
        id::{ConversationId, MessageId},
        page::{Page, Paging, limit_of},
        time::Time,
    },
};

type Answer<T> = Result<T, Problem>;

/// Every call of the slice.
pub fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list, open))
        .merge(conversation::routes())
        .routes(routes!(history))
        .routes(routes!(read_all))
        .routes(routes!(send))
        .routes(routes!(read_message))
        .merge(changing::routes())
        .merge(reacting::routes())
        .merge(pinning::routes())
        .merge(scheduled::routes())
        .merge(previewing::routes())
        .merge(search::routes())
        .merge(threads::routes())
}

/// A conversation and how much of it the caller has not read.
#[derive(Serialize, ToSchema)]
struct Listed {
    #[serde(flatten)]
    conversation: Conversation,
    /// Messages of others that the caller has not read.
    unread: i64,
}

impl core::convert::From<Conversation> for Listed {
    fn from(conversation: Conversation) -> Self {
        Self { unread: conversation.unread(), conversation }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ListQuery {
    /// Only those with something unread, or without.
    unread: Option<bool>,
    /// Only those put away, or not.
    archived: Option<bool>,
    /// Only message requests, or none.
    requested: Option<bool>,
    /// Only groups, or only conversations of two and threads.
    group: Option<bool>,
    /// Only threads, or none.
    thread: Option<bool>,
    /// Only those whose name, or whose people's names or handles, contain this; threads only by the beginning of their message.
    q: Option<String>,
}

/// Lists the caller's conversations: pinned first, then by last activity. The threads that the caller takes part in are among
/// them, each with the id of its message, and `thread_of` says beside which conversation it stands.
#[utoipa::path(get, path = "/api/conversations", tag = "Conversations", params(Paging, ListQuery),
    responses((status = 200, description = "A page of conversations", body = Page<Listed>)))]
async fn list(
    State(server): State<Server>,
    viewer: Viewer,
    Query(Paging { limit, cursor }): Query<Paging>,
    Query(query): Query<ListQuery>,
) -> Answer<Json<Page<Listed>>> {
    let listing = Listing {
        unread: query.unread,
        archived: query.archived,
        requested: query.requested,
        group: query.group,
        thread: query.thread,
        find: query.q.map(|q| q.trim().to_owned()).filter(|q| !q.is_empty()),
        cursor: cursor.as_deref().map(Cursor::decode).transpose()?,
        limit: limit_of(limit)?,
    };
    let page = service::list(&server.pool, viewer.account, &listing).await?;
    let total = service::count(&server.pool, viewer.account, &listing).await?;
    Ok(Json(Page { total: Some(total), ..page.map(Listed::from) }))
}

/// A conversation to open.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"with": ["ann"]})))]
struct NewConversation {
    /// Made by the caller (`UUIDv7`). It counts only where other people have no conversation of this id, and for a pair
    /// where there is none with this person yet: what is answered holds.
    id: Option<ConversationId>,
    /// The handles of the others: of one for a pair, of 1–255 for a group.
    #[schema(min_items = 1, max_items = 255)]
    with: Vec<String>,
    /// The name of a group, 1–80 characters, with at most 8 marks on a letter; without it the conversation is one of two
    /// people.
    #[schema(min_length = 1, max_length = 80)]
    name: Option<String>,
}

/// Opens the conversation with a person, or finds it: a pair has one, ever. With a name it makes a group, which the caller
/// owns.
#[utoipa::path(post, path = "/api/conversations", tag = "Conversations", request_body = NewConversation,
    responses((status = 201, description = "It was opened now", body = Listed),
        (status = 200, description = "It was there", body = Listed)))]
async fn open(
    State(server): State<Server>,
    viewer: Viewer,
    Json(new): Json<NewConversation>,
) -> Answer<(StatusCode, Json<Listed>)> {
    let id = new.id.map_or_else(|| Ok(ConversationId::new()), |id| id.by_caller("id"))?;
    let opened = match (new.name, new.with) {
        (Some(name), with) => service::create_group(&server, viewer.account, &NewGroup { id, name, with }).await?,
        (None, with) => match &with[..] {
            [handle] => service::open(&server, viewer.account, id, handle).await?,
            [] => return Err(Error::invalid("with", "required").into()),
            _ => return Err(Error::invalid("name", "required").into()),
        },
    };
    let conversation = service::read(&server.pool, viewer.account, opened.id).await?;
    Ok((status(opened.created), Json(conversation.into())))
}

fn status(created: bool) -> StatusCode {
    if created { StatusCode::CREATED } else { StatusCode::OK }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct HistoryQuery {
    /// Messages before this `seq`; `next` of the page before.
    before: Option<i64>,
    /// Messages after this `seq`.
    after: Option<i64>,
    /// The message with this `seq` and those around it.
    around: Option<i64>,
    /// The first message that was said at this moment or later and those around it; the newest where nothing was said
    /// since.
    #[param(value_type = Option<String>, format = DateTime)]
    at: Option<Time>,
    /// At most so many, 1–100; 20 when nothing is said.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Reads a stretch of a conversation's messages, the newest first. `next` is there while there are
/// older ones; it goes on as `before`.
#[utoipa::path(get, path = "/api/conversations/{id}/messages", tag = "Messages",
    params(("id" = ConversationId, Path), HistoryQuery),
    responses((status = 200, description = "Messages, the newest first", body = Page<Message>)))]
async fn history(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<ConversationId>,
    Query(query): Query<HistoryQuery>,
) -> Answer<Json<Page<Message>>> {
    let (from, limit) = (query.asked()?, limit_of(query.limit)?);
    Ok(Json(newest_first(service::history(&server.pool, viewer.account, id, from, limit).await?)))
}

impl HistoryQuery {
    /// The one place that is asked for.
    fn asked(&self) -> Result<From, Error> {
        match (self.before, self.after, self.around, self.at) {
            (None, None, None, None) => Ok(From::Newest),
            (Some(seq), None, None, None) => Ok(From::Before(seq)),
            (None, Some(seq), None, None) => Ok(From::After(seq)),
            (None, None, Some(seq), None) => Ok(From::Around(seq)),
            (None, None, None, Some(time)) => Ok(From::Since(time)),
            _ => Err(Error::invalid("before", "exclusive")),
        }
    }
}

fn newest_first(stretch: Stretch) -> Page<Message> {
    let next = stretch.messages.first().filter(|_| stretch.older).map(|message| message.seq.to_string());
    Page { items: stretch.messages.into_iter().rev().collect(), next, total: None }
}

/// A message to send.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"id": "0199b0c4-0000-7000-8000-00000000000a", "to": "ann", "body": "Hello!"})))]
struct NewMessage {
    /// Made by the caller (`UUIDv7`), so that a retry is the same message.
    id: MessageId,
    /// Where to say it; this, `to` or `thread`.
    conversation_id: Option<ConversationId>,
    /// The handle of the person to say it to; this, `conversation_id` or `thread`.
    to: Option<String>,
    /// The message in whose thread to say it; this, `conversation_id` or `to`. No message that stands in a thread has one.
    thread: Option<MessageId>,
    /// What to say, 1–10,000 characters of markdown: `*stressed*`, `**strong**`, `~~taken back~~`, `` `code` ``, lines of
    /// code between two lines of three backticks, and at the beginning of a line `# ` for a heading, `> ` for a quote,
    /// `- ` and `1. ` for the points of a list. `[words](https://example.org)` and addresses that begin with `https://` or
    /// `http://` are links. A line that is typed is a line that is shown, a backslash makes a sign a word, and HTML is
    /// words.
    #[schema(min_length = 1, max_length = 10_000)]
    body: String,
    /// The message of the same conversation that it answers, which may have been deleted.
    reply_to: Option<MessageId>,
    /// Whether it is taken from elsewhere: then it says so, and not from where.
    #[serde(default)]
    forwarded: bool,
}

/// Sends a message to a conversation, to a person or in the thread of a message, which begins with it. The same id with the
/// same content answers the same message again. What is refused opens no conversation.
#[utoipa::path(post, path = "/api/messages", tag = "Messages", request_body = NewMessage,
    responses((status = 201, description = "It was stored now", body = Message),
        (status = 200, description = "It was stored before", body = Message)))]
async fn send(
    State(server): State<Server>,
    viewer: Viewer,
    Json(new): Json<NewMessage>,
) -> Answer<(StatusCode, Json<Message>)> {
    let id = new.id.by_caller("id")?;
    let NewMessage { body, reply_to, forwarded, .. } = new;
    let draft = |conversation_id| Draft { id, conversation_id, body, reply_to, forwarded };
    let sent = match (new.conversation_id.or(new.thread.map(thread_on)), new.to) {
        (Some(_), _) if new.conversation_id.is_some() && new.thread.is_some() => {
            return Err(Error::invalid("thread", "exclusive").into());
        }
        (Some(place), None) => service::send(&server, viewer.account, &draft(place)).await?,
        (None, Some(handle)) => {
            service::send_to(&server, viewer.account, &handle, draft(ConversationId::default())).await?
        }
        (None, None) => return Err(Error::invalid("conversation_id", "required").into()),
        (Some(_), Some(_)) => return Err(Error::invalid("to", "exclusive").into()),
    };
    match sent {
        Sent::Stored(message) => Ok((status(true), Json(message))),
        Sent::Known(message) => Ok((status(false), Json(message))),
    }
}

/// Marks everything up to a message as read.
#[utoipa::path(patch, path = "/api/messages/{id}/read", tag = "Messages",
    params(("id" = MessageId, Path), Repeated), responses((status = 204, description = "It is read")))]
async fn read_message(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<MessageId>,
    once: Once,
) -> Answer<StatusCode> {
    service::mark_message_read(&server.pool, viewer.account, id, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Marks everything in a conversation as read.
#[utoipa::path(patch, path = "/api/conversations/{id}/read-all", tag = "Conversations",
    params(("id" = ConversationId, Path), Repeated), responses((status = 204, description = "Nothing is unread")))]
async fn read_all(
    State(server): State<Server>,
    viewer: Viewer,
    Path(id): Path<ConversationId>,
    once: Once,
) -> Answer<StatusCode> {
    service::mark_all_read(&server.pool, viewer.account, id, &once).await?;
    Ok(StatusCode::NO_CONTENT)
}
