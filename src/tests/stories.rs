//! Which requirements have a story in a browser: each of the list, and none that is not in it. A title begins with the ids
//! of what its story shows.
//!
//! Not in the list is what no page shows: bounds, roles and protocols have their tests beside the code.

use std::{collections::BTreeSet, fs, path::Path};

/// The requirements that have to have a story, and what each asks for.
const REQUIREMENTS: &[(&str, &str)] = &[
    ("ACC-1", "signing up, logging in and out, and the list of sessions"),
    ("ACC-2", "the profile and its status"),
    ("ACC-9", "settings: appearance, presence, receipts, who may write"),
    ("ACC-10", "tokens for programs"),
    ("COM-1", "posts and questions are written, edited, looked back at and deleted"),
    ("COM-2", "answers, the accepted one, and their order"),
    ("COM-3", "comments and replies, and all of them past the first"),
    ("COM-4", "votes, at once and live"),
    ("COM-5", "people and tags complete while typing, and lead to their pages"),
    ("COM-6", "feeds, their pages, and what comes since"),
    ("COM-7", "Back brings what was left"),
    ("COM-9", "sharing, reporting what is published, and publishing what was said"),
    ("COM-10", "badges, reputation and milestones, as they are earned"),
    ("COM-11", "all of a thread without JavaScript"),
    ("COM-13", "single keys, and the list of them"),
    ("MSG-1", "conversations of two and of groups, and the list of them"),
    ("MSG-2", "a message stands there at once, and is sent, delivered and read"),
    ("MSG-3", "one order for all"),
    ("MSG-4", "typing, presence and receipts, live"),
    ("MSG-5", "editing, deleting, reacting, replying, and the other things done to a message"),
    ("MSG-6", "long histories, and what is new in them"),
    ("MSG-7", "rich text"),
    ("MSG-8", "search"),
    ("MSG-9", "messages that are sent later"),
    ("MSG-11", "blocking, reporting, and who may write"),
    ("MSG-13", "the HTTP API for programs"),
    ("NOT-1", "what people are notified of"),
    ("NOT-2", "notifications, live, and what each leads to"),
    ("NOT-3", "reading notifications"),
    ("QUA-7", "keyboard, screen readers, themes and sizes"),
    ("SOC-1", "following people and leaving off"),
    ("SOC-2", "the lists of who follows whom, and counts, live"),
    ("SOC-3", "whom one may want to follow, why, and how to be rid of it"),
    ("SOC-4", "blocking and muting people, and what moderators read of them"),
    ("SYN-1", "one connection for the tabs of a browser"),
    ("SYN-2", "topics, and their end with the right to read"),
    ("SYN-3", "going on without a gap"),
    ("SYN-4", "connecting again by itself"),
    ("SYN-5", "the state of the connection"),
    ("SYN-6", "everything without a WebSocket"),
    ("SYN-7", "what the device keeps"),
    ("SYN-8", "acts are kept until they are confirmed"),
    ("SYN-10", "opening without a network"),
    ("SYN-11", "tabs and devices agree"),
];

#[test]
fn every_requirement_of_the_list_has_a_story() {
    let titles = titles();
    let told: BTreeSet<_> = titles.iter().flat_map(|title| ids_of(title)).collect();
    let untold: Vec<_> = REQUIREMENTS.iter().filter(|(id, _)| !told.contains(id)).collect();
    assert!(untold.is_empty(), "without a story: {untold:#?}");
}

#[test]
fn every_story_begins_with_requirements_of_the_list() {
    let is_listed = |id: &str| REQUIREMENTS.iter().any(|(listed, _)| *listed == id);
    let titles = titles();
    let stray = |title: &&String| {
        let mut ids = ids_of(title).peekable();
        ids.peek().is_none() || !ids.all(is_listed)
    };
    let strays: Vec<_> = titles.iter().filter(stray).collect();
    assert!(titles.len() > 100, "{titles:#?}");
    assert!(strays.is_empty(), "{strays:#?}");
}

#[test]
fn a_title_is_read_as_the_ids_before_its_words() {
    assert_eq!(
        title("  test(\"MSG-5 SYN-8 as MSG-1 says\", async ({ person }) => {"),
        Some("MSG-5 SYN-8 as MSG-1 says")
    );
    assert_eq!(title("for (const theme of themes) test(`QUA-7 seen (${theme})`, async () => {"), None);
    assert_eq!(title("test(`QUA-7 seen (${theme})`, async () => {"), Some("QUA-7 seen (${theme})"));
    assert_eq!(title("test.setTimeout(60_000);"), None);
    assert_eq!(ids_of("MSG-5 SYN-10 as MSG-1 says").collect::<Vec<_>>(), ["MSG-5", "SYN-10"]);
    assert_eq!(ids_of("UTF-eight is read").count(), 0);
}

/// The titles of all stories.
fn titles() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("end2end/stories");
    let files = fs::read_dir(folder).expect("the stories are there").flatten();
    let texts = files.map(|file| fs::read_to_string(file.path()).expect("a story is text"));
    texts.flat_map(|text| text.lines().filter_map(title).map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// The title of the story that begins in a line.
fn title(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("test(")?;
    let quote = rest.chars().next().filter(|first| matches!(first, '"' | '`' | '\''))?;
    rest[1..].split(quote).next()
}

/// The ids that a title begins with.
fn ids_of(title: &str) -> impl Iterator<Item = &str> {
    title.split(' ').take_while(|word| {
        let Some((area, number)) = word.split_once('-') else { return false };
        area.len() == 3
            && area.bytes().all(|letter| letter.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|digit| digit.is_ascii_digit())
    })
}
