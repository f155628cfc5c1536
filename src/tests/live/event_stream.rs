//! The live connection without a WebSocket (SYN-6): the same frames, the same limits.

use serde_json::json;

use super::{Live, ServerFrame, Topic, eventually, numbers, stream::flood};

#[tokio::test]
async fn a_message_reaches_who_listens_to_events() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let mut bobs = live.listen(bob, json!([{"topic": "me", "since": null}])).await;
    live.send(ann, pair, "by events").await;
    assert_eq!(bobs.messages(1).await, ["by events"]);
    assert_eq!(bobs.said().await, []);
}

#[tokio::test]
async fn a_stream_goes_on_where_another_connection_stood() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let mut socket = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    live.send(ann, pair, "by a socket").await;
    let seen = socket.events(1).await.pop().expect("an event").position;
    drop(socket);
    for number in numbers(0..50) {
        live.send(ann, pair, &number).await;
    }
    let until = live.settled().await;
    let mut bobs = live.listen(bob, json!([{"topic": "me", "since": seen}])).await;
    assert_eq!(bobs.position, Some(until));
    assert_eq!(bobs.messages(50).await, numbers(0..50));
    assert_eq!(bobs.said().await, [], "each once");
}

#[tokio::test]
async fn two_people_talk_by_streams_alone() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let topic = Topic::Conversation(pair);
    let mut anns = live.listen(ann, json!([{"topic": "me", "since": null}])).await;
    let mut bobs = live.listen(bob, json!([{"topic": topic, "since": null}])).await;
    anns.subscribe(topic, None).await;
    assert_eq!(anns.said().await, []);
    let typing = || json!({"type": "signal", "topic": topic, "kind": "typing", "body": {}});
    assert_eq!(anns.say(&[typing()]).await, 204);
    assert!(matches!(bobs.next().await, ServerFrame::Signal { kind, from, .. } if kind == "typing" && from == ann));
    assert_eq!(bobs.say(&[typing()]).await, 204);
    assert!(matches!(anns.next().await, ServerFrame::Signal { kind, from, .. } if kind == "typing" && from == bob));
    live.send(ann, pair, "there you are").await;
    live.send(bob, pair, "here I am").await;
    for one in [&mut anns, &mut bobs] {
        assert_eq!(one.messages(2).await, ["there you are", "here I am"]);
    }
}

#[tokio::test]
async fn a_stream_over_much_is_complete_and_in_order() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let mut bobs = live.listen(bob, json!([{"topic": "me", "since": null}])).await;
    let send = async {
        for number in numbers(0..200) {
            live.send(ann, pair, &number).await;
        }
    };
    let (heard, ()) = tokio::join!(bobs.messages(200), send);
    assert_eq!(heard, numbers(0..200));
}

#[tokio::test]
async fn a_revoked_session_ends_its_stream() {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let mut anns = live.listen(ann, json!([{"topic": "me", "since": null}])).await;
    live.revoke(anns.session, ann).await;
    assert_eq!(anns.farewell().await.as_deref(), Some("revoked"));
    assert_eq!(anns.say(&[json!({"type": "ping", "t": 1})]).await, 401);
    eventually(async || live.hub.connections() == 0).await;
}

#[tokio::test]
async fn frames_beyond_the_limits_end_the_stream_with_the_reason() {
    let live = Live::start().await;
    let ping = json!({"type": "ping", "t": 1}).to_string();
    let long = json!({"type": "ping", "t": 1, "more": "x".repeat(64 * 1024)}).to_string();
    for (name, body, statuses, reason) in [
        // The connection may end while the last one is handed over.
        ("ann", [&*ping; 21].join("\n").into_bytes(), &[204, 404][..], "too_fast"),
        ("bob", long.into_bytes(), &[413], "too_large"),
        ("eve", vec![0xff, 0xfe], &[400], "protocol"),
    ] {
        let mut one = live.listen(live.world.person(name).await, json!([])).await;
        let status = one.post(body, one.session).await;
        assert!(statuses.contains(&status), "{reason}: {status}");
        assert_eq!(one.farewell().await.as_deref(), Some(reason));
        assert_eq!(one.say(&[json!({"type": "ping", "t": 1})]).await, 404, "it is gone");
    }
}

#[tokio::test]
async fn calls_without_a_body_count_as_frames_too() {
    let live = Live::start().await;
    let mut anns = live.listen(live.world.person("ann").await, json!([])).await;
    // A machine that is slow or stands still may need longer than a second for them: then more of them come.
    for _ in 0..20 {
        let calls = (0..30).map(|_| anns.post("", anns.session));
        let answers = futures::future::join_all(calls).await;
        assert!(answers.iter().all(|status| [204, 404].contains(status)), "{answers:?}");
        if answers.contains(&404) {
            break;
        }
    }
    assert_eq!(anns.farewell().await.as_deref(), Some("too_fast"));
}

#[tokio::test]
async fn what_is_no_frame_is_answered_and_the_stream_goes_on() {
    let live = Live::start().await;
    let mut anns = live.listen(live.world.person("ann").await, json!([])).await;
    assert_eq!(anns.post("nonsense\n{\"type\":\"dance\"}\n", anns.session).await, 204);
    for _ in 0..2 {
        assert!(matches!(anns.next().await, ServerFrame::Error { code, .. } if code == "invalid"));
    }
    assert_eq!(anns.said().await, []);
}

#[tokio::test]
async fn nobody_speaks_on_the_connection_of_another() {
    let live = Live::start().await;
    let (ann, eve) = (live.world.person("ann").await, live.world.person("eve").await);
    let mut anns = live.listen(ann, json!([])).await;
    let frame = || json!({"type": "subscribe", "topic": "me", "since": null}).to_string();
    for session in [live.log_in(eve).await, live.log_in(ann).await] {
        assert_eq!(anns.post(frame(), session).await, 404);
    }
    let name = std::mem::replace(&mut anns.name, "0199b0c3-0000-4000-8000-00000000000c".into());
    assert_eq!(anns.post(frame(), anns.session).await, 404, "one that never was");
    anns.name = name;
    assert_eq!(anns.said().await, [], "nothing was heard of it");
}

#[tokio::test]
async fn sockets_and_streams_of_a_member_are_counted_together() {
    let live = Live::start().await;
    let session = live.log_in(live.world.person("ann").await).await;
    let mut sockets = Vec::new();
    let mut streams = Vec::new();
    for _ in 0..5 {
        sockets.push(live.knock(session).await);
        streams.push(live.tap(session).await);
    }
    eventually(async || live.hub.connections() == 10).await;
    assert_eq!(live.tap(session).await.farewell().await.as_deref(), Some("too_many"));
    assert_eq!(live.knock(session).await.farewell().await, ("too_many".into(), 4409));
    drop(streams.pop());
    eventually(async || live.hub.connections() == 9).await;
    let mut tenth = live.tap(session).await;
    assert_eq!(tenth.said().await, []);
}

#[tokio::test]
async fn whoever_does_not_answer_is_gone_and_whoever_does_stays() {
    let live = Live::start().await;
    let mut anns = live.listen(live.world.person("ann").await, json!([])).await;
    let mut bobs = live.listen(live.world.person("bob").await, json!([])).await;
    for one in [&mut anns, &mut bobs] {
        assert_eq!(one.event().await.expect("a question").0, "ping");
    }
    assert_eq!(anns.post("", anns.session).await, 204);
    assert_eq!(bobs.farewell().await, None, "there is nobody to say it to");
    assert_eq!(live.hub.connections(), 1);
    assert_eq!(anns.said().await, []);
}

#[tokio::test]
async fn who_never_says_hello_is_sent_away() {
    let live = Live::start().await;
    let session = live.log_in(live.world.person("ann").await).await;
    let mut early = live.tap(session).await;
    early.subscribe(Topic::Me, None).await;
    assert_eq!(early.farewell().await.as_deref(), Some("protocol"));
    assert_eq!(live.tap(session).await.farewell().await.as_deref(), Some("protocol"), "after 12 seconds");
}

#[tokio::test]
async fn who_reads_a_stream_too_slowly_is_cut_others_are_not_and_resume_has_so_much_read_afresh() {
    const ROUNDS: usize = 30;
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    let start = live.settled().await;
    let mut slow = live.listen(bob, json!([{"topic": "me", "since": null}])).await;
    let mut quick = live.listen(bob, json!([{"topic": "me", "since": null}])).await;
    for _ in 0..ROUNDS {
        let more = flood(&live, pair).await;
        assert_eq!(quick.messages(more).await.len(), more);
    }
    eventually(async || live.hub.connections() == 1).await;
    slow.farewell().await;
    let topic = Topic::Conversation(pair);
    let mut again = live.listen(bob, json!([{"topic": topic, "since": start}])).await;
    assert_eq!(again.said().await, [ServerFrame::Refetch { topic, why: "too_many".into() }]);
}

#[tokio::test]
async fn a_stop_says_goodbye_on_streams_too() {
    let live = Live::start().await;
    let session = live.log_in(live.world.person("ann").await).await;
    let mut anns = live.tap(session).await;
    eventually(async || live.hub.connections() == 1).await;
    let hub = live.hub.clone();
    let stop = tokio::spawn(async move { hub.stop().await });
    assert_eq!(anns.farewell().await.as_deref(), Some("stopping"));
    stop.await.expect("it stops");
    assert_eq!(live.hub.connections(), 0);
    assert_eq!(live.tap(session).await.farewell().await.as_deref(), Some("stopping"));
}

#[tokio::test]
async fn who_hangs_up_is_gone_at_once() {
    let live = Live::start().await;
    let anns = live.listen(live.world.person("ann").await, json!([])).await;
    assert_eq!(live.hub.connections(), 1);
    drop(anns);
    eventually(async || live.hub.connections() == 0).await;
}

#[tokio::test]
async fn without_a_log_in_there_is_no_stream_and_a_page_is_told_why() {
    let live = Live::start().await;
    let ask = async |query: &str, headers: &[(&str, &str)]| {
        let mut request = reqwest::Client::new().get(format!("{}{query}", live.events()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.expect("it listens")
    };
    let query = "?protocol=tertulia.v1";
    assert_eq!(ask(query, &[]).await.status(), 401);
    assert_eq!(ask(query, &[("cookie", "a=b"), ("origin", "http://elsewhere")]).await.status(), 403);
    for (query, status) in [
        ("", 401),
        ("?topics=me", 401),
        ("?protocol=tertulia.v0", 422),
        ("?protocol", 422),
        ("?position=7f.42.7", 422),
        ("?topics=me&position=yesterday", 400),
    ] {
        assert_eq!(ask(query, &[]).await.status(), status, "{query}");
    }
    for name in ["origin", "referer", "sec-fetch-site"] {
        let page = ask(query, &[(name, "http://here")]).await;
        assert_eq!(page.status(), 200);
        let text = page.text().await.expect("it ends");
        let bye = text.trim().strip_prefix("data: ").and_then(ServerFrame::read);
        assert!(matches!(bye, Some(ServerFrame::Bye { reason, .. }) if reason == "revoked"), "{text}");
    }
}

#[tokio::test]
async fn nothing_on_the_way_may_keep_a_stream_or_hold_it_back() {
    let live = Live::start().await;
    let anns = live.listen(live.world.person("ann").await, json!([])).await;
    let head = |name: &str| anns.answer.headers()[name].to_str().expect("a text").to_owned();
    assert_eq!(head("content-type"), "text/event-stream");
    assert_eq!(head("cache-control"), "no-store, no-transform");
    assert_eq!(head("x-accel-buffering"), "no");
}

#[tokio::test]
async fn who_asks_for_the_head_alone_opens_nothing() {
    let live = Live::start().await;
    let session = live.log_in(live.world.person("ann").await).await;
    let request = reqwest::Client::new().head(live.events()).query(&[("protocol", "tertulia.v1")]).bearer_auth(session);
    let answer = request.send().await.expect("it listens");
    assert_eq!(answer.status(), 405);
    assert_eq!(answer.headers()["allow"], "GET");
    assert_eq!(live.hub.connections(), 0);
}
