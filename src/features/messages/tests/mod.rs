//! The slice against a real Postgres: the rule, the row, and the event that the trigger spoke.
#![allow(clippy::unwrap_used, reason = "what a test cannot go on without ends it")]

mod accepting;
mod changing;
mod coming_and_going;
mod details;
mod drafting;
mod forms;
mod forwarding;
mod groups;
mod groups_at_once;
mod info;
mod jumping;
mod marking;
mod opening;
mod pinning;
mod plans;
mod previewing;
mod previewing_own;
mod public_api;
mod public_api_acts;
mod reacting;
mod reading;
mod repeating;
mod replying;
mod requests;
mod scheduling;
mod scheduling_at_once;
mod searching;
mod sending;
mod settings;
mod threads;
mod threads_at_random;
mod threads_beside;
mod threads_followed;
mod unread;

use sqlx::{AssertSqlSafe, PgConnection};

use super::{
    model::{Draft, Message},
    service::{self, Sent},
};
use crate::{
    server::Limits,
    shared::{
        Result,
        id::{AccountId, ConversationId, MessageId},
    },
    tests::given::{self, World},
};

/// Ann and bob, who talk, and eve, who does not belong there. Nobody is slowed down.
struct Talk {
    world: World,
    ann: AccountId,
    bob: AccountId,
    eve: AccountId,
    conversation: ConversationId,
}

async fn talk() -> Talk {
    let mut world = given::world().await;
    world.server.limits = Limits::off();
    let (ann, bob, eve) = (world.person("ann").await, world.person("bob").await, world.person("eve").await);
    let conversation = world.pair(ann, bob).await;
    Talk { world, ann, bob, eve, conversation }
}

impl Talk {
    async fn send(&self, who: AccountId, body: &str) -> Message {
        self.try_send(who, &draft(self.conversation, body)).await.expect("it is accepted").into_message()
    }

    async fn try_send(&self, who: AccountId, draft: &Draft) -> Result<Sent> {
        service::send(&self.world.server, who, draft).await
    }

    async fn mark(&self, who: AccountId, delivered: Option<i64>, read: Option<i64>) -> Result<()> {
        service::mark(self.world.pool(), who, self.conversation, delivered, read).await
    }

    async fn administrator(&self) -> PgConnection {
        self.world.administrator().await
    }

    /// A number that only an administrator sees.
    async fn number(&self, statement: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(statement.to_owned()))
            .fetch_one(&mut self.administrator().await)
            .await
            .expect("a statement of ours")
    }

    /// The newest event of a kind: its topic and its body.
    async fn last_event(&self, kind: &str) -> (String, serde_json::Value) {
        sqlx::query_as("select topic, body from events where kind = $1 order by xid desc, id desc limit 1")
            .bind(kind)
            .fetch_one(&mut self.administrator().await)
            .await
            .expect("the event was spoken")
    }
}

fn draft(conversation_id: ConversationId, body: &str) -> Draft {
    Draft { id: MessageId::new(), conversation_id, body: body.to_owned(), reply_to: None, forwarded: false }
}
