use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use sqlx::{ConnectOptions, postgres::PgConnectOptions};
use tempfile::TempDir;

use super::*;

struct Place {
    config: Config,
    _folder: TempDir,
}

fn place() -> Place {
    let folder = TempDir::new().unwrap();
    Place { config: Config { data: folder.path().join("data"), ..Config::for_tests() }, _folder: folder }
}

impl Place {
    async fn start(&self) -> Embedded {
        Embedded::start(&self.config, false).await.unwrap_or_else(|refusal| panic!("{refusal}"))
    }

    fn pid(&self) -> Option<Pid> {
        let text = std::fs::read_to_string(self.config.data.join("postgres/postmaster.pid")).ok()?;
        Some(Pid::from_raw(text.lines().next()?.parse().ok()?))
    }
}

/// Leaves the server running and forgets it, as a killed program does.
fn abandon(embedded: Embedded) {
    embedded.supervisor.abort();
    drop(embedded);
}

async fn ask(options: &PgConnectOptions, question: &'static str) -> Result<String, sqlx::Error> {
    sqlx::query_scalar(question).fetch_one(&mut options.connect().await?).await
}

async fn eventually(what: &str, mut is_so: impl AsyncFnMut() -> bool) {
    for _ in 0..600 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {what}");
}

#[tokio::test]
async fn a_cluster_is_made_kept_and_stopped() {
    let place = place();
    let embedded = place.start().await;
    ask(&embedded.administrator(), "create table kept (it int)").await.ok();
    assert_eq!(ask(&embedded.administrator(), "show max_prepared_transactions").await.unwrap(), "0");
    assert_eq!(ask(&embedded.administrator(), "show listen_addresses").await.unwrap(), "");
    embedded.stop().await;
    assert_eq!(place.pid(), None, "it is stopped");
    let embedded = place.start().await;
    assert_eq!(ask(&embedded.administrator(), "select to_regclass('kept')::text").await.unwrap(), "kept");
    embedded.stop().await;
}

#[tokio::test]
async fn what_is_committed_is_flushed_unless_it_is_a_test() {
    let place = place();
    let embedded = Embedded::start(&place.config, true).await.unwrap();
    assert_eq!(ask(&embedded.administrator(), "show fsync").await.unwrap(), "on");
    assert_eq!(ask(&embedded.administrator(), "show synchronous_commit").await.unwrap(), "on");
    let findings = schema::examine(&embedded.administrator().into()).await.unwrap();
    let flushed = findings.into_iter().find(|finding| finding.what.contains("flushed")).unwrap();
    assert_eq!(flushed.trouble, None, "and doctor finds nothing wrong in it");
    embedded.stop().await;
}

#[tokio::test]
async fn a_server_that_does_not_flush_is_not_taken_for_one_that_does() {
    let place = place();
    let careless = place.start().await;
    let refusal = Embedded::start(&place.config, true).await.err().unwrap();
    assert!(refusal.problem.contains("fsync") && refusal.remedy.contains("--no-fsync"), "{refusal}");
    careless.stop().await;
    let durable = Embedded::start(&place.config, true).await.unwrap();
    durable.stop().await;
}

#[tokio::test]
async fn only_its_own_user_may_enter() {
    use std::os::unix::fs::PermissionsExt;
    let place = place();
    let data = &place.config.data;
    let log = data.join("postgres.log");
    std::fs::create_dir(data).unwrap();
    std::fs::write(&log, "").unwrap();
    for (path, mode) in [(data, 0o755), (&log, 0o644)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let embedded = place.start().await;
    for path in [data.join("postgres"), embedded.socket().to_owned(), data.clone(), log] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
    }
    let other = embedded.administrator().username("eve");
    assert!(other.connect().await.is_err(), "nobody comes in under a name that was not given");
    embedded.stop().await;
}

#[tokio::test]
async fn a_link_in_the_data_folder_is_followed_for_its_owner_and_named_to_root() {
    let (place, elsewhere) = (place(), TempDir::new().unwrap());
    place.start().await.stop().await;
    for name in ["postgres", "postgres.log", "postgres.users", "postgres.turn"] {
        let (here, there) = (place.config.data.join(name), elsewhere.path().join(name));
        std::fs::rename(&here, &there).unwrap();
        std::os::unix::fs::symlink(&there, &here).unwrap();
        let started = Embedded::start(&place.config, false).await;
        if !nix::unistd::geteuid().is_root() {
            started.unwrap().stop().await;
            continue;
        }
        let refusal = started.err().unwrap();
        let named = refusal.what.contains(&format!("({})", here.display()));
        assert!(named && refusal.problem.contains("link") && refusal.remedy.contains("mount"), "{refusal}");
        std::fs::remove_file(&here).unwrap();
        std::fs::rename(&there, &here).unwrap();
    }
}

#[tokio::test]
async fn what_people_write_is_not_in_the_log() {
    let place = place();
    let embedded = place.start().await;
    for statement in [
        "create table said (words text primary key)",
        "insert into said values ('between us') returning words",
        "insert into said values ('between us') returning words",
    ] {
        ask(&embedded.administrator(), statement).await.ok();
    }
    embedded.stop().await;
    let log = std::fs::read_to_string(place.config.data.join("postgres.log")).unwrap();
    assert!(log.contains("said_pkey") && !log.contains("between us"), "{log}");
}

#[tokio::test]
async fn a_program_that_was_killed_leaves_a_server_to_take_over() {
    let place = place();
    abandon(place.start().await);
    let pid = place.pid().expect("it still runs");
    let embedded = place.start().await;
    assert_eq!(place.pid(), Some(pid), "it is the same one");
    embedded.stop().await;
    assert_eq!(place.pid(), None);
}

#[tokio::test]
async fn two_programs_share_a_server_and_the_last_one_stops_it() {
    let place = place();
    let first = place.start().await;
    let second = place.start().await;
    first.stop().await;
    assert_eq!(ask(&second.administrator(), "select 'here'").await.unwrap(), "here");
    second.stop().await;
    assert_eq!(place.pid(), None);
}

#[tokio::test]
async fn a_server_that_dies_is_started_again() {
    let place = place();
    let embedded = place.start().await;
    let first = place.pid().unwrap();
    kill(first, Signal::SIGKILL).unwrap();
    eventually("another one answers", async || {
        place.pid().is_some_and(|pid| pid != first) && ask(&embedded.administrator(), "select 'here'").await.is_ok()
    })
    .await;
    embedded.stop().await;
}

#[tokio::test]
async fn a_process_id_that_now_belongs_to_somebody_else_does_not_block() {
    let place = place();
    place.start().await.stop().await;
    let mut somebody = std::process::Command::new("sleep").arg("600").spawn().unwrap();
    let path = place.config.data.join("postgres/postmaster.pid");
    for pid in [somebody.id(), std::process::id(), 2_000_000_000] {
        std::fs::write(&path, format!("{pid}\n/elsewhere\n1\n5432\nsocket\n\n  0  0\nready\n")).unwrap();
        let embedded = place.start().await;
        assert_eq!(ask(&embedded.administrator(), "select 'here'").await.unwrap(), "here");
        embedded.stop().await;
    }
    std::fs::write(&path, "").unwrap();
    place.start().await.stop().await;
    somebody.kill().unwrap();
    somebody.wait().unwrap();
}

#[tokio::test]
async fn a_start_that_was_killed_while_making_the_cluster_is_made_good() {
    let place = place();
    std::fs::create_dir_all(place.config.data.join("postgres.new/base")).unwrap();
    place.start().await.stop().await;
}

#[tokio::test]
async fn a_long_way_to_the_folder_is_no_hindrance() {
    let mut place = place();
    place.config.data = place.config.data.join("x".repeat(60)).join("y".repeat(60));
    let embedded = place.start().await;
    assert_eq!(ask(&embedded.administrator(), "select 'here'").await.unwrap(), "here");
    let socket = embedded.socket().to_owned();
    embedded.stop().await;
    std::fs::remove_dir_all(socket).unwrap();
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_a_refusal_of_one_line() {
    let mut place = place();
    place.config.data = "/proc/nowhere".into();
    let refusal = Embedded::start(&place.config, false).await.err().unwrap();
    assert!(refusal.what.contains("TERTULIA_DATA"), "{refusal}");
    assert_eq!(refusal.to_string().lines().count(), 1);
}

#[test]
fn an_address_escapes_what_it_must() {
    assert_eq!(escaped(Path::new("/a b/ü&c")), "/a%20b/%C3%BC%26c");
}

/// A person who is not root runs the same tests: from a copy of this program that they can reach.
#[test]
fn all_of_this_holds_for_a_user_too() {
    use std::os::unix::{
        fs::{PermissionsExt, chown},
        process::CommandExt,
    };
    if !nix::unistd::geteuid().is_root() {
        return;
    }
    let nobody = nix::unistd::User::from_name("nobody").unwrap().unwrap();
    let folder = TempDir::new().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let program = folder.path().join("tests");
    std::fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let theirs = folder.path().join("theirs");
    std::fs::create_dir(&theirs).unwrap();
    chown(&theirs, Some(nobody.uid.as_raw()), Some(nobody.gid.as_raw())).unwrap();
    let said = std::process::Command::new(program)
        .args(["server::postgres::tests::", "--skip", "for_a_user_too", "--test-threads", "4"])
        .env("TMPDIR", &theirs)
        .current_dir(&theirs)
        .uid(nobody.uid.as_raw())
        .gid(nobody.gid.as_raw())
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success() && !words.contains("running 0 tests"), "{words}");
}
