//! `/ws`: who may open a live connection.
//!
//! The log-in comes as a header or a cookie, which the request's [`Viewer`] extension stands for, or
//! as a second subprotocol `bearer.<token>`, for browsers that speak to another origin.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{WebSocketUpgrade as Upgrade, ws::WebSocket},
    response::IntoResponse,
    routing::get,
};
use futures::future::BoxFuture;
use http::{HeaderMap, header};

use super::{
    envelope::SUBPROTOCOL,
    hub::{Hub, connection::Reason},
    talk,
};
use crate::{
    server::{Caller, Limit, Limits, Viewer, fault::Problem, limits::network},
    shared::{Error, Result},
};

/// Bytes that a connection reads at once; held as long as it lives.
const READ_BUFFER: usize = 4 * 1024;
/// Bytes that are gathered before they are written.
const WRITE_BUFFER: usize = 8 * 1024;
/// Bytes of a message that are read at all. What is longer than the protocol allows, but not than
/// this, is answered with the reason.
const READ_LIMIT: usize = 1024 * 1024;
const BEARER: &str = "bearer.";

/// How the socket learns who knocks, and how often they may.
#[derive(Clone)]
pub struct Entrance {
    /// Whose token this is; for tokens that come as a subprotocol. Cookies and headers were looked at
    /// before: who they name is the request's [`Viewer`] extension.
    pub authenticate: Arc<dyn Fn(String) -> BoxFuture<'static, Result<Option<Viewer>>> + Send + Sync>,
    /// Whether a request with a cookie comes from a page of ours: judges `Origin`.
    pub same_origin: Arc<dyn Fn(&HeaderMap) -> bool + Send + Sync>,
    /// Counts whom a token brought in, and who brought none that counts. Who came with a cookie or a header was
    /// counted with their request.
    pub limits: Limits,
}

impl Entrance {
    /// What somebody is told who is not let in. Whose log-in does not count is counted, and in the end told to wait.
    fn refuse(&self, caller: &Caller, error: Error) -> Error {
        match error {
            Error::SignIn => self.limits.check(Limit::Strangers, &network(caller.address)).err().unwrap_or(error),
            other => other,
        }
    }
}

/// The route `/ws` of the live connection.
pub fn routes<S: Clone + Send + Sync + 'static>(hub: Hub, entrance: Entrance) -> Router<S> {
    let open = move |viewer: Option<Extension<Viewer>>, caller: Caller, headers: HeaderMap, upgrade: Upgrade| {
        let (hub, entrance) = (hub.clone(), entrance.clone());
        async move {
            let admitted = admit(&entrance, viewer.map(|Extension(viewer)| viewer), &headers, &upgrade).await;
            match admitted.map_err(|error| entrance.refuse(&caller, error)) {
                Ok(viewer) => configure(upgrade).on_upgrade(move |socket| talk::run(hub, socket, viewer)),
                // A page cannot see the status of a refused upgrade; it is told in the protocol.
                Err(Error::SignIn) if headers.contains_key(header::ORIGIN) => {
                    configure(upgrade).on_upgrade(|socket: WebSocket| talk::farewell(socket, Reason::Revoked))
                }
                Err(error) => Problem(error).into_response(),
            }
        }
    };
    Router::new().route("/ws", get(open))
}

async fn admit(entrance: &Entrance, viewer: Option<Viewer>, headers: &HeaderMap, upgrade: &Upgrade) -> Result<Viewer> {
    let protocols = || upgrade.requested_protocols().filter_map(|protocol| protocol.to_str().ok());
    if !protocols().any(|protocol| protocol == SUBPROTOCOL) {
        return Err(Error::invalid("subprotocol", "unknown"));
    }
    if let Some(token) = protocols().find_map(|protocol| protocol.strip_prefix(BEARER)) {
        let viewer = (entrance.authenticate)(token.to_owned()).await?.ok_or(Error::SignIn)?;
        entrance.limits.check(Limit::Calls, &viewer.account.to_string())?;
        return Ok(viewer);
    }
    let by_cookie = !headers.contains_key(header::AUTHORIZATION) && headers.contains_key(header::COOKIE);
    if by_cookie && !(entrance.same_origin)(headers) {
        return Err(Error::Forbidden);
    }
    viewer.ok_or(Error::SignIn)
}

fn configure(upgrade: Upgrade) -> Upgrade {
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(READ_LIMIT)
        .max_frame_size(READ_LIMIT)
}
