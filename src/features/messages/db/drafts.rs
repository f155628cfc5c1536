//! What the viewer has written and not sent.

use sqlx::PgConnection;

use crate::{features::messages::model::KeptDraft, shared::id::ConversationId};

/// The viewer's drafts that hold words, the last written first, 500 of them and a million bytes at most.
pub async fn select_drafts(connection: &mut PgConnection) -> sqlx::Result<Vec<KeptDraft>> {
    sqlx::query_as!(
        KeptDraft,
        r#"
        select conversation_id as "conversation_id!: ConversationId", body as "body!", version as "version!"
          from (
            select conversation_id, body, version, updated_at,
                sum(octet_length(body)) over (order by updated_at desc, conversation_id) as bytes
              from drafts where account_id = viewer() and body <> ''
          ) newest
          where bytes <= 1000000 order by updated_at desc, conversation_id limit 500
        "#
    )
    .fetch_all(connection)
    .await
}

/// What `save_draft` did.
pub struct SavedRow {
    /// `saved` or `conflict`.
    pub outcome: String,
    /// The version that is kept now.
    pub version: i64,
}

/// Keeps what the viewer has written over what they saw; nothing where they are not in the conversation.
pub async fn save_draft(
    connection: &mut PgConnection,
    id: ConversationId,
    expected_version: Option<i64>,
    body: &str,
) -> sqlx::Result<Option<SavedRow>> {
    sqlx::query_as!(
        SavedRow,
        r#"select outcome as "outcome!", version as "version!" from save_draft($1, $2, $3)"#,
        id.0,
        expected_version,
        body
    )
    .fetch_optional(connection)
    .await
}
