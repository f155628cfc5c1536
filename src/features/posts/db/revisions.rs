//! What entries said before.

use sqlx::PgConnection;

use crate::{
    features::posts::model::{Entry, Revision},
    shared::time::Time,
};

/// What an entry said before a version, or before the present one; the newest first, at most `limit`.
pub async fn select_revisions(
    connection: &mut PgConnection,
    entry: Entry,
    before: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<Revision>> {
    sqlx::query_as!(
        Revision,
        r#"
        select version, title, body, tags, at as "at: Time" from post_revisions
          where kind = $1 and entry_id = $2 and ($3::bigint is null or version < $3)
          order by version desc limit $4
        "#,
        entry.kind(),
        entry.id(),
        before,
        limit
    )
    .fetch_all(connection)
    .await
}
