//! The one statement that stores messages.

use sqlx::PgConnection;

use crate::{
    features::messages::model::Draft,
    shared::{id::AccountId, time::Time},
};

/// What `send_messages` did with a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new row.
    Stored { seq: i64, at: Time },
    /// The row was there.
    Known { seq: i64, at: Time, version: i64 },
    /// The id names something else.
    Conflict,
    /// No such conversation for the author.
    Missing,
    /// Somebody else holds the conversation, and this call was not to wait.
    Busy,
}

/// Sends the drafts of several authors in one call; the outcomes come in the order of the drafts.
/// Only the background may: it believes its caller who the authors are.
pub async fn send_messages(
    connection: &mut PgConnection,
    wait: bool,
    drafts: &[(AccountId, Draft)],
) -> sqlx::Result<Vec<Outcome>> {
    let authors: Vec<_> = drafts.iter().map(|(author, _)| author.0).collect();
    let conversations: Vec<_> = drafts.iter().map(|(_, draft)| draft.conversation_id.0).collect();
    let ids: Vec<_> = drafts.iter().map(|(_, draft)| draft.id.0).collect();
    let bodies: Vec<_> = drafts.iter().map(|(_, draft)| draft.body.clone()).collect();
    let rows = sqlx::query!(
        r#"select outcome as "outcome!", seq, at as "at: Time", version
             from send_messages($1, $2, $3, $4, $5) order by place"#,
        wait,
        &authors,
        &conversations,
        &ids,
        &bodies
    )
    .fetch_all(connection)
    .await?;
    let outcomes = rows.into_iter().map(|row| match (row.outcome.as_str(), row.seq, row.at, row.version) {
        ("stored", Some(seq), Some(at), _) => Outcome::Stored { seq, at },
        ("known", Some(seq), Some(at), Some(version)) => Outcome::Known { seq, at, version },
        ("missing", ..) => Outcome::Missing,
        ("busy", ..) => Outcome::Busy,
        _ => Outcome::Conflict,
    });
    Ok(outcomes.collect())
}
