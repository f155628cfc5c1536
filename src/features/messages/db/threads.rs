//! How a thread begins, and is followed.

use sqlx::PgConnection;

use crate::shared::id::{ConversationId, MessageId};

/// What came of beginning a thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is there now.
    Now,
    /// It was there; the viewer has a place in it now.
    Before,
    /// The message stands in a thread itself.
    Nested,
    /// There is no such message for the viewer, or it was deleted.
    Missing,
}

/// Begins the thread of a message, where it has none yet, and gives the viewer a place in it. Nobody hears of it, or has a place
/// in it by that, before something is said in it.
pub async fn begin_thread(connection: &mut PgConnection, message: MessageId) -> sqlx::Result<Begun> {
    let outcome = sqlx::query_scalar!(r#"select begin_thread($1) as "outcome!""#, message.0);
    Ok(match outcome.fetch_one(connection).await?.as_str() {
        "begun" => Begun::Now,
        "there" => Begun::Before,
        "nested" => Begun::Nested,
        _ => Begun::Missing,
    })
}

/// Has the viewer take part in a thread as if they had answered; whether they took none in what was said there.
pub async fn follow_thread(connection: &mut PgConnection, thread: ConversationId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select follow_thread($1) as "follows!""#, thread.0).fetch_one(connection).await
}
