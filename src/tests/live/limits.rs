//! Limits, and what cannot be understood.

use futures::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::{Client, Live, ServerFrame, Topic, eventually, world};
use crate::{server::Limit, shared::id::ConversationId};

async fn anns() -> (Live, Client) {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let client = live.connect(ann, json!([{"topic": "me", "since": null}])).await;
    (live, client)
}

#[tokio::test]
async fn a_frame_over_64_kib_closes_the_connection_with_the_reason() {
    let (_live, mut client) = anns().await;
    client.say(json!({"type": "ping", "t": 1, "more": "x".repeat(64 * 1024)})).await;
    assert_eq!(client.farewell().await, ("too_large".into(), 1009));
}

#[tokio::test]
async fn what_is_too_long_to_be_read_gets_the_same_reason_and_it_arrives() {
    use tokio_tungstenite::tungstenite::protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    };
    const MIB: usize = 1024 * 1024;
    let (live, mut client) = anns().await;
    client.socket.send(Message::text("x".repeat(8 * MIB))).await.expect("it is taken");
    assert_eq!(client.farewell().await, ("too_large".into(), 1009));
    let mut client = live.connect(live.world.person("bob").await, json!([])).await;
    client.socket.send(Message::binary(vec![0; 2 * MIB])).await.expect("it is taken");
    assert_eq!(client.farewell().await, ("too_large".into(), 1009));
    let mut client = live.connect(live.world.person("eve").await, json!([])).await;
    for part in 0..5 {
        let code = if part == 0 { Data::Text } else { Data::Continue };
        let frame = Frame::message(vec![b'x'; MIB / 4], OpCode::Data(code), part == 4);
        client.socket.send(Message::Frame(frame)).await.expect("it is taken");
    }
    assert_eq!(client.farewell().await, ("too_large".into(), 1009));
    eventually(async || live.hub.connections() == 0).await;
}

#[tokio::test]
async fn a_binary_frame_over_64_kib_closes_the_connection_with_the_reason() {
    let (_live, mut client) = anns().await;
    client.socket.send(Message::binary(vec![0; 64 * 1024 + 1])).await.expect("it is taken");
    assert_eq!(client.farewell().await, ("too_large".into(), 1009));
}

#[tokio::test]
async fn pings_and_pongs_count_as_frames() {
    let (live, mut client) = anns().await;
    let mut another = live.connect(live.world.person("bob").await, json!([])).await;
    for (client, message) in [(&mut client, Message::Ping("x".into())), (&mut another, Message::Pong("x".into()))] {
        for _ in 0..30 {
            client.socket.feed(message.clone()).await.expect("it is open");
        }
        client.socket.flush().await.expect("it is open");
        assert_eq!(client.farewell().await, ("too_fast".into(), 4429));
    }
}

#[tokio::test]
async fn a_few_pings_are_answered() {
    let (_live, mut client) = anns().await;
    client.socket.send(Message::Ping("hm?".into())).await.expect("it is open");
    let pong = tokio::time::timeout(super::LONG, client.socket.next()).await.expect("it comes").expect("it is open");
    assert_eq!(pong.expect("a frame"), Message::Pong("hm?".into()));
}

#[tokio::test]
async fn the_twenty_first_frame_within_a_second_closes_the_connection_with_the_reason() {
    let (_live, mut client) = anns().await;
    for _ in 0..21 {
        client.socket.feed(Message::text(json!({"type": "ping", "t": 1}).to_string())).await.expect("it is open");
    }
    client.socket.flush().await.expect("it is open");
    assert_eq!(client.farewell().await, ("too_fast".into(), 4429));
}

#[tokio::test]
async fn subscriptions_count_among_the_calls_of_their_account() {
    let live = Live::over(world().await).await;
    let ann = live.world.person("ann").await;
    let mut client = live.connect(ann, json!([])).await;
    let limits = live.world.server.limits.clone();
    let others = async {
        loop {
            while limits.check(Limit::Calls, &ann.to_string()).is_ok() {}
            tokio::task::yield_now().await;
        }
    };
    let asks = async {
        for _ in 0..10 {
            client.subscribe(Topic::Me, None).await;
        }
        client.farewell().await
    };
    tokio::select! {
        () = others => {}
        farewell = asks => assert_eq!(farewell, ("too_fast".into(), 4429)),
    }
}

#[tokio::test]
async fn what_is_no_frame_is_answered_and_the_connection_goes_on() {
    let (_live, mut client) = anns().await;
    let deep = format!(r#"{{"type":"signal","topic":"me","kind":"away","body":{}}}"#, "[".repeat(10_000));
    let refused: &[&str] = &[
        "",
        "nonsense",
        "{}",
        "[1]",
        r#"["ping",{"t":1}]"#,
        r#"["subscribe",{"topic":"me","since":null}]"#,
        r#"{"type":"dance"}"#,
        r#"{"type":"subscribe","topic":"conversation:1","since":null}"#,
        r#"{"type":"subscribe","topic":"me","since":"7.x.1"}"#,
        r#"{"type":"hello","topics":[],"client":"again"}"#,
        r#"{"type":"signal","topic":"me","kind":"dance"}"#,
        r#"{"type":"ping","t":1e999}"#,
        r#"{"type":"signal","topic":"me","kind":"\ud800"}"#,
        &deep,
    ];
    for text in refused {
        client.socket.send(Message::text(*text)).await.expect("it is open");
        assert!(matches!(client.next().await, ServerFrame::Error { code, .. } if code == "invalid"), "{text}");
    }
    client.socket.send(Message::binary(vec![1, 2, 3])).await.expect("it is open");
    assert!(matches!(client.next().await, ServerFrame::Error { code, .. } if code == "invalid"));
    assert_eq!(client.said().await, []);
}

#[tokio::test]
async fn a_topic_that_cannot_be_understood_is_refused_and_the_others_are_heard() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let topics = json!([
        {"topic": "room:7", "since": null},
        ["me", null],
        {"topic": "me", "since": null},
        {"topic": "me", "since": "yesterday"},
    ]);
    let mut client = live.connect(ann, topics).await;
    let said = client.said().await;
    assert!(said.iter().all(|frame| matches!(frame, ServerFrame::Error { code, .. } if code == "invalid")), "{said:?}");
    assert_eq!(said.len(), 3);
    live.send(bob, pair, "heard").await;
    assert_eq!(client.messages(1).await, ["heard"]);
}

#[tokio::test]
async fn what_is_not_even_text_ends_the_connection_and_nothing_else() {
    use tokio_tungstenite::tungstenite::protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    };
    let (live, mut client) = anns().await;
    let frame = Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true);
    client.socket.send(Message::Frame(frame)).await.expect("it is open");
    assert_eq!(client.farewell().await, ("protocol".into(), 1002));
    eventually(async || live.hub.connections() == 0).await;
}

#[tokio::test]
async fn who_speaks_before_hello_is_sent_away() {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let mut client = live.knock(live.log_in(ann).await).await;
    client.subscribe(Topic::Me, None).await;
    assert_eq!(client.farewell().await, ("protocol".into(), 1002));
}

#[tokio::test]
async fn the_eleventh_connection_of_a_member_is_sent_away() {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let session = live.log_in(ann).await;
    let mut clients = Vec::new();
    for _ in 0..10 {
        clients.push(live.knock(session).await);
    }
    eventually(async || live.hub.connections() == 10).await;
    assert_eq!(live.knock(session).await.farewell().await, ("too_many".into(), 4409));
    clients.pop().expect("ten").socket.close(None).await.expect("it is open");
    eventually(async || live.hub.connections() == 9).await;
    live.connect(ann, json!([])).await;
}

#[tokio::test]
async fn the_two_hundred_and_first_topic_is_refused_and_the_others_stay() {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let others: Vec<Value> =
        (0..200).map(|_| json!({"topic": Topic::Conversation(ConversationId::new()), "since": null})).collect();
    let mut topics = vec![json!({"topic": "me", "since": null})];
    topics.extend(others);
    let mut client = live.connect(ann, json!(topics)).await;
    let said = client.said().await;
    let count = |code: &str| {
        said.iter().filter(|frame| matches!(frame, ServerFrame::Error { code: found, .. } if found == code)).count()
    };
    assert_eq!((count("invalid"), count("missing")), (1, 199));
}

#[tokio::test]
async fn a_stop_says_goodbye_and_sends_who_comes_later_away() {
    let (live, mut client) = anns().await;
    let ann = live.world.person("bob").await;
    let session = live.log_in(ann).await;
    let hub = live.hub.clone();
    let stop = tokio::spawn(async move { hub.stop().await });
    assert_eq!(client.farewell().await, ("stopping".into(), 1012));
    stop.await.expect("it stops");
    assert_eq!(live.hub.connections(), 0);
    assert_eq!(live.knock(session).await.farewell().await.0, "stopping");
}
