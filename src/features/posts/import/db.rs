//! SQL of imported threads.

use sqlx::PgConnection;

use crate::{features::posts::model::Entry, shared::time::Time};

/// Has what was published now be of when it is said to be.
pub async fn set_back(db: &mut PgConnection, entries: &[(Entry, Time)]) -> sqlx::Result<()> {
    let ids: Vec<_> = entries.iter().map(|(entry, _)| entry.id()).collect();
    let times: Vec<_> = entries.iter().map(|(_, at)| at.0).collect();
    sqlx::query!(
        "with set_back as (select * from unnest($1::uuid[], $2::timestamptz[]) entry (id, at)),
           of_posts as (update posts p set at = s.at from set_back s where p.id = s.id),
           of_tags as (update post_tags k set at = s.at from set_back s where k.post_id = s.id),
           of_answers as (update answers a set at = s.at from set_back s where a.id = s.id),
           of_comments as (update comments c set at = s.at from set_back s where c.id = s.id)
         update mentions m set at = s.at from set_back s where m.entry_id = s.id",
        &ids,
        &times
    )
    .execute(db)
    .await?;
    Ok(())
}
