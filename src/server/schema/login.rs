//! The login of the pool: it owns nothing, and may do nothing until a transaction takes a role.
//!
//! Our own Postgres lets it in by the socket. Where a password is asked, [`admit`] gives it the one that every
//! node makes from the administrator's. Where it is refused all the same, the administrator stands in for it: the
//! rules of the roles hold then only inside transactions. That is said in the log and by `doctor`.

use rand::{TryRngCore, rngs::OsRng};
use sqlx::{AssertSqlSafe, Connection, postgres::PgConnectOptions};

use super::{Administrator, LOGIN, connect, scram};

/// What to do where the login is refused.
const REMEDY: &str = "let pg_hba.conf admit the role `tertulia` from here as it admits the administrator, write the \
    administrator's password into DATABASE_URL, and run `tertulia migrate` as whoever made that role";

/// How the pool connects: as [`LOGIN`], or as the administrator where the database refuses that, with a warning.
pub async fn pool_login(administrator: &Administrator) -> PgConnectOptions {
    match trouble(administrator).await {
        None => administrator.login(),
        Some(words) => {
            tracing::warn!("the pool logs in as the administrator: {words}");
            administrator.options().clone()
        }
    }
}

/// Why the pool cannot log in as [`LOGIN`], with the remedy. None where it can, or where the database is away.
pub(super) async fn trouble(administrator: &Administrator) -> Option<String> {
    if administrator.options().get_username() == LOGIN {
        return Some(format!("`{LOGIN}` is the login that owns nothing; let DATABASE_URL name another administrator"));
    }
    match is_modest(&administrator.login()).await {
        Err(error) if is_refusal(&error) => Some(format!("the login `{LOGIN}` is refused ({error}); {REMEDY}")),
        Ok(false) => Some(format!(
            "the role `{LOGIN}` is not the one that Tertulia makes; rename it, and run `tertulia migrate`"
        )),
        Ok(true) | Err(_) => None,
    }
}

/// Gives the login its password, where it is refused and there is one to give. What keeps it from that is in the log;
/// what comes of it [`trouble`] tells.
pub(super) async fn admit(administrator: &Administrator) {
    let Some(password) = administrator.login_password() else { return };
    let refused = is_modest(&administrator.login()).await.is_err_and(|error| is_refusal(&error));
    if refused && let Err(error) = set_password(administrator, &password).await {
        tracing::info!(%error, "the login of the pool was not given its password");
    }
}

/// Changes nobody's password but that of a role which may do as little as the one that Tertulia makes.
async fn set_password(administrator: &Administrator, password: &str) -> Result<(), sqlx::Error> {
    let mut salt = [0; 16];
    OsRng.try_fill_bytes(&mut salt).expect("the system has randomness");
    let verifier = scram::verifier(password, &salt);
    let mut connection = connect(administrator.options()).await?;
    let is_ours: bool = sqlx::query_scalar(
        "select exists (select from pg_roles where rolname = $1 and rolname <> session_user
           and not (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls))",
    )
    .bind(LOGIN)
    .fetch_one(&mut connection)
    .await?;
    if is_ours {
        let statement = format!("alter role {LOGIN} login password '{verifier}'");
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
    }
    connection.close().await
}

/// Whether who logs in like this may take the roles of a transaction and has nothing of them before.
async fn is_modest(login: &PgConnectOptions) -> Result<bool, sqlx::Error> {
    let mut connection = connect(login).await?;
    let is_modest = sqlx::query_scalar(
        "select bool_and(pg_has_role(role, 'member') and not pg_has_role(role, 'usage'))
             and not pg_has_role('tertulia_owner', 'member') and not pg_has_role('tertulia_trigger', 'member')
           from unnest('{tertulia_app, tertulia_jobs}'::name[]) role",
    )
    .fetch_one(&mut connection)
    .await?;
    connection.close().await?;
    Ok(is_modest)
}

/// Whether a database that is there said no: not that it starts, stops or has no room (57P, 53).
fn is_refusal(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Database(said) => {
            said.code().is_none_or(|code| !code.starts_with("57P") && !code.starts_with("53"))
        }
        // It asks for a proof that is no password.
        sqlx::Error::Protocol(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests;
