//! Log-ins, and who holds their tokens.

use sqlx::PgConnection;

use crate::{
    features::accounts::model::Session,
    shared::{
        Result,
        id::{AccountId, SessionId},
        role::Role,
        time::Time,
    },
};

/// Stores a log-in.
pub async fn open_session(
    db: &mut PgConnection,
    id: SessionId,
    account: AccountId,
    token_hash: &[u8],
    from: (&str, &str),
) -> Result<()> {
    sqlx::query!("select open_session($1, $2, $3, $4, $5)", id.0, account.0, token_hash, from.0, from.1)
        .execute(db)
        .await?;
    Ok(())
}

/// Who holds a token, where its session is still good.
pub async fn session_for(db: &mut PgConnection, token_hash: &[u8]) -> Result<Option<(SessionId, AccountId, Role)>> {
    let found = sqlx::query!(
        r#"select session_id as "session_id!: SessionId", account_id as "account_id!: AccountId", role as "role!"
           from session_for($1)"#,
        token_hash
    )
    .fetch_optional(db)
    .await?;
    found.map(|row| Ok((row.session_id, row.account_id, row.role.parse()?))).transpose()
}

/// The place of a session in the list of its owner: what it is sorted by, the greatest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPlace {
    /// The one that asks stands first.
    pub current: bool,
    /// When it was last used, to the microsecond.
    pub at: Time,
    /// Decides between equals.
    pub id: SessionId,
}

/// The viewer's sessions after a place: the current one, then the one used last.
pub async fn list_sessions(
    db: &mut PgConnection,
    current: SessionId,
    after: Option<SessionPlace>,
    limit: i64,
) -> Result<Vec<Session>> {
    let sessions = sqlx::query_as!(
        Session,
        r#"select id as "id: SessionId", device, address, created_at as "created_at: Time",
             last_seen_at as "last_seen_at: Time", id = $1 as "current!"
           from sessions where account_id = viewer() and expires_at > now()
             and ($2::boolean is null or (id = $1, last_seen_at, id) < ($2, $3::timestamptz, $4::uuid))
           order by id = $1 desc, last_seen_at desc, id desc limit $5"#,
        current.0,
        after.map(|place| place.current),
        after.map(|place| place.at.0),
        after.map(|place| place.id.0),
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(sessions)
}

/// How many sessions the viewer has.
pub async fn count_sessions(db: &mut PgConnection) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "number!" from sessions where account_id = viewer() and expires_at > now()"#
    )
    .fetch_one(db)
    .await?;
    Ok(count)
}

/// Deletes some of the sessions that have ended by themselves, and says how many. Only the background may.
pub async fn delete_expired(db: &mut PgConnection) -> Result<u64> {
    let done = sqlx::query!(
        "delete from sessions where id in (
           select id from sessions where expires_at < now() order by expires_at limit 200)"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

/// Ends one session of the viewer; whether there was one is the answer.
pub async fn delete_session(db: &mut PgConnection, id: SessionId) -> Result<bool> {
    let done = sqlx::query!("delete from sessions where id = $1 and account_id = viewer()", id.0).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// Ends every session of the viewer and names them.
pub async fn delete_sessions(db: &mut PgConnection) -> Result<Vec<SessionId>> {
    let ids =
        sqlx::query_scalar!(r#"delete from sessions where account_id = viewer() returning id as "id: SessionId""#)
            .fetch_all(db)
            .await?;
    Ok(ids)
}

/// Whether the viewer's session still counts, or the access token whose id stands for one.
pub async fn session_counts(db: &mut PgConnection, id: SessionId) -> Result<bool> {
    let counts = sqlx::query_scalar!(
        r#"select exists (select from accounts a where a.id = viewer() and a.deleted_at is null and (
             exists (select from sessions s where s.id = $1 and s.account_id = a.id and s.expires_at > now())
             or exists (select from tokens t
               where t.id = $1 and t.account_id = a.id and (t.expires_at is null or t.expires_at > now())))) as "counts!""#,
        id.0
    )
    .fetch_one(db)
    .await?;
    Ok(counts)
}
