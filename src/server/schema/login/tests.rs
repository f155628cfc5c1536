use std::time::Duration;

use sqlx::ConnectOptions;
use tempfile::TempDir;

use super::*;
use crate::{
    server::{
        Config,
        postgres::Embedded,
        schema::{examine, prepare},
    },
    tests::given,
};

/// A cluster of its own, whose administrator comes in by the socket and whose login as the door says.
struct Cluster {
    embedded: Embedded,
    folder: TempDir,
}

async fn cluster() -> Cluster {
    let folder = TempDir::new().unwrap();
    let config = Config { data: folder.path().join("data"), ..Config::for_tests() };
    let embedded = Embedded::start(&config, false).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    prepare(embedded.administrator()).await.unwrap();
    Cluster { embedded, folder }
}

impl Cluster {
    fn administrator(&self, password: &str) -> Administrator {
        Administrator::new(self.embedded.administrator(), Some(password.to_owned()))
    }

    /// Asks the login for this; returns once it is refused with this code.
    async fn set_door(&self, how: &str, code: &str) {
        let lines = format!("local all {LOGIN} {how}\nlocal all all peer map=tertulia\n");
        std::fs::write(self.folder.path().join("data/postgres/pg_hba.conf"), lines).unwrap();
        let mut administrator = self.embedded.administrator().connect().await.unwrap();
        sqlx::query("select pg_reload_conf()").execute(&mut administrator).await.unwrap();
        let login = self.embedded.administrator().username(LOGIN);
        while !matches!(login.connect().await, Err(sqlx::Error::Database(said)) if said.code().as_deref() == Some(code))
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn name(options: &PgConnectOptions) -> String {
    sqlx::query_scalar("select session_user::text").fetch_one(&mut options.connect().await.unwrap()).await.unwrap()
}

#[tokio::test]
async fn where_a_password_is_asked_the_login_has_one_that_every_node_knows() {
    let cluster = cluster().await;
    cluster.set_door("scram-sha-256", "28P01").await;
    let (one, other) = (cluster.administrator("seven tall lamps"), cluster.administrator("seven tall lamps"));
    assert!(trouble(&one).await.is_some_and(|words| words.contains("DATABASE_URL")), "it has none yet");
    prepare(one.clone()).await.unwrap();
    for node in [&one, &other] {
        assert_eq!(trouble(node).await, None);
        assert_eq!(name(&pool_login(node).await).await, LOGIN);
    }
    assert!(cluster.administrator("kettle drum").login().connect().await.is_err(), "nobody else knows it");
    let stored = "select rolpassword from pg_authid where rolname = 'tertulia'";
    let mut administrator = cluster.embedded.administrator().connect().await.unwrap();
    let before: String = sqlx::query_scalar(stored).fetch_one(&mut administrator).await.unwrap();
    prepare(other).await.unwrap();
    let after: String = sqlx::query_scalar(stored).fetch_one(&mut administrator).await.unwrap();
    assert!(before == after && before.starts_with("SCRAM-SHA-256$4096:"), "{before} {after}");
    cluster.embedded.stop().await;
}

#[tokio::test]
async fn where_the_login_is_refused_the_administrator_stands_in_and_doctor_says_so() {
    let cluster = cluster().await;
    let administrator = cluster.administrator("seven tall lamps");
    assert_eq!(trouble(&administrator).await, None);
    cluster.set_door("reject", "28000").await;
    prepare(administrator.clone()).await.unwrap();
    assert_eq!(name(&pool_login(&administrator).await).await, "postgres");
    let findings = examine(&administrator).await.unwrap();
    let finding = findings.into_iter().find(|finding| finding.what == "login of the pool").unwrap();
    assert!(finding.trouble.is_some_and(|words| words.contains("pg_hba.conf")));
    cluster.embedded.stop().await;
}

#[tokio::test]
async fn the_password_of_a_role_that_may_more_than_ours_is_left_alone() {
    let cluster = cluster().await;
    let mut administrator = cluster.embedded.administrator().connect().await.unwrap();
    sqlx::raw_sql("alter role tertulia createdb").execute(&mut administrator).await.unwrap();
    cluster.set_door("scram-sha-256", "28P01").await;
    prepare(cluster.administrator("seven tall lamps")).await.unwrap();
    let stored: Option<String> = sqlx::query_scalar("select rolpassword from pg_authid where rolname = 'tertulia'")
        .fetch_one(&mut administrator)
        .await
        .unwrap();
    assert_eq!(stored, None);
    cluster.embedded.stop().await;
}

#[tokio::test]
async fn an_administrator_with_the_name_of_the_login_is_no_login() {
    let world = given::world().await;
    let administrator = Administrator::new(world.administrator.username(LOGIN), Some("seven tall lamps".into()));
    assert!(trouble(&administrator).await.is_some_and(|words| words.contains("another administrator")));
}

#[tokio::test]
async fn a_login_that_inherits_is_not_ours() {
    let world = given::world().await;
    assert_eq!(is_modest(&world.administrator.clone().username(LOGIN)).await.ok(), Some(true));
    assert_eq!(is_modest(&world.administrator).await.ok(), Some(false));
}

#[tokio::test]
async fn a_database_that_is_away_has_refused_nobody() {
    let nowhere = PgConnectOptions::new_without_pgpass().socket("/nonexistent").username("root");
    let administrator = Administrator::from(nowhere);
    assert_eq!(trouble(&administrator).await, None);
    assert_eq!(pool_login(&administrator).await.get_username(), LOGIN);
}
