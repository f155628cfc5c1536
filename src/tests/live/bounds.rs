//! How much a resume brings: beyond it, what was missed is read afresh.

use serde_json::json;
use sqlx::Executor;

use super::{ConversationId, Live, ServerFrame, Topic};

#[tokio::test]
async fn more_than_a_thousand_missed_is_read_afresh() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let start = live.settled().await;
    tell(&live, pair, 1001, 1).await;
    let topic = Topic::Conversation(pair);
    let mut bobs = live.connect(bob, json!([{"topic": topic, "since": start}])).await;
    assert_eq!(bobs.said().await, [afresh(topic)]);
}

#[tokio::test]
async fn more_than_256_kib_missed_is_read_afresh() {
    let live = Live::start().await;
    let (ann, bob, cid) =
        (live.world.person("ann").await, live.world.person("bob").await, live.world.person("cid").await);
    let (short, long) = (live.pair(ann, bob).await, live.pair(ann, cid).await);
    let start = live.settled().await;
    tell(&live, short, 4, 60_000).await;
    tell(&live, long, 5, 60_000).await;
    let topics = json!([
        {"topic": Topic::Conversation(short), "since": start},
        {"topic": Topic::Conversation(long), "since": start},
    ]);
    let told = live.connect(ann, topics.clone()).await.said().await;
    assert_eq!((events(&told), refetches(told)), (4, vec![afresh(Topic::Conversation(long))]), "from memory");
    let live = live.restart().await;
    let told = live.connect(ann, topics).await.said().await;
    assert_eq!((events(&told), refetches(told)), (4, vec![afresh(Topic::Conversation(long))]), "from the database");
}

#[tokio::test]
async fn an_answer_brings_512_kib_and_what_else_was_missed_is_read_afresh() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let (cid, dan) = (live.world.person("cid").await, live.world.person("dan").await);
    let pairs = [live.pair(ann, bob).await, live.pair(ann, cid).await, live.pair(ann, dan).await];
    let start = live.settled().await;
    for pair in pairs {
        tell(&live, pair, 3, 60_000).await;
    }
    let topics = pairs.map(|pair| json!({"topic": Topic::Conversation(pair), "since": start}));
    let told = live.connect(ann, json!(topics)).await.said().await;
    assert_eq!((events(&told), refetches(told)), (6, vec![afresh(Topic::Conversation(pairs[2]))]));
}

/// Tells so many events in a conversation, with bodies of that length.
async fn tell(live: &Live, pair: ConversationId, events: u32, length: u32) {
    let statement = format!(
        "insert into tertulia.events (topic, kind, entity, body)
           select 'conversation:{pair}', 'message.sent', '{pair}', json_build_object('body', repeat('x', {length}))
             from generate_series(1, {events})"
    );
    live.world.administrator().await.execute(sqlx::AssertSqlSafe(statement)).await.expect("a statement of ours");
    live.settled().await;
}

fn afresh(topic: Topic) -> ServerFrame {
    ServerFrame::Refetch { topic, why: "too_many".into() }
}

/// How many events these frames carry.
fn events(frames: &[ServerFrame]) -> usize {
    let carried = frames.iter().map(|frame| match frame {
        ServerFrame::Event(_) => 1,
        ServerFrame::Batch { events } => events.len(),
        _ => 0,
    });
    carried.sum()
}

/// Those of these frames that say what is to be read afresh.
fn refetches(frames: Vec<ServerFrame>) -> Vec<ServerFrame> {
    frames.into_iter().filter(|frame| matches!(frame, ServerFrame::Refetch { .. })).collect()
}
