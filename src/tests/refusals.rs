//! What keeps the program from serving: it ends with status 2 and says one line, which names the remedy.

use std::{
    fs,
    net::TcpListener,
    path::Path,
    process::{Command, Output},
};

use sqlx::ConnectOptions;
use tempfile::TempDir;

use super::{
    given,
    program::{Started, over, said_by},
};

/// The one line of a `serve` that does not start.
#[track_caller]
fn refusal(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = said_by(command.arg("serve"));
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr).into_owned());
    assert_eq!((status.code(), &*stdout, stderr.lines().count()), (Some(2), "", 1), "{stderr}");
    assert!(stderr.starts_with("tertulia: "), "{stderr}");
    stderr
}

#[track_caller]
fn assert_holds(line: &str, parts: &[&str]) {
    for part in parts {
        assert!(line.contains(part), "`{part}` is not in: {line}");
    }
}

#[test]
fn a_port_that_somebody_else_has_is_refused() {
    let folder = TempDir::new().unwrap();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let line = refusal(over(folder.path()).env("PORT", &port));
    assert_holds(&line, &["PORT", &port, "in use", "stop that program or choose another"]);
}

#[test]
fn an_address_of_a_database_that_is_none_or_leads_nowhere_is_refused_and_its_password_is_kept() {
    let folder = TempDir::new().unwrap();
    // Nobody listens on the first of all ports.
    for (address, remedy) in [
        ("mysql://ann:lamp-post@127.0.0.1:1/tertulia", "write postgres://user:password@host:5432/database"),
        ("postgres://ann:lamp-post@127.0.0.1:1/tertulia", "start that database, or correct DATABASE_URL"),
    ] {
        let line = refusal(over(folder.path()).env("DATABASE_URL", address));
        assert_holds(&line, &["DATABASE_URL", remedy]);
        assert!(!line.contains("lamp-post"), "{line}");
    }
}

#[test]
fn a_folder_that_is_a_file_or_that_nobody_can_make_is_refused() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("data");
    fs::write(&file, "").unwrap();
    assert_holds(&refusal(&mut over(&file)), &["TERTULIA_DATA", "is a file", "name a folder"]);
    let line = refusal(&mut over(Path::new("/proc/nowhere")));
    assert_holds(&line, &["TERTULIA_DATA (/proc/nowhere)", "name a folder that the user", "may write"]);
}

#[test]
fn a_folder_that_another_one_serves_from_is_refused() {
    let mut first = Started::with(&["serve"]);
    first.until("Postgres runs", |first| first.postmaster().is_some());
    let line = refusal(&mut over(first.data()));
    assert_holds(&line, &["TERTULIA_DATA", "another `tertulia serve`", "stop that one, or name another folder"]);
    assert!(matches!(first.child.try_wait(), Ok(None)), "the first one goes on");
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    let (world, folder) = (given::world().await, TempDir::new().unwrap());
    sqlx::raw_sql(
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
          values (99999999999999, 'from the future', true, '', 0)",
    )
    .execute(&mut world.administrator().await)
    .await
    .unwrap();
    let mut command = over(folder.path());
    // Other tests make roles in the same cluster; who waits for them writes it into the log.
    command.env("DATABASE_URL", world.administrator.to_url_lossy().as_str()).env("TERTULIA_LOG", "error");
    let line = refusal(&mut command);
    assert_holds(
        &line,
        &["99999999999999", "newer Tertulia", "start that version or a newer one, or restore a backup"],
    );
}
