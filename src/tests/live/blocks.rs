//! What is published, between people of whom one has blocked the other.

use serde_json::json;

use super::{AccountId, Client, Live, Role, ServerFrame, SessionId, Topic, Viewer};
use crate::{
    features::posts::{
        model::{AnswerDraft, CommentDraft, Entry, Kind, Parent, PostDraft, Rewrite, Vote},
        service as posts,
    },
    server::once::Once,
    shared::id::{AnswerId, CommentId, PostId},
};

fn by(account: AccountId) -> Viewer {
    Viewer::by_session(account, SessionId::new(), Role::Member)
}

impl Live {
    async fn ask(&self, who: AccountId) -> PostId {
        let (title, body, tags) = (Some("Bread".to_owned()), "Which flour?".to_owned(), vec!["rye".to_owned()]);
        let draft = PostDraft { id: PostId::new(), kind: Kind::Question, title, body, tags };
        posts::publish(&self.world.server, by(who), draft).await.expect("it is accepted").into_inner().id
    }

    async fn answer(&self, who: AccountId, post_id: PostId) -> AnswerId {
        let draft = AnswerDraft { id: AnswerId::new(), post_id, body: "Rye".to_owned() };
        posts::answer(&self.world.server, by(who), &draft).await.expect("it is accepted").into_inner().id
    }

    async fn comment(&self, who: AccountId, on: Parent) -> CommentId {
        let draft = CommentDraft { id: CommentId::new(), on, reply_to: None, body: "Hm".to_owned() };
        posts::comment(&self.world.server, by(who), &draft).await.expect("it is accepted").into_inner().id
    }

    async fn vote(&self, who: AccountId, on: Entry) {
        posts::vote(&self.world.server, by(who), Vote { on, value: 1 }, &Once::UNNAMED).await.expect("they may");
    }

    /// An answer of somebody, a comment of theirs and a question of theirs with the same tag, and what others do with them.
    async fn write_beside(&self, who: AccountId, other: AccountId, post: PostId) {
        let (server, once) = (&self.world.server, &Once::UNNAMED);
        let answer = self.answer(who, post).await;
        let comment = self.comment(who, Parent::Post(post)).await;
        let words = |body: &str| Rewrite { body: Some(body.to_owned()), ..Rewrite::default() };
        posts::rewrite_answer(server, by(who), answer, &words("Wheat"), once).await.expect("it is theirs");
        self.vote(other, Entry::Answer(answer)).await;
        self.vote(other, Entry::Comment(comment)).await;
        let below = self.comment(other, Parent::Answer(answer)).await;
        self.vote(who, Entry::Comment(below)).await;
        posts::delete_comment(&server.pool, by(who), comment, once).await.expect("it is theirs");
        self.ask(who).await;
    }
}

/// Of everything said so far, what happened: the kinds of the events, but for the numbers of the post itself.
async fn told(live: &Live, client: &mut Client) -> Vec<String> {
    live.settled().await;
    let mut kinds = Vec::new();
    for frame in client.said().await {
        match frame {
            ServerFrame::Event(event) => kinds.push(event.kind),
            ServerFrame::Batch { events } => kinds.extend(events.into_iter().map(|event| event.kind)),
            other => panic!("no event but {other:?}"),
        }
    }
    kinds.retain(|kind| kind != "post.tallied");
    kinds
}

#[tokio::test]
async fn the_thread_of_whoever_blocked_somebody_ends_for_them_and_theirs_for_who_blocked_them() {
    let live = Live::start().await;
    let (ann, bob) = (live.world.person("ann").await, live.world.person("bob").await);
    for (listener, author) in [(bob, ann), (ann, bob)] {
        let (theirs, own) = (live.ask(author).await, live.ask(listener).await);
        live.settled().await;
        let [topic, kept] = [theirs, own].map(Topic::Post);
        let topics = json!([{"topic": topic, "since": null}, {"topic": kept, "since": null}]);
        let mut client = live.connect(listener, topics).await;
        live.world.block(ann, bob, true).await;
        assert_eq!(client.next().await, ServerFrame::missing(topic));
        client.subscribe(topic, None).await;
        assert_eq!(client.next().await, ServerFrame::missing(topic), "as one that never was");
        live.comment(author, Parent::Post(theirs)).await;
        live.comment(listener, Parent::Post(own)).await;
        assert_eq!(told(&live, &mut client).await, ["comment.published"], "of one's own one hears");
        live.world.block(ann, bob, false).await;
        live.settled().await;
        client.subscribe(topic, None).await;
        assert_eq!(client.said().await, []);
        live.comment(author, Parent::Post(theirs)).await;
        assert_eq!(told(&live, &mut client).await, ["comment.published"]);
    }
}

#[tokio::test]
async fn nothing_that_somebody_writes_is_told_to_who_blocked_them_or_whom_they_blocked_on_any_topic() {
    let mut live = Live::start().await;
    let [ann, bob, cid] =
        [live.world.person("ann").await, live.world.person("bob").await, live.world.person("cid").await];
    let post = live.ask(cid).await;
    let before = live.settled().await;
    let topics = |since| {
        let topics = [Topic::Post(post), Topic::Latest, Topic::Tag("rye".parse().expect("a tag"))];
        json!(topics.map(|topic| json!({"topic": topic, "since": since})))
    };
    let mut anns = live.connect(ann, topics(None)).await;
    let mut cids = live.connect(cid, topics(None)).await;
    for (blocker, blocked) in [(ann, bob), (bob, ann)] {
        live.world.block(blocker, blocked, true).await;
        live.write_beside(bob, cid, post).await;
        live.comment(cid, Parent::Post(post)).await;
        assert_eq!(told(&live, &mut anns).await, ["comment.published"], "what cid says on the question");
        assert!(told(&live, &mut cids).await.len() > 8, "others are told all of it");
        live.world.block(blocker, blocked, false).await;
        live.settled().await;
    }
    live.world.block(bob, ann, true).await;
    live.settled().await;
    for place in ["from memory", "from the database"] {
        let mut again = live.connect(ann, topics(Some(before))).await;
        assert_eq!(told(&live, &mut again).await, ["comment.published"; 2], "{place}");
        live = live.restart().await;
    }
    live.world.block(bob, ann, false).await;
    let mut again = live.connect(ann, topics(Some(before))).await;
    assert!(told(&live, &mut again).await.len() > 16, "they are there for each other again");
}

#[tokio::test]
async fn two_who_blocked_each_other_stay_apart_until_both_have_ended_it() {
    let live = Live::start().await;
    let [ann, bob] = [live.world.person("ann").await, live.world.person("bob").await];
    let mut anns = live.connect(ann, json!([{"topic": Topic::Latest, "since": null}])).await;
    live.world.block(ann, bob, true).await;
    live.world.block(bob, ann, true).await;
    live.world.block(ann, bob, false).await;
    live.ask(bob).await;
    assert_eq!(told(&live, &mut anns).await, [""; 0]);
    live.world.block(bob, ann, false).await;
    live.ask(bob).await;
    assert_eq!(told(&live, &mut anns).await, ["post.published"]);
}
