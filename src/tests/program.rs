//! The program as somebody runs it: by the path that `TERTULIA_PROGRAM` names, over a folder of its own.

use std::{
    fs,
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use tempfile::TempDir;

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program over a data folder, with a Postgres of its own, on a port that is free; what it says is not heard.
pub fn over(data: &Path) -> Command {
    let program =
        std::env::var_os("TERTULIA_PROGRAM").expect("TERTULIA_PROGRAM names the program; `make test` sets it");
    let mut command = Command::new(program);
    command
        .env_remove("DATABASE_URL")
        .env("HOST", "127.0.0.1")
        .env("PORT", "0")
        .env("TERTULIA_DATA", data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// What it says until it ends, by itself or because the test has waited long enough.
pub fn said_by(command: &mut Command) -> Output {
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("TERTULIA_PROGRAM can be started");
    let deadline = Instant::now() + PATIENCE;
    while matches!(child.try_wait(), Ok(None)) {
        if Instant::now() > deadline {
            let _ = kill(pid(&child), Signal::SIGTERM);
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    child.wait_with_output().expect("it is our child")
}

/// The program in a folder of its own. Dropped, it is gone with its Postgres.
pub struct Started {
    /// The running program.
    pub child: Child,
    folder: TempDir,
}

impl Started {
    /// Starts it.
    pub fn with(arguments: &[&str]) -> Self {
        let folder = TempDir::with_prefix("tertulia-program-").expect("a folder can be made");
        let child = over(folder.path()).args(arguments).spawn().expect("TERTULIA_PROGRAM can be started");
        Self { child, folder }
    }

    /// Its data folder.
    pub fn data(&self) -> &Path {
        self.folder.path()
    }

    /// Its process.
    pub fn pid(&self) -> Pid {
        pid(&self.child)
    }

    /// The process of its Postgres, where one runs.
    pub fn postmaster(&self) -> Option<Pid> {
        let file = fs::read_to_string(self.folder.path().join("postgres/postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok().map(Pid::from_raw)
    }

    /// Waits.
    pub fn until(&mut self, what: &str, mut is_so: impl FnMut(&mut Self) -> bool) {
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

fn pid(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("process ids are positive"))
}
