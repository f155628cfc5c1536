//! SQL of badges and nothing else. Policies hide who is kept apart by a block (`migrations/…_badges.sql`).

use sqlx::PgConnection;

use super::model::{Badge, Earned};
use crate::shared::{Result, id::AccountId, time::Time};

/// What the person of a handle has earned; nothing of who is hidden from the viewer.
pub async fn find_earned(db: &mut PgConnection, handle: &str) -> Result<Option<Earned>> {
    let found = sqlx::query!(
        r#"select a.id as "id: AccountId", s.reputation, s.version
           from accounts a join user_stats s on s.account_id = a.id where a.handle = $1 and a.deleted_at is null"#,
        handle
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let badges = sqlx::query_as!(
        Badge,
        r#"select b.name, b.title, b.description, u.at as "at: Time"
           from user_badges u join badges b on b.name = u.badge where u.account_id = $1
             order by u.at, b.name collate "C""#,
        found.id.0
    )
    .fetch_all(db)
    .await?;
    Ok(Some(Earned { account_id: found.id, reputation: found.reputation, version: found.version, badges }))
}

/// Has badges of people be of when they are said to be, where they were earned later.
pub async fn set_back(db: &mut PgConnection, earned: &[(AccountId, &str, Time)]) -> Result<()> {
    let people: Vec<_> = earned.iter().map(|(account, ..)| account.0).collect();
    let names: Vec<_> = earned.iter().map(|(_, badge, _)| (*badge).to_owned()).collect();
    let times: Vec<_> = earned.iter().map(|(.., at)| at.0).collect();
    sqlx::query!(
        "update user_badges u set at = e.at
           from unnest($1::uuid[], $2::text[], $3::timestamptz[]) e (account_id, badge, at)
             where u.account_id = e.account_id and u.badge = e.badge and u.at > e.at",
        &people,
        &names,
        &times
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives their badge to some of those whose year is full; to how many.
pub async fn award_years(db: &mut PgConnection) -> Result<i64> {
    let number = sqlx::query_scalar!(r#"select award_years() as "number!""#);
    Ok(number.fetch_one(db).await?)
}
