//! Going on where one stood: exactly what was missed, in order.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::{Executor, PgConnection};

use super::{ConversationId, Live, Position, ServerFrame, Topic, body, numbers};
use crate::shared::id::AccountId;

#[tokio::test]
async fn a_resume_gives_exactly_what_was_missed_in_order() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let mut bobs = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    live.send(ann, pair, "seen").await;
    let seen = bobs.events(1).await.pop().expect("an event").position;
    drop(bobs);
    for number in numbers(0..50) {
        live.send(ann, pair, &number).await;
    }
    for (topics, from) in [("memory", live.settled().await), ("the database", live.settled().await)] {
        let live_again = json!([{"topic": "me", "since": seen}, {"topic": Topic::Conversation(pair), "since": seen}]);
        let mut bobs = live.connect(bob, live_again).await;
        assert_eq!(bobs.position, Some(from));
        assert_eq!(bobs.messages(50).await, numbers(0..50), "from {topics}");
        assert_eq!(bobs.said().await, [], "each once");
    }
}

#[tokio::test]
async fn a_resume_after_a_restart_is_answered_from_the_database() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let seen = live.settled().await;
    for number in numbers(0..20) {
        live.send(ann, pair, &number).await;
    }
    let live = live.restart().await;
    live.send(ann, pair, "20").await;
    let mut bobs = live.connect(bob, json!([{"topic": "me", "since": seen}])).await;
    assert_eq!(bobs.messages(21).await, numbers(0..21));
    assert_eq!(bobs.said().await, []);
}

#[tokio::test]
async fn a_subscription_while_live_has_neither_gap_nor_repeat() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let start = live.settled().await;
    let mut bobs = live.connect(bob, json!([])).await;
    let send = async {
        for number in numbers(0..100) {
            live.send(ann, pair, &number).await;
        }
    };
    let hear = async {
        bobs.subscribe(Topic::Conversation(pair), Some(start)).await;
        bobs.messages(100).await
    };
    let (heard, ()) = tokio::join!(hear, send);
    assert_eq!(heard, numbers(0..100));
}

/// What somebody hears who has nothing of a conversation after a position: the messages, and what to read afresh.
async fn resumed(
    live: &Live,
    who: AccountId,
    pair: ConversationId,
    since: Position,
) -> (Vec<String>, Vec<ServerFrame>) {
    let topics = json!([{"topic": "me", "since": since}, {"topic": Topic::Conversation(pair), "since": since}]);
    let mut client = live.connect(who, topics).await;
    let (mut messages, mut others) = (Vec::new(), Vec::new());
    for frame in client.said().await {
        match frame {
            ServerFrame::Event(event) => messages.extend(body(&event)),
            ServerFrame::Batch { events } => messages.extend(events.iter().filter_map(body)),
            other => others.push(other),
        }
    }
    (messages, others)
}

#[tokio::test]
async fn who_left_and_came_back_hears_nothing_of_meanwhile_and_reads_afresh() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    live.send(ann, pair, "with bob").await;
    let seen = live.settled().await;
    live.leave(pair, bob).await;
    live.send(ann, pair, "without bob").await;
    live.join(pair, bob).await;
    live.send(ann, pair, "with bob again").await;
    live.settled().await;
    let afresh = ServerFrame::Refetch { topic: Topic::Conversation(pair), why: "joined".into() };
    let told = (vec!["with bob again".to_owned()], vec![afresh]);
    assert_eq!(resumed(&live, bob, pair, seen).await, told, "from memory");
    let (anns, others) = resumed(&live, ann, pair, seen).await;
    assert_eq!((anns, others), (vec!["without bob".to_owned(), "with bob again".to_owned()], vec![]), "who stayed");
    let live = live.restart().await;
    assert_eq!(resumed(&live, bob, pair, seen).await, told, "from the database");
}

#[tokio::test]
async fn who_joined_since_hears_nothing_from_before_and_reads_afresh() {
    let live = Live::start().await;
    let people = (live.world.person("ann").await, live.world.person("bob").await, live.world.person("eve").await);
    let (ann, bob, eve) = people;
    let pair = live.pair(ann, bob).await;
    let seen = live.settled().await;
    live.send(ann, pair, "before eve").await;
    live.join(pair, eve).await;
    live.send(ann, pair, "with eve").await;
    live.settled().await;
    let afresh = ServerFrame::Refetch { topic: Topic::Conversation(pair), why: "joined".into() };
    let told = (vec!["with eve".to_owned()], vec![afresh]);
    assert_eq!(resumed(&live, eve, pair, seen).await, told, "from memory");
    let live = live.restart().await;
    assert_eq!(resumed(&live, eve, pair, seen).await, told, "from the database");
}

#[tokio::test]
async fn another_epoch_or_what_is_no_longer_kept_is_read_afresh() {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let before = Position { xid: 1, id: 0, ..live.settled().await };
    let mut administrator = live.world.administrator().await;
    administrator
        .execute(
            "begin;
             set local role tertulia_jobs;
             select make_event_partition((now() - interval '9 days')::date);
             reset role;
             insert into events (at, topic, kind, entity, body)
               select now() - interval '9 days', 'inbox:' || id, 'old', id, '{}' from accounts;
             commit",
        )
        .await
        .expect("a statement of ours");
    live.settled().await;
    // The hub does so itself when it starts: where it is still at that, nobody else can.
    super::eventually(async || crate::realtime::hub::upkeep::renew(&live.hub).await.is_ok()).await;
    let mut anns = live.connect(ann, json!([{"topic": "me", "since": before}])).await;
    assert_eq!(anns.said().await, [ServerFrame::Refetch { topic: Topic::Me, why: "too_old".into() }]);
    let elsewhere = Position { epoch: before.epoch ^ 1, ..before };
    let mut anns = live.connect(ann, json!([{"topic": "me", "since": elsewhere}])).await;
    assert_eq!(anns.said().await, [ServerFrame::Refetch { topic: Topic::Me, why: "epoch".into() }]);
    let kept: i64 = sqlx::query_scalar("select count(*) from pg_inherits where inhparent = 'events'::regclass")
        .fetch_one(&mut administrator)
        .await
        .expect("a count");
    assert_eq!(kept, 16);
}

#[tokio::test]
async fn another_database_under_a_running_hub_begins_an_epoch() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let mut bobs = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    let old = live.settled().await;
    restore(&mut live.world.administrator().await).await;
    assert_eq!(bobs.next().await, ServerFrame::Refetch { topic: Topic::Me, why: "epoch".into() });
    assert_ne!(live.hub.published().epoch, old.epoch);
    // The pool's connections were ended too: the first statements on them fail.
    super::eventually(async || live.world.pool().as_jobs().await.is_ok()).await;
    live.send(ann, pair, "afterwards").await;
    assert_eq!(bobs.messages(1).await, ["afterwards"]);
}

/// As after a restore: the cluster is another one, and the reader's connection broke.
pub(super) async fn restore(administrator: &mut PgConnection) {
    administrator.execute("update stream set system_identifier = 1").await.expect("a statement of ours");
    administrator
        .execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = 'tertulia'")
        .await
        .expect("a statement of ours");
}

#[tokio::test]
async fn who_lost_a_conversation_or_a_log_in_with_another_database_hears_nothing_of_it() {
    let live = Live::start().await;
    let people = (live.world.person("ann").await, live.world.person("bob").await, live.world.person("eve").await);
    let (ann, bob, eve) = people;
    let pair = live.pair(ann, bob).await;
    live.join(pair, eve).await;
    live.settled().await;
    let topic = Topic::Conversation(pair);
    let topics = json!([{"topic": "me", "since": null}, {"topic": topic, "since": null}]);
    let mut anns = live.connect(ann, topics.clone()).await;
    let mut bobs = live.connect(bob, topics.clone()).await;
    let mut eves = live.connect(eve, topics).await;
    // What is restored is of before eve joined and bob logged in; no event tells it.
    let mut administrator = live.world.administrator().await;
    administrator.execute("alter table participants disable trigger user").await.expect("a statement of ours");
    administrator.execute("alter table sessions disable trigger user").await.expect("a statement of ours");
    for (statement, whose) in
        [("delete from participants where account_id = $1", eve), ("delete from sessions where account_id = $1", bob)]
    {
        sqlx::query(statement).bind(whose).execute(&mut administrator).await.expect("a statement of ours");
    }
    restore(&mut administrator).await;
    let afresh = |topic| ServerFrame::Refetch { topic, why: "epoch".into() };
    assert_eq!([anns.next().await, anns.next().await], [afresh(Topic::Me), afresh(topic)]);
    assert_eq!([eves.next().await, eves.next().await], [ServerFrame::missing(topic), afresh(Topic::Me)]);
    assert_eq!(bobs.farewell().await, ("revoked".into(), 4401));
    super::eventually(async || live.world.pool().as_jobs().await.is_ok()).await;
    live.send(ann, pair, "afterwards").await;
    live.settled().await;
    assert_eq!(anns.messages(1).await, ["afterwards"]);
    assert_eq!(eves.said().await, []);
}

#[tokio::test]
async fn state_and_events_make_the_fresh_state() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    for number in numbers(0..5) {
        live.send(ann, pair, &number).await;
    }
    let position = live.hub.published();
    let mut state = fresh(&live, bob).await;
    let mut bobs = live.connect(bob, json!([{"topic": Topic::Conversation(pair), "since": position}])).await;
    for number in numbers(5..30) {
        live.send(ann, pair, &number).await;
    }
    while state.len() < 30 {
        for event in bobs.events(1).await.iter().filter(|event| event.kind == "message.sent") {
            let (seq, body) = (&event.body["seq"], &event.body["body"]);
            state.insert(seq.as_i64().expect("a number"), body.as_str().expect("a text").into());
        }
    }
    assert_eq!(state, fresh(&live, bob).await);
}

async fn fresh(live: &Live, viewer: AccountId) -> BTreeMap<i64, String> {
    let mut tx = live.world.pool().as_viewer(viewer).await.expect("a transaction");
    let rows: Vec<(i64, String)> =
        sqlx::query_as("select seq, body from messages").fetch_all(&mut *tx).await.expect("messages");
    rows.into_iter().collect()
}
