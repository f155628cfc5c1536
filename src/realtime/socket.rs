//! `/ws`: who may open a live connection.
//!
//! The log-in comes as a header or a cookie, which the request's [`Viewer`] extension stands for, or
//! as a second subprotocol `bearer.<token>`, for browsers that speak to another origin.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{WebSocketUpgrade, ws::WebSocket},
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
    server::{Viewer, fault::Problem},
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

/// How the socket learns who knocks.
#[derive(Clone)]
pub struct Entrance {
    /// Whose token this is; for tokens that come as a subprotocol. Cookies and headers were looked at
    /// before: who they name is the request's [`Viewer`] extension.
    pub authenticate: Arc<dyn Fn(String) -> BoxFuture<'static, Result<Option<Viewer>>> + Send + Sync>,
    /// Whether a request with a cookie comes from a page of ours: judges `Origin`.
    pub same_origin: Arc<dyn Fn(&HeaderMap) -> bool + Send + Sync>,
}

/// The route `/ws` of the live connection.
pub fn routes<S: Clone + Send + Sync + 'static>(hub: Hub, entrance: Entrance) -> Router<S> {
    let open = move |viewer: Option<Extension<Viewer>>, headers: HeaderMap, upgrade: WebSocketUpgrade| {
        let (hub, entrance) = (hub.clone(), entrance.clone());
        async move {
            match admit(&entrance, viewer.map(|Extension(viewer)| viewer), &headers, &upgrade).await {
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

async fn admit(
    entrance: &Entrance,
    viewer: Option<Viewer>,
    headers: &HeaderMap,
    upgrade: &WebSocketUpgrade,
) -> Result<Viewer> {
    let protocols = || upgrade.requested_protocols().filter_map(|protocol| protocol.to_str().ok());
    if !protocols().any(|protocol| protocol == SUBPROTOCOL) {
        return Err(Error::invalid("subprotocol", "unknown"));
    }
    if let Some(token) = protocols().find_map(|protocol| protocol.strip_prefix(BEARER)) {
        return (entrance.authenticate)(token.to_owned()).await?.ok_or(Error::SignIn);
    }
    let by_cookie = !headers.contains_key(header::AUTHORIZATION) && headers.contains_key(header::COOKIE);
    if by_cookie && !(entrance.same_origin)(headers) {
        return Err(Error::Forbidden);
    }
    viewer.ok_or(Error::SignIn)
}

fn configure(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(READ_LIMIT)
        .max_frame_size(READ_LIMIT)
}
