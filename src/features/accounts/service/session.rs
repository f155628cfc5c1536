//! Joining, logging in and out, and knowing who holds a token.

use std::net::IpAddr;

use argon2::PasswordVerifier;

use super::{known, password, token::Token, tokens};
use crate::{
    features::accounts::{
        db,
        model::{Account, NewAccount, handle_of},
    },
    server::{Caller, Limit, Pool, Server, Tx, Viewer, limits::network, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{AccountId, SessionId},
    },
};

/// Somebody who has just proved who they are.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub account: Account,
    /// To be shown once.
    pub token: Token,
    /// Whether a sign-up found the account that an earlier one made.
    pub known: bool,
}

/// Makes an account and logs it in. The first one that can log in becomes the administrator.
///
/// Asking again with the same id and the same content logs in to the account that was made. That counts as a log-in with
/// its handle, and costs the same work whatever of it differs: how an account is reached is not told by it.
///
/// # Errors
/// [`Error::Invalid`] as [`NewAccount::check`] says, with `common` for the password, and `taken` for a
/// handle or for an address that somebody has verified; [`Error::Conflict`] where the id names
/// another account; [`Error::Slow`].
pub async fn sign_up(server: &Server, caller: &Caller, account: NewAccount) -> Result<SignedIn> {
    sign_up_by(password::argon2(), server, caller, account).await
}

/// What [`sign_up`] says, by whoever compares the password.
async fn sign_up_by(
    verifier: impl PasswordVerifier + Send + 'static,
    server: &Server,
    caller: &Caller,
    account: NewAccount,
) -> Result<SignedIn> {
    let account = account.check()?;
    server.limits.check(Limit::SignUp, &network(caller.address))?;
    let about = vec![account.handle.clone(), account.display_name.clone(), account.email.clone()];
    let hash = password::hash(account.password.clone(), about).await?;
    let id = account.id.unwrap_or_default();
    let mut tx = server.pool.as_visitor().await?;
    let done = db::sign_up(&mut tx, id, &account, &hash).await?;
    let signed_in = if done.outcome == "made" {
        let signed_in = open(&mut tx, caller, id).await?;
        tx.commit().await?;
        signed_in
    } else {
        // The hash is compared outside of any transaction: it takes long.
        drop(tx);
        let homes = find_homes(&server.pool, &account.handle);
        server.limits.check_log_in(caller.address, &account.handle, homes).await?;
        if !password::fits_by(verifier, account.password, done.known_hash).await? {
            return Err(Error::Conflict);
        }
        SignedIn { known: true, ..begin_session(&server.pool, caller, id).await? }
    };
    server.limits.log_in_succeeded(caller.address, &account.handle);
    Ok(signed_in)
}

/// Logs in with a handle or an e-mail address, and a password.
///
/// # Errors
/// [`Error::SignIn`] in the same words and after the same work whether the login is unknown or the
/// password wrong; [`Error::Invalid`] where one of them is missing; [`Error::Slow`].
pub async fn log_in(server: &Server, caller: &Caller, login: &str, password: &str) -> Result<SignedIn> {
    let login = login.trim().trim_start_matches('@').to_lowercase();
    let fields = [("login", login.as_str()), ("password", password)];
    let empty = fields.into_iter().filter(|(_, text)| text.is_empty());
    if let Some(missing) = Error::together(empty.map(|(field, _)| Error::invalid(field, "required"))) {
        return Err(missing);
    }
    let key: String = login.chars().take(254).collect();
    server.limits.check_log_in(caller.address, &key, find_homes(&server.pool, &login)).await?;
    let found = find_credentials(&server.pool, &login).await?;
    let (account, stored) = found.unzip();
    let password = password.chars().take(1024).collect();
    if !password::fits(password, stored).await? {
        return Err(Error::SignIn);
    }
    let signed_in = begin_session(&server.pool, caller, account.ok_or(Error::SignIn)?).await?;
    server.limits.log_in_succeeded(caller.address, &key);
    Ok(signed_in)
}

/// Who holds this token: from memory if it was asked within the last 45 seconds.
///
/// # Errors
/// [`Error::Offline`] where the database cannot be reached.
pub async fn authenticate(pool: &Pool, token: &str) -> Result<Option<Viewer>> {
    let Some(token) = Token::read(token) else { return Ok(None) };
    let hash = token.hash();
    if let Some(viewer) = known::recall(&hash) {
        return Ok(Some(viewer));
    }
    let mut tx = pool.as_visitor().await?;
    let found = if token.is_personal() {
        tokens::holder(&mut tx, &hash).await?
    } else {
        let found = db::session_for(&mut tx, &hash).await?;
        found.map(|(session, account, role)| Viewer::by_session(account, session, role))
    };
    tx.commit().await?;
    Ok(found.and_then(|viewer| known::keep(hash, viewer)))
}

/// Ends one of the viewer's sessions; its token is refused from now on.
///
/// # Errors
/// [`Error::Missing`] where they have no such session; [`Error::Conflict`] where `once` names another act;
/// [`Error::Forbidden`] for a program.
pub async fn revoke_session(pool: &Pool, viewer: Viewer, session: SessionId, once: &Once) -> Result<()> {
    viewer.in_person()?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        if !db::delete_session(&mut tx, session).await? {
            return Err(Error::Missing);
        }
        once.keep(&mut tx, &()).await?;
        tx.commit().await
    })
    .await?;
    known::revoke(session);
    Ok(())
}

/// Ends the session that the viewer asks with. Done twice is done.
///
/// # Errors
/// [`Error::Offline`]; [`Error::Forbidden`] for a program.
pub async fn log_out(pool: &Pool, viewer: Viewer) -> Result<()> {
    match revoke_session(pool, viewer, viewer.session, &Once::UNNAMED).await {
        Err(Error::Missing) => Ok(()),
        done => done,
    }
}

/// Ends every session of the viewer, this one too. What they gave to programs goes on to be good.
///
/// # Errors
/// [`Error::Offline`]; [`Error::Forbidden`] for a program.
pub async fn log_out_everywhere(pool: &Pool, viewer: Viewer) -> Result<()> {
    viewer.in_person()?;
    let mut tx = pool.as_viewer(viewer.account).await?;
    let ended = db::delete_sessions(&mut tx).await?;
    tx.commit().await?;
    ended.into_iter().for_each(known::revoke);
    Ok(())
}

/// Where whoever logs in by this is logged in; nowhere where there is nobody.
async fn find_homes(pool: &Pool, login: &str) -> Result<Vec<IpAddr>> {
    let mut tx = pool.as_visitor().await?;
    let homes = db::homes_of(&mut tx, possible(login)).await?;
    Ok(homes.into_iter().filter_map(|address| address.parse().ok()).collect())
}

async fn find_credentials(pool: &Pool, login: &str) -> Result<Option<(AccountId, String)>> {
    let mut tx = pool.as_visitor().await?;
    db::credentials_for(&mut tx, possible(login)).await
}

/// What cannot be a login is looked up all the same, as one that nobody has. Postgres takes no NUL in a text.
fn possible(login: &str) -> &str {
    let possible = handle_of(login).is_ok() || login.contains('@') && login.chars().count() <= 254;
    if possible && !login.contains('\0') { login } else { "-" }
}

async fn begin_session(pool: &Pool, caller: &Caller, account: AccountId) -> Result<SignedIn> {
    let mut tx = pool.as_visitor().await?;
    let signed_in = open(&mut tx, caller, account).await?;
    tx.commit().await?;
    Ok(signed_in)
}

async fn open(tx: &mut Tx, caller: &Caller, account: AccountId) -> Result<SignedIn> {
    let token = Token::new();
    let device: String = caller.device.chars().filter(|c| !c.is_control()).take(200).collect();
    let from = (device.as_str(), &*caller.address.to_string());
    db::open_session(tx, SessionId::new(), account, &token.hash(), from).await?;
    let account = db::find_account(tx, account).await?.ok_or(Error::SignIn)?;
    Ok(SignedIn { account, token, known: false })
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::{super::password::tests::Witness, *};
    use crate::tests::given::world;

    #[tokio::test]
    async fn signing_up_again_compares_the_password_once_whatever_else_is_wrong() {
        let world = world().await;
        let caller = Caller { address: IpAddr::V4(Ipv4Addr::LOCALHOST), device: String::new() };
        let ann = NewAccount {
            id: Some(AccountId::new()),
            handle: "ann".into(),
            display_name: "Ann".into(),
            email: "ann@example.org".into(),
            password: "seven tall lamps".into(),
        };
        let made = Witness::default();
        sign_up_by(made.clone(), &world.server, &caller, ann.clone()).await.unwrap();
        assert!(made.work().is_empty(), "there is nothing to compare with yet");
        let same = Witness::default();
        let known = sign_up_by(same.clone(), &world.server, &caller, ann.clone()).await.unwrap();
        assert!(known.known, "the witness decides");
        assert_eq!(same.work().len(), 1);
        for other in [
            NewAccount { handle: "anna".into(), ..ann.clone() },
            NewAccount { display_name: "Anna".into(), ..ann.clone() },
            NewAccount { email: "anna@example.org".into(), ..ann.clone() },
        ] {
            let witness = Witness::default();
            let refused = sign_up_by(witness.clone(), &world.server, &caller, other).await;
            assert_eq!(refused.unwrap_err(), Error::Conflict, "whatever the witness says");
            assert_eq!(witness.work(), same.work());
        }
    }
}
