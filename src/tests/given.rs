//! Worlds for tests: a real Postgres with a fresh database each, and the people in it.
//!
//! `TERTULIA_TEST_DATABASE` names an administrator's connection to a cluster that may be thrown
//! away; `make test` starts one.

use std::{
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{
    Connection, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::sync::OnceCell;

use crate::{
    features::messages::{model::Draft, service},
    server::{Config, Keep, Limits, Pool, Server, schema},
    shared::id::{AccountId, ConversationId, MessageId},
};

static TEMPLATE: OnceCell<()> = OnceCell::const_new();
static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A server's insides on a database of its own.
pub struct World {
    /// As handlers get it.
    pub server: Server,
    /// How an administrator reaches the same database, under no policy.
    pub administrator: PgConnectOptions,
}

/// An empty world.
pub async fn world() -> World {
    TEMPLATE.get_or_init(make_template).await;
    let name = format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    admin(&format!("create database {name} template {}", template())).await;
    let options = cluster().database(&name);
    let connections = PgPoolOptions::new()
        .max_connections(8)
        .test_before_acquire(false)
        .connect_with(options.clone().username(schema::LOGIN).options([("search_path", schema::SEARCH_PATH)]))
        .await
        .expect("the pool's login reaches the database");
    World {
        server: Server {
            pool: Pool::new(connections),
            config: Arc::new(Config::for_tests()),
            limits: Limits::on(),
            keep: Keep::default(),
        },
        administrator: options.options([("search_path", schema::SEARCH_PATH)]),
    }
}

impl World {
    /// The pool of this world.
    pub fn pool(&self) -> &Pool {
        &self.server.pool
    }

    /// An administrator's connection: sees and may do everything.
    pub async fn administrator(&self) -> PgConnection {
        PgConnection::connect_with(&self.administrator).await.expect("the cluster is there")
    }

    /// Somebody who signed up; their password is of no use.
    pub async fn person(&self, handle: &str) -> AccountId {
        let id = AccountId::new();
        let mut tx = self.pool().as_visitor().await.expect("a transaction");
        sqlx::query("select sign_up($1, $2, initcap($2), $2 || '@example.org', 'no hash')")
            .bind(id)
            .bind(handle)
            .execute(&mut *tx)
            .await
            .expect("the handle is free");
        tx.commit().await.expect("a commit");
        id
    }

    /// The conversation of two people.
    pub async fn pair(&self, one: AccountId, other: AccountId) -> ConversationId {
        let mut tx = self.pool().as_viewer(one).await.expect("a transaction");
        let id = sqlx::query_scalar("select id from open_pair($1, $2)")
            .bind(ConversationId::new())
            .bind(other)
            .fetch_one(&mut *tx)
            .await
            .expect("both exist");
        tx.commit().await.expect("a commit");
        id
    }
}

impl World {
    /// The group "Book club" of whoever made it and these people.
    pub async fn group(&self, owner: AccountId, people: &[AccountId]) -> ConversationId {
        let id = ConversationId::new();
        let people: Vec<_> = people.iter().map(|person| person.0).collect();
        let mut tx = self.pool().as_viewer(owner).await.expect("a transaction");
        let outcome: String = sqlx::query_scalar("select create_group($1, 'Book club', $2)")
            .bind(id)
            .bind(people)
            .fetch_one(&mut *tx)
            .await
            .expect("a statement of ours");
        assert_eq!(outcome, "made", "all of them exist");
        tx.commit().await.expect("a commit");
        id
    }

    /// Somebody blocks somebody, or ends that.
    pub async fn block(&self, who: AccountId, other: AccountId, on: bool) {
        let mut tx = self.pool().as_viewer(who).await.expect("a transaction");
        let outcome: String = sqlx::query_scalar("select outcome from set_block($1, $2)")
            .bind(other)
            .bind(on)
            .fetch_one(&mut *tx)
            .await
            .expect("a statement of ours");
        assert_eq!(outcome, "done", "both exist");
        tx.commit().await.expect("a commit");
    }

    /// Somebody mutes somebody, or ends that.
    pub async fn mute(&self, who: AccountId, other: AccountId, on: bool) {
        let mut tx = self.pool().as_viewer(who).await.expect("a transaction");
        let outcome: String = sqlx::query_scalar("select outcome from set_mute($1, $2)")
            .bind(other)
            .bind(on)
            .fetch_one(&mut *tx)
            .await
            .expect("a statement of ours");
        assert_eq!(outcome, "done", "both exist");
        tx.commit().await.expect("a commit");
    }

    /// Somebody chooses who may write to them first.
    pub async fn take_messages_from(&self, who: AccountId, from: &str) {
        let mut tx = self.pool().as_viewer(who).await.expect("a transaction");
        sqlx::query("update settings set messages_from = $1, version = version + 1")
            .bind(from)
            .execute(&mut *tx)
            .await
            .expect("a statement of ours");
        tx.commit().await.expect("a commit");
    }

    /// Somebody has the first words of people whom they do not know be a request.
    pub async fn take_requests(&self, who: AccountId) {
        let mut tx = self.pool().as_viewer(who).await.expect("a transaction");
        sqlx::query("update settings set message_requests = true, version = version + 1")
            .execute(&mut *tx)
            .await
            .expect("a statement of ours");
        tx.commit().await.expect("a commit");
    }

    /// Somebody says something in a conversation of theirs.
    pub async fn say(&self, author: AccountId, conversation_id: ConversationId, body: &str) {
        let draft =
            Draft { id: MessageId::new(), conversation_id, body: body.to_owned(), reply_to: None, forwarded: false };
        service::send(&self.server, author, &draft).await.expect("it is accepted");
    }
}

#[expect(clippy::disallowed_methods, reason = "the cluster of the tests is no setting of the program")]
fn cluster() -> PgConnectOptions {
    let url = std::env::var("TERTULIA_TEST_DATABASE")
        .expect("TERTULIA_TEST_DATABASE names a cluster; `make test` starts one");
    PgConnectOptions::from_str(&url).expect("TERTULIA_TEST_DATABASE is an address of Postgres")
}

fn template() -> String {
    format!("test_{}_template", std::process::id())
}

async fn make_template() {
    admin(&format!("create database {}", template())).await;
    schema::prepare(cluster().database(&template())).await.expect("the migrations apply");
    let options = cluster().database(&template()).options([("search_path", schema::SEARCH_PATH)]);
    let mut connection = PgConnection::connect_with(&options).await.expect("the template is there");
    // Who takes no part in a test about requests takes what anybody writes.
    sqlx::raw_sql("alter table settings alter column message_requests set default false")
        .execute(&mut connection)
        .await
        .expect("a statement of ours");
    connection.close().await.expect("a quiet end");
}

async fn admin(statement: &str) {
    let mut connection = PgConnection::connect_with(&cluster()).await.expect("the cluster is there");
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()))
        .execute(&mut connection)
        .await
        .expect("a statement of ours");
    connection.close().await.expect("a quiet end");
}

mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_account_runs_the_place_and_the_next_does_not() {
        let world = world().await;
        for (handle, role) in [("ann", "administrator"), ("bob", "member")] {
            let id = world.person(handle).await;
            let found: String = sqlx::query_scalar("select role from accounts where id = $1")
                .bind(id)
                .fetch_one(&mut world.administrator().await)
                .await
                .expect("the account is there");
            assert_eq!(found, role);
        }
    }
}
