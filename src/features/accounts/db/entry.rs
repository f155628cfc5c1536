//! Joining and logging in.

use sqlx::PgConnection;

use crate::{
    features::accounts::model::NewAccount,
    server::OnConstraint,
    shared::{Error, Result, id::AccountId},
};

/// What came of a sign-up.
pub struct SignUp {
    /// `made`, `known` or `conflict`, as the function `sign_up` says.
    pub outcome: String,
    /// Where it is `known`: what the password must fit.
    pub known_hash: Option<String>,
}

/// Makes an account with everything that belongs to it.
pub async fn sign_up(db: &mut PgConnection, id: AccountId, account: &NewAccount, hash: &str) -> Result<SignUp> {
    let done = sqlx::query_as!(
        SignUp,
        r#"select outcome as "outcome!", known_hash from sign_up($1, $2, $3, $4, $5)"#,
        id.0,
        account.handle,
        account.display_name,
        account.email,
        hash
    )
    .fetch_one(db)
    .await;
    match done {
        Err(sqlx::Error::Database(refusal)) if refusal.constraint() == Some("credentials_email_taken") => {
            Err(Error::invalid("email", "taken"))
        }
        done => done.on_constraint("accounts_handle_taken", || Error::invalid("handle", "taken")),
    }
}

/// Whose password to check, and what it must fit, for what was typed as login.
pub async fn credentials_for(db: &mut PgConnection, login: &str) -> Result<Option<(AccountId, String)>> {
    let found = sqlx::query!(
        r#"select account_id as "account_id!: AccountId", password_hash as "password_hash!" from credentials_for($1)"#,
        login
    )
    .fetch_optional(db)
    .await?;
    Ok(found.map(|row| (row.account_id, row.password_hash)))
}

/// The addresses from where whoever has this login is logged in.
pub async fn homes_of(db: &mut PgConnection, login: &str) -> Result<Vec<String>> {
    let homes = sqlx::query_scalar!(r#"select address as "address!" from homes_of($1) as home (address)"#, login)
        .fetch_all(db)
        .await?;
    Ok(homes)
}
