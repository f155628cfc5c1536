//! What the schema refuses because somebody does not accept it: its triggers name a constraint.

use sqlx::{PgConnection, postgres::PgDatabaseError};

use crate::shared::{Error, Result, id::ConversationId};

/// Whether one of the two people of a pair has blocked the other. Only the background may.
pub async fn is_closed(connection: &mut PgConnection, id: ConversationId) -> sqlx::Result<bool> {
    let closed = sqlx::query_scalar!("select closed from conversations where id = $1", id.0);
    Ok(closed.fetch_optional(connection).await?.unwrap_or_default())
}

/// What a statement brought, once it is known that nobody refuses what it does.
///
/// # Errors
/// `with`: `not_accepting` where somebody takes no words from whoever says them, or lets them begin no conversation;
/// `with/{handle}`: `declines` for everybody who is not to be brought into a group by them.
pub fn unless_refused<T>(done: sqlx::Result<T>) -> Result<sqlx::Result<T>> {
    match done.as_ref().err().and_then(refusal) {
        Some(refusal) => Err(refusal),
        None => Ok(done),
    }
}

fn refusal(error: &sqlx::Error) -> Option<Error> {
    let sqlx::Error::Database(error) = error else { return None };
    match error.constraint()? {
        "messages_accepted" | "conversations_accepted" => Some(Error::invalid("with", "not_accepting")),
        "participants_accepted" => {
            let handles = error.try_downcast_ref::<PgDatabaseError>().and_then(PgDatabaseError::detail)?;
            Error::together(handles.split(' ').map(|handle| Error::invalid(format!("with/{handle}"), "declines")))
        }
        _ => None,
    }
}
