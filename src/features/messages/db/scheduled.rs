//! What is said later: what its author does with it, and how it is sent.

use sqlx::PgConnection;

use crate::{
    features::messages::model::{Draft, Rescheduled, Scheduled, Stage},
    shared::{
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};

/// A scheduled message as the table has it.
struct Row {
    id: MessageId,
    conversation_id: ConversationId,
    body: String,
    reply_to: Option<MessageId>,
    at: Time,
    state: String,
    trouble: Option<String>,
    version: i64,
}

impl From<Row> for Scheduled {
    fn from(row: Row) -> Self {
        let Row { id, conversation_id, body, reply_to, at, state, trouble, version } = row;
        let state = match state.as_str() {
            "sending" => Stage::Sending,
            "failed" => Stage::Failed,
            _ => Stage::Waiting,
        };
        Self { id, conversation_id, body, reply_to, at, state, trouble, version }
    }
}

/// What the viewer has scheduled, by time.
pub async fn select_all_scheduled(connection: &mut PgConnection) -> sqlx::Result<Vec<Scheduled>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id as "id!: MessageId", conversation_id as "conversation_id!: ConversationId", body as "body!",
            reply_to as "reply_to?: MessageId", at as "at!: Time", state as "state!", trouble as "trouble?",
            version as "version!"
          from scheduled_messages where account_id = viewer() order by at, id"#
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(Scheduled::from).collect())
}

/// One that the viewer has scheduled.
pub async fn select_scheduled(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<Option<Scheduled>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id as "id!: MessageId", conversation_id as "conversation_id!: ConversationId", body as "body!",
            reply_to as "reply_to?: MessageId", at as "at!: Time", state as "state!", trouble as "trouble?",
            version as "version!"
          from scheduled_messages where account_id = viewer() and id = $1"#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(Scheduled::from))
}

/// Keeps a message of the viewer for later; the outcome in the words of the database.
pub async fn schedule_message(connection: &mut PgConnection, draft: &Draft, at: Time) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select schedule_message($1, $2, $3, $4, $5) as "outcome!""#,
        draft.id.0,
        draft.conversation_id.0,
        &draft.body,
        draft.reply_to.map(|id| id.0),
        at.0
    )
    .fetch_one(connection)
    .await
}

/// Changes what the viewer has scheduled, over the version that was seen; the outcome in the words of the database.
pub async fn change_scheduled(
    connection: &mut PgConnection,
    id: MessageId,
    expected_version: Option<i64>,
    change: &Rescheduled,
) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"select change_scheduled($1, $2, $3, $4, $5) as "outcome!""#,
        id.0,
        expected_version,
        change.body.as_deref(),
        change.at.map(|at| at.0),
        change.now
    )
    .fetch_one(connection)
    .await
}

/// Takes back what the viewer has scheduled; the outcome in the words of the database.
pub async fn cancel_scheduled(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<String> {
    sqlx::query_scalar!(r#"select cancel_scheduled($1) as "outcome!""#, id.0).fetch_one(connection).await
}

/// Plans the job that sends it, or gives that up where it waits no more. Only the background may.
pub async fn plan_scheduled(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select plan_scheduled($1) as "is_planned!""#, id.0).fetch_one(connection).await
}

/// Takes a message whose time has come, so that it changes no more; nothing where it waits no more, or for another time, or
/// its author is gone. Only the background may.
pub async fn claim_scheduled(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<Option<(AccountId, Draft)>> {
    let row = sqlx::query!(
        r#"update scheduled_messages s set state = 'sending'
            where s.id = $1 and s.state in ('waiting', 'sending') and s.at <= clock_timestamp()
              and exists (select from accounts a where a.id = s.account_id and a.deleted_at is null)
            returning s.account_id as "account_id!: AccountId", s.conversation_id as "conversation_id!: ConversationId",
              s.body as "body!", s.reply_to as "reply_to?: MessageId""#,
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| {
        let draft = Draft {
            id,
            conversation_id: row.conversation_id,
            body: row.body,
            reply_to: row.reply_to,
            forwarded: false,
        };
        (row.account_id, draft)
    }))
}

/// Whether it waits for a later moment, which changes no more until the transaction ends. Only the background may.
pub async fn hold_waiting(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<bool> {
    let held = sqlx::query_scalar!(
        "select id from scheduled_messages where id = $1 and state = 'waiting' and at > clock_timestamp() for update",
        id.0
    )
    .fetch_optional(connection)
    .await?;
    Ok(held.is_some())
}

/// Whether this person has said it already. Only the background may.
pub async fn was_said(connection: &mut PgConnection, id: MessageId, author: AccountId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (
             select from message_ids i join messages m on m.conversation_id = i.conversation_id and m.seq = i.seq
               where i.id = $1 and m.author_id = $2) as "said!""#,
        id.0,
        author.0
    )
    .fetch_one(connection)
    .await
}

/// It was sent: it is a message now. Only the background may.
pub async fn delete_scheduled(connection: &mut PgConnection, id: MessageId) -> sqlx::Result<()> {
    sqlx::query!("delete from scheduled_messages where id = $1 and state = 'sending'", id.0)
        .execute(connection)
        .await?;
    Ok(())
}

/// It could not be sent, and its author is told why. Only the background may.
pub async fn fail_scheduled(connection: &mut PgConnection, id: MessageId, trouble: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "update scheduled_messages set state = 'failed', trouble = $2, version = version + 1
          where id = $1 and state = 'sending'",
        id.0,
        trouble
    )
    .execute(connection)
    .await?;
    Ok(())
}
