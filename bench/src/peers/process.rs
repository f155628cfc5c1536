//! A peer's program: started, awaited, and ended by its id.

use std::{
    fs::{self, File},
    net::SocketAddr,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::{
    http::{Call, Connection},
    server::last_lines,
};

const START: Duration = Duration::from_mins(2);
const STOP: Duration = Duration::from_secs(15);

/// A running program. Dropping it ends it.
pub struct Process(Child);

impl Process {
    /// Starts a program that writes what it says to a file, and returns once it answers at a path.
    ///
    /// # Errors
    /// Where it ends or does not answer within two minutes; with the last lines that it said.
    pub async fn start(command: &mut Command, log: &Path, address: SocketAddr, path: &str) -> Result<Self> {
        let said = File::create(log)?;
        let program = command.get_program().to_owned();
        let child = command
            .stdin(Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut process = Self(child);
        let deadline = Instant::now() + START;
        while !answers(address, path).await {
            let ended = process.0.try_wait()?;
            if ended.is_some() || Instant::now() > deadline {
                let said = String::from_utf8_lossy(&fs::read(log)?).into_owned();
                bail!("{} does not answer ({ended:?}); it said:\n{}", program.display(), last_lines(&said));
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Ok(process)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = kill(Pid::from_raw(self.0.id().cast_signed()), Signal::SIGTERM);
        let deadline = Instant::now() + STOP;
        while matches!(self.0.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

async fn answers(address: SocketAddr, path: &str) -> bool {
    let Ok(mut connection) = Connection::open(address).await else { return false };
    connection.call(Call::page(path, None)).await.is_ok_and(|(status, _)| status.is_success())
}
