//! The program under load: started in a folder of its own, with its own Postgres, and ended by its id.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use nix::{
    sys::signal::{Signal, kill},
    unistd::{Pid, SysconfVar, sysconf},
};

const START: Duration = Duration::from_mins(1);
const STOP: Duration = Duration::from_secs(15);

/// A running program. Dropping it ends it and its Postgres; the folder stays its owner's.
pub struct Server {
    child: Child,
    address: SocketAddr,
    data: PathBuf,
}

impl Server {
    /// Starts the program over a folder and returns once it listens.
    ///
    /// # Errors
    /// Where it ends or is not ready within a minute; with the last lines that it said.
    pub async fn start(program: &Path, data: &Path) -> Result<Self> {
        let address = free_address()?;
        let log = data.join("log.txt");
        let said = File::create(&log)?;
        let child = Command::new(program)
            .arg("serve")
            .current_dir(program.parent().context("the program lies in a folder")?)
            .env_remove("DATABASE_URL")
            .env("HOST", address.ip().to_string())
            .env("PORT", address.port().to_string())
            .env("TERTULIA_DATA", data)
            .env("TERTULIA_RATE_LIMITS", "off")
            .stdin(std::process::Stdio::null())
            .stdout(said.try_clone()?)
            .stderr(said)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let mut server = Self { child, address, data: data.to_owned() };
        server.listening(&log).await?;
        Ok(server)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where browsers find it.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Has the program stand still until what this returns is dropped: whatever it is asked meanwhile it answers after.
    ///
    /// # Errors
    /// Where it has ended.
    pub fn hold(&self) -> Result<Held<'_>> {
        kill(self.pid(), Signal::SIGSTOP)?;
        Ok(Held(self))
    }

    /// The folder of its data.
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// Bytes of memory that the program itself holds, its Postgres apart.
    pub fn resident(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kibibytes * 1024)
    }

    /// Seconds of processor time that the program itself has used since it was started.
    pub fn busy(&self) -> Result<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, behind_the_name) = stat.rsplit_once(')').context("no name")?;
        let ticks = behind_the_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        let second = sysconf(SysconfVar::CLK_TCK)?.context("the system's clock ticks")?;
        Ok(ticks.sum::<Result<f64, _>>()? / second as f64)
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed())
    }

    async fn listening(&mut self, log: &Path) -> Result<()> {
        let deadline = Instant::now() + START;
        loop {
            let said = fs::read_to_string(log)?;
            if said.contains("Listening on ") {
                return Ok(());
            }
            let ended = self.child.try_wait()?;
            if ended.is_some() || Instant::now() > deadline {
                bail!("the program does not listen ({ended:?}); it said:\n{}", last_lines(&said));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let postmaster = postmaster(&self.data);
        let _ = kill(self.pid(), Signal::SIGTERM);
        let deadline = Instant::now() + STOP;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
        // A program that had to be killed leaves its Postgres behind.
        if let Some(pid) = postmaster.filter(|pid| belongs_to(*pid, &self.data)) {
            let _ = kill(Pid::from_raw(pid), Signal::SIGQUIT);
            while belongs_to(pid, &self.data) && Instant::now() < deadline + STOP {
                thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

/// A program that stands still; its Postgres goes on.
pub struct Held<'a>(&'a Server);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let _ = kill(self.0.pid(), Signal::SIGCONT);
    }
}

/// The process of the folder's Postgres, by what Postgres itself wrote down.
pub fn postmaster(data: &Path) -> Option<i32> {
    fs::read_to_string(data.join("postgres/postmaster.pid")).ok()?.lines().next()?.trim().parse().ok()
}

/// A Postgres works in its cluster's folder; one that ended works nowhere.
fn belongs_to(pid: i32, data: &Path) -> bool {
    let (works_in, cluster) = (fs::canonicalize(format!("/proc/{pid}/cwd")), fs::canonicalize(data.join("postgres")));
    matches!((works_in, cluster), (Ok(works_in), Ok(cluster)) if works_in == cluster)
}

/// Where nobody listens yet.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

/// The end of what a program said.
pub fn last_lines(said: &str) -> String {
    let lines: Vec<&str> = said.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}
