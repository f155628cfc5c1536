//! Files and folders at places where another user may write too: where this program runs as root, Postgres runs as
//! somebody else, in a folder of theirs.
//!
//! Invariant: nothing is written, given away or opened to anybody through a link that somebody else has put there. So root
//! follows none; whom Postgres runs as anyway has put theirs there on purpose.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, Permissions},
    io::{self, BufRead, BufReader, Read, Write},
    os::{
        fd::AsRawFd,
        unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown},
    },
    path::{Path, PathBuf},
};

use nix::{
    fcntl::OFlag,
    unistd::{User, geteuid},
};

use super::super::Refusal;

/// What stands in a data folder that is only ours; a disk of its own brings the last one.
const OURS: [&str; 8] = [
    "postgres",
    "postgres.new",
    "postgres.log",
    "postgres.log.old",
    "postgres.users",
    "postgres.turn",
    "serve.lock",
    "lost+found",
];

/// What is opened with this stands there itself, where root opens it.
pub(super) fn no_link_for_root() -> OFlag {
    if geteuid().is_root() { OFlag::O_NOFOLLOW } else { OFlag::empty() }
}

/// Says which link root does not follow, and what to do about it. Whoever comes between this and the opening is stopped by
/// [`no_link_for_root`].
pub(super) fn refuse_link(path: &Path) -> Result<(), Refusal> {
    if geteuid().is_root() && path.is_symlink() {
        return Err(Refusal::new(
            format_args!("TERTULIA_DATA ({})", path.display()),
            "it is a symbolic link, and root follows none where another user may have put it",
            "put what it leads to in its place, or mount that there, or run this as another user than root",
        ));
    }
    Ok(())
}

/// A folder; where root opens it, one that stands there itself.
pub(super) fn open_folder(path: &Path) -> io::Result<File> {
    let folder = OFlag::O_DIRECTORY | no_link_for_root();
    OpenOptions::new().read(true).custom_flags(folder.bits()).open(path)
}

/// The first line of a file in an open folder, at most 100 bytes of it; where root reads it, of a file that stands there
/// itself.
pub(super) fn first_line(folder: &File, name: &str) -> io::Result<String> {
    // A pipe is not waited for.
    let flags = OFlag::O_NONBLOCK | no_link_for_root();
    let file = OpenOptions::new().read(true).custom_flags(flags.bits()).open(inside(folder, Path::new(name)))?;
    let mut line = String::new();
    BufReader::new(file.take(100)).read_line(&mut line)?;
    Ok(line.trim().to_owned())
}

/// What has this name in an open folder, wherever that was moved to.
pub(super) fn inside(folder: &File, name: &Path) -> PathBuf {
    Path::new("/proc/self/fd").join(folder.as_raw_fd().to_string()).join(name)
}

/// Makes a folder that only this user may enter; one that is theirs or ours already becomes that. A link is nobody's: it may
/// stand where everybody writes.
pub(super) fn own_folder(path: &Path, user: &User) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => made?,
    }
    let itself = OFlag::O_DIRECTORY | OFlag::O_NOFOLLOW;
    let folder = OpenOptions::new().read(true).custom_flags(itself.bits()).open(path)?;
    let owner = folder.metadata()?.uid();
    if owner != user.uid.as_raw() && owner != geteuid().as_raw() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it belongs to somebody else"));
    }
    give(&folder, user)?;
    folder.set_permissions(Permissions::from_mode(0o700))
}

/// Has a file of this user's with this text stand in an open folder that they may write. Whether that is new.
pub(super) fn replace(folder: &File, name: &str, text: &str, user: &User) -> io::Result<bool> {
    let path = inside(folder, Path::new(name));
    if holds(&path, text) {
        return Ok(false);
    }
    let draft = path.with_extension("new");
    match fs::remove_file(&draft) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        gone => gone?,
    }
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    file.write_all(text.as_bytes())?;
    give(&file, user)?;
    fs::rename(&draft, &path)?;
    Ok(true)
}

/// Shuts everybody else out of a data folder that belongs to us. Where other things than ours stand in it others may have
/// to reach them, and it stays as it is.
pub(super) fn shut(data: &Path) -> io::Result<()> {
    let folder = File::open(data)?;
    let found = folder.metadata()?;
    if found.mode() & 0o777 == 0o700 || found.uid() != geteuid().as_raw() {
        return Ok(());
    }
    for entry in fs::read_dir(data)? {
        let name = entry?.file_name();
        if !OURS.iter().any(|ours| name == *ours) {
            return Ok(());
        }
    }
    folder.set_permissions(Permissions::from_mode(0o700))
}

fn give(file: &File, user: &User) -> io::Result<()> {
    fchown(file, Some(user.uid.as_raw()), Some(user.gid.as_raw()))
}

/// Whether a file has this text and nothing else.
fn holds(path: &Path, text: &str) -> bool {
    let mut found = Vec::new();
    // A pipe is not waited for.
    let itself = OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK;
    let file = OpenOptions::new().read(true).custom_flags(itself.bits()).open(path);
    let read = file.and_then(|file| file.take(text.len() as u64 + 1).read_to_end(&mut found));
    read.is_ok() && found == text.as_bytes()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use tempfile::TempDir;

    use super::*;

    fn me() -> User {
        User::from_uid(geteuid()).unwrap().unwrap()
    }

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn a_file_takes_the_place_of_a_link_and_what_that_leads_to_stays() {
        let (place, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let victim = elsewhere.path().join("passwd");
        fs::write(&victim, "root").unwrap();
        fs::set_permissions(&victim, Permissions::from_mode(0o644)).unwrap();
        for name in ["pg_ident.conf", "pg_ident.new"] {
            symlink(&victim, place.path().join(name)).unwrap();
        }
        let folder = open_folder(place.path()).unwrap();
        assert!(replace(&folder, "pg_ident.conf", "ann", &me()).unwrap());
        assert!(!replace(&folder, "pg_ident.conf", "ann", &me()).unwrap(), "it says so already");
        assert!(replace(&folder, "pg_ident.conf", "an", &me()).unwrap(), "less is not the same");
        let path = place.path().join("pg_ident.conf");
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("an", 0o600));
        assert!(fs::symlink_metadata(&path).unwrap().is_file());
        assert_eq!((fs::read_to_string(&victim).unwrap().as_str(), mode(&victim)), ("root", 0o644));
    }

    #[test]
    fn a_folder_behind_a_link_is_nobodys_own() {
        let (place, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        fs::set_permissions(elsewhere.path(), Permissions::from_mode(0o755)).unwrap();
        let link = place.path().join("socket");
        symlink(elsewhere.path(), &link).unwrap();
        assert!(own_folder(&link, &me()).is_err());
        assert_eq!(mode(elsewhere.path()), 0o755);
        fs::remove_file(&link).unwrap();
        own_folder(&link, &me()).unwrap();
        own_folder(&link, &me()).expect("it is theirs");
        assert_eq!(mode(&link), 0o700);
    }

    #[test]
    fn root_reads_nothing_through_a_link() {
        let (place, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let (here, there) = (place.path().join("PG_VERSION"), elsewhere.path().join("PG_VERSION"));
        fs::write(&there, "18\nand more\n").unwrap();
        symlink(&there, &here).unwrap();
        let folder = open_folder(place.path()).unwrap();
        let followed = (!geteuid().is_root()).then(|| "18".to_owned());
        assert_eq!(first_line(&folder, "PG_VERSION").ok(), followed);
        fs::rename(&there, &here).unwrap();
        assert_eq!(first_line(&folder, "PG_VERSION").unwrap(), "18");
    }

    #[test]
    fn others_are_shut_out_of_a_folder_that_is_only_ours() {
        let place = TempDir::new().unwrap();
        let open = || fs::set_permissions(place.path(), Permissions::from_mode(0o755)).unwrap();
        open();
        fs::write(place.path().join("postgres.log"), "").unwrap();
        shut(place.path()).unwrap();
        assert_eq!(mode(place.path()), 0o700);
        open();
        fs::write(place.path().join("index.html"), "").unwrap();
        shut(place.path()).unwrap();
        assert_eq!(mode(place.path()), 0o755, "somebody else may read that");
    }
}
