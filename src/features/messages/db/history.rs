//! What was said: messages with what people think of them, and what of a message stands above its answers.

use sqlx::{PgConnection, types::Json};

use crate::{
    features::messages::model::{Answers, LinkPreview, MAX_QUOTE, Message, Quote, Reaction},
    shared::{
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};

/// A message as its row has it.
struct MessageRow {
    id: MessageId,
    conversation_id: ConversationId,
    seq: i64,
    author_id: AccountId,
    body: String,
    at: Time,
    version: i64,
    edited_at: Option<Time>,
    deleted_at: Option<Time>,
    reply_to: Option<MessageId>,
    forwarded: bool,
    reactions: Json<Vec<Reaction>>,
    reacted: i64,
    preview: Option<Json<LinkPreview>>,
    previewed: i64,
    answers: Option<Json<Answers>>,
}

impl MessageRow {
    fn into_message(self) -> Message {
        Message {
            id: self.id,
            conversation_id: self.conversation_id,
            seq: self.seq,
            author_id: self.author_id,
            body: self.body,
            at: self.at,
            version: self.version,
            edited_at: self.edited_at,
            deleted_at: self.deleted_at,
            reply_to: self.reply_to,
            forwarded: self.forwarded,
            reactions: self.reactions.0,
            reacted: self.reacted,
            preview: self.preview.map(|preview| preview.0),
            previewed: self.previewed,
            answers: self.answers.map(|answers| answers.0),
        }
    }
}

/// The messages between two `seq`s, both included, by rising `seq`.
pub async fn select_messages(
    connection: &mut PgConnection,
    id: ConversationId,
    low: i64,
    high: i64,
) -> sqlx::Result<Vec<Message>> {
    let rows = sqlx::query_as!(
        MessageRow,
        r#"
        select id as "id: MessageId", conversation_id as "conversation_id: ConversationId", seq,
            author_id as "author_id: AccountId", body, at as "at: Time", version,
            edited_at as "edited_at: Time", deleted_at as "deleted_at: Time", reply_to as "reply_to: MessageId",
            forwarded, reactions as "reactions: Json<Vec<Reaction>>", reacted,
            preview as "preview: Json<LinkPreview>", previewed, answers as "answers: Json<Answers>"
          from messages where conversation_id = $1 and seq between $2 and $3 order by seq
        "#,
        id.0,
        low,
        high
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(MessageRow::into_message).collect())
}

/// Those messages between two `seq`s, both included, that were ever edited, deleted, reacted to, previewed or answered in a
/// thread, by rising `seq`; at most `limit`.
pub async fn select_changed(
    connection: &mut PgConnection,
    id: ConversationId,
    low: i64,
    high: i64,
    limit: i64,
) -> sqlx::Result<Vec<Message>> {
    let rows = sqlx::query_as!(
        MessageRow,
        r#"
        select id as "id: MessageId", conversation_id as "conversation_id: ConversationId", seq,
            author_id as "author_id: AccountId", body, at as "at: Time", version,
            edited_at as "edited_at: Time", deleted_at as "deleted_at: Time", reply_to as "reply_to: MessageId",
            forwarded, reactions as "reactions: Json<Vec<Reaction>>", reacted,
            preview as "preview: Json<LinkPreview>", previewed, answers as "answers: Json<Answers>"
          from messages
          where conversation_id = $1 and seq between $2 and $3
            and (version > 1 or reacted > 0 or previewed > 0 or answers is not null)
          order by seq limit $4
        "#,
        id.0,
        low,
        high,
        limit
    );
    Ok(rows.fetch_all(connection).await?.into_iter().map(MessageRow::into_message).collect())
}

/// The `seq` of a message of the conversation; nothing where the viewer finds none of this id there.
pub async fn select_seq(
    connection: &mut PgConnection,
    id: ConversationId,
    message: MessageId,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select seq from message_ids where id = $1 and conversation_id = $2", message.0, id.0)
        .fetch_optional(connection)
        .await
}

/// The `seq` of the first message that was said at this moment or later; nothing where none was.
///
/// The `seq`s have no holes and rise with the time, so halving finds it: by some twenty steps down the primary key in a
/// million messages, without an index that every message sent would have to keep. The middle is a column of its own, as
/// row-level security lets no sum be looked up in an index.
pub async fn first_since(connection: &mut PgConnection, id: ConversationId, time: Time) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"
        with recursive halving (low, high, middle) as (
            select 1::bigint, last_seq + 1, (last_seq + 2) / 2 from conversations where id = $1
          union all
            select half.low, half.high, (half.low + half.high) / 2
              from halving h join messages m on m.seq = h.middle cross join lateral (
                select case when m.at < $2 then m.seq + 1 else h.low end as low,
                  case when m.at < $2 then h.high else m.seq end as high) half
              where m.conversation_id = $1 and h.low < h.high
        )
        select m.seq from halving h join messages m on m.seq = h.low
          where m.conversation_id = $1 and h.low = h.high
        "#,
        id.0,
        time.0
    )
    .fetch_optional(connection)
    .await
}

/// The beginnings of those of the messages that are in the conversation, as far as the viewer may read them.
pub async fn select_quotes(
    connection: &mut PgConnection,
    id: ConversationId,
    messages: &[MessageId],
) -> sqlx::Result<Vec<Quote>> {
    let messages: Vec<_> = messages.iter().map(|id| id.0).collect();
    let most = i32::try_from(MAX_QUOTE).unwrap_or(i32::MAX);
    sqlx::query_as!(
        Quote,
        r#"
        select m.id as "id: MessageId", m.seq, m.author_id as "author_id: AccountId", left(m.body, $3) as "body!", m.version
          from message_ids i join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq
          where i.id = any ($2) and i.conversation_id = $1 and m.conversation_id = $1
        "#,
        id.0,
        &messages,
        most
    )
    .fetch_all(connection)
    .await
}
