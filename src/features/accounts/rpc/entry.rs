//! The way in and out. The token travels in the cookie alone; an answer says only where to go next.

use leptos::prelude::*;

use crate::{
    client::OwnCalls,
    features::accounts::model::Session,
    realtime::Snapshot,
    shared::{
        Result,
        id::{AccountId, SessionId},
        json::Json,
    },
};
#[cfg(feature = "ssr")]
use crate::{
    features::accounts::{
        cookie,
        model::{NewAccount, handle_typed, next_page},
        service,
    },
    realtime::Position,
    server::{Caller, Server, Viewer, form, once::Once},
    shared::page::MAX_LIMIT,
};

/// Makes an account, logs it in, and answers the page to go to. With an id the same form sent twice makes one account.
/// The handle may be typed as people write it, `@ann`.
///
/// # Errors
/// As the service's `sign_up` says.
#[server(prefix = "/rpc", endpoint = "sign_up", output = Json)]
pub async fn sign_up(
    id: Option<AccountId>,
    #[server(default)] handle: String,
    #[server(default)] display_name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<String> {
    let server = expect_context::<Server>();
    let handle = handle_typed(&handle).to_owned();
    let account = NewAccount { id, handle, display_name, email, password };
    let signed_in = service::sign_up(&server, &Caller::current(), account).await?;
    Ok(enter(&server, &signed_in, &next))
}

/// Logs in with a handle or an address, and answers the page to go to.
///
/// # Errors
/// As the service's `log_in` says.
#[server(prefix = "/rpc", endpoint = "log_in", output = Json)]
pub async fn log_in(
    #[server(default)] login: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<String> {
    let server = expect_context::<Server>();
    let signed_in = service::log_in(&server, &Caller::current(), &login, &password).await?;
    Ok(enter(&server, &signed_in, &next))
}

#[cfg(feature = "ssr")]
fn enter(server: &Server, signed_in: &service::SignedIn, next: &str) -> String {
    cookie::answer(cookie::keep(&server.config, &signed_in.token, signed_in.account.id));
    let page = next_page(next);
    form::back_to(page);
    page.to_owned()
}

/// Ends the session and forgets its cookie; for a visitor there is nothing to do.
///
/// # Errors
/// `Offline`.
#[server(prefix = "/rpc", endpoint = "log_out", output = Json, client = OwnCalls)]
pub async fn log_out() -> Result<()> {
    let server = expect_context::<Server>();
    if let Ok(viewer) = Viewer::current() {
        service::log_out(&server.pool, viewer).await?;
        cookie::answer(cookie::leave(&server.config, viewer.account));
    } else {
        cookie::answer(cookie::forget(&server.config));
    }
    form::back_to("/");
    Ok(())
}

/// Ends every session of the viewer.
///
/// # Errors
/// `SignIn` for visitors; `Offline`.
#[server(prefix = "/rpc", endpoint = "log_out_everywhere", output = Json, client = OwnCalls)]
pub async fn log_out_everywhere() -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::log_out_everywhere(&server.pool, viewer).await?;
    cookie::answer(cookie::leave(&server.config, viewer.account));
    form::back_to("/login");
    Ok(())
}

/// The viewer's sessions, the current one first, at most 100.
///
/// # Errors
/// `SignIn` for visitors; `Offline`.
#[server(prefix = "/rpc", endpoint = "list_sessions", input = Json, output = Json, client = OwnCalls)]
pub async fn list_sessions() -> Result<Snapshot<Vec<Session>>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    let position = expect_context::<Position>();
    let page = service::list_sessions(&server.pool, viewer, Some(MAX_LIMIT), None).await?;
    Ok(Snapshot { position, data: page.items })
}

/// Ends one of the viewer's sessions.
///
/// # Errors
/// `Missing` where they have no such session; `SignIn` for visitors.
#[server(prefix = "/rpc", endpoint = "revoke_session", output = Json, client = OwnCalls)]
pub async fn revoke_session(id: SessionId) -> Result<()> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current()?);
    service::revoke_session(&server.pool, viewer, id, &Once::UNNAMED).await?;
    form::back_to("/settings/sessions");
    Ok(())
}
