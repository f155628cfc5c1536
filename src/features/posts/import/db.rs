//! SQL of imported threads.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{features::posts::model::Entry, shared::time::Time};

/// Has what was published now be of when it is said to be.
pub async fn set_back(db: &mut PgConnection, entries: &[(Entry, Time)]) -> sqlx::Result<()> {
    let (ids, times) = columns(entries);
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

/// Has what was edited now be edited when it is said to be.
pub async fn set_edits_back(db: &mut PgConnection, entries: &[(Entry, Time)]) -> sqlx::Result<()> {
    let (ids, times) = columns(entries);
    sqlx::query!(
        "with set_back as (select * from unnest($1::uuid[], $2::timestamptz[]) entry (id, at)),
           of_posts as (
             update posts p set edited_at = s.at from set_back s where p.id = s.id and p.edited_at is not null),
           of_answers as (
             update answers a set edited_at = s.at from set_back s where a.id = s.id and a.edited_at is not null)
         update comments c set edited_at = s.at from set_back s where c.id = s.id and c.edited_at is not null",
        &ids,
        &times
    )
    .execute(db)
    .await?;
    Ok(())
}

fn columns(entries: &[(Entry, Time)]) -> (Vec<Uuid>, Vec<DateTime<Utc>>) {
    entries.iter().map(|(entry, at)| (entry.id(), at.0)).unzip()
}
