//! The parts of the program that a page does not need yet: other pages, and the driver of the live connection.
//!
//! A member's document names them, and the browser fetches them when it has nothing better to do: a page that was
//! never opened before opens at once, and also while the server is away. Chunks are named by what is in them and
//! kept for ever, so each is fetched once.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use leptos::config::LeptosOptions;

use super::files;

/// Opened by whoever builds the product, not by those who use it.
const GALLERY: &str = "gallery";

/// Reads what the device keeps.
const ARCHIVE: &str = "archive";

/// The links of a document's head to all chunks; empty where there is no built site. They are the same for
/// everybody, so they are written once.
pub fn links(options: &LeptosOptions) -> String {
    let folder = &options.site_pkg_dir;
    let link =
        |name| format!(r#"<link rel="prefetch" href="/{folder}/{name}.wasm" as="fetch" crossorigin="anonymous">"#);
    names(options).into_iter().map(link).collect()
}

/// The names of the chunks of all parts, none twice.
pub fn names(options: &LeptosOptions) -> BTreeSet<String> {
    chunks(options, |part| !part.contains(GALLERY))
}

/// The names of the chunks of a page and of what it reads on the device, none twice.
pub fn names_of_page(options: &LeptosOptions, page: &str) -> BTreeSet<String> {
    let page = format!("{page}_page");
    chunks(options, |part| part == page || part == ARCHIVE)
}

fn chunks(options: &LeptosOptions, is_wanted: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let manifest = read(options).unwrap_or_default();
    let parts = manifest.into_iter().filter(|(part, _)| is_wanted(part.trim_start_matches("__")));
    parts.flat_map(|(_, chunks)| chunks).collect()
}

/// The chunks of each part, as the build wrote them down.
fn read(options: &LeptosOptions) -> Option<BTreeMap<String, Vec<String>>> {
    let name = if options.hash_files {
        format!("__wasm_split_manifest.{}.json", files::hashes(options).get("manifest")?)
    } else {
        "__wasm_split_manifest.json".into()
    };
    let file = Path::new(&*options.site_root).join(&*options.site_pkg_dir).join(name);
    serde_json::from_str(&fs::read_to_string(file).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chunks_of_all_parts_but_the_gallery_are_named_once_and_those_of_a_page_with_what_it_reads() {
        let folder = tempfile::tempdir().expect("a folder");
        let package = folder.path().join("pkg");
        fs::create_dir(&package).expect("a folder");
        fs::write(folder.path().join("hash.txt"), "js: a\nmanifest: b\n").expect("a file");
        let manifest = r#"{
            "__archive": ["chunk_2.x", "split_a.v"], "__driver": ["split_d.z"], "__gallery_page": ["g"],
            "__messages_page": ["chunk_2.x", "split_m.y"], "__settings_page": ["chunk_2.x"]
        }"#;
        fs::write(package.join("__wasm_split_manifest.b.json"), manifest).expect("a file");
        let mut options = LeptosOptions::builder().output_name("tertulia").site_pkg_dir("pkg").hash_files(true).build();
        options.site_root = folder.path().to_string_lossy().into();
        options.hash_file = folder.path().join("hash.txt").to_string_lossy().into();
        let links = links(&options);
        let named: Vec<_> = links.split('"').filter(|part| part.starts_with('/')).collect();
        assert_eq!(named, ["chunk_2.x", "split_a.v", "split_d.z", "split_m.y"].map(|name| format!("/pkg/{name}.wasm")));
        assert_eq!(Vec::from_iter(names_of_page(&options, "messages")), ["chunk_2.x", "split_a.v", "split_m.y"]);
        options.site_root = "/nowhere".into();
        assert_eq!(super::links(&options), "");
    }
}
