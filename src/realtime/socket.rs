//! `/ws`: the live connection over a WebSocket.
//!
//! The log-in may also come as a second subprotocol `bearer.<token>`, for browsers that speak to another origin.

use axum::{
    Extension, Router,
    extract::{
        WebSocketUpgrade as Upgrade,
        ws::{CloseFrame, Message, Utf8Bytes, WebSocket},
    },
    response::IntoResponse,
    routing::get,
};
use bytes::Bytes;
use futures::SinkExt;
use http::{HeaderMap, header};

use super::{
    entrance::{Entrance, hearing},
    envelope::SUBPROTOCOL,
    hub::{Hub, connection::Reason},
    talk,
    wire::{Broken, Heard, Wire},
};
use crate::{
    server::{Caller, Limit, Viewer, fault::Problem},
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

/// The route `/ws` of the live connection.
pub fn routes<S: Clone + Send + Sync + 'static>(hub: Hub, entrance: Entrance) -> Router<S> {
    let open = move |viewer: Option<Extension<Viewer>>, caller: Caller, headers: HeaderMap, upgrade: Upgrade| {
        let (hub, entrance) = (hub.clone(), entrance.clone());
        async move {
            let admitted = admit(&entrance, viewer.map(|Extension(viewer)| viewer), &headers, &upgrade).await;
            match admitted.map_err(|error| entrance.refuse(&caller, error)) {
                Ok(viewer) => {
                    configure(upgrade).on_upgrade(move |socket| talk::run(hub, entrance.limits, socket, viewer))
                }
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
        return hearing(viewer);
    }
    entrance.admit(viewer, headers)
}

fn configure(upgrade: Upgrade) -> Upgrade {
    upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(READ_LIMIT)
        .max_frame_size(READ_LIMIT)
}

impl Wire for WebSocket {
    async fn hear(&mut self) -> Heard {
        match self.recv().await {
            Some(Ok(Message::Text(text))) => Heard::Text(text),
            Some(Ok(Message::Binary(data))) => Heard::Binary(data.len()),
            // The library answers a ping by itself.
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Heard::Sign,
            Some(Ok(Message::Close(_))) | None => Heard::Gone,
            // It is too long to be read at all, the framing is broken, or the text is not UTF-8.
            Some(Err(error)) if is_too_large(&error) => Heard::Unreadable(Reason::TooLarge),
            Some(Err(_)) => Heard::Unreadable(Reason::Protocol),
        }
    }

    async fn feed(&mut self, frame: Utf8Bytes) -> Result<(), Broken> {
        SinkExt::feed(self, Message::Text(frame)).await.map_err(|_| Broken)
    }

    async fn flush(&mut self) -> Result<(), Broken> {
        SinkExt::flush(self).await.map_err(|_| Broken)
    }

    async fn ask(&mut self) -> Result<(), Broken> {
        SinkExt::send(self, Message::Ping(Bytes::new())).await.map_err(|_| Broken)
    }

    /// Waits until the other side has read it, as closing at once may overtake it.
    async fn end(mut self, bye: Utf8Bytes, reason: Reason) {
        let close = CloseFrame { code: reason.code(), reason: reason.word().into() };
        let said = async {
            SinkExt::feed(&mut self, Message::Text(bye)).await?;
            SinkExt::send(&mut self, Message::Close(Some(close))).await?;
            while let Some(Ok(_)) = self.recv().await {}
            Ok::<_, axum::Error>(())
        };
        // Who is gone already needs no farewell.
        drop(said.await);
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    let cause = std::error::Error::source(error).and_then(|source| source.downcast_ref::<tungstenite::Error>());
    matches!(cause, Some(tungstenite::Error::Capacity(_)))
}
