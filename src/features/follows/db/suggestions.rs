//! SQL of suggestions and nothing else (`migrations/…_suggestions.sql`, `…_newcomers.sql`).

use sqlx::PgConnection;

use crate::{
    features::{
        accounts::model::Account,
        follows::model::{Suggestion, Suggestions},
    },
    shared::{Result, id::AccountId},
};

/// At most `limit` people whom the viewer may want to follow, without those whom they follow by now.
pub async fn select_suggestions(db: &mut PgConnection, limit: i64) -> Result<Suggestions> {
    let version = sqlx::query_scalar!("select version from suggestion_turns where account_id = viewer()");
    // Before what it is the version of, so that nothing that comes in between is taken for known.
    let version = version.fetch_optional(&mut *db).await?.unwrap_or_default();
    let rows = sqlx::query!(
        r#"select a.id as "id: AccountId", a.handle, a.display_name, a.role, s.followed_by, s.tags, s.followers
           from suggested_follows s join accounts a on a.id = s.person_id
           where s.account_id = viewer() and a.deleted_at is null
             and not exists (select from follows f where f.follower_id = viewer() and f.followed_id = s.person_id)
           order by s.place limit $1"#,
        limit
    )
    .fetch_all(db)
    .await?;
    let people = rows.into_iter().map(|row| {
        let (id, handle, display_name) = (row.id, row.handle, row.display_name);
        let account = Account { id, handle, display_name, role: row.role.parse()?, deleted: false };
        Ok(Suggestion { account, followed_by: row.followed_by, tags: row.tags, followers: row.followers })
    });
    Ok(Suggestions { people: people.collect::<Result<_>>()?, version })
}

/// Suggests people to the viewer where nobody ever was; whether that was so.
pub async fn suggest_first(db: &mut PgConnection) -> Result<bool> {
    let was_new = sqlx::query_scalar!(r#"select suggest_first() as "was_new!""#);
    Ok(was_new.fetch_one(db).await?)
}

/// Suggests somebody to the viewer no more; `done` or `unknown`.
pub async fn dismiss_suggestion(db: &mut PgConnection, account: AccountId) -> Result<String> {
    let outcome = sqlx::query_scalar!(r#"select dismiss_suggestion($1) as "outcome!""#, account.0);
    Ok(outcome.fetch_one(db).await?)
}

/// Suggests people to whoever's turn it is; whether it was anybody's.
pub async fn suggest_next(db: &mut PgConnection) -> Result<bool> {
    let was_due = sqlx::query_scalar!(r#"select suggest_next() as "was_due!""#);
    Ok(was_due.fetch_one(db).await?)
}
