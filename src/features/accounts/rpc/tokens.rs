//! Personal access tokens. What is made is shown on the page that asked for it, and nowhere else.

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::accounts::model::{AccessToken, MadeToken},
    realtime::Snapshot,
    shared::{Result, id::TokenId, json::Json},
};
#[cfg(feature = "ssr")]
use crate::{
    features::accounts::{model::NewToken, service},
    realtime::Position,
    server::{Server, Viewer, form, once::Once},
    shared::{Error, page::MAX_LIMIT, scope::Scope},
};

/// The viewer's tokens, the newest first.
///
/// # Errors
/// `SignIn` for visitors; `Offline`.
#[server(prefix = "/rpc", endpoint = "list_tokens", input = Json, output = Json, client = OwnCalls)]
pub async fn list_tokens() -> Result<Snapshot<Vec<AccessToken>>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let page = service::list_tokens(&server.pool, viewer, Some(MAX_LIMIT), None).await?;
    Ok(Snapshot { position, data: page.items })
}

/// Makes a token as the form asks for it: a switch that is off is not sent, and no number of days is no end.
///
/// # Errors
/// As the service's `make_token` says; `range` for what is no number of days.
#[server(prefix = "/rpc", endpoint = "make_token", output = Json, client = OwnCalls)]
pub async fn make_token(
    id: Option<TokenId>,
    #[server(default)] name: String,
    read: Option<bool>,
    write: Option<bool>,
    admin: Option<bool>,
    #[server(default)] expires_in_days: String,
) -> Result<MadeToken> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let days = Some(expires_in_days.trim()).filter(|days| !days.is_empty());
    let days =
        days.map(|days| days.parse::<u16>().map_err(|_| Error::invalid("expires_in_days", "range"))).transpose()?;
    let chosen = [(Scope::Read, read), (Scope::Write, write), (Scope::Admin, admin)];
    let scopes = chosen.into_iter().filter_map(|(scope, on)| on.unwrap_or(false).then_some(scope)).collect();
    let new = NewToken { id, name, scopes, expires_in_days: days };
    let (made, _) = service::make_token(&server.pool, viewer, new).await?;
    form::show_answer();
    Ok(made)
}

/// Ends one of the viewer's tokens.
///
/// # Errors
/// `Missing` where they have no such token; `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "revoke_token", output = Json, client = OwnCalls)]
pub async fn revoke_token(id: TokenId) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::revoke_token(&server.pool, viewer, id, &Once::UNNAMED).await?;
    form::back_to("/settings/tokens");
    Ok(())
}
