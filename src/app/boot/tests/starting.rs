//! Who comes before the database is there.

use std::{future::pending, io::Read};

use tokio::sync::oneshot;

use super::*;

/// A server to be, with its socket, whose migrations wait for as long as this is held.
struct Held {
    listener: TcpListener,
    address: SocketAddr,
    config: Config,
    holding: sqlx::PgConnection,
    _site: TempDir,
}

async fn held() -> Held {
    let world = given::world().await;
    let mut holding = world.administrator().await;
    let lock = "begin; lock table _sqlx_migrations in access exclusive mode";
    sqlx::raw_sql(lock).execute(&mut holding).await.unwrap();
    // Its own before it starts: a port that was only looked up another test could take.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let database = Some(world.administrator.into());
    let folder = built_site();
    let site = Some(folder.path().to_owned());
    let config = Config { database, site, ..Config::for_tests() };
    Held { listener, address, config, holding, _site: folder }
}

/// A built site, as far as it needs no program.
fn built_site() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("pkg")).unwrap();
    std::fs::write(folder.path().join("pkg/tertulia.css"), "body {}").unwrap();
    folder
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
    let Held { listener, address, config, mut holding, _site } = held().await;
    let visits = async move {
        let mut early = TcpStream::connect(address).await.unwrap();
        assert_eq!(ask(&mut early, "/healthz").await, "200");
        for path in ["/api/me", "/rpc/operations", "/ws", "/pkg/nowhere.js", "/"] {
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
        assert_eq!(header(&page, "refresh"), "2");
        assert!(page.text().await.unwrap().contains("Try again"));
        assert_eq!(get(address, "/pkg/tertulia.css", "*/*").await.text().await.unwrap(), "body {}");
        let refused = client().post(format!("http://{address}/healthz")).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(body(refused).await["code"], "invalid");
        assert!(get(address, "/readyz", "*/*").await.text().await.unwrap().contains("starting"));
        assert_eq!(ask(&mut early, "/readyz").await, "503");
        sqlx::raw_sql("rollback").execute(&mut holding).await.unwrap();
        eventually("it is ready, and nobody was refused", || async move {
            get(address, "/readyz", "*/*").await.status() == StatusCode::OK
        })
        .await;
        assert_eq!(ask(&mut early, "/readyz").await, "200", "who was early is there still");
    };
    let (started, ()) = tokio::join!(start_at(listener, pending(), config), visits);
    let running = started.unwrap_or_else(|refusal| panic!("{refusal}")).expect("nobody told it to end");
    running.stop().await;
}

#[tokio::test]
async fn a_start_that_is_told_to_end_lets_nobody_wait() {
    let Held { listener, address, config, holding, _site } = held().await;
    let (tell, told) = oneshot::channel::<()>();
    let visits = async move {
        let mut early = TcpStream::connect(address).await.unwrap();
        assert_eq!(ask(&mut early, "/readyz").await, "503");
        tell.send(()).unwrap();
        let mut rest = Vec::new();
        let closed = tokio::time::timeout(Duration::from_secs(10), early.read_to_end(&mut rest)).await;
        assert_eq!(closed.unwrap().unwrap(), 0);
    };
    let (started, ()) = tokio::join!(start_at(listener, async { drop(told.await) }, config), visits);
    assert!(started.unwrap_or_else(|refusal| panic!("{refusal}")).is_none());
    eventually("nobody answers", || async move { TcpStream::connect(address).await.is_err() }).await;
    drop(holding);
}

#[tokio::test]
async fn of_a_start_that_is_refused_nothing_is_left_running() {
    let Held { listener, address, config, mut holding, _site } = held().await;
    let visits = async move {
        let mut early = TcpStream::connect(address).await.unwrap();
        assert_eq!(ask(&mut early, "/readyz").await, "503");
        let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
            values (99999999999999, 'from the future', true, '', 0); commit";
        sqlx::raw_sql(newer).execute(&mut holding).await.unwrap();
        early
    };
    let (started, early) = tokio::join!(start_at(listener, pending(), config), visits);
    let refusal = started.err().expect("the database is newer than the program");
    assert!(refusal.problem.contains("newer"), "{refusal}");
    // By now, and not in a while.
    let left = early.into_std().unwrap().read(&mut [0; 64]);
    assert!(matches!(left, Ok(0)), "{left:?}");
    eventually("nobody answers", || async move { TcpStream::connect(address).await.is_err() }).await;
}
