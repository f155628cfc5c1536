//! The rules of the house as data: who may know whom, and what stands where.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Folders by floor, the highest first: a folder names only what stands further down.
const FLOORS: &[&[&str]] = &[
    &["app"],
    &["pages"],
    &["features"],
    &["kit", "client"],
    &["sync"],
    &["realtime"],
    &["browser", "server"],
    &["shared"],
];

/// Slices by floor, the lowest first: a slice names only slices on floors below its own.
const SLICES: &[&[&str]] = &[
    &["accounts"],
    &["badges", "follows", "rooms"],
    &["messages", "posts", "search"],
    &["moderation", "notifications", "publications"],
];

/// Files and folders of a slice, the highest first: a file names only what stands further down.
const LAYERS: &[&str] = &["component", "hook", "rpc", "http", "service", "db", "state", "model"];

/// Where statements of SQL may stand.
const SQL: &[&str] = &["/db.rs", "/db/", "/realtime/outbox", "/server/postgres", "/server/pool", "/server/schema"];

/// Components of the kit without a story in the gallery: two stand in the frame of every page, so in the gallery's too, and
/// one takes the place of the first of them; what draws the last would leave the part of the program that is loaded with
/// messages, if two parts had it.
const SEEN_ELSEWHERE: &[&str] = &["NoticesAbove", "NoticesWithin", "ToastRegion", "VirtualList"];

#[test]
fn a_folder_names_only_folders_below_its_own() {
    let floor = |folder: &str| FLOORS.iter().position(|floor| floor.contains(&folder));
    each_name(|file, name| {
        let (Some(from), Some(to)) = (folder(file).and_then(floor), name.first().and_then(|name| floor(name))) else {
            return None;
        };
        let upward = to < from || to == from && folder(file) != Some(name[0]);
        upward.then(|| format!("{} names {}", file.display(), name.join("::")))
    });
}

#[test]
fn a_slice_names_only_slices_below_its_own() {
    let floor = |slice: &str| SLICES.iter().position(|floor| floor.contains(&slice));
    each_name(|file, name| {
        let (["features", other, ..], Some(slice)) = (name, slice(file)) else { return None };
        let (from, to) = (floor(slice)?, floor(other)?);
        (slice != *other && to >= from).then(|| format!("{} names {}", file.display(), name.join("::")))
    });
}

#[test]
fn inside_a_slice_a_file_names_only_what_stands_further_down() {
    let layer = |name: &str| LAYERS.iter().position(|layer| *layer == name);
    each_name(|file, name| {
        let (["features", other, inner, ..], Some(slice)) = (name, slice(file)) else { return None };
        let (from, to) = (layer(layer_of(file)?)?, layer(inner)?);
        (slice == *other && to < from).then(|| format!("{} names {}", file.display(), name.join("::")))
    });
}

#[test]
fn a_component_calls_no_server_function() {
    each_line(|file, line| {
        let component = layer_of(file) == Some("component");
        (component && line.contains("rpc::") && line.contains(".await")).then(|| format!("{}: {line}", file.display()))
    });
}

#[test]
fn a_page_calls_the_server_as_whom_it_was_made_for() {
    // Whoever comes in is nobody yet.
    let ways_in = ["\"sign_up\"", "\"log_in\""];
    each_line(|file, line| {
        let is_own = line.contains("client = OwnCalls") || ways_in.iter().any(|way| line.contains(way));
        (line.starts_with("#[server(prefix") && !is_own).then(|| format!("{}: {line}", file.display()))
    });
}

#[test]
fn the_words_of_people_are_set_apart_by_the_kit_alone() {
    each_line(|file, line| {
        let is_drawn = matches!(folder(file), Some("app" | "features" | "pages"));
        (is_drawn && line.contains("<bdi")).then(|| format!("{}: {line}", file.display()))
    });
}

#[test]
fn statements_of_sql_stand_in_few_places() {
    each_line(|file, line| {
        let path = file.display().to_string();
        let test = path.contains("tests");
        let sql = ["sqlx::query", "query!(", "query_as!(", "query_scalar!(", "raw_sql("]
            .iter()
            .any(|call| line.contains(call));
        (sql && !test && !SQL.iter().any(|place| path.contains(place))).then(|| format!("{path}: {line}"))
    });
}

#[test]
fn every_component_of_the_kit_has_a_story_in_the_gallery() {
    let (gallery, rest): (Vec<_>, Vec<_>) = sources()
        .into_iter()
        .filter(|(file, _)| folder(file) == Some("kit"))
        .partition(|(file, _)| file.starts_with("src/kit/gallery"));
    let drawn: Vec<&str> = gallery.iter().flat_map(|(_, text)| text.split('<')).map(first_word).collect();
    let components = rest.iter().flat_map(|(_, text)| text.split("#[component]").skip(1)).filter_map(|rest| {
        let (before, name) = rest.split_once("fn ")?;
        before.ends_with("pub ").then(|| first_word(name))
    });
    let (told, untold): (Vec<_>, Vec<_>) = components.partition(|name| drawn.contains(name));
    assert!(told.len() > 20, "{told:?}");
    assert_eq!(untold, SEEN_ELSEWHERE);
}

/// Judges every `crate::…` path of every file; what the judge says is a broken rule.
fn each_name(judge: impl Fn(&Path, &[&str]) -> Option<String>) {
    each_file(|file, text| {
        let names = text.split("crate::").skip(1).flat_map(|rest| names_of(rest.split(';').next().unwrap_or(rest)));
        names.filter_map(|name| judge(file, &name.split("::").collect::<Vec<_>>())).collect()
    });
}

/// The paths that a tree of names stands for: `a::{b, c::d}` for `a::b` and `a::c::d`.
fn names_of(tree: &str) -> Vec<String> {
    let end = tree.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(tree.len());
    let (stem, rest) = tree.split_at(end);
    if !(rest.starts_with('{') && (stem.is_empty() || stem.ends_with("::"))) {
        return vec![stem.trim_end_matches("::").to_owned()];
    }
    let (mut depth, mut start, mut names) = (0, 1, Vec::new());
    for (at, c) in rest.char_indices() {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == ',' && depth == 1 || depth == 0 {
            names.extend(names_of(rest[start..at].trim()).into_iter().map(|name| format!("{stem}{name}")));
            start = at + 1;
        }
        if depth == 0 {
            break;
        }
    }
    names
}

#[test]
fn a_tree_of_names_is_read_as_the_names_in_it() {
    assert_eq!(names_of("a::{b, c::{d, e}, f}"), ["a::b", "a::c::d", "a::c::e", "a::f"]);
    assert_eq!(names_of("{a, b::c}"), ["a", "b::c"]);
    assert_eq!(names_of("a::b()"), ["a::b"]);
}

/// The collections of which the document reads rows ahead, by the names before a `/` in its script.
#[test]
fn what_the_document_reads_ahead_is_kept_by_a_feature() {
    let script = include_str!("../app/kept.js");
    let literals = script.split(['"', '`']).skip(1).step_by(2);
    let names: Vec<_> =
        literals.filter_map(|literal| Some(literal.split_once('/')?.0)).filter(|name| !name.is_empty()).collect();
    assert!(names.contains(&"threads"), "{names:?}");
    let sources = sources();
    let is_kept = |name: &&str| sources.values().any(|text| text.contains(&format!("Collection {{ name: \"{name}\"")));
    assert_eq!(names.iter().filter(|name| !is_kept(name)).collect::<Vec<_>>(), [] as [&&str; 0]);
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

fn each_line(judge: impl Fn(&Path, &str) -> Option<String>) {
    each_file(|file, text| text.lines().filter_map(|line| judge(file, line.trim())).collect());
}

fn each_file(judge: impl Fn(&Path, &str) -> Vec<String>) {
    let broken: Vec<String> = sources().iter().flat_map(|(file, text)| judge(file, text)).collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn sources() -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources are there").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let inside = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).expect("it was found there").to_owned();
                found.insert(inside, fs::read_to_string(&path).expect("a source is text"));
            }
        }
    }
    found
}

/// `src/FOLDER/…`
fn folder(file: &Path) -> Option<&str> {
    file.iter().nth(1)?.to_str()
}

/// `src/features/SLICE/…`
fn slice(file: &Path) -> Option<&str> {
    (folder(file)? == "features").then(|| file.iter().nth(2)?.to_str()).flatten()
}

/// `src/features/slice/LAYER.rs` or `…/LAYER/file.rs`
fn layer_of(file: &Path) -> Option<&str> {
    slice(file)?;
    file.iter().nth(3)?.to_str()?.trim_end_matches(".rs").into()
}
