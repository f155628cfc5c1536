//! The slice against a real Postgres: the act, who is told of it, and the event that the trigger spoke.
#![allow(clippy::unwrap_used, reason = "what a test cannot go on without ends it")]

mod at_once;
mod grouping;
mod plans;
mod public_api;
mod reading;
mod replaying;
mod taking_back;
mod telling;

use serde_json::Value;
use sqlx::AssertSqlSafe;

use super::{
    model::{Changed, Kind, Listing, Notification, What},
    service,
};
use crate::{
    features::{
        follows::service as follows,
        posts::{
            model::{
                Answer, AnswerDraft, Comment, CommentDraft, Entry, Kind as PostKind, Parent, Post, PostDraft, Rewrite,
                Vote,
            },
            service as posts,
        },
    },
    server::{Limits, Viewer, once::Once},
    shared::{
        id::{AccountId, AnswerId, CommentId, NotificationId, PostId, SessionId},
        role::Role,
    },
    tests::given::{self, World},
};

/// Ann, who asks, bob, eve, and dora. Nobody is slowed down.
struct Place {
    world: World,
    ann: Viewer,
    bob: Viewer,
    eve: Viewer,
    dora: Viewer,
}

async fn place() -> Place {
    let mut world = given::world().await;
    world.server.limits = Limits::off();
    let [ann, bob, eve, dora] =
        [world.person("ann").await, world.person("bob").await, world.person("eve").await, world.person("dora").await]
            .map(by);
    let place = Place { world, ann, bob, eve, dora };
    // So nobody earns anything by what they do, and is told of that.
    place.force("insert into user_badges (account_id, badge) select a.id, b.name from accounts a, badges b").await;
    place
}

fn by(account: AccountId) -> Viewer {
    Viewer::by_session(account, SessionId::new(), Role::Member)
}

impl Place {
    async fn ask(&self, who: Viewer, body: &str) -> Post {
        let (title, body) = (Some("Tea?".to_owned()), body.to_owned());
        let draft = PostDraft { id: PostId::new(), kind: PostKind::Question, title, body, tags: Vec::new() };
        posts::publish(&self.world.server, who, draft).await.expect("it is accepted").into_inner()
    }

    async fn answer(&self, who: Viewer, post: PostId, body: &str) -> Answer {
        let draft = AnswerDraft { id: AnswerId::new(), post_id: post, body: body.to_owned() };
        posts::answer(&self.world.server, who, &draft).await.expect("it is accepted").into_inner()
    }

    async fn comment(&self, who: Viewer, on: Parent, body: &str) -> Comment {
        self.reply(who, on, None, body).await
    }

    async fn reply(&self, who: Viewer, on: Parent, reply_to: Option<CommentId>, body: &str) -> Comment {
        let draft = CommentDraft { id: CommentId::new(), on, reply_to, body: body.to_owned() };
        posts::comment(&self.world.server, who, &draft).await.expect("it is accepted").into_inner()
    }

    async fn vote(&self, who: Viewer, on: Entry, value: i16) {
        posts::vote(&self.world.server, who, Vote { on, value }, &Once::UNNAMED).await.expect("it is somebody else's");
    }

    async fn accept(&self, who: Viewer, post: PostId, answer: Option<AnswerId>) {
        posts::accept(&self.world.server, who, (post, answer), &Once::UNNAMED).await.expect("who asked does so");
    }

    async fn follow(&self, who: Viewer, handle: &str, follows: bool) {
        follows::follow_handle(&self.world.server, who, handle, follows, &Once::UNNAMED).await.expect("somebody else");
    }

    async fn rewrite_comment(&self, who: Viewer, id: CommentId, body: &str) {
        let rewrite = Rewrite { body: Some(body.to_owned()), ..Rewrite::default() };
        posts::rewrite_comment(&self.world.server, who, id, &rewrite, &Once::UNNAMED).await.expect("it is theirs");
    }

    /// All that somebody was told, and how many of it are unread; that number is also the true one.
    async fn all(&self, who: Viewer) -> Listing {
        let listing = service::list(self.world.pool(), who, false, (None, 100)).await.unwrap();
        let unread = listing.page.items.iter().filter(|one| !one.is_read()).count();
        assert_eq!(usize::try_from(listing.unread.unread), Ok(unread), "it is counted right");
        assert_eq!(service::count(self.world.pool(), who).await.unwrap(), listing.unread);
        listing
    }

    /// The same, of each the kind and by how many people.
    async fn told(&self, who: Viewer) -> Vec<(Kind, i64)> {
        let told = self.all(who).await.page.items;
        // A crowd makes milestones.
        let by_others = told.iter().filter(|one| one.kind != Kind::Milestone);
        by_others.map(|one| (one.kind, one.actor_count)).collect()
    }

    /// The one thing that somebody was told.
    async fn only(&self, who: Viewer) -> Notification {
        let [one] = <[_; 1]>::try_from(self.all(who).await.page.items).expect("they were told one thing");
        one
    }

    async fn read(&self, who: Viewer, id: NotificationId) -> Changed {
        service::read(self.world.pool(), who, (id, i64::MAX), &Once::UNNAMED).await.expect("it is theirs")
    }

    /// Has everything that was told so far be as old as this.
    async fn pass(&self, interval: &str) {
        let statement = format!(
            "update notifications set began_at = began_at - interval '{interval}', at = at - interval '{interval}',
               read_at = read_at - interval '{interval}'"
        );
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut self.world.administrator().await).await.unwrap();
    }

    /// The events that somebody's devices were told of, in their order: the kind and the body of each.
    async fn events(&self, who: Viewer) -> Vec<(String, Value)> {
        sqlx::query_as("select kind, body from events where topic = $1 and kind like 'notification%' order by xid, id")
            .bind(format!("inbox:{}", who.account))
            .fetch_all(&mut self.world.administrator().await)
            .await
            .unwrap()
    }

    /// Does something as an administrator, whom no rule holds.
    async fn force(&self, statement: &'static str) {
        sqlx::raw_sql(statement).execute(&mut self.world.administrator().await).await.unwrap();
    }
}

fn handles(notification: &Notification) -> Vec<&str> {
    notification.actors.iter().map(|actor| actor.handle.as_str()).collect()
}
