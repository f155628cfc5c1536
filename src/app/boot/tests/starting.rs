//! Who comes before the database is there.

use std::net::TcpListener;

use tokio::sync::oneshot;

use super::*;

/// A server to be whose migrations wait for as long as this is held.
struct Held {
    config: Config,
    holding: sqlx::PgConnection,
}

async fn held() -> Held {
    let world = given::world().await;
    let mut holding = world.administrator().await;
    let lock = "begin; lock table _sqlx_migrations in access exclusive mode";
    sqlx::raw_sql(lock).execute(&mut holding).await.unwrap();
    // Known before it starts: a port that is free.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let database = Some(world.administrator.into());
    Held { config: Config { address, database, ..Config::for_tests() }, holding }
}

/// Asks for a head on a connection that stays; the status.
async fn ask(stream: &mut TcpStream, path: &str) -> String {
    stream.write_all(format!("HEAD {path} HTTP/1.1\r\nhost: here\r\n\r\n").as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let length = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut answer)).await.unwrap().unwrap();
    String::from_utf8_lossy(&answer[..length]).split(' ').nth(1).unwrap_or_default().to_owned()
}

async fn get(address: SocketAddr, path: &str, accept: &str) -> Response {
    client().get(format!("http://{address}{path}")).header("accept", accept).send().await.unwrap()
}

#[tokio::test]
async fn who_comes_while_it_starts_is_told_so_and_nobody_is_refused_until_it_is_ready() {
    let Held { config, mut holding } = held().await;
    let address = config.address;
    let visits = async move {
        eventually("somebody answers", || async move { TcpStream::connect(address).await.is_ok() }).await;
        let mut early = TcpStream::connect(address).await.unwrap();
        assert_eq!(ask(&mut early, "/healthz").await, "200");
        for path in ["/api/me", "/rpc/operations", "/ws", "/pkg/tertulia.js", "/"] {
            let answer = get(address, path, "*/*").await;
            assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert_eq!(header(&answer, "content-type"), "application/problem+json", "{path}");
            assert!(header(&answer, "retry-after").parse::<u32>().unwrap() >= 1, "{path}");
            assert_eq!(header(&answer, "x-content-type-options"), "nosniff", "{path}");
            assert_eq!(body(answer).await["code"], "offline", "{path}");
        }
        let page = get(address, "/messages", "text/html").await;
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(header(&page, "content-type"), "text/html; charset=utf-8");
        assert!(page.text().await.unwrap().contains("Try again"));
        assert!(get(address, "/readyz", "*/*").await.text().await.unwrap().contains("starting"));
        assert_eq!(ask(&mut early, "/readyz").await, "503");
        sqlx::raw_sql("rollback").execute(&mut holding).await.unwrap();
        eventually("it is ready, and nobody was refused", || async move {
            get(address, "/readyz", "*/*").await.status() == StatusCode::OK
        })
        .await;
        assert_eq!(ask(&mut early, "/readyz").await, "200", "who was early is there still");
    };
    let (started, ()) = tokio::join!(start(config), visits);
    started.unwrap_or_else(|refusal| panic!("{refusal}")).stop().await;
}

#[tokio::test]
async fn a_start_that_is_told_to_end_lets_nobody_wait() {
    let Held { config, holding } = held().await;
    let address = config.address;
    let (tell, told) = oneshot::channel::<()>();
    let visits = async move {
        eventually("somebody answers", || async move { TcpStream::connect(address).await.is_ok() }).await;
        let mut early = TcpStream::connect(address).await.unwrap();
        assert_eq!(ask(&mut early, "/readyz").await, "503");
        tell.send(()).unwrap();
        let mut rest = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(10), early.read_to_end(&mut rest)).await;
        assert_eq!(closed.unwrap().unwrap(), 0);
    };
    let (started, ()) = tokio::join!(start_unless(async { drop(told.await) }, config), visits);
    assert!(started.unwrap_or_else(|refusal| panic!("{refusal}")).is_none());
    eventually("nobody answers", || async move { TcpStream::connect(address).await.is_err() }).await;
    drop(holding);
}
