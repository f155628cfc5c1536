//! What becomes of messages that stand there.

use sqlx::PgConnection;

use crate::{
    features::messages::model::{Message, Revision},
    shared::{
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};

/// What `edit_message` and `delete_message` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changing {
    /// What was asked for holds.
    Done,
    /// It is not the viewer's to change.
    Forbidden,
    /// There is no such message for the viewer.
    Missing,
    /// Something newer holds than what was seen.
    Conflict,
}

impl Changing {
    fn read(outcome: &str) -> Self {
        match outcome {
            "done" => Self::Done,
            "forbidden" => Self::Forbidden,
            "conflict" => Self::Conflict,
            _ => Self::Missing,
        }
    }
}

/// Has a message of the viewer say something else, over the version that was seen of it, or over any.
pub async fn edit_message(
    connection: &mut PgConnection,
    id: MessageId,
    body: &str,
    expected_version: Option<i64>,
) -> sqlx::Result<Changing> {
    let outcome = sqlx::query_scalar!(r#"select edit_message($1, $2, $3) as "outcome!""#, id.0, body, expected_version);
    Ok(Changing::read(&outcome.fetch_one(connection).await?))
}

/// Deletes a message for everybody.
pub async fn delete_message(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<Changing> {
    let outcome = sqlx::query_scalar!(r#"select delete_message($1) as "outcome!""#, id.0);
    Ok(Changing::read(&outcome.fetch_one(connection).await?))
}

/// What a message said before a version, or before the present one; the newest first, at most `limit`.
pub async fn select_revisions(
    connection: &mut PgConnection,
    id: ConversationId,
    seq: i64,
    before: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<Revision>> {
    sqlx::query_as!(
        Revision,
        r#"
        select version, body, at as "at: Time" from message_revisions
          where conversation_id = $1 and seq = $2 and ($3::bigint is null or version < $3)
          order by version desc limit $4
        "#,
        id.0,
        seq,
        before,
        limit
    )
    .fetch_all(connection)
    .await
}

/// Those messages between two `seq`s, both included, that were ever edited or deleted, by rising `seq`; at most `limit`.
pub async fn select_changed(
    connection: &mut PgConnection,
    id: ConversationId,
    low: i64,
    high: i64,
    limit: i64,
) -> sqlx::Result<Vec<Message>> {
    sqlx::query_as!(
        Message,
        r#"
        select id as "id: MessageId", conversation_id as "conversation_id: ConversationId", seq,
            author_id as "author_id: AccountId", body, at as "at: Time", version,
            edited_at as "edited_at: Time", deleted_at as "deleted_at: Time"
          from messages where conversation_id = $1 and seq between $2 and $3 and version > 1 order by seq limit $4
        "#,
        id.0,
        low,
        high,
        limit
    )
    .fetch_all(connection)
    .await
}
