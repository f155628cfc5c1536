//! The server's process: started so that it outlives nothing it should not, found again after this
//! program was killed, and stopped.

use std::{
    fs::{self, File, OpenOptions, Permissions},
    io,
    os::{
        fd::AsRawFd,
        unix::{
            fs::{MetadataExt, OpenOptionsExt, PermissionsExt},
            process::CommandExt,
        },
    },
    path::Path,
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::Duration,
};

use nix::{
    fcntl::{FcntlArg, FdFlag, fcntl},
    sys::signal::{Signal, kill},
    unistd::{Pid, geteuid},
};

use super::{
    super::Refusal,
    files,
    folder::{Folder, unusable},
    programs::Programs,
};

/// A running server, whoever started it.
pub(super) struct Postmaster {
    pid: Pid,
    cluster: (u64, u64),
    /// Where this program started it: its end has to be collected.
    child: Mutex<Option<Child>>,
}

/// What the server is told beyond its own defaults. Neither statements nor the rows that they were about are in its log,
/// because what people write stands in them.
const SETTINGS: [&str; 16] = [
    "listen_addresses=",
    "unix_socket_permissions=0600",
    "max_connections=200",
    "max_prepared_transactions=0",
    "shared_buffers=256MB",
    "max_wal_size=2GB",
    "checkpoint_timeout=15min",
    "random_page_cost=1.1",
    "jit=off",
    "timezone=UTC",
    "log_timezone=UTC",
    "lc_messages=C",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
    "log_checkpoints=off",
    "cluster_name=tertulia",
];
/// Many tests run at once, and a power failure costs nothing.
const FOR_TESTS: [&str; 4] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=1000"];

impl Postmaster {
    /// The server that runs on the cluster, or is about to.
    pub(super) fn of(folder: &Folder) -> Option<Self> {
        let cluster = identity(&folder.path()).ok()?;
        let said = files::first_line(&files::open_folder(&folder.path()).ok()?, "postmaster.pid").ok()?;
        let pid = Pid::from_raw(said.parse().ok()?);
        works_on(pid, cluster).then_some(Self { pid, cluster, child: Mutex::new(None) })
    }

    /// Starts the server, in a process group of its own: what is typed at our terminal is not for it.
    pub(super) fn spawn(folder: &Folder, programs: &Programs, durable: bool) -> Result<Self, Refusal> {
        let failed = |error: io::Error| unusable(&folder.path(), error);
        files::refuse_link(&folder.log())?;
        let log = log(folder).map_err(failed)?;
        let mut start = command(folder, &folder.path(), &programs.path("postgres")).map_err(failed)?;
        let inside = folder.socket().strip_prefix(folder.path());
        let socket = inside.unwrap_or(folder.socket()).display();
        let settings = SETTINGS.iter().chain(FOR_TESTS.iter().filter(|_| !durable));
        start
            .command
            .arg("-c")
            .arg(format!("unix_socket_directories={socket}"))
            .args(settings.flat_map(|setting| ["-c", setting]))
            .process_group(0)
            .stdout(log.try_clone().map_err(failed)?)
            .stderr(log);
        let child = start.command.spawn().map_err(failed)?;
        let pid = Pid::from_raw(i32::try_from(child.id()).expect("process ids are positive"));
        Ok(Self { pid, cluster: identity(&folder.path()).map_err(failed)?, child: Mutex::new(Some(child)) })
    }

    /// Makes it read afresh who may come in.
    pub(super) fn reload(self) -> Self {
        let _ = kill(self.pid, Signal::SIGHUP);
        self
    }

    /// Whether it has ended.
    pub(super) fn is_gone(&self) -> bool {
        match &mut *self.child.lock().expect("nobody panics while holding it") {
            Some(child) => !matches!(child.try_wait(), Ok(None)),
            None => !works_on(self.pid, self.cluster),
        }
    }

    /// Waits for its end.
    pub(super) async fn wait(&self) {
        while !self.is_gone() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Ends every connection and stops it; what was committed is flushed.
    pub(super) async fn stop(self) {
        let _ = kill(self.pid, Signal::SIGINT);
        if tokio::time::timeout(Duration::from_secs(30), self.wait()).await.is_err() {
            let _ = kill(self.pid, Signal::SIGQUIT);
            self.wait().await;
        }
    }
}

/// A program of Postgres to be run on a cluster.
pub(super) struct Prepared {
    pub command: Command,
    /// Open for the child too, because that is the name it knows the cluster by.
    #[expect(dead_code, reason = "held until the child is started")]
    entered: Option<File>,
}

/// A program of Postgres, as the server's user, with `-D` naming the cluster.
///
/// For another user than ours the cluster is a folder that we have opened: they need no right on the
/// way to it, such as on root's home.
pub(super) fn command(folder: &Folder, cluster: &Path, program: &Path) -> io::Result<Prepared> {
    let user = folder.user();
    let mut command = Command::new(program);
    command.env_clear().envs([("LC_ALL", "C"), ("TZ", "UTC"), ("PATH", "/usr/bin:/bin")]);
    command.current_dir("/").stdin(Stdio::null()).arg("-D");
    if !geteuid().is_root() {
        command.arg(cluster);
        return Ok(Prepared { command, entered: None });
    }
    let entered = files::open_folder(cluster)?;
    fcntl(&entered, FcntlArg::F_SETFD(FdFlag::empty()))?;
    command.arg(format!("/proc/self/fd/{}", entered.as_raw_fd()));
    command.uid(user.uid.as_raw()).gid(user.gid.as_raw());
    Ok(Prepared { command, entered: Some(entered) })
}

/// Clears away what a killed server left: children that have not noticed yet, and a file that
/// names a process which by now is somebody else.
pub(super) fn clear(folder: &Folder) {
    let Ok(cluster) = identity(&folder.path()) else { return };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).map(Pid::from_raw);
    for orphan in pids.filter(|pid| works_on(*pid, cluster)) {
        let _ = kill(orphan, Signal::SIGQUIT);
    }
    let _ = fs::remove_file(folder.path().join("postmaster.pid"));
}

/// The last line of what the server said.
pub(super) fn last_words(folder: &Folder) -> String {
    let text = fs::read(folder.log()).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let telling = |line: &&str| line.contains("FATAL") || line.contains("PANIC") || line.contains("error");
    let lines = || text.lines().rev().take(20);
    lines().find(telling).or_else(|| lines().next()).unwrap_or("it said nothing").to_owned()
}

/// Whether a process is a Postgres with this folder as its own. A process that ended and was not
/// collected has none.
fn works_on(pid: Pid, cluster: (u64, u64)) -> bool {
    let process = Path::new("/proc").join(pid.to_string());
    fs::read_to_string(process.join("comm")).is_ok_and(|name| name.trim() == "postgres")
        && identity(&process.join("cwd")).is_ok_and(|folder| folder == cluster)
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let found = fs::metadata(path)?;
    Ok((found.dev(), found.ino()))
}

/// What the server says is kept from start to start, up to ten megabytes, and nobody else reads it.
fn log(folder: &Folder) -> io::Result<File> {
    let path = folder.log();
    if fs::metadata(&path).is_ok_and(|found| found.len() > 10_000_000) {
        fs::rename(&path, path.with_extension("log.old"))?;
    }
    let flags = files::no_link_for_root().bits();
    let log = OpenOptions::new().create(true).append(true).mode(0o600).custom_flags(flags).open(path)?;
    log.set_permissions(Permissions::from_mode(0o600))?;
    Ok(log)
}
