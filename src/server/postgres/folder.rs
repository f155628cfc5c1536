//! The files of the cluster: who may enter, who uses it, and how it is made.
//!
//! Below the data folder: `postgres` is the cluster, `postgres.log` what it says, `postgres.users` is
//! locked (shared) by every program that uses it, and `postgres.turn` by the one that starts or stops it.

use std::{
    fmt::Display,
    fs::{self, File, OpenOptions, TryLockError},
    io,
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, OpenOptionsExt},
    },
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};

use nix::unistd::{Uid, User, geteuid};

use super::{super::Refusal, files, process::command, programs::Programs};

/// The longest address of a Unix socket, in bytes.
const LONGEST_SOCKET: usize = 107;

/// The data folder, as the embedded Postgres sees it.
pub(super) struct Folder {
    data: PathBuf,
    socket: PathBuf,
    /// Whom the server runs as.
    user: User,
    users: File,
}

/// The right to start or stop the server; ends when dropped.
pub(super) struct Turn(#[expect(dead_code, reason = "the lock is held while it is open")] File);

impl Folder {
    /// Makes the data folder where there is none, shuts others out where it is only ours, and says that this program uses
    /// it.
    pub(super) async fn open(data: &Path) -> Result<Self, Refusal> {
        let data = super::absolute(data);
        let refuse = |error: io::Error| unusable(&data, error);
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&data).map_err(refuse)?;
        files::shut(&data).map_err(refuse)?;
        files::refuse_link(&data.join("postgres"))?;
        let user = server_user(&data.join("postgres")).map_err(refuse)?;
        let users = lock_file(&data.join("postgres.users"))?;
        locked(|| users.try_lock_shared()).await.map_err(refuse)?;
        let socket = socket_folder(&data, &user)?;
        Ok(Self { data, socket, user, users })
    }

    /// The cluster.
    pub(super) fn path(&self) -> PathBuf {
        self.data.join("postgres")
    }

    /// The folder of the socket.
    pub(super) fn socket(&self) -> &Path {
        &self.socket
    }

    /// What the server says.
    pub(super) fn log(&self) -> PathBuf {
        self.data.join("postgres.log")
    }

    pub(super) fn user(&self) -> &User {
        &self.user
    }

    /// The major version that the cluster was made with.
    pub(super) fn version(&self) -> Option<String> {
        files::first_line(&files::open_folder(&self.path()).ok()?, "PG_VERSION").ok()
    }

    pub(super) fn is_made(&self) -> bool {
        self.path().join("PG_VERSION").exists()
    }

    /// Waits until no other program starts or stops the server.
    pub(super) async fn turn(&self) -> Result<Turn, Refusal> {
        let refuse = |error: io::Error| unusable(&self.data, error);
        let file = lock_file(&self.data.join("postgres.turn"))?;
        locked(|| file.try_lock()).await.map_err(refuse)?;
        Ok(Turn(file))
    }

    /// Whether another program uses the server too. Asked when this one ends: its own use may be over then.
    pub(super) fn is_used_by_others(&self) -> bool {
        self.users.try_lock().is_err()
    }

    /// Lets this program's user in, and nobody else: the system says who is at the socket. Says
    /// whether that is new to the server. A server that is thrown away admits a guest too, for tests of what
    /// another role may hold up.
    pub(super) fn admit(&self, durable: bool) -> Result<bool, Refusal> {
        let refuse = |error: io::Error| unusable(&self.path(), error);
        let mut names = vec![self.user.name.clone()];
        names.extend(User::from_uid(geteuid()).ok().flatten().map(|me| me.name).filter(|name| *name != self.user.name));
        let roles = ["postgres", super::schema::LOGIN].into_iter().chain((!durable).then_some("guest"));
        let pairs = names.iter().flat_map(|name| roles.clone().map(move |role| (name, role)));
        let idents: Vec<_> = pairs.map(|(name, role)| format!("tertulia \"{name}\" {role}\n")).collect();
        let cluster = files::open_folder(&self.path()).map_err(refuse)?;
        let write = |name: &str, text: &str| files::replace(&cluster, name, text, &self.user).map_err(refuse);
        let people = write("pg_ident.conf", &idents.concat())?;
        let ways = write("pg_hba.conf", "local all all peer map=tertulia\n")?;
        if let Ok(socket) = self.socket.strip_prefix(self.path()) {
            files::own_folder(&files::inside(&cluster, socket), &self.user).map_err(refuse)?;
        }
        Ok(people || ways)
    }
}

/// Makes the cluster; a start that is killed meanwhile leaves nothing that counts.
pub(super) fn make(folder: &Folder, programs: &Programs, durable: bool, _: &super::Turn) -> Result<(), Refusal> {
    let draft = folder.data.join("postgres.new");
    let refuse = |error: io::Error| unusable(&draft, error);
    for locale in locales(programs.version) {
        if draft.exists() {
            fs::remove_dir_all(&draft).map_err(refuse)?;
        }
        files::own_folder(&draft, folder.user()).map_err(refuse)?;
        let mut initdb = command(folder, &draft, &programs.path("initdb")).map_err(refuse)?;
        initdb.command.args(["-U", super::ADMINISTRATOR, "-A", "peer", "--encoding=UTF8"]).args(*locale);
        if !durable {
            initdb.command.arg("--no-sync");
        }
        let said = initdb.command.stdout(Stdio::null()).stderr(Stdio::piped()).output().map_err(refuse)?;
        if said.status.success() {
            return fs::rename(&draft, folder.path())
                .and_then(|()| File::open(&folder.data)?.sync_all())
                .map_err(refuse);
        }
        tracing::debug!(?locale, said = %String::from_utf8_lossy(&said.stderr), "initdb failed");
        if locale == locales(programs.version).last().expect("there is one") {
            return Err(unusable(&folder.path(), String::from_utf8_lossy(&said.stderr)));
        }
    }
    Ok(())
}

/// Unicode letters in byte order, from the best way to the one that every system has.
fn locales(version: u32) -> &'static [&'static [&'static str]] {
    const BUILTIN: &[&str] = &["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
    const SYSTEM: &[&str] = &["--locale=C.UTF-8"];
    const PLAIN: &[&str] = &["--locale=C"];
    if version >= 17 { &[BUILTIN, SYSTEM, PLAIN] } else { &[SYSTEM, PLAIN] }
}

/// Postgres refuses to run as root: then it is whoever owns the cluster, else `postgres`, else `nobody`.
fn server_user(cluster: &Path) -> io::Result<User> {
    let found = if !geteuid().is_root() {
        User::from_uid(geteuid())?
    } else if let Some(owner) =
        fs::symlink_metadata(cluster).ok().map(|m| Uid::from_raw(m.uid())).filter(|uid| !uid.is_root())
    {
        User::from_uid(owner)?
    } else {
        User::from_name("postgres")?.map_or_else(|| User::from_name("nobody"), |user| Ok(Some(user)))?
    };
    found.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "the user has no name in /etc/passwd"))
}

/// Inside the cluster, where only its user can go; where that address is too long for a socket, a folder of the
/// same user's in the system's place for such things.
fn socket_folder(data: &Path, user: &User) -> Result<PathBuf, Refusal> {
    let inside = data.join("postgres/socket");
    if inside.join(".s.PGSQL.5432").as_os_str().len() <= LONGEST_SOCKET {
        return Ok(inside);
    }
    let hash = data
        .as_os_str()
        .as_bytes()
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    let outside = PathBuf::from(format!("/tmp/tertulia-{}-{hash:016x}", user.uid));
    files::own_folder(&outside, user).map_err(|error| unusable(&outside, error))?;
    Ok(outside)
}

/// Tries until the lock is free.
async fn locked(attempt: impl Fn() -> Result<(), TryLockError>) -> io::Result<()> {
    loop {
        match attempt() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(20)).await,
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

/// A file to lock in a data folder; only the program's own user can open it.
pub(crate) fn lock_file(path: &Path) -> Result<File, Refusal> {
    files::refuse_link(path)?;
    let flags = files::no_link_for_root().bits();
    let opened = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).custom_flags(flags).open(path);
    opened.map_err(|error| unusable(path.parent().unwrap_or(path), error))
}

/// A folder that does not serve.
pub(crate) fn unusable(path: &Path, problem: impl Display) -> Refusal {
    let me = User::from_uid(geteuid()).ok().flatten().map_or_else(|| geteuid().to_string(), |me| me.name);
    Refusal::new(
        format_args!("TERTULIA_DATA ({})", path.display()),
        problem,
        format_args!("name a folder that the user {me} may write, or give them the right"),
    )
}
