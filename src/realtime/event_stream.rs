//! `/events`: the live connection where no WebSocket gets through (SYN-6), and for who only listens.
//!
//! What the server says comes as server-sent events, one a frame (`outgoing`). The first one names the connection, and
//! what the client says is posted under that name (`incoming`). The two are a `wire` like a WebSocket: the talk over
//! them is the same. Where the address names what to hear, it stands for the `hello`, and nobody has to say anything.
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
use serde_json::json;
use uuid::Uuid;

use self::{
    incoming::{Incoming, Mailboxes},
    outgoing::{Outgoing, event},
};
use super::{
    Position,
    entrance::Entrance,
    envelope::SUBPROTOCOL,
    hub::{Hub, connection::Reason},
    talk,
    wire::{Broken, Heard, Wire},
};
use crate::{
    server::{
        Caller, Viewer,
        fault::Problem,
        json::{Path, Query},
    },
    shared::{Error, Result},
};

/// What the address says.
#[derive(Deserialize)]
struct Opening {
    /// The version of the protocol, which an `EventSource` can name nowhere else.
    protocol: Option<String>,
    /// What to hear, between commas.
    topics: Option<String>,
    /// From where on to hear it; absent, from now on.
    position: Option<Position>,
}

impl Opening {
    fn check(&self) -> Result<()> {
        if self.protocol.as_deref().is_some_and(|named| named != SUBPROTOCOL) {
            return Err(Error::invalid("protocol", "unknown"));
        }
        if self.position.is_some() && self.topics.is_none() {
            return Err(Error::invalid("topics", "required"));
        }
        Ok(())
    }

    /// The `hello` that it stands for; nothing where the client says its own.
    fn hello(&self) -> Option<Heard> {
        let names = self.topics.as_ref()?.split(',').filter(|name| !name.is_empty());
        let topics: Vec<_> = names.map(|name| json!({"topic": name, "since": self.position})).collect();
        let hello = json!({"type": "hello", "topics": topics, "client": "address"});
        Some(Heard::Text(hello.to_string().into()))
    }
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
            Ok(viewer) => {
                let (stream, body) = EventStream::open(opened.open(viewer), opening.hello());
                // The talk goes on beside the answer until either of them ends.
                tokio::spawn(talk::run(hub.clone(), entrance.limits.clone(), stream, viewer));
                answer(body)
            }
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
    Router::new().route("/events", get(open).head(head)).route("/events/{connection}", post(say))
}

fn admit(entrance: &Entrance, viewer: Option<Viewer>, headers: &HeaderMap, opening: &Opening) -> Result<Viewer> {
    opening.check()?;
    entrance.admit(viewer, headers)
}

/// Whether a page asks: its browser says so in one of these.
fn is_by_page(headers: &HeaderMap) -> bool {
    let names = [header::ORIGIN, header::REFERER, HeaderName::from_static("sec-fetch-site")];
    names.iter().any(|name| headers.contains_key(name))
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
    /// Whether the address said what to hear.
    only_listens: bool,
    /// What is heard as if the client had said it.
    unsaid: Option<Heard>,
}

impl EventStream {
    /// A stream over which this is heard first, and the body that carries it.
    fn open(incoming: Incoming, hello: Option<Heard>) -> (Self, Body) {
        let (outgoing, body) = Outgoing::open(incoming.name());
        (Self { incoming, outgoing, only_listens: hello.is_some(), unsaid: hello }, body)
    }
}

impl Wire for EventStream {
    async fn hear(&mut self) -> Heard {
        if let Some(heard) = self.unsaid.take() {
            return heard;
        }
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

    /// An event that the page has to answer with an empty call: its browser answers nothing by itself. Of who only listens
    /// it is sign enough that what was written before was taken.
    async fn ask(&mut self) -> Result<(), Broken> {
        self.outgoing.feed(event(Some("ping"), "{}")).await?;
        self.outgoing.flush().await?;
        self.unsaid = self.only_listens.then_some(Heard::Sign);
        Ok(())
    }

    async fn end(mut self, bye: Utf8Bytes, _: Reason) {
        if self.feed(bye).await.is_ok() {
            // Who is gone already needs no farewell.
            drop(self.flush().await);
        }
    }
}
