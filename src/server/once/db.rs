//! What became of acts, by the ids that their callers gave them.

use serde_json::Value;
use sqlx::PgConnection;

use crate::shared::id::OperationId;

/// What became of an act.
pub struct Operation {
    /// Of what it was.
    pub content_hash: Vec<u8>,
    /// What it answered.
    pub result: Value,
}

/// An act of the viewer.
pub async fn find_operation(connection: &mut PgConnection, id: OperationId) -> sqlx::Result<Option<Operation>> {
    sqlx::query_as!(
        Operation,
        "select content_hash, result from operations where account_id = viewer() and id = $1",
        id.0
    )
    .fetch_optional(connection)
    .await
}

/// Keeps an act of the viewer; whether its id was free.
pub async fn insert_operation(
    connection: &mut PgConnection,
    id: OperationId,
    content_hash: &[u8],
    result: &Value,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "insert into operations (account_id, id, content_hash, result) values (viewer(), $1, $2, $3)
           on conflict do nothing",
        id.0,
        content_hash,
        result
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes some of those that are past keeping, and says how many. Only the background may.
pub async fn delete_old(connection: &mut PgConnection) -> sqlx::Result<u64> {
    let done = sqlx::query!(
        "delete from operations where (account_id, id) in (
           select account_id, id from operations where at < now() - interval '30 days' order by at limit 1000)"
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
