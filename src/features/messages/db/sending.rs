//! The one statement that stores messages.

use sqlx::PgConnection;
use uuid::Uuid;

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
    Known,
    /// The id names something else.
    Conflict,
    /// No such conversation for the author, or no such message in it as the draft answers.
    Missing,
    /// Somebody else holds the conversation, and this call was not to wait; or what the draft needs came to be by this call:
    /// alone it will be stored.
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
    let replies: Vec<_> = drafts.iter().map(|(_, draft)| draft.reply_to.map(|id| id.0)).collect();
    let forwarded: Vec<_> = drafts.iter().map(|(_, draft)| draft.forwarded).collect();
    let rows = sqlx::query!(
        r#"select outcome as "outcome!", seq, at as "at: Time"
             from send_messages($1, $2, $3, $4, $5, $6, $7) order by place"#,
        wait,
        &authors,
        &conversations,
        &ids,
        &bodies,
        &replies as &[Option<Uuid>],
        &forwarded
    )
    .fetch_all(connection)
    .await?;
    let outcomes = rows.into_iter().map(|row| match (row.outcome.as_str(), row.seq, row.at) {
        ("stored", Some(seq), Some(at)) => Outcome::Stored { seq, at },
        ("known", ..) => Outcome::Known,
        ("missing", ..) => Outcome::Missing,
        ("busy", ..) => Outcome::Busy,
        _ => Outcome::Conflict,
    });
    Ok(outcomes.collect())
}
