//! Who hears what is said about a message, beside its conversation.

use serde_json::json;

use super::{Draft, Live, MessageId, ServerFrame, Topic, service};
use crate::{
    features::messages::model::thread_on,
    server::once::Once,
    shared::id::{AccountId, ConversationId},
};

impl Live {
    /// Somebody says what a thread can hang on.
    async fn root(&self, author: AccountId, conversation_id: ConversationId) -> MessageId {
        let (id, body) = (MessageId::new(), "where?".to_owned());
        let draft = Draft { id, conversation_id, body, reply_to: None, forwarded: false };
        service::send(&self.world.server, author, &draft).await.expect("a message");
        self.settled().await;
        id
    }
}

#[tokio::test]
async fn a_thread_is_heard_of_by_those_who_take_part_and_by_whoever_opens_it() {
    let live = Live::start().await;
    let (ann, bob, cleo) =
        (live.world.person("ann").await, live.world.person("bob").await, live.world.person("cleo").await);
    let group = live.world.group(ann, &[bob, cleo]).await;
    let thread = thread_on(live.root(ann, group).await);
    let mut anns = live.connect(ann, json!([{"topic": "me", "since": null}])).await;
    let mut cleos = live.connect(cleo, json!([{"topic": "me", "since": null}])).await;
    live.send(bob, thread, "here").await;
    assert_eq!(anns.messages(1).await, ["here"], "it hangs on a message of hers");
    let event = cleos.events(1).await.pop().expect("an event");
    assert_eq!((event.kind.as_str(), &event.body["answers"]["count"]), ("message.answered", &json!(1)));
    live.settled().await;
    assert_eq!(cleos.said().await, [], "what is said in it is not hers to be told");

    cleos.subscribe(Topic::Conversation(thread), None).await;
    assert_eq!(cleos.said().await, [], "it is hers to hear");
    live.send(ann, thread, "or there").await;
    assert_eq!(cleos.messages(1).await, ["or there"]);
}

#[tokio::test]
async fn who_looks_at_a_thread_before_it_is_answered_hears_it_from_its_first_answer_on() {
    let live = Live::start().await;
    let (ann, bob, cleo) =
        (live.world.person("ann").await, live.world.person("bob").await, live.world.person("cleo").await);
    let group = live.world.group(ann, &[bob, cleo]).await;
    let thread = thread_on(live.root(ann, group).await);
    let topic = Topic::Conversation(thread);
    let mut cleos = live.connect(cleo, json!([{"topic": "me", "since": null}])).await;
    cleos.subscribe(topic, None).await;
    assert_eq!(cleos.next().await, ServerFrame::missing(topic));
    let before = live.settled().await;
    live.send(bob, thread, "here").await;
    assert_eq!(cleos.events(1).await[0].kind, "message.answered", "it is told in the group");
    cleos.subscribe(topic, Some(before)).await;
    assert_eq!(cleos.messages(1).await, ["here"]);
    live.send(ann, thread, "or there").await;
    assert_eq!(cleos.messages(1).await, ["or there"]);
}

#[tokio::test]
async fn who_is_removed_from_the_group_loses_its_threads_at_once() {
    let live = Live::start().await;
    let (ann, bob, cleo) =
        (live.world.person("ann").await, live.world.person("bob").await, live.world.person("cleo").await);
    let group = live.world.group(ann, &[bob, cleo]).await;
    let thread = thread_on(live.root(ann, group).await);
    live.send(bob, thread, "here").await;
    live.settled().await;
    let topic = Topic::Conversation(thread);
    let topics = json!([{"topic": "me", "since": null}, {"topic": topic, "since": null}]);
    // He takes part in it; she only looks at it.
    let mut clients = [live.connect(bob, topics.clone()).await, live.connect(cleo, topics).await];
    for handle in ["bob", "cleo"] {
        service::remove_participant(live.world.pool(), ann, group, handle, &Once::UNNAMED).await.expect("it is ann's");
    }
    live.send(ann, thread, "without them").await;
    live.settled().await;
    for client in &mut clients {
        let said = client.said().await;
        assert!(said.contains(&ServerFrame::missing(topic)), "{said:?}");
        let text = serde_json::to_string(&said).expect("frames");
        assert!(text.contains("member.left") && !text.contains("without them"), "{text}");
    }
}

#[tokio::test]
async fn a_stranger_hears_nothing_of_a_thread() {
    let live = Live::start().await;
    let (ann, bob, eve) =
        (live.world.person("ann").await, live.world.person("bob").await, live.world.person("eve").await);
    let pair = live.pair(ann, bob).await;
    let thread = thread_on(live.root(ann, pair).await);
    live.send(bob, thread, "here").await;
    live.settled().await;
    let mut stranger = live.connect(eve, json!([{"topic": "me", "since": null}])).await;
    for topic in [thread, ConversationId::new()].map(Topic::Conversation) {
        stranger.subscribe(topic, None).await;
        assert_eq!(stranger.next().await, ServerFrame::missing(topic));
    }
}
