//! Whom a person keeps away, and who blocked them.

use sqlx::PgConnection;

use super::people::AccountRow;
use crate::{
    features::accounts::model::{Account, Away},
    shared::{Result, id::AccountId},
};

/// Whom the viewer keeps away so, the latest last.
pub async fn select_away(db: &mut PgConnection, how: Away) -> Result<Vec<Account>> {
    let rows = match how {
        Away::Blocked => {
            sqlx::query_as!(
                AccountRow,
                r#"select a.id as "id: AccountId", a.handle, a.display_name, a.role,
                     a.deleted_at is not null as "deleted!"
                   from blocks b join accounts a on a.id = b.blocked_id
                   where b.account_id = viewer() order by b.at, a.id"#
            )
            .fetch_all(db)
            .await?
        }
        Away::Muted => {
            sqlx::query_as!(
                AccountRow,
                r#"select a.id as "id: AccountId", a.handle, a.display_name, a.role,
                     a.deleted_at is not null as "deleted!"
                   from mutes m join accounts a on a.id = m.muted_id
                   where m.account_id = viewer() order by m.at, a.id"#
            )
            .fetch_all(db)
            .await?
        }
    };
    Ok(rows.into_iter().map(Account::from).collect())
}

/// Keeps somebody away from the viewer, or ends that; `done`, `unknown` or `full`, and the version of what holds then.
pub async fn set_away(db: &mut PgConnection, how: Away, account: AccountId, on: bool) -> Result<(String, i64)> {
    let done = match how {
        Away::Blocked => {
            sqlx::query!(r#"select outcome as "outcome!", version as "version!" from set_block($1, $2)"#, account.0, on)
                .map(|row| (row.outcome, row.version))
                .fetch_one(db)
                .await?
        }
        Away::Muted => {
            sqlx::query!(r#"select outcome as "outcome!", version as "version!" from set_mute($1, $2)"#, account.0, on)
                .map(|row| (row.outcome, row.version))
                .fetch_one(db)
                .await?
        }
    };
    Ok(done)
}

/// Who has this handle, whether or not they are hidden from the viewer; a deleted account only where the viewer keeps
/// it away so.
pub async fn find_handle(db: &mut PgConnection, how: Away, handle: &str) -> Result<Option<AccountId>> {
    let found = match how {
        Away::Blocked => {
            sqlx::query_scalar!(
                r#"select a.id as "id: AccountId" from accounts a where a.handle = $1 and (a.deleted_at is null
                     or exists (select from blocks b where b.account_id = viewer() and b.blocked_id = a.id))"#,
                handle
            )
            .fetch_optional(db)
            .await?
        }
        Away::Muted => {
            sqlx::query_scalar!(
                r#"select a.id as "id: AccountId" from accounts a where a.handle = $1 and (a.deleted_at is null
                     or exists (select from mutes m where m.account_id = viewer() and m.muted_id = a.id))"#,
                handle
            )
            .fetch_optional(db)
            .await?
        }
    };
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
