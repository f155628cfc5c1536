//! The parts of the program that a page does not need yet.
//!
//! A member's document names them, and the browser fetches them when it has nothing better to do: a page that was
//! never opened before opens at once, and also while the server is away. Chunks are named by what is in them and
//! kept for ever, so each is fetched once.

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use leptos::config::LeptosOptions;

/// Opened by whoever builds the product, not by those who use it.
const RARE: &str = "gallery";

/// Where the chunks of all pages are served, none twice; none where there is no built site.
pub fn addresses(options: &LeptosOptions) -> Arc<[String]> {
    let manifest = read(options).unwrap_or_default();
    let pages = manifest.iter().filter(|(page, _)| !page.contains(RARE));
    let mut names: Vec<&String> = pages.flat_map(|(_, chunks)| chunks).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|name| format!("/{}/{name}.wasm", options.site_pkg_dir)).collect()
}

/// The chunks of each page, as the build wrote them down.
fn read(options: &LeptosOptions) -> Option<BTreeMap<String, Vec<String>>> {
    let name = if options.hash_files {
        let hashes = fs::read_to_string(&*options.hash_file).ok()?;
        let hash = hashes.lines().find_map(|line| line.strip_prefix("manifest:"))?.trim();
        format!("__wasm_split_manifest.{hash}.json")
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
    fn the_chunks_of_all_pages_but_the_gallery_are_named_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let package = folder.path().join("pkg");
        fs::create_dir(&package).expect("a folder");
        fs::write(folder.path().join("hash.txt"), "js: a\nmanifest: b\n").expect("a file");
        let manifest =
            r#"{"__messages_page":["chunk_2.x","split_m.y"],"__settings_page":["chunk_2.x"],"__gallery_page":["g"]}"#;
        fs::write(package.join("__wasm_split_manifest.b.json"), manifest).expect("a file");
        let mut options = LeptosOptions::builder().output_name("tertulia").site_pkg_dir("pkg").hash_files(true).build();
        options.site_root = folder.path().to_string_lossy().into();
        options.hash_file = folder.path().join("hash.txt").to_string_lossy().into();
        assert_eq!(*addresses(&options), ["/pkg/chunk_2.x.wasm", "/pkg/split_m.y.wasm"]);
        options.site_root = "/nowhere".into();
        assert!(addresses(&options).is_empty());
    }
}
