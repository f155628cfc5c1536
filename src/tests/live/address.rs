//! The stream whose address says what to hear (MSG-13, SYN-6).

use super::{Live, ServerFrame, Topic, body};

#[tokio::test]
async fn what_the_address_names_is_heard_from_there_on_without_a_word() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    live.send(ann, pair, "long ago").await;
    let since = live.settled().await;
    live.send(ann, pair, "meanwhile").await;
    live.settled().await;
    let session = live.log_in(bob).await;
    let mut bobs = live.tap_at(session, &format!("?topics=me,presence:{ann}&position={since}")).await;
    assert!(matches!(bobs.next().await, ServerFrame::Welcome { .. }));
    live.send(ann, pair, "now").await;
    let (mut heard, mut is_there) = (Vec::new(), false);
    while heard.len() < 2 || !is_there {
        match bobs.next().await {
            ServerFrame::Event(event) => heard.extend(body(&event)),
            ServerFrame::Batch { events } => heard.extend(events.iter().filter_map(body)),
            ServerFrame::Signal { topic, .. } => is_there |= topic == Topic::Presence(ann),
            other => panic!("no event but {other:?}"),
        }
    }
    assert_eq!(heard, ["meanwhile", "now"]);
}

#[tokio::test]
async fn what_is_no_topic_of_the_address_is_answered_and_the_rest_is_heard() {
    let live = Live::start().await;
    let ann = live.world.person("ann").await;
    let mut anns = live.tap_at(live.log_in(ann).await, "?topics=room:7,me").await;
    assert!(matches!(anns.next().await, ServerFrame::Welcome { .. }));
    assert!(matches!(anns.next().await, ServerFrame::Error { code, .. } if code == "invalid"));
    live.revoke(anns.session, ann).await;
    assert_eq!(anns.farewell().await.as_deref(), Some("revoked"));
}

#[tokio::test]
async fn who_only_listens_is_asked_for_no_answer() {
    let live = Live::start().await;
    let session = live.log_in(live.world.person("ann").await).await;
    let mut anns = live.tap_at(session, "?topics=me").await;
    assert!(matches!(anns.next().await, ServerFrame::Welcome { .. }));
    for _ in 0..2 {
        assert_eq!(anns.event().await.expect("it goes on").0, "ping");
    }
    assert_eq!(anns.said().await, [], "and may speak all the same");
}
