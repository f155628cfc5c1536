//! The shelf in its house: what visitors are given while others write.

use std::{collections::HashSet, time::Duration};

use serde_json::json;
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use super::*;
use crate::{
    app::{
        gate::gate,
        router::{self, router},
    },
    features::posts::{
        model::{AnswerDraft, Entry, Kind, PostDraft, Rewrite, Vote},
        service as posts,
    },
    realtime::Hub,
    server::{Limits, once::Once, telemetry::Metrics},
    shared::id::{AnswerId, PostId},
    tests::given::{self, World},
};

/// Everything that the program answers, over a world of its own.
struct House {
    world: World,
    hub: Hub,
    router: Router,
    ann: Viewer,
}

async fn house() -> House {
    let mut world = given::world().await;
    world.server.limits = Limits::off();
    let pool = world.pool().clone();
    let hub = Hub::start(pool.clone(), gate(pool), "a".into()).await.unwrap();
    let (server, stopping) = (world.server.clone(), watch::channel(false).1);
    let router = router(router::House { server, hub: hub.clone(), metrics: Metrics::start(), stopping });
    let ann = by(world.person("ann").await);
    House { world, hub, router, ann }
}

fn by(account: AccountId) -> Viewer {
    Viewer::by_session(account, SessionId::new(), Role::Member)
}

fn question(title: &str) -> PostDraft {
    let (title, body) = (Some(title.to_owned()), "Which way?".to_owned());
    PostDraft { id: PostId::new(), kind: Kind::Question, title, body, tags: vec!["walks".to_owned()] }
}

impl House {
    async fn read(&self, request: Request) -> String {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        text(answer).await
    }

    /// Does something, until its events are published.
    async fn published<T>(&self, act: impl Future<Output = T>) -> T {
        let mut before = None;
        eventually(async || {
            before = self.hub.edition();
            before.is_some()
        })
        .await;
        let done = act.await;
        eventually(async || self.hub.edition().is_some_and(|now| Some(now) != before)).await;
        done
    }

    /// The answer with a page that is kept.
    async fn kept(&self, path: &str) -> Response {
        let mut found = None;
        eventually(async || {
            let answer = self.router.clone().oneshot(get(path)).await.unwrap();
            let is_kept = answer.headers().contains_key(ETAG);
            found = is_kept.then_some(answer);
            is_kept
        })
        .await;
        found.unwrap()
    }
}

async fn eventually(mut holds: impl AsyncFnMut() -> bool) {
    let waits = async {
        while !holds().await {
            sleep(Duration::from_millis(1)).await;
        }
    };
    timeout(Duration::from_secs(20), waits).await.expect("it holds in the end");
}

#[tokio::test]
async fn what_was_written_changed_judged_or_deleted_stands_on_the_pages_of_visitors_once_it_is_published() {
    let house = house().await;
    let (server, ann) = (&house.world.server, house.ann);
    let bob = by(house.world.person("bob").await);
    assert!(!house.read(get("/")).await.contains("To the sea"));
    let post = house.published(posts::publish(server, ann, question("To the sea"))).await.unwrap().into_inner();
    let lists = ["/", "/questions", "/tags/walks", "/u/ann"];
    let thread = post.address();
    for list in lists {
        assert!(house.read(get(list)).await.contains("To the sea"), "{list}");
    }
    assert!(house.read(get(&thread)).await.contains("Which way?"));

    let draft = AnswerDraft { id: AnswerId::new(), post_id: post.id, body: "By the mill".to_owned() };
    house.published(posts::answer(server, bob, &draft)).await.unwrap();
    assert!(house.read(get(&thread)).await.contains("By the mill"));
    let vote = Vote { on: Entry::Post(post.id), value: 1 };
    house.published(posts::vote(server, bob, vote, &Once::UNNAMED)).await.unwrap();
    assert!(house.read(get(&thread)).await.contains("\"upvoteCount\":1"));
    let rewrite = Rewrite { body: Some("Which one?".to_owned()), ..Rewrite::default() };
    house.published(posts::rewrite_post(server, ann, post.id, rewrite, &Once::UNNAMED)).await.unwrap();
    let page = house.read(get(&thread)).await;
    assert!(page.contains("Which one?") && !page.contains("Which way?"));

    house.published(posts::delete_answer(&server.pool, bob, draft.id, &Once::UNNAMED)).await.unwrap();
    assert!(!house.read(get(&thread)).await.contains("By the mill"));
    house.published(posts::delete_post(&server.pool, ann, post.id, &Once::UNNAMED)).await.unwrap();
    for list in ["/", "/questions", "/u/ann"] {
        assert!(!house.read(get(list)).await.contains("To the sea"), "{list}");
    }
    house.hub.stop().await;
}

#[tokio::test]
async fn a_member_reads_their_own_pages_and_a_visitor_those_of_nobody() {
    let house = house().await;
    let account = json!({
        "handle": "bob", "display_name": "Bob", "email": "bob@example.org", "password": "seven tall lamps",
    });
    let sign_up = Request::post("/api/accounts").header(CONTENT_TYPE, "application/json");
    let answer = house.router.clone().oneshot(sign_up.body(Body::from(account.to_string())).unwrap()).await.unwrap();
    let entry: serde_json::Value = serde_json::from_str(&text(answer).await).unwrap();
    let token = entry["token"].as_str().unwrap();
    let cookie = format!("{}={token}", house.world.server.config.cookie_name());
    let bearer = format!("Bearer {token}");
    for _ in 0..2 {
        for proof in [(COOKIE, &*cookie), (AUTHORIZATION, &*bearer)] {
            let page = house.read(with(&[proof])).await;
            assert!(page.contains("Write something") && !page.contains("href=\"/login\""));
        }
        let page = house.read(get("/")).await;
        assert!(!page.contains("Write something") && page.contains("href=\"/login\""));
    }
    house.hub.stop().await;
}

#[tokio::test]
async fn a_page_from_the_shelf_needs_no_database() {
    let house = house().await;
    let most = house.world.pool().connections().options().get_max_connections();
    let lend = || house.world.pool().as_visitor();
    // A page is given for two seconds and while the reader has looked lately: a machine may stand still for longer.
    eventually(async || {
        let mut busy = join_all((1..most).map(|_| lend())).await;
        let page = text(house.kept("/").await).await;
        busy.push(lend().await);
        assert!(busy.iter().all(Result::is_ok));
        let again = house.router.clone().oneshot(get("/")).await.unwrap();
        again.status() == StatusCode::OK && text(again).await == page
    })
    .await;
    house.hub.stop().await;
}

#[tokio::test]
async fn every_public_page_can_be_given_to_others_and_none_with_a_form_for_one_act() {
    let house = house().await;
    let post = posts::publish(&house.world.server, house.ann, question("To the sea")).await.unwrap().into_inner();
    let thread = post.address();
    let public =
        ["/", "/?show=top", "/questions", "/tags", "/tags/walks", "/about", "/u/ann", "/u/ann/followers", &thread];
    for path in public {
        let answer = house.kept(path).await;
        let policy = answer.headers()[CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
        let page = text(answer).await;
        let inline = page.matches("<script").count();
        assert!(!policy.contains("nonce") && policy.matches("'sha256-").count() == inline, "{path}: {policy}");
        assert!(!page.contains("method=\"post\""), "{path}");
    }
    let mut ids = HashSet::new();
    for _ in 0..2 {
        let answer = house.router.clone().oneshot(get("/signup")).await.unwrap();
        assert!(!answer.headers().contains_key(ETAG));
        let page = text(answer).await;
        ids.insert(page.split("name=\"id\" value=\"").nth(1).map(|rest| rest[..36].to_owned()));
    }
    assert_eq!(ids.len(), 2, "each has an id of their own: {ids:?}");
    house.hub.stop().await;
}
