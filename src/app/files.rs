//! What the built site is made of, as browsers ask for it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use leptos::config::LeptosOptions;

use super::chunks;

/// The files of a build that can be brought to life.
#[derive(Debug, PartialEq, Eq)]
pub struct Files {
    /// The module that loads the program.
    pub script: String,
    /// What that module imports, where the program has several parts.
    pub imports: Option<String>,
    /// The program's first part.
    pub program: String,
    /// Named by what is in them: under the same name there is never anything else.
    pub lasting: BTreeSet<String>,
    /// May be other ones under the same name tomorrow.
    pub others: BTreeSet<String>,
}

impl Files {
    /// The files of the site; nothing where none was built.
    pub fn of(options: &LeptosOptions) -> Option<Self> {
        let name = &options.output_name;
        let script = part(options, name, "js", "js")?;
        let program =
            part(options, name, "wasm", "wasm").or_else(|| part(options, &format!("{name}_bg"), "wasm", "wasm"))?;
        let imports = part(options, "__wasm_split", "split", "js");
        let further = [part(options, name, "css", "css"), imports.clone()];
        let chunks = chunk_files(options, chunks::names(options));
        let package = [script.clone(), program.clone()].into_iter().chain(further.into_iter().flatten()).chain(chunks);
        let (mut lasting, mut others) = (package.collect::<BTreeSet<_>>(), loose(options));
        if !options.hash_files {
            others.append(&mut lasting);
        }
        Some(Self { script, imports, program, lasting, others })
    }
}

/// The files of the chunks of these names, if they are there.
pub fn chunk_files(options: &LeptosOptions, names: BTreeSet<String>) -> impl Iterator<Item = String> {
    names.into_iter().filter_map(|name| packed(options, &format!("{name}.wasm")))
}

/// What a hashed name has for each part of the build, as the build wrote it down.
pub fn hashes(options: &LeptosOptions) -> BTreeMap<String, String> {
    let text = fs::read_to_string(&*options.hash_file).ok().filter(|_| options.hash_files).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.map(|(part, hash)| (part.trim().to_owned(), hash.trim().to_owned())).collect()
}

/// A part of the build, if it is there.
fn part(options: &LeptosOptions, name: &str, part: &str, extension: &str) -> Option<String> {
    match hashes(options).get(part) {
        Some(hash) => packed(options, &format!("{name}.{hash}.{extension}")),
        None => packed(options, &format!("{name}.{extension}")),
    }
}

/// A file of the package, if it is there.
fn packed(options: &LeptosOptions, name: &str) -> Option<String> {
    let folder = &options.site_pkg_dir;
    let file = Path::new(&*options.site_root).join(&**folder).join(name);
    file.is_file().then(|| format!("/{folder}/{name}"))
}

/// What stands beside the package for browsers: symbols and the manifest. Compressed twins and what is for robots is not.
fn loose(options: &LeptosOptions) -> BTreeSet<String> {
    let entries = fs::read_dir(&*options.site_root).into_iter().flatten().flatten();
    let files = entries.filter(|entry| entry.path().is_file());
    let names = files.filter_map(|entry| entry.file_name().into_string().ok());
    let is_twin = |name: &str| Path::new(name).extension().is_some_and(|kind| kind == "br" || kind == "gz");
    let wanted = names.filter(|name| !is_twin(name) && name != "robots.txt");
    wanted.map(|name| format!("/{name}")).collect()
}

#[cfg(test)]
pub mod tests {
    use tempfile::TempDir;

    use super::*;

    /// A site of a few small files, hashed, in a folder of its own.
    pub fn site() -> (TempDir, LeptosOptions) {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
        fs::create_dir_all(folder.path().join("site/pkg")).expect("a folder");
        write("hash.txt", "js: aa\nwasm: bb\ncss: cc\nmanifest: dd\nsplit: ee\n");
        for name in ["tertulia.aa.js", "tertulia.bb.wasm", "tertulia.cc.css", "__wasm_split.ee.js", "chunk_2.x.wasm"] {
            write(&format!("site/pkg/{name}"), name);
            write(&format!("site/pkg/{name}.br"), "smaller");
        }
        write("site/pkg/tertulia.zz.js", "of a build before");
        write("site/pkg/__wasm_split_manifest.dd.json", r#"{"messages_page":["chunk_2.x","chunk_3.gone"]}"#);
        write("site/icon.svg", "<svg/>");
        write("site/robots.txt", "Disallow: /");
        let mut options = LeptosOptions::builder().output_name("tertulia").site_pkg_dir("pkg").hash_files(true).build();
        options.site_root = folder.path().join("site").to_string_lossy().into();
        options.hash_file = folder.path().join("hash.txt").to_string_lossy().into();
        (folder, options)
    }

    fn set(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_build_is_its_own_files_and_what_stands_beside_them() {
        let (_folder, options) = site();
        let files = Files::of(&options).expect("it is built");
        let package = ["__wasm_split.ee.js", "chunk_2.x.wasm", "tertulia.aa.js", "tertulia.bb.wasm", "tertulia.cc.css"];
        let lasting: Vec<_> = package.iter().map(|name| format!("/pkg/{name}")).collect();
        assert_eq!(files.lasting, lasting.into_iter().collect());
        assert_eq!(files.others, set(&["/icon.svg"]));
        assert_eq!((&*files.script, &*files.program), ("/pkg/tertulia.aa.js", "/pkg/tertulia.bb.wasm"));
    }

    #[test]
    fn without_hashes_nothing_is_lasting() {
        let (folder, mut options) = site();
        options.hash_files = false;
        for name in ["tertulia.js", "tertulia_bg.wasm"] {
            fs::write(folder.path().join("site/pkg").join(name), name).expect("a file");
        }
        let files = Files::of(&options).expect("it is built");
        assert_eq!(files.lasting, set(&[]));
        assert_eq!(files.others, set(&["/icon.svg", "/pkg/tertulia.js", "/pkg/tertulia_bg.wasm"]));
        options.site_root = "/nowhere".into();
        assert_eq!(Files::of(&options), None);
    }
}
