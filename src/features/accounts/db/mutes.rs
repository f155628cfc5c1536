//! Whom a person muted.

use sqlx::PgConnection;

use crate::{
    features::accounts::model::Account,
    shared::{Result, id::AccountId},
};

/// Whom the viewer muted, the latest last.
pub async fn select_muted(db: &mut PgConnection) -> Result<Vec<Account>> {
    let rows = sqlx::query!(
        r#"select a.id as "id: AccountId", a.handle, a.display_name, a.role, a.deleted_at is not null as "deleted!"
           from mutes m join accounts a on a.id = m.muted_id where m.account_id = viewer() order by m.at, a.id"#
    )
    .fetch_all(db)
    .await?;
    let accounts = rows.into_iter().map(|row| Account {
        id: row.id,
        handle: row.handle,
        display_name: row.display_name,
        role: row.role.parse().unwrap_or_default(),
        deleted: row.deleted,
    });
    Ok(accounts.collect())
}

/// Mutes somebody for the viewer, or ends that; `done`, `unknown` or `full`, and the version of what holds then.
pub async fn set_mute(db: &mut PgConnection, account: AccountId, muted: bool) -> Result<(String, i64)> {
    let row =
        sqlx::query!(r#"select outcome as "outcome!", version as "version!" from set_mute($1, $2)"#, account.0, muted)
            .fetch_one(db)
            .await?;
    Ok((row.outcome, row.version))
}

/// Who has this handle; a deleted account only where the viewer muted it.
pub async fn find_muted_handle(db: &mut PgConnection, handle: &str) -> Result<Option<AccountId>> {
    let found = sqlx::query_scalar!(
        r#"select a.id as "id: AccountId" from accounts a where a.handle = $1 and (a.deleted_at is null
             or exists (select from mutes m where m.account_id = viewer() and m.muted_id = a.id))"#,
        handle
    )
    .fetch_optional(db)
    .await?;
    Ok(found)
}
