//! Personal access tokens: what somebody gives to a program of theirs, and takes back.

use super::{known, log_ins, token::Token};
use crate::{
    features::accounts::{
        db,
        model::{AccessToken, MadeToken, NewToken},
    },
    server::{Pool, Reach, Tx, Viewer, once::Once, pool::patiently},
    shared::{
        Error, Result,
        id::{SessionId, TokenId},
        page::{Page, limit_of},
        role::Role,
        scope::Scope,
    },
};

/// Makes a token of the viewer's, to be shown once; the second value tells whether it was made now. The same asked for again
/// with its id is answered without the token, which nobody knows any more.
///
/// # Errors
/// [`Error::Invalid`] as [`NewToken::check`] says, and `tokens` `too_many` for the 51st; [`Error::Conflict`] where the id
/// names another one; [`Error::Forbidden`] for `admin` of who is no administrator, and for a program.
pub async fn make_token(pool: &Pool, viewer: Viewer, new: NewToken) -> Result<(MadeToken, bool)> {
    viewer.in_person()?;
    let new = new.check()?;
    if new.scopes.contains(&Scope::Admin) && viewer.role != Role::Administrator {
        return Err(Error::Forbidden);
    }
    let (id, token) = (new.id.unwrap_or_default(), Token::personal());
    let mut tx = pool.as_viewer(viewer.account).await?;
    let is_new = match db::make_token(&mut tx, id, &token.hash(), &new).await?.as_str() {
        "made" => true,
        "known" => false,
        "full" => return Err(Error::invalid("tokens", "too_many")),
        _ => return Err(Error::Conflict),
    };
    let about = db::find_token(&mut tx, id).await?;
    tx.commit().await?;
    Ok((MadeToken { about, token: is_new.then(|| token.as_str().to_owned()) }, is_new))
}

/// A page of the viewer's tokens, the newest first, and how many there are in all.
///
/// `limit` is 1–100, 20 if nothing is said; `cursor` is `next` of the page before.
///
/// # Errors
/// [`Error::Invalid`] for a limit out of range or a cursor that is none; [`Error::Forbidden`] for a program.
pub async fn list_tokens(
    pool: &Pool,
    viewer: Viewer,
    limit: Option<u32>,
    cursor: Option<&str>,
) -> Result<Page<AccessToken>> {
    viewer.in_person()?;
    let limit = limit_of(limit)?;
    let after = cursor.map(log_ins::read_place).transpose()?.map(|(at, id)| (at, TokenId(id)));
    let mut tx = pool.as_viewer(viewer.account).await?;
    let tokens = db::list_tokens(&mut tx, after, i64::from(limit) + 1).await?;
    let total = db::count_tokens(&mut tx).await?;
    let page = Page::cut(tokens, limit, |last| log_ins::write_place(last.created_at, last.id.0));
    Ok(Page { total: Some(total), ..page })
}

/// Ends one of the viewer's tokens: it is refused from now on, and its live connections end.
///
/// # Errors
/// [`Error::Missing`] where they have no such token; [`Error::Conflict`] where `once` names another act;
/// [`Error::Forbidden`] for a program.
pub async fn revoke_token(pool: &Pool, viewer: Viewer, token: TokenId, once: &Once) -> Result<()> {
    viewer.in_person()?;
    patiently(|| async move {
        let mut tx = pool.as_viewer(viewer.account).await?;
        if let Some(done) = once.known(&mut tx).await? {
            return Ok(done);
        }
        if !db::delete_token(&mut tx, token).await? {
            return Err(Error::Missing);
        }
        once.keep(&mut tx, &()).await?;
        tx.commit().await
    })
    .await?;
    known::revoke(SessionId(token.0));
    Ok(())
}

/// Who comes with a personal access token, and how far it lets them go.
pub(super) async fn holder(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<Viewer>> {
    let found = db::token_for(tx, token_hash).await?;
    Ok(found.map(|(session, account, role, scopes)| {
        let may = |scope| scopes.contains(&scope);
        let role = if may(Scope::Admin) { role } else { Role::Member };
        Viewer { account, session, role, reach: Reach::Token { reads: may(Scope::Read), writes: may(Scope::Write) } }
    }))
}
