//! A database that says nothing: whoever waits for it is told so soon, and what needs none is answered.

use sqlx::{Connection, PgConnection};

use super::*;
use crate::tests::hang::Hang;

/// How long who asks for something may wait to be told that the database is away.
const SECONDS: Duration = Duration::from_secs(6);
/// How long who asks whether the program is ready may wait.
const MOMENT: Duration = Duration::from_millis(2500);

#[tokio::test]
async fn a_database_that_hangs_is_away_within_seconds_and_there_again_once_it_goes_on() {
    let folder = TempDir::new().unwrap();
    let running = start(embedded(&folder)).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    let token = running.sign_up("ann").await;
    let ask = |path: &str, longest| client().get(running.url(path)).bearer_auth(&token).timeout(longest).send();
    let away = |answer: reqwest::Result<Response>| {
        let answer = answer.expect("it is answered in time");
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{}", answer.url());
        assert!(answer.headers().contains_key("retry-after"), "{}", answer.url());
    };

    let administrator = running.database.administrator().options().clone();
    let mut holder = PgConnection::connect_with(&administrator).await.unwrap();
    let mut held = holder.begin().await.unwrap();
    sqlx::query("lock table tertulia.sessions").execute(&mut *held).await.unwrap();
    let under_way = tokio::spawn(ask("/api/me", SECONDS));
    let mut watcher = PgConnection::connect_with(&administrator).await.unwrap();
    let mut waiting = 0_i64;
    while waiting == 0 {
        waiting = sqlx::query_scalar("select count(*) from pg_locks where not granted")
            .fetch_one(&mut watcher)
            .await
            .unwrap();
    }

    let hang = Hang::of(postmaster(&folder));
    away(ask("/readyz", MOMENT).await);
    away(under_way.await.unwrap());
    away(ask("/api/me", SECONDS).await);
    away(ask("/readyz", MOMENT).await);
    for path in ["/healthz", "/about"] {
        assert_eq!(running.get(path).await.status(), StatusCode::OK, "{path}");
    }

    drop(hang);
    // Not rolled back: who holds up the events for so long may be ended meanwhile.
    drop(held);
    drop(holder);
    for path in ["/api/me", "/readyz"] {
        eventually("it answers again", || async {
            ask(path, SECONDS).await.is_ok_and(|it| it.status() == StatusCode::OK)
        })
        .await;
    }
    running.stop().await;
}
