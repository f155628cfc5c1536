//! What people let others know of themselves, and what a stranger learns.

use serde_json::json;

use super::{Client, Live, Position, ServerFrame, Topic, eventually, resume::restore};
use crate::shared::id::{AccountId, ConversationId};

/// Everything said so far, by its kind.
async fn kinds(live: &Live, client: &mut Client) -> Vec<String> {
    live.settled().await;
    let mut kinds = Vec::new();
    for frame in client.said().await {
        match frame {
            ServerFrame::Event(event) => kinds.push(event.kind),
            ServerFrame::Batch { events } => kinds.extend(events.into_iter().map(|event| event.kind)),
            other => panic!("no event but {other:?}"),
        }
    }
    kinds
}

async fn presence_is_refused(client: &mut Client, of: AccountId) {
    let topic = Topic::Presence(of);
    client.subscribe(topic, None).await;
    assert_eq!(client.next().await, ServerFrame::missing(topic));
}

#[tokio::test]
async fn a_stranger_gains_nothing_by_opening_a_conversation() {
    let live = Live::start().await;
    let (bob, eve) = (live.world.person("bob").await, live.world.person("eve").await);
    let mut bobs = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    let mut eves = live.connect(eve, json!([])).await;
    let pair = live.world.pair(eve, bob).await;
    presence_is_refused(&mut eves, bob).await;
    live.send(eve, pair, "psst").await;
    presence_is_refused(&mut eves, bob).await;
    live.send(bob, pair, "who is there?").await;
    eves.subscribe(Topic::Presence(bob), None).await;
    match eves.next().await {
        ServerFrame::Signal { from, body, .. } => assert_eq!((from, &body["state"]), (bob, &json!("online"))),
        other => panic!("no presence but {other:?}"),
    }
    assert!(kinds(&live, &mut bobs).await.contains(&"message.sent".to_owned()));
}

#[tokio::test]
async fn who_blocks_somebody_is_gone_for_them_at_once_and_they_hear_nothing_more() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.world.pair(ann, bob).await;
    for who in [ann, bob] {
        live.send(who, pair, "hello").await;
    }
    live.settled().await;
    let anns = live.connect(ann, json!([])).await;
    let mut bobs = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    bobs.subscribe(Topic::Presence(ann), None).await;
    for state in ["online", "offline"] {
        match bobs.next().await {
            ServerFrame::Signal { from, body, .. } => {
                assert_eq!((from, &body["state"], &body["last_seen"]), (ann, &json!(state), &json!(null)));
            }
            other => panic!("no presence but {other:?}"),
        }
        live.world.block(ann, bob, true).await;
    }
    assert_eq!(kinds(&live, &mut bobs).await, [""; 0]);
    presence_is_refused(&mut bobs, ann).await;
    drop(anns);
}

#[tokio::test]
async fn the_profile_of_whoever_blocked_somebody_is_told_them_no_more_and_theirs_to_nobody_who_blocked_them() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.world.pair(ann, bob).await;
    live.send(ann, pair, "hello").await;
    let before = live.settled().await;
    for (listener, owner) in [(bob, ann), (ann, bob)] {
        let (topic, own) = (Topic::Account(owner), Topic::Account(listener));
        let topics = json!([{"topic": topic, "since": null}, {"topic": own, "since": null}]);
        let mut client = live.connect(listener, topics).await;
        let mut stream = live.listen(listener, json!([{"topic": topic, "since": null}])).await;
        live.describe(owner, "before").await;
        assert_eq!(client.events(1).await[0].body["bio"], "before");
        assert!(matches!(stream.next().await, ServerFrame::Event(_)));
        live.world.block(ann, bob, true).await;
        assert_eq!(client.next().await, ServerFrame::missing(topic));
        assert_eq!(stream.next().await, ServerFrame::missing(topic));
        live.describe(owner, "after").await;
        live.describe(listener, "own").await;
        assert_eq!(client.events(1).await[0].body["bio"], "own", "of oneself one hears");
        for since in [None, Some(before)] {
            client.subscribe(topic, since).await;
            assert_eq!(client.next().await, ServerFrame::missing(topic), "as of somebody who never was");
            stream.subscribe(topic, since).await;
            assert_eq!(stream.next().await, ServerFrame::missing(topic));
        }
        live.world.block(ann, bob, false).await;
        client.subscribe(topic, None).await;
        assert_eq!(client.said().await, []);
        live.describe(owner, "again").await;
        assert_eq!(client.events(1).await[0].body["bio"], "again");
    }
}

#[tokio::test]
async fn what_people_said_of_themselves_before_is_told_to_nobody_who_resumes() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let before = live.settled().await;
    let rename = "update accounts set display_name = 'Ann B.', version = version + 1 where id = $1 and $2 is not null";
    for bio in ["my address", "", "tea"] {
        live.describe(ann, bio).await;
        live.run(rename, ann, ann).await;
    }
    live.settled().await;
    let topics = json!([{"topic": Topic::Account(ann), "since": before}]);
    let told = async |live: &Live| {
        let mut client = live.connect(bob, topics.clone()).await;
        let events = client.events(2).await;
        assert_eq!(client.said().await, []);
        events.into_iter().map(|event| (event.kind, event.body["version"].clone())).collect::<Vec<_>>()
    };
    let newest = [("profile.changed".to_owned(), json!(4)), ("account.changed".to_owned(), json!(4))];
    assert_eq!(told(&live).await, newest, "from memory");
    let live = live.restart().await;
    assert_eq!(told(&live).await, newest, "from the database");
}

#[tokio::test]
async fn a_conversation_is_heard_of_with_its_first_message() {
    let live = Live::start().await;
    let (bob, eve) = (live.world.person("bob").await, live.world.person("eve").await);
    let before = live.settled().await;
    let mut bobs = live.connect(bob, json!([{"topic": "me", "since": null}])).await;
    let pair = live.world.pair(eve, bob).await;
    assert_eq!(kinds(&live, &mut bobs).await, [""; 0]);
    let topics = json!([{"topic": "me", "since": before}]);
    assert_eq!(kinds(&live, &mut live.connect(bob, topics.clone()).await).await, [""; 0]);
    let mut eves = live.connect(eve, json!([])).await;
    eves.say(json!({"type": "signal", "topic": Topic::Conversation(pair), "kind": "typing"})).await;
    assert_eq!((eves.said().await, bobs.said().await), (vec![], vec![]), "nor that somebody types");
    live.send(eve, pair, "hello").await;
    let expected = ["member.joined", "participant.joined", "message.sent"];
    assert_eq!(kinds(&live, &mut bobs).await, expected);
    assert_eq!(kinds(&live, &mut live.connect(bob, topics.clone()).await).await, expected);
    let live = live.restart().await;
    assert_eq!(kinds(&live, &mut live.connect(bob, topics).await).await, expected, "from the database");
}

#[tokio::test]
async fn what_others_read_is_told_to_those_who_tell_it_themselves() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    let pair = live.pair(ann, bob).await;
    for body in ["one", "two", "three"] {
        live.send(ann, pair, body).await;
    }
    let before = live.settled().await;
    let mut anns = live.connect(ann, topics(pair, None)).await;
    live.read(bob, pair, 1).await;
    assert_eq!(kinds(&live, &mut anns).await, ["receipt.delivered", "receipt.seen"]);
    live.choose_receipts(ann, false).await;
    live.read(bob, pair, 2).await;
    assert_eq!(kinds(&live, &mut anns).await, ["settings.changed", "receipt.delivered"]);
    let mut again = live.connect(ann, topics(pair, Some(before))).await;
    assert!(!kinds(&live, &mut again).await.contains(&"receipt.seen".to_owned()), "from memory");
    let live = live.restart().await;
    let mut again = live.connect(ann, topics(pair, Some(before))).await;
    let heard = kinds(&live, &mut again).await;
    assert_eq!(heard.iter().filter(|kind| *kind == "receipt.delivered").count(), 2);
    assert!(!heard.contains(&"receipt.seen".to_owned()), "from the database");
    live.choose_receipts(ann, true).await;
    live.read(bob, pair, 3).await;
    assert_eq!(kinds(&live, &mut again).await, ["settings.changed", "receipt.delivered", "receipt.seen"]);
}

#[tokio::test]
async fn whether_somebody_is_told_what_others_read_is_asked_anew_where_the_database_is_another() {
    let live = Live::start().await;
    let people = (live.world.person("ann").await, live.world.person("bob").await, live.world.person("eve").await);
    let (ann, bob, eve) = people;
    let pair = live.pair(ann, bob).await;
    live.join(pair, eve).await;
    live.send(ann, pair, "one").await;
    live.choose_receipts(eve, false).await;
    // Two screens of one person are told the same.
    let anns = [live.connect(ann, topics(pair, None)).await, live.connect(ann, topics(pair, None)).await];
    let eves = live.connect(eve, topics(pair, None)).await;
    // What is restored is of before both chose otherwise; no event tells it.
    let mut administrator = live.world.administrator().await;
    sqlx::raw_sql("alter table settings disable trigger user")
        .execute(&mut administrator)
        .await
        .expect("a statement of ours");
    sqlx::query("update settings set send_receipts = not send_receipts where account_id <> $1")
        .bind(bob)
        .execute(&mut administrator)
        .await
        .expect("a statement of ours");
    restore(&mut administrator).await;
    let mut clients = anns.into_iter().chain([eves]).collect::<Vec<_>>();
    for client in &mut clients {
        for topic in [Topic::Me, Topic::Conversation(pair)] {
            assert_eq!(client.next().await, ServerFrame::Refetch { topic, why: "epoch".into() });
        }
    }
    eventually(async || live.world.pool().as_jobs().await.is_ok()).await;
    live.read(bob, pair, 1).await;
    let told = [vec!["receipt.delivered"], vec!["receipt.delivered"], vec!["receipt.delivered", "receipt.seen"]];
    for (client, told) in clients.iter_mut().zip(told) {
        assert_eq!(kinds(&live, client).await, told);
    }
}

fn topics(pair: ConversationId, since: Option<Position>) -> serde_json::Value {
    json!([{"topic": "me", "since": since}, {"topic": Topic::Conversation(pair), "since": since}])
}

impl Live {
    async fn read(&self, who: AccountId, conversation: ConversationId, seq: i64) {
        let mut tx = self.world.pool().as_viewer(who).await.expect("a transaction");
        sqlx::query("select move_marks($1, null, $2)")
            .bind(conversation)
            .bind(seq)
            .execute(&mut *tx)
            .await
            .expect("they are in it");
        tx.commit().await.expect("a commit");
    }

    /// Has somebody say this of themselves.
    async fn describe(&self, who: AccountId, bio: &str) {
        let mut tx = self.world.pool().as_jobs().await.expect("a transaction");
        sqlx::query("update profiles set bio = $1, version = version + 1 where account_id = $2")
            .bind(bio)
            .bind(who)
            .execute(&mut *tx)
            .await
            .expect("they have a profile");
        tx.commit().await.expect("a commit");
    }

    async fn choose_receipts(&self, who: AccountId, send: bool) {
        let statement = if send {
            "update settings set send_receipts = true, version = version + 1 where account_id = $1 and $2 is not null"
        } else {
            "update settings set send_receipts = false, version = version + 1 where account_id = $1 and $2 is not null"
        };
        self.run(statement, who, who).await;
        self.settled().await;
    }
}
