//! Whom a person blocked, and who blocked them.

use sqlx::PgConnection;

use crate::{
    features::accounts::model::Account,
    shared::{Result, id::AccountId},
};

/// Whom the viewer blocked, the latest last.
pub async fn select_blocked(db: &mut PgConnection) -> Result<Vec<Account>> {
    let rows = sqlx::query!(
        r#"select a.id as "id: AccountId", a.handle, a.display_name, a.role, a.deleted_at is not null as "deleted!"
           from blocks b join accounts a on a.id = b.blocked_id where b.account_id = viewer() order by b.at, a.id"#
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

/// Blocks somebody for the viewer, or ends that; `done`, `unknown` or `full`, and the version of what holds then.
pub async fn set_block(db: &mut PgConnection, account: AccountId, blocked: bool) -> Result<(String, i64)> {
    let row = sqlx::query!(
        r#"select outcome as "outcome!", version as "version!" from set_block($1, $2)"#,
        account.0,
        blocked
    )
    .fetch_one(db)
    .await?;
    Ok((row.outcome, row.version))
}

/// Who has this handle, whether or not they are hidden from the viewer; a deleted account only where the viewer blocked
/// it.
pub async fn find_handle(db: &mut PgConnection, handle: &str) -> Result<Option<AccountId>> {
    let found = sqlx::query_scalar!(
        r#"select a.id as "id: AccountId" from accounts a where a.handle = $1 and (a.deleted_at is null
             or exists (select from blocks b where b.account_id = viewer() and b.blocked_id = a.id))"#,
        handle
    )
    .fetch_optional(db)
    .await?;
    Ok(found)
}

/// Whether somebody lets others know what they read, whom they blocked, and who blocked them.
pub async fn find_dealings(db: &mut PgConnection, id: AccountId) -> Result<(bool, Vec<AccountId>, Vec<AccountId>)> {
    let row = sqlx::query!(
        r#"select
             coalesce((select send_receipts from settings where account_id = $1), false) as "receipts!",
             array(select blocked_id from blocks where account_id = $1) as "blocked!",
             array(select account_id from blocks where blocked_id = $1) as "blocked_by!""#,
        id.0
    )
    .fetch_one(db)
    .await?;
    let ids = |ids: Vec<uuid::Uuid>| ids.into_iter().map(AccountId).collect();
    Ok((row.receipts, ids(row.blocked), ids(row.blocked_by)))
}
