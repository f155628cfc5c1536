//! Personal access tokens, and who holds them.

use sqlx::PgConnection;

use crate::{
    features::accounts::model::{AccessToken, NewToken},
    server::OnConstraint,
    shared::{
        Error, Result,
        id::{AccountId, SessionId, TokenId},
        role::Role,
        scope::Scope,
        time::Time,
    },
};

/// Keeps a token of the viewer, and says what came of it: `made`, `known`, `conflict` or `full`.
pub async fn make_token(db: &mut PgConnection, id: TokenId, token_hash: &[u8], new: &NewToken) -> Result<String> {
    let scopes: Vec<String> = new.scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
    let days = new.expires_in_days.map(i32::from);
    sqlx::query_scalar!(
        r#"select make_token($1, $2, $3, $4, $5) as "outcome!""#,
        id.0,
        token_hash,
        new.name,
        &scopes,
        days
    )
    .fetch_one(db)
    .await
    .on_constraint("tokens_pkey", || Error::Conflict)
}

/// Who holds a token that is still good, and what it is for. Its id stands where that of a session would.
pub async fn token_for(
    db: &mut PgConnection,
    token_hash: &[u8],
) -> Result<Option<(SessionId, AccountId, Role, Vec<Scope>)>> {
    let found = sqlx::query!(
        r#"select token_id as "token_id!: SessionId", account_id as "account_id!: AccountId", role as "role!",
             scopes as "scopes!" from token_for($1)"#,
        token_hash
    )
    .fetch_optional(db)
    .await?;
    found.map(|row| Ok((row.token_id, row.account_id, row.role.parse()?, scopes_of(&row.scopes)?))).transpose()
}

/// The place of a token in the list of its owner: when it was made, and its id among equals.
pub type TokenPlace = (Time, TokenId);

/// The viewer's tokens after a place, the newest first.
pub async fn list_tokens(db: &mut PgConnection, after: Option<TokenPlace>, limit: i64) -> Result<Vec<AccessToken>> {
    let rows = sqlx::query!(
        r#"select id as "id: TokenId", name, scopes, created_at as "created_at: Time", expires_at as "expires_at: Time",
             last_used_at as "last_used_at: Time"
           from tokens where account_id = viewer() and ($1::timestamptz is null or (created_at, id) < ($1, $2::uuid))
           order by created_at desc, id desc limit $3"#,
        after.map(|(at, _)| at.0),
        after.map(|(_, id)| id.0),
        limit
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let (id, name, scopes) = (row.id, row.name, scopes_of(&row.scopes)?);
            let (created_at, expires_at, last_used_at) = (row.created_at, row.expires_at, row.last_used_at);
            Ok(AccessToken { id, name, scopes, created_at, expires_at, last_used_at })
        })
        .collect()
}

/// A token of the viewer's.
pub async fn find_token(db: &mut PgConnection, id: TokenId) -> Result<AccessToken> {
    let row = sqlx::query!(
        r#"select name, scopes, created_at as "created_at: Time", expires_at as "expires_at: Time",
             last_used_at as "last_used_at: Time"
           from tokens where id = $1 and account_id = viewer()"#,
        id.0
    )
    .fetch_one(db)
    .await?;
    let (name, scopes) = (row.name, scopes_of(&row.scopes)?);
    let (created_at, expires_at, last_used_at) = (row.created_at, row.expires_at, row.last_used_at);
    Ok(AccessToken { id, name, scopes, created_at, expires_at, last_used_at })
}

/// How many tokens the viewer has.
pub async fn count_tokens(db: &mut PgConnection) -> Result<i64> {
    let count = sqlx::query_scalar!(r#"select count(*) as "number!" from tokens where account_id = viewer()"#)
        .fetch_one(db)
        .await?;
    Ok(count)
}

/// Ends one token of the viewer; whether there was one is the answer.
pub async fn delete_token(db: &mut PgConnection, id: TokenId) -> Result<bool> {
    let done = sqlx::query!("delete from tokens where id = $1 and account_id = viewer()", id.0).execute(db).await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes some of the tokens that ended by themselves 30 days ago, and says how many. Only the background may.
pub async fn delete_expired_tokens(db: &mut PgConnection) -> Result<u64> {
    let done = sqlx::query!(
        "delete from tokens where id in (
           select id from tokens where expires_at < now() - interval '30 days' order by expires_at limit 200)"
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

fn scopes_of(names: &[String]) -> Result<Vec<Scope>> {
    names.iter().map(|name| name.parse()).collect()
}
