//! A signal in the middle of a start: the Postgres that was started for it ends too.

use std::{
    fs,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tempfile::TempDir;

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

#[test]
fn whatever_is_told_to_end_while_it_starts_leaves_no_postgres_running() {
    for command in [&["serve"][..], &["migrate"], &["doctor"], &["postgres", "--", "sleep", "600"]] {
        let mut started = Started::with(command);
        started.until("Postgres runs", |started| started.postmaster().is_some());
        kill(started.pid(), Signal::SIGTERM).expect("it is our child");
        started.until("it ends", |started| !matches!(started.child.try_wait(), Ok(None)));
        assert_eq!(started.postmaster(), None, "{command:?}");
    }
}

/// The program in a folder of its own. Dropped, it is gone with its Postgres.
struct Started {
    child: Child,
    folder: TempDir,
}

impl Started {
    fn with(command: &[&str]) -> Self {
        let program =
            std::env::var_os("TERTULIA_PROGRAM").expect("TERTULIA_PROGRAM names the program; `make test` sets it");
        let folder = TempDir::with_prefix("tertulia-signals-").expect("a folder can be made");
        let child = Command::new(program)
            .args(command)
            .env_remove("DATABASE_URL")
            .env("HOST", "127.0.0.1")
            .env("PORT", "0")
            .env("TERTULIA_DATA", folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("TERTULIA_PROGRAM can be started");
        Self { child, folder }
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).expect("process ids are positive"))
    }

    fn postmaster(&self) -> Option<Pid> {
        let file = fs::read_to_string(self.folder.path().join("postgres/postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok().map(Pid::from_raw)
    }

    fn until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            assert!(Instant::now() < deadline, "never: {what}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let Some(postmaster) = self.postmaster() else { return };
        let _ = kill(postmaster, Signal::SIGQUIT);
        let deadline = Instant::now() + Duration::from_secs(10);
        while kill(postmaster, None).is_ok() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
