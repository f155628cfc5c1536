//! What the viewer has written and not sent.

use sqlx::PgConnection;

use crate::{
    features::messages::model::KeptDraft,
    shared::id::{ConversationId, OperationId},
};

/// A draft that holds words, and how many there are in all.
pub struct DraftRow {
    /// Where it is written.
    pub conversation_id: ConversationId,
    /// What.
    pub body: String,
    /// Counts the changes.
    pub version: i64,
    /// All that hold words, with those beyond the bound.
    pub total: i64,
}

/// The viewer's drafts that hold words, the last written first, 500 of them and a million bytes at most.
pub async fn select_drafts(connection: &mut PgConnection) -> sqlx::Result<Vec<DraftRow>> {
    sqlx::query_as!(
        DraftRow,
        r#"
        select conversation_id as "conversation_id!: ConversationId", body as "body!", version as "version!",
            total as "total!"
          from (
            select conversation_id, body, version, updated_at, count(*) over () as total,
                sum(octet_length(body)) over (order by updated_at desc, conversation_id) as bytes
              from drafts where account_id = viewer() and body <> ''
          ) newest
          where bytes <= 1000000 order by updated_at desc, conversation_id limit 500
        "#
    )
    .fetch_all(connection)
    .await
}

/// What the viewer has written in a conversation; without words before they have.
pub async fn select_draft(connection: &mut PgConnection, id: ConversationId) -> sqlx::Result<KeptDraft> {
    let row = sqlx::query!(
        r#"select body as "body!", version as "version!" from drafts
          where account_id = viewer() and conversation_id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    let (body, version) = row.map_or_else(Default::default, |row| (row.body, row.version));
    Ok(KeptDraft { conversation_id: id, body, version })
}

/// What `save_draft` did.
pub struct SavedRow {
    /// `saved` or `conflict`.
    pub outcome: String,
    /// What is kept now.
    pub body: String,
    /// The version of that.
    pub version: i64,
}

/// Keeps what the viewer has written over what they saw; nothing where they are not in the conversation.
pub async fn save_draft(
    connection: &mut PgConnection,
    operation: OperationId,
    id: ConversationId,
    expected_version: Option<i64>,
    body: &str,
) -> sqlx::Result<Option<SavedRow>> {
    sqlx::query_as!(
        SavedRow,
        r#"select outcome as "outcome!", body as "body!", version as "version!" from save_draft($1, $2, $3, $4)"#,
        operation.0,
        id.0,
        expected_version,
        body
    )
    .fetch_optional(connection)
    .await
}
