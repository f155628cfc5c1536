//! SQL of demo people.

use sqlx::PgConnection;

use super::Demo;
use crate::shared::id::AccountId;

/// Inserts those who are missing and returns who is there, in the order given, and how many were missing.
pub async fn insert_demo(db: &mut PgConnection, people: &[Demo]) -> sqlx::Result<(Vec<AccountId>, u64)> {
    let ids: Vec<_> = people.iter().map(|demo| demo.id.0).collect();
    let texts = |of: fn(&Demo) -> &String| people.iter().map(of).cloned().collect::<Vec<_>>();
    let made = sqlx::query!(
        r#"insert into accounts (id, handle, display_name, demo, created_at)
           select id, handle, display_name, true, now() - interval '40 days'
             from unnest($1::uuid[], $2::text[], $3::text[]) demo (id, handle, display_name)
           on conflict do nothing"#,
        &ids,
        &texts(|demo| &demo.handle),
        &texts(|demo| &demo.display_name)
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"insert into profiles (account_id, bio, place, status)
           select a.id, demo.bio, demo.place, demo.status
             from unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) demo (id, bio, place, status)
               join accounts a on a.id = demo.id
           on conflict do nothing"#,
        &ids,
        &texts(|demo| &demo.bio),
        &texts(|demo| &demo.place),
        &texts(|demo| &demo.status)
    )
    .execute(&mut *db)
    .await?;
    // None of them ever comes, and all of them have just been there.
    sqlx::query!(
        "insert into last_seen (account_id, at)
           select a.id, now() - interval '7 minutes' * (number * number % 61)
             from unnest($1::uuid[]) with ordinality demo (id, number) join accounts a on a.id = demo.id
           on conflict do nothing",
        &ids
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "insert into settings (account_id) select id from accounts where id = any ($1) on conflict do nothing",
        &ids
    )
    .execute(&mut *db)
    .await?;
    let there = sqlx::query_scalar!(
        r#"select id as "id: AccountId" from accounts where id = any ($1) order by array_position($1, id)"#,
        &ids
    )
    .fetch_all(db)
    .await?;
    Ok((there, made.rows_affected()))
}

/// The first account with credentials, and its handle.
pub async fn first_account(db: &mut PgConnection) -> sqlx::Result<Option<(AccountId, String)>> {
    let first = sqlx::query!(
        r#"select a.id as "id: AccountId", a.handle from accounts a join credentials c on c.account_id = a.id
           where a.deleted_at is null order by a.created_at, a.id limit 1"#
    )
    .fetch_optional(db)
    .await?;
    Ok(first.map(|row| (row.id, row.handle)))
}
