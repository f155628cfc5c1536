//! What an entry said at each time, beside what it said before.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    client::OwnCalls,
    features::posts::model::Entry,
    shared::{Result, json::Json, time::Time},
};
#[cfg(feature = "ssr")]
use {
    crate::{
        features::posts::{model::Revision, service},
        server::{Reader, Server},
    },
    std::time::{Duration, Instant},
};

/// Versions that are compared at once; anybody may ask.
#[cfg(feature = "ssr")]
const VERSIONS: u32 = 20;

/// How long all of them may take together. What is left then is told in larger pieces.
#[cfg(feature = "ssr")]
const PATIENCE: Duration = Duration::from_millis(100);

/// Lines that are told of each version, and unchanged ones around each change.
#[cfg(feature = "ssr")]
const LINES: usize = 400;
#[cfg(feature = "ssr")]
const AROUND: usize = 3;

/// A line of what an entry said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Line {
    /// As before.
    Same(String),
    /// It was not there before.
    Added(String),
    /// It is not there any more.
    Removed(String),
}

/// What an entry said at one time, by its lines and those of the time before: its title, its words, its tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// Which of its versions.
    pub version: i64,
    /// Since when.
    pub at: Time,
    /// From top to bottom, what changed with three lines around it; at most 400.
    pub lines: Vec<Line>,
}

/// What an entry says and what it said before, the newest first, each compared with the one before it; at most 20.
///
/// # Errors
/// `Missing` where there is no such entry for the viewer, or it was deleted; `Slow`.
#[server(prefix = "/rpc", endpoint = "compare_revisions", input = Json, output = Json, client = OwnCalls)]
pub async fn compare_revisions(entry: Entry) -> Result<Vec<Compared>> {
    let (server, reader) = (expect_context::<Server>(), Reader::current());
    reader.count(&server.limits, VERSIONS)?;
    let said = service::revisions(&server.pool, reader.viewer, entry, None, VERSIONS).await?.items;
    let before = said.iter().skip(1).map(Some).chain([None]);
    let until = Instant::now() + PATIENCE;
    Ok(said.iter().zip(before).map(|(now, before)| compared(now, before, until)).collect())
}

#[cfg(feature = "ssr")]
fn compared(now: &Revision, before: Option<&Revision>, until: Instant) -> Compared {
    let (old, new) = (before.map(text).unwrap_or_default(), text(now));
    let diff = similar::TextDiff::configure().deadline(until).diff_lines(&old, &new);
    let line = |change: similar::Change<&str>| {
        let text = change.value().trim_end_matches('\n').to_owned();
        match change.tag() {
            similar::ChangeTag::Equal => Line::Same(text),
            similar::ChangeTag::Insert => Line::Added(text),
            similar::ChangeTag::Delete => Line::Removed(text),
        }
    };
    let groups = diff.grouped_ops(AROUND);
    let changes = groups.iter().flatten().flat_map(|part| diff.iter_changes(part));
    Compared { version: now.version, at: now.at, lines: changes.take(LINES).map(line).collect() }
}

/// All that an entry said, line by line.
#[cfg(feature = "ssr")]
fn text(Revision { title, body, tags, .. }: &Revision) -> String {
    let tags = (!tags.is_empty()).then(|| tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" "));
    let parts = title.clone().into_iter().chain([body.clone()]).chain(tags);
    parts.map(|part| part + "\n").collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn said(version: i64, body: &str) -> Revision {
        let (title, tags) = (Some("Walks".to_owned()), vec!["lugo".to_owned()]);
        Revision { version, title, body: body.to_owned(), tags, at: Time::from_millis(version) }
    }

    #[test]
    fn what_was_edited_is_told_line_by_line() {
        let (before, now) = (said(1, "By the rivr\nAt ten"), said(2, "By the river\nAt ten"));
        let same = |words: &str| Line::Same(words.to_owned());
        let soon = Instant::now() + PATIENCE;
        let lines = compared(&now, Some(&before), soon).lines;
        let expected = [
            same("Walks"),
            Line::Removed("By the rivr".to_owned()),
            Line::Added("By the river".to_owned()),
            same("At ten"),
            same("#lugo"),
        ];
        assert_eq!(lines, expected);
        assert!(compared(&before, None, soon).lines.iter().all(|line| matches!(line, Line::Added(_))));
    }

    #[test]
    fn texts_without_end_are_compared_in_no_time_and_told_in_part() {
        let (before, now) = (said(1, &"a\n".repeat(50_000)), said(2, &"b\n".repeat(50_000)));
        assert_eq!(compared(&now, Some(&before), Instant::now()).lines.len(), LINES);
        let long = "By the river\n".repeat(50) + "At ten\n" + &"By the mill\n".repeat(50);
        let edited = long.replace("ten", "eleven");
        let soon = Instant::now() + PATIENCE;
        assert_eq!(compared(&said(2, &edited), Some(&said(1, &long)), soon).lines.len(), 2 + 2 * AROUND);
    }
}
