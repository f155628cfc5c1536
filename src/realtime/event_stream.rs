//! `/ws/events`: the live connection where no WebSocket gets through (SYN-6).
//!
//! What the server says comes as server-sent events, one a frame (`outgoing`). The first one names the connection, and
//! what the client says is posted under that name (`incoming`). The two are a `wire` like a WebSocket: the talk over
//! them is the same.
//!
//! Invariant: frames are heard in the order in which they were posted, as long as one call follows another.

mod incoming;
mod outgoing;

use axum::{
    Extension, Router,
    body::Body,
    extract::ws::Utf8Bytes,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::{HeaderMap, HeaderName, StatusCode, header};
use serde::Deserialize;
use uuid::Uuid;

use self::{
    incoming::{Incoming, Mailboxes},
    outgoing::{Outgoing, event},
};
use super::{
    entrance::Entrance,
    envelope::SUBPROTOCOL,
    hub::{Hub, connection::Reason},
    talk,
    wire::{Broken, Heard, Wire},
};
use crate::{
    server::{
        Caller, Limits, Viewer,
        fault::Problem,
        json::{Path, Query},
    },
    shared::{Error, Result},
};

/// The version of the protocol, which an `EventSource` can name in the address only.
#[derive(Deserialize)]
struct Opening {
    protocol: Option<String>,
}

/// The routes of the live connection without a WebSocket.
pub fn routes<S: Clone + Send + Sync + 'static>(hub: Hub, entrance: Entrance) -> Router<S> {
    let mailboxes = Mailboxes::default();
    let (opened, posted) = (mailboxes.clone(), mailboxes);
    let open = async move |viewer: Option<Extension<Viewer>>,
                           caller: Caller,
                           headers: HeaderMap,
                           Query(opening): Query<Opening>| {
        let admitted = admit(&entrance, viewer.map(|Extension(viewer)| viewer), &headers, &opening);
        match admitted.map_err(|error| entrance.refuse(&caller, error)) {
            Ok(viewer) => begin(hub.clone(), entrance.limits.clone(), viewer, &opened),
            // A page cannot see the status of a refused stream; it is told in the protocol.
            Err(Error::SignIn) if is_by_page(&headers) => answer(event(None, &talk::bye(Reason::Revoked)).into()),
            Err(error) => Problem(error).into_response(),
        }
    };
    let say = async move |viewer: Viewer, Path(connection): Path<Uuid>, body: Body| {
        let taken = posted.take(connection, viewer, body).await;
        taken.map(|()| StatusCode::NO_CONTENT).map_err(Problem)
    };
    // A stream is nothing to have the head of: it would be opened for nobody.
    let head = async || (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET")]);
    Router::new().route("/ws/events", get(open).head(head)).route("/ws/events/{connection}", post(say))
}

fn admit(entrance: &Entrance, viewer: Option<Viewer>, headers: &HeaderMap, opening: &Opening) -> Result<Viewer> {
    if opening.protocol.as_deref() != Some(SUBPROTOCOL) {
        return Err(Error::invalid("protocol", "unknown"));
    }
    entrance.admit(viewer, headers)
}

/// Whether a page asks: its browser says so in one of these.
fn is_by_page(headers: &HeaderMap) -> bool {
    let names = [header::ORIGIN, header::REFERER, HeaderName::from_static("sec-fetch-site")];
    names.iter().any(|name| headers.contains_key(name))
}

/// Opens the stream; the talk goes on beside the answer until either of them ends.
fn begin(hub: Hub, limits: Limits, viewer: Viewer, mailboxes: &Mailboxes) -> Response {
    let incoming = mailboxes.open(viewer);
    let (outgoing, body) = Outgoing::open(incoming.name());
    tokio::spawn(talk::run(hub, limits, EventStream { incoming, outgoing }, viewer));
    answer(body)
}

/// No cache keeps it, and no proxy holds it back until there is more of it or packs it.
fn answer(body: Body) -> Response {
    let head = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "no-store, no-transform"),
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    (head, body).into_response()
}

/// One connection's stream and mailbox.
struct EventStream {
    incoming: Incoming,
    outgoing: Outgoing,
}

impl Wire for EventStream {
    async fn hear(&mut self) -> Heard {
        tokio::select! {
            heard = self.incoming.next() => heard,
            () = self.outgoing.closed() => Heard::Gone,
        }
    }

    async fn feed(&mut self, frame: Utf8Bytes) -> Result<(), Broken> {
        self.outgoing.feed(event(None, &frame)).await
    }

    async fn flush(&mut self) -> Result<(), Broken> {
        self.outgoing.flush().await
    }

    /// An event that the page has to answer with an empty call: its browser answers nothing by itself.
    async fn ask(&mut self) -> Result<(), Broken> {
        self.outgoing.feed(event(Some("ping"), "{}")).await?;
        self.outgoing.flush().await
    }

    async fn end(mut self, bye: Utf8Bytes, _: Reason) {
        if self.feed(bye).await.is_ok() {
            // Who is gone already needs no farewell.
            drop(self.flush().await);
        }
    }
}
