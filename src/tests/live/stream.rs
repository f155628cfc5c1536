//! The stream itself: order, completeness, and readers that cannot keep up.

use std::collections::HashMap;

use futures::StreamExt;
use serde_json::json;
use sqlx::{Connection, Executor};
use tokio::time::timeout;

use super::{ConversationId, LONG, Live, ServerFrame, Topic, eventually, numbers};

#[tokio::test]
async fn who_commits_late_is_not_skipped() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let mut bobs = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    let insert = |body: &str| {
        sqlx::AssertSqlSafe(format!(
            "insert into tertulia.events (topic, kind, entity, body)
               values ('conversation:{pair}', 'message.sent', '{pair}', '{{\"body\": \"{body}\"}}')"
        ))
    };
    let mut early = live.world.administrator().await;
    let mut late = early.begin().await.expect("a transaction");
    late.execute(insert("begun first")).await.expect("an event");
    live.world.administrator().await.execute(insert("committed first")).await.expect("an event");
    let (seen, mark) = (live.hub.published(), bobs.said().await);
    assert_eq!(mark, [], "nothing is passed while an older transaction runs");
    late.commit().await.expect("a commit");
    assert_eq!(bobs.messages(2).await, ["begun first", "committed first"]);
    assert!(live.hub.published().is_after(seen));
}

#[tokio::test]
async fn a_change_by_hand_reaches_the_screens_without_a_bell() {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let mut anns = live.connect(ann, json!([{"topic": "me", "since": null}])).await;
    live.world
        .administrator()
        .await
        .execute("update accounts set display_name = 'Ann B.', version = version + 1")
        .await
        .expect("a statement of ours");
    let event = anns.events(1).await.pop().expect("an event");
    assert_eq!((event.kind.as_str(), event.topic), ("account.changed", Topic::Account(ann)));
}

#[tokio::test]
async fn what_one_transaction_did_is_one_frame() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let mut anns = live.connect(ann, json!([{"topic": "me", "since": null}])).await;
    live.settled().await;
    live.pair(ann, bob).await;
    match anns.next().await {
        ServerFrame::Batch { events } => {
            let kinds: Vec<_> = events.iter().map(|event| event.kind.as_str()).collect();
            assert!(kinds.contains(&"member.joined") && kinds.contains(&"participant.joined"), "{kinds:?}");
        }
        other => panic!("no batch but {other:?}"),
    }
}

#[tokio::test]
async fn ten_hot_conversations_side_by_side_stay_in_order_and_whole() {
    const EACH: usize = 40;
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let mut pairs = Vec::new();
    for name in ["bob", "cid", "dan", "eva", "fay", "gus", "hal", "ida", "jim", "kit"] {
        let other = live.world.person(name).await;
        pairs.push((other, live.pair(ann, other).await));
    }
    let mut topics = vec![json!({"topic": "me", "since": null})];
    topics.extend(pairs.iter().map(|(_, pair)| json!({"topic": Topic::Conversation(*pair), "since": null})));
    let mut anns = live.connect(ann, json!(topics)).await;
    let send = futures::future::join_all(pairs.iter().flat_map(|(other, pair)| {
        [ann, *other].map(|author| {
            let live = &live;
            async move {
                for number in numbers(0..EACH) {
                    live.send(author, *pair, &number).await;
                }
            }
        })
    }));
    let hear = async {
        let mut seqs: HashMap<Topic, Vec<i64>> = HashMap::new();
        while seqs.values().map(Vec::len).sum::<usize>() < 20 * EACH {
            for event in anns.events(1).await.iter().filter(|event| event.kind == "message.sent") {
                seqs.entry(event.topic).or_default().push(event.body["seq"].as_i64().expect("a number"));
            }
        }
        seqs
    };
    let (seqs, _) = tokio::join!(hear, send);
    let expected: Vec<i64> = (1..=2 * i64::try_from(EACH).expect("small")).collect();
    assert!(seqs.len() == 10 && seqs.values().all(|found| *found == expected), "{seqs:?}");
}

#[tokio::test]
async fn who_reads_too_slowly_is_cut_others_are_not_and_resume_has_so_much_read_afresh() {
    const ROUNDS: usize = 30;
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let start = live.settled().await;
    let mut slow = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    let mut quick = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    // More than the sockets' buffers and the queue can hold.
    for _ in 0..ROUNDS {
        flood(&live, pair).await;
        assert_eq!(quick.messages(FLOOD).await.len(), FLOOD);
    }
    eventually(async || live.hub.connections() == 1).await;
    let read = timeout(LONG, async { while let Some(Ok(_)) = slow.socket.next().await {} }).await;
    read.expect("the connection was ended");
    let topic = Topic::Conversation(pair);
    let mut again = live.connect(bob, json!([{"topic": topic, "since": start}])).await;
    assert_eq!(again.said().await, [ServerFrame::Refetch { topic, why: "too_many".into() }]);
}

#[tokio::test]
async fn what_holds_up_everybody_for_five_seconds_is_ended() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let mut anns = live.connect(ann, json!([{"topic": "me", "since": null}])).await;
    let mut stuck = live.world.pool().as_jobs().await.expect("a transaction");
    (&mut *stuck).execute("select pg_current_xact_id()").await.expect("a transaction id");
    live.send(bob, pair, "held up").await;
    assert_eq!(anns.messages(1).await, ["held up"]);
    assert!(stuck.commit().await.is_err());
}

const FLOOD: usize = 25;

/// A megabyte of events in a conversation, in one transaction; how many they are.
pub async fn flood(live: &Live, pair: ConversationId) -> usize {
    let statement = format!(
        "insert into tertulia.events (topic, kind, entity, body)
           select 'conversation:{pair}', 'message.sent', '{pair}', json_build_object('body', repeat('x', 40000))
             from generate_series(1, {FLOOD})"
    );
    let mut administrator = live.world.administrator().await;
    administrator.execute(sqlx::AssertSqlSafe(statement)).await.expect("a statement of ours");
    FLOOD
}
