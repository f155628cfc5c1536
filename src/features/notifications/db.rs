//! SQL of notifications and nothing else. What is read and written here is the viewer's own: the functions say so
//! (`migrations/…_notifications.sql`).

use sqlx::{PgConnection, types::Json};

use super::model::{AllRead, Changed, Notification, Unread};
use crate::shared::{Result, id::NotificationId};

/// How many of the viewer's are unread.
pub async fn find_unread(db: &mut PgConnection) -> Result<Unread> {
    let found = sqlx::query_as!(Unread, "select unread, version from notification_counts where account_id = viewer()");
    Ok(found.fetch_optional(db).await?.unwrap_or_default())
}

/// Of the viewer's, the unread ones or the others: those before a place, the greatest `number` first.
pub async fn select_notifications(
    db: &mut PgConnection,
    is_unread: bool,
    before: i64,
    limit: i64,
) -> Result<Vec<Notification>> {
    let found = sqlx::query_scalar!(
        r#"select told as "told!: Json<Notification>" from my_notifications($1, $2, $3) told"#,
        is_unread,
        before,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(found.into_iter().map(|Json(notification)| notification).collect())
}

/// Has the viewer read one, where it stands at no later place; what holds then, if they were ever told anything.
pub async fn read_notification(db: &mut PgConnection, id: NotificationId, through: i64) -> Result<Option<Changed>> {
    let held = sqlx::query_scalar!(r#"select read_notification($1, $2) as "held: Json<Changed>""#, id.0, through)
        .fetch_one(db)
        .await?;
    Ok(held.map(|Json(held)| held))
}

/// Has the viewer read all up to a place; what holds then, if they were ever told anything.
pub async fn read_all_notifications(db: &mut PgConnection, through: i64) -> Result<Option<AllRead>> {
    let held = sqlx::query_scalar!(r#"select read_all_notifications($1) as "held: Json<AllRead>""#, through)
        .fetch_one(db)
        .await?;
    Ok(held.map(|Json(held)| held))
}

/// Deletes some that were read more than 90 days ago; how many is the answer.
pub async fn delete_old(db: &mut PgConnection) -> Result<u64> {
    let done = sqlx::query!(
        "delete from notifications where id in (
           select id from notifications where read_at < now() - interval '90 days' order by read_at limit 200)"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}
