//! What is only passing: typing and presence.

use serde_json::{Value, json};
use sqlx::Connection;

use super::{AccountId, Client, Live, ServerFrame, Topic, eventually};

async fn presence(client: &mut Client, of: AccountId) -> Value {
    match client.next().await {
        ServerFrame::Signal { topic, kind, from, body } if topic == Topic::Presence(of) && kind == "presence" => {
            assert_eq!(from, of);
            body
        }
        other => panic!("no presence but {other:?}"),
    }
}

#[tokio::test]
async fn typing_reaches_the_others_at_most_every_three_seconds_and_is_not_stored() {
    let live = Live::start().await;
    let (ann, bob, eve) =
        (live.world.person("ann").await, live.world.person("bob").await, live.world.person("eve").await);
    let topic = Topic::Conversation(live.pair(ann, bob).await);
    let both = json!([{"topic": "me", "since": null}, {"topic": topic, "since": null}]);
    let mut anns = live.connect(ann, both.clone()).await;
    let mut bobs = live.connect(bob, both).await;
    let mut stranger = live.connect(eve, json!([{"topic": "me", "since": null}])).await;
    let before = live.settled().await;
    for _ in 0..3 {
        anns.say(json!({"type": "signal", "topic": topic, "kind": "typing", "body": {}})).await;
    }
    let typing = ServerFrame::Signal { topic, kind: "typing".into(), from: ann, body: json!({}) };
    assert_eq!(bobs.next().await, typing);
    assert_eq!((anns.said().await, bobs.said().await), (vec![], vec![]));
    stranger.say(json!({"type": "signal", "topic": topic, "kind": "typing"})).await;
    assert_eq!(stranger.next().await, ServerFrame::missing(topic));
    assert_eq!(bobs.said().await, []);
    assert_eq!(live.settled().await, before);
}

#[tokio::test]
async fn once_one_of_two_has_blocked_the_other_neithers_typing_reaches_the_other_and_nobody_is_told_so() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let closed = Topic::Conversation(live.pair(ann, bob).await);
    let open = Topic::Conversation(live.world.group(ann, &[bob]).await);
    live.world.block(ann, bob, true).await;
    live.settled().await;
    let both = json!([{"topic": closed, "since": null}, {"topic": open, "since": null}]);
    let mut anns = live.connect(ann, both.clone()).await;
    let mut bobs = live.connect(bob, both).await;
    for topic in [closed, open] {
        bobs.say(json!({"type": "signal", "topic": topic, "kind": "typing"})).await;
    }
    let typing = |from| ServerFrame::Signal { topic: open, kind: "typing".into(), from, body: json!({}) };
    assert_eq!(anns.next().await, typing(bob), "in a group both are heard");
    for topic in [closed, open] {
        anns.say(json!({"type": "signal", "topic": topic, "kind": "typing"})).await;
    }
    assert_eq!(bobs.next().await, typing(ann));
    assert_eq!((anns.said().await, bobs.said().await), (vec![], vec![]));
}

/// While the table of participants is locked, whoever is asked about in the database waits.
#[tokio::test]
async fn a_strangers_typing_costs_the_same_statement_wherever_it_aims() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let topic = Topic::Conversation(pair);
    let mut anns = live.connect(ann, json!([{"topic": topic, "since": null}])).await;
    let mut bobs = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    live.send(ann, pair, "now its people are in memory").await;
    assert_eq!(bobs.messages(1).await.len(), 1);
    let mut strangers = Vec::new();
    for handle in ["eve", "mallory"] {
        strangers.push(live.connect(live.world.person(handle).await, json!([])).await);
    }

    let mut administrator = live.world.administrator().await;
    let mut lock = administrator.begin().await.expect("a transaction");
    sqlx::raw_sql("lock table participants in access exclusive mode").execute(&mut *lock).await.expect("the lock");
    let never_was = Topic::Conversation(super::ConversationId::new());
    for (stranger, aim) in strangers.iter_mut().zip([topic, never_was]) {
        stranger.say(json!({"type": "signal", "topic": aim, "kind": "typing"})).await;
    }
    let waiting = "select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
    let mut observer = live.world.administrator().await;
    let mut asked: Vec<String> = Vec::new();
    eventually(async || {
        asked = sqlx::query_scalar(waiting).fetch_all(&mut observer).await.expect("a list");
        asked.len() == 2
    })
    .await;
    assert_eq!(asked[0], asked[1]);
    anns.say(json!({"type": "signal", "topic": topic, "kind": "typing"})).await;
    assert!(
        matches!(bobs.next().await, ServerFrame::Signal { from, .. } if from == ann),
        "who listens waits for nobody"
    );
    lock.rollback().await.expect("the lock is given back");
    for (stranger, aim) in strangers.iter_mut().zip([topic, never_was]) {
        assert_eq!(stranger.next().await, ServerFrame::missing(aim));
    }
}

#[tokio::test]
async fn presence_is_what_connections_exist() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    live.pair(bob, ann).await;
    let mut anns = live.connect(ann, json!([{"topic": Topic::Presence(bob), "since": null}])).await;
    assert_eq!(presence(&mut anns, bob).await, json!({"state": "offline", "last_seen": null}));
    let mut desk = live.connect(bob, json!([])).await;
    assert_eq!(presence(&mut anns, bob).await["state"], "online");
    let mut phone = live.connect(bob, json!([])).await;
    let away = json!({"type": "signal", "topic": "me", "kind": "away"});
    desk.say(away.clone()).await;
    assert_eq!(desk.said().await, []);
    assert_eq!(anns.said().await, [], "nothing is another than before: he is still at the phone");
    phone.say(away).await;
    assert_eq!(presence(&mut anns, bob).await["state"], "away");
    desk.say(json!({"type": "signal", "topic": "me", "kind": "active"})).await;
    assert_eq!(presence(&mut anns, bob).await["state"], "online");
    drop(desk);
    assert_eq!(presence(&mut anns, bob).await["state"], "away");
    drop(phone);
    let gone = presence(&mut anns, bob).await;
    assert_eq!(gone["state"], "offline");
    assert!(gone["last_seen"].is_string(), "{gone}");
}

#[tokio::test]
async fn presence_that_flickers_is_told_now_and_then_and_what_holds_in_the_end_always() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    live.pair(bob, ann).await;
    let mut anns = live.connect(ann, json!([{"topic": Topic::Presence(bob), "since": null}])).await;
    assert_eq!(presence(&mut anns, bob).await["state"], "offline");
    let mut bobs = live.connect(bob, json!([])).await;
    assert_eq!(presence(&mut anns, bob).await["state"], "online");
    for number in 0..15 {
        let kind = if number % 2 == 0 { "away" } else { "active" };
        bobs.say(json!({"type": "signal", "topic": "me", "kind": kind})).await;
    }
    assert_eq!(bobs.said().await, [], "all of it is understood");
    let mut told = 1;
    while presence(&mut anns, bob).await["state"] != "away" {
        told += 1;
    }
    drop(bobs);
    while presence(&mut anns, bob).await["state"] != "offline" {
        told += 1;
    }
    assert!(told < 8, "{told} words about 15 changes");
}

#[tokio::test]
async fn who_does_not_show_it_is_offline_to_others() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    live.pair(bob, ann).await;
    let _bobs = live.connect(bob, json!([])).await;
    let mut anns = live.connect(ann, json!([{"topic": Topic::Presence(bob), "since": null}])).await;
    assert_eq!(presence(&mut anns, bob).await["state"], "online");
    let hide =
        "update settings set show_presence = false, version = version + 1 where account_id = $1 and $2 is not null";
    live.run(hide, bob, bob).await;
    assert_eq!(presence(&mut anns, bob).await, json!({"state": "offline", "last_seen": null}));
}

#[tokio::test]
async fn a_page_loaded_anew_is_no_departure() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    live.pair(bob, ann).await;
    let bobs = live.connect(bob, json!([])).await;
    let mut anns = live.connect(ann, json!([{"topic": Topic::Presence(bob), "since": null}])).await;
    assert_eq!(presence(&mut anns, bob).await["state"], "online");
    drop(bobs);
    eventually(async || live.hub.connections() == 1).await;
    let _bobs = live.connect(bob, json!([])).await;
    assert_eq!(presence(&mut anns, bob).await["state"], "online");
    assert_eq!(anns.said().await, []);
}

#[tokio::test]
async fn who_is_here_when_the_program_stops_was_last_seen_then() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let _here = [live.connect(ann, json!([])).await, live.connect(ann, json!([])).await];
    live.hub.stop().await;
    let seen: Vec<AccountId> = sqlx::query_scalar("select account_id from last_seen")
        .fetch_all(&mut live.world.administrator().await)
        .await
        .expect("a list");
    assert_eq!(seen, [ann], "and not {bob}");
}
