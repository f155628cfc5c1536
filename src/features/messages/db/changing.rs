//! What becomes of messages that stand there.

use sqlx::PgConnection;

use crate::{
    features::messages::model::Revision,
    shared::{
        id::{ConversationId, MessageId},
        time::Time,
    },
};

/// What `edit_message`, `delete_message`, `react_message`, `pin_message` and `unpreview_message` did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changing {
    /// What was asked for holds.
    Done,
    /// It is not the viewer's to change.
    Forbidden,
    /// It has as many reactions as it can have, or its conversation as many pinned messages.
    Full,
    /// There is no such message for the viewer.
    Missing,
    /// Something newer holds than what was seen.
    Conflict,
}

impl Changing {
    pub(super) fn read(outcome: &str) -> Self {
        match outcome {
            "done" => Self::Done,
            "forbidden" => Self::Forbidden,
            "conflict" => Self::Conflict,
            "full" => Self::Full,
            _ => Self::Missing,
        }
    }
}

/// Has a message of the viewer say something else, over the version that was seen of it, or over any; `leads` is the page to
/// which that leads first.
pub async fn edit_message(
    connection: &mut PgConnection,
    id: MessageId,
    body: &str,
    expected_version: Option<i64>,
    leads: Option<&str>,
) -> sqlx::Result<Changing> {
    let outcome = sqlx::query_scalar!(
        r#"select edit_message($1, $2, $3, $4) as "outcome!""#,
        id.0,
        body,
        expected_version,
        leads
    );
    Ok(Changing::read(&outcome.fetch_one(connection).await?))
}

/// Deletes a message for everybody.
pub async fn delete_message(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<Changing> {
    let outcome = sqlx::query_scalar!(r#"select delete_message($1) as "outcome!""#, id.0);
    Ok(Changing::read(&outcome.fetch_one(connection).await?))
}

/// Gives a message the viewer's emoji, or takes it away.
pub async fn react_message(
    connection: &mut PgConnection,
    id: MessageId,
    emoji: &str,
    on: bool,
) -> sqlx::Result<Changing> {
    let outcome = sqlx::query_scalar!(r#"select react_message($1, $2, $3) as "outcome!""#, id.0, emoji, on);
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
