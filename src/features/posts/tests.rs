//! The slice against a real Postgres: the rule, the row, and the event that the trigger spoke.
#![allow(clippy::unwrap_used, reason = "what a test cannot go on without ends it")]

mod commenting;
mod hiding;
mod listing;
mod parts;
mod plans;
mod public_api;
mod publishing;
mod replaying;
mod rewriting;
mod tagging;
mod voting;

use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::{
    model::{
        Answer, AnswerDraft, Comment, CommentDraft, Entry, Feed, Kind, Parent, Post, PostDraft, Rewrite, Sort, Tally,
        Thread, Vote,
    },
    service,
};
use crate::{
    features::follows::service as follows,
    server::{Limits, Viewer, once::Once},
    shared::{
        Result,
        id::{AccountId, AnswerId, CommentId, PostId, SessionId},
        role::Role,
    },
    tests::given::{self, World},
};

/// Ann, who asks, bob, who answers, and eve. Nobody is slowed down.
struct Place {
    world: World,
    ann: Viewer,
    bob: Viewer,
    eve: Viewer,
}

async fn place() -> Place {
    let mut world = given::world().await;
    world.server.limits = Limits::off();
    let (ann, bob, eve) = (world.person("ann").await, world.person("bob").await, world.person("eve").await);
    Place { world, ann: by(ann), bob: by(bob), eve: by(eve) }
}

fn by(account: AccountId) -> Viewer {
    Viewer::by_session(account, SessionId::new(), Role::Member)
}

impl Place {
    async fn ask(&self, who: Viewer, title: &str, tags: &[&str]) -> Post {
        self.publish(who, question(title, tags)).await.expect("it is accepted")
    }

    async fn publish(&self, who: Viewer, draft: PostDraft) -> Result<Post> {
        Ok(service::publish(&self.world.server, who, draft).await?.into_inner())
    }

    async fn answer(&self, who: Viewer, post: PostId, body: &str) -> Answer {
        let draft = AnswerDraft { id: AnswerId::new(), post_id: post, body: body.to_owned() };
        service::answer(&self.world.server, who, &draft).await.expect("it is accepted").into_inner()
    }

    async fn comment(&self, who: Viewer, on: Parent, body: &str) -> Comment {
        let draft = CommentDraft { id: CommentId::new(), on, reply_to: None, body: body.to_owned() };
        service::comment(&self.world.server, who, &draft).await.expect("it is accepted").into_inner()
    }

    async fn vote(&self, who: Viewer, on: Entry, value: i16) -> Result<Tally> {
        service::vote(&self.world.server, who, Vote { on, value }, &Once::UNNAMED).await
    }

    async fn accept(&self, who: Viewer, post: PostId, answer: Option<AnswerId>) -> Result<Post> {
        service::accept(&self.world.server, who, (post, answer), &Once::UNNAMED).await
    }

    async fn follow(&self, who: Viewer, handle: &str) {
        follows::follow_handle(&self.world.server, who, handle, true, &Once::UNNAMED).await.expect("they are there");
    }

    async fn rewrite(&self, who: Viewer, id: PostId, rewrite: Rewrite) -> Result<Post> {
        service::rewrite_post(&self.world.server, who, id, rewrite, &Once::UNNAMED).await
    }

    async fn thread(&self, who: Viewer, id: PostId) -> Result<Thread> {
        service::thread(self.world.pool(), Some(who), id, Sort::Score).await
    }

    async fn list(&self, who: Option<Viewer>, feed: Feed) -> Vec<PostId> {
        let listing = service::Listing { feed, cursor: None, limit: 20 };
        let page = service::list(self.world.pool(), who, &listing).await.expect("a list");
        page.items.into_iter().map(|post| post.id).collect()
    }

    /// A number that only an administrator sees.
    async fn number(&self, statement: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(statement.to_owned()))
            .fetch_one(&mut self.world.administrator().await)
            .await
            .expect("a statement of ours")
    }

    /// The events of a kind, the newest first: the topic and the body of each.
    async fn events(&self, kind: &str) -> Vec<(String, Value)> {
        sqlx::query_as("select topic, body from events where kind = $1 order by xid desc, id desc")
            .bind(kind)
            .fetch_all(&mut self.world.administrator().await)
            .await
            .expect("a statement of ours")
    }
}

fn question(title: &str, tags: &[&str]) -> PostDraft {
    let tags = tags.iter().map(ToString::to_string).collect();
    let (title, body) = (Some(title.to_owned()), format!("What about {title}?"));
    PostDraft { id: PostId::new(), kind: Kind::Question, title, body, tags }
}

fn words(body: &str) -> Rewrite {
    Rewrite { body: Some(body.to_owned()), ..Rewrite::default() }
}
