//! How far messages came.

use sqlx::PgConnection;

use crate::{
    features::messages::model::Reached,
    shared::{
        id::{AccountId, MessageId},
        time::Time,
    },
};

/// How far a message of the viewer came with each of the others; nobody for any other message.
pub async fn select_reached(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<Vec<Reached>> {
    sqlx::query_as!(
        Reached,
        r#"
        select person as "account_id!: AccountId", is_delivered as "is_delivered!", delivered_at as "delivered_at: Time",
            is_read as "is_read!", read_at as "read_at: Time"
          from message_reach($1)
        "#,
        id.0
    )
    .fetch_all(connection)
    .await
}
