//! What is pinned in conversations.

use sqlx::PgConnection;

use super::Changing;
use crate::{
    features::messages::model::{Pin, Pins},
    shared::{
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};

/// Pins a message for everybody in its conversation, or unpins it.
pub async fn pin_message(connection: &mut PgConnection, id: MessageId, on: bool) -> sqlx::Result<Changing> {
    let outcome = sqlx::query_scalar!(r#"select pin_message($1, $2) as "outcome!""#, id.0, on);
    Ok(Changing::read(&outcome.fetch_one(connection).await?))
}

/// All that is pinned in a conversation; nothing where the viewer is not in it.
pub async fn select_pins(connection: &mut PgConnection, id: ConversationId) -> sqlx::Result<Option<Pins>> {
    let rows = sqlx::query!(
        r#"
        select c.pins_version, p.message_id as "id?: MessageId", p.seq as "seq?", p.account_id as "by?: AccountId",
            p.at as "at?: Time"
          from conversations c left join pins p on p.conversation_id = c.id
          where c.id = $1
          order by p.at desc, p.seq desc
        "#,
        id.0
    )
    .fetch_all(connection)
    .await?;
    let version = rows.first().map(|row| row.pins_version);
    let pins = rows.into_iter().filter_map(|row| Some(Pin { id: row.id?, seq: row.seq?, by: row.by?, at: row.at? }));
    let messages = pins.collect();
    Ok(version.map(|version| Pins { messages, version }))
}

/// What was pinned last in a conversation.
pub async fn newest_pin(connection: &mut PgConnection, id: ConversationId) -> sqlx::Result<Option<MessageId>> {
    sqlx::query_scalar!(
        r#"select message_id as "id: MessageId" from pins where conversation_id = $1 order by at desc, seq desc limit 1"#,
        id.0
    )
    .fetch_optional(connection)
    .await
}
