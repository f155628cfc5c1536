//! The live connection, with real sockets on a real database.

mod access;
mod address;
mod blocks;
mod bounds;
mod client;
mod event_stream;
mod horizon;
mod limits;
mod listener;
mod passing;
mod privacy;
mod resume;
mod stream;
mod threads;

use std::{future::pending, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use serde_json::{Value, json};
use tokio::{sync::watch, task::JoinHandle, time::timeout};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{client::IntoClientRequest, http::HeaderValue},
};

use super::given::{World, world};
use crate::{
    app::gate::gate,
    features::messages::{model::Draft, service},
    realtime::{Entrance, Hub, Position, ServerFrame, Topic, event_stream as streams, socket},
    server::{Limits, Pool, Viewer, http},
    shared::{
        id::{AccountId, ConversationId, MessageId, SessionId},
        role::Role,
    },
};
use client::{Client, body};

/// How long anything may take before a test gives up.
const LONG: Duration = Duration::from_secs(20);

/// A world with a hub that listens on a port.
struct Live {
    world: World,
    hub: Hub,
    address: SocketAddr,
    server: JoinHandle<()>,
}

impl Live {
    async fn start() -> Self {
        let mut world = world().await;
        world.server.limits = Limits::off();
        Self::over(world).await
    }

    async fn over(world: World) -> Self {
        let pool = world.pool().clone();
        let hub = Hub::start(pool.clone(), gate(pool.clone()), "a".into()).await.expect("the database is there");
        let entrance = Entrance {
            authenticate: Arc::new(move |token| {
                let pool = pool.clone();
                Box::pin(async move { Ok(viewer(&pool, &token).await) })
            }),
            same_origin: Arc::new(|headers| headers.get("origin").is_none_or(|origin| origin == "http://here")),
            limits: world.server.limits.clone(),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let router = socket::routes(hub.clone(), entrance.clone())
            .merge(streams::routes(hub.clone(), entrance))
            .layer(from_fn_with_state(world.pool().clone(), identify));
        let router = watch::channel(router).1;
        let server = tokio::spawn(http::serve(listener, router, http::Bounds::default(), pending()));
        Self { world, hub, address, server }
    }

    /// Stops the hub as the program does, and starts another on the same database.
    async fn restart(self) -> Self {
        self.hub.stop().await;
        self.server.abort();
        Self::over(self.world).await
    }

    /// The conversation of two people, after both opened it and heard of it.
    async fn pair(&self, one: AccountId, other: AccountId) -> ConversationId {
        self.world.pair(one, other).await;
        let pair = self.world.pair(other, one).await;
        self.settled().await;
        pair
    }

    /// A log-in of somebody; its id serves as the token.
    async fn log_in(&self, account: AccountId) -> SessionId {
        let session = SessionId::new();
        self.run("insert into sessions (id, account_id, token_hash) values ($1, $2, uuid_send($1))", session, account)
            .await;
        session
    }

    async fn revoke(&self, session: SessionId, account: AccountId) {
        self.run("delete from sessions where id = $1 and account_id = $2", session, account).await;
    }

    async fn leave(&self, conversation: ConversationId, account: AccountId) {
        let statement = "delete from participants where conversation_id = $1 and account_id = $2";
        self.run(statement, conversation, account).await;
    }

    async fn join(&self, conversation: ConversationId, account: AccountId) {
        self.run("insert into participants (conversation_id, account_id) values ($1, $2)", conversation, account).await;
    }

    async fn run(
        &self,
        statement: &'static str,
        one: impl Into<uuid::Uuid> + Send,
        other: impl Into<uuid::Uuid> + Send,
    ) {
        let (one, other) = (one.into(), other.into());
        let mut tx = self.world.pool().as_jobs().await.expect("a transaction");
        sqlx::query(statement).bind(one).bind(other).execute(&mut *tx).await.expect("a statement of ours");
        tx.commit().await.expect("a commit");
    }

    async fn send(&self, author: AccountId, conversation: ConversationId, body: &str) {
        let draft = Draft {
            id: MessageId::new(),
            conversation_id: conversation,
            body: body.to_owned(),
            reply_to: None,
            forwarded: false,
        };
        service::send(&self.world.server, author, &draft).await.expect("a message");
    }

    /// Connects somebody with a log-in of their own.
    async fn connect(&self, account: AccountId, topics: Value) -> Client {
        let session = self.log_in(account).await;
        let mut client = self.knock(session).await;
        client.say(json!({"type": "hello", "topics": topics, "client": "test"})).await;
        client.position = match client.next().await {
            ServerFrame::Welcome { position, .. } => Some(position),
            other => panic!("no welcome but {other:?}"),
        };
        client
    }

    /// Opens a connection and says nothing.
    async fn knock(&self, session: SessionId) -> Client {
        let protocols = format!("tertulia.v1, bearer.{session}");
        let mut request = format!("ws://{}/ws", self.address).into_client_request().expect("an address");
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_str(&protocols).expect("a header"));
        let (socket, response) = connect_async(request).await.expect("an upgrade");
        assert_eq!(response.headers()["sec-websocket-protocol"], "tertulia.v1");
        Client { socket, position: None }
    }

    /// Waits until everything committed so far is published.
    async fn settled(&self) -> Position {
        let last: Option<(i64, i64)> =
            sqlx::query_as("select xid::text::bigint, id from events order by xid desc, id desc limit 1")
                .fetch_optional(&mut self.world.administrator().await)
                .await
                .expect("events");
        let Some((xid, id)) = last else { return self.hub.published() };
        let position = Position { epoch: self.hub.published().epoch, xid: xid.cast_unsigned(), id };
        eventually(async || !position.is_after(self.hub.published())).await;
        self.hub.published()
    }
}

/// Puts into a request whom its bearer token names.
async fn identify(State(pool): State<Pool>, mut request: Request, next: Next) -> Response {
    let bearer = request.headers().get("authorization").and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    if let Some(viewer) = viewer(&pool, bearer.unwrap_or_default()).await {
        request.extensions_mut().insert(viewer);
    }
    next.run(request).await
}

async fn viewer(pool: &Pool, token: &str) -> Option<Viewer> {
    let session: SessionId = token.parse().ok()?;
    let mut tx = pool.as_jobs().await.ok()?;
    let account = sqlx::query_scalar("select account_id from sessions where id = $1")
        .bind(session)
        .fetch_optional(&mut *tx)
        .await
        .ok()??;
    Some(Viewer::by_session(account, session, Role::Member))
}

/// Waits until something holds.
async fn eventually(mut holds: impl AsyncFnMut() -> bool) {
    timeout(LONG, async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await
    .expect("it holds in the end");
}

fn numbers(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|number| number.to_string()).collect()
}
