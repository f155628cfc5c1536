//! A server with a database of its own in its folder.

use nix::sys::signal::{Signal, kill};

use super::*;

#[tokio::test]
async fn a_second_server_on_the_folder_is_refused() {
    let folder = TempDir::new().unwrap();
    let first = start(embedded(&folder)).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    let refusal = start(embedded(&folder)).await.err().unwrap();
    assert!(refusal.problem.contains("another `tertulia serve`"), "{refusal}");
    assert_eq!(first.get("/readyz").await.status(), StatusCode::OK);
    first.stop().await;
    let again = start(embedded(&folder)).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    again.stop().await;
}

#[tokio::test]
async fn a_start_that_is_told_to_end_leaves_no_database_running() {
    let folder = TempDir::new().unwrap();
    let started = start_unless(std::future::ready(()), embedded(&folder)).await;
    assert!(started.unwrap_or_else(|refusal| panic!("{refusal}")).is_none());
    assert!(folder.path().join("data/postgres/PG_VERSION").exists(), "it was there");
    assert!(!folder.path().join("data/postgres/postmaster.pid").exists(), "and is stopped");
}

#[tokio::test]
async fn a_database_that_dies_comes_back_by_itself() {
    let folder = TempDir::new().unwrap();
    let running = start(embedded(&folder)).await.unwrap_or_else(|refusal| panic!("{refusal}"));
    let token = running.sign_up("ann").await;
    kill(postmaster(&folder), Signal::SIGKILL).unwrap();
    let me = || async {
        let answer = client().get(running.url("/api/me")).bearer_auth(&token).send().await.unwrap();
        let status = answer.status();
        assert!(status == StatusCode::OK || status == StatusCode::SERVICE_UNAVAILABLE, "{status}");
        assert!(status == StatusCode::OK || answer.headers().contains_key("retry-after"));
        status == StatusCode::OK
    };
    eventually("it answers again", me).await;
    running.stop().await;
}
