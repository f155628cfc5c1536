//! What holds up every screen: it is noticed, named, and ended where that is allowed.

use axum::{body::Body, extract::Request};
use http::StatusCode;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection};
use tower::ServiceExt;

use super::{Live, eventually};
use crate::{app::health, server::telemetry::Metrics};

impl Live {
    /// What `/readyz` answers.
    async fn ready(&self) -> (StatusCode, String) {
        let router = health::routes(Metrics::start(), self.hub.clone()).with_state(self.world.server.clone());
        let request = Request::get("/readyz").body(Body::empty()).expect("a request");
        let answer = router.oneshot(request).await.expect("an answer");
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), 1_000).await.expect("a short answer");
        (status, String::from_utf8(body.to_vec()).expect("a text"))
    }
}

#[tokio::test]
async fn a_transaction_of_another_role_is_seen_and_ended() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let mut anns = live.connect(ann, json!([{"topic": "me", "since": null}])).await;
    let mut administrator = live.world.administrator().await;
    administrator.execute("drop role if exists guest; create role guest login").await.expect("a new role");
    let options = live.world.administrator.clone().username("guest");
    let mut stuck = PgConnection::connect_with(&options).await.expect("anybody may connect");
    stuck.execute("begin; select pg_current_xact_id()").await.expect("a transaction id");
    live.send(bob, pair, "held up").await;
    assert_eq!(anns.messages(1).await, ["held up"]);
    assert!(stuck.execute("commit").await.is_err());
    administrator.execute("drop role guest").await.expect("it owned nothing");
}

#[tokio::test]
async fn what_may_not_be_ended_makes_the_program_not_ready_until_it_is_gone() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    eventually(async || live.ready().await == (StatusCode::OK, "ready\n".into())).await;
    let mut superuser = live.world.administrator().await;
    let mut stuck = superuser.begin().await.expect("a transaction");
    stuck.execute("select pg_current_xact_id()").await.expect("a transaction id");
    live.world.pair(ann, bob).await;
    // On a machine that stands still it may not be ready for another reason before.
    eventually(async || {
        let (status, reason) = live.ready().await;
        status == StatusCode::SERVICE_UNAVAILABLE && reason.contains("a transaction that is still open")
    })
    .await;
    stuck.commit().await.expect("nobody could end it");
    live.settled().await;
    eventually(async || live.ready().await.0 == StatusCode::OK).await;
}
