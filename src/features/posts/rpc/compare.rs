//! What an entry said at each time, beside what it said before.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    client::OwnCalls,
    features::posts::model::Entry,
    shared::{Result, json::Json, time::Time},
};
#[cfg(feature = "ssr")]
use crate::{
    features::posts::{model::Revision, service},
    server::{Server, Viewer},
    shared::page::MAX_LIMIT,
};

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
    /// From top to bottom.
    pub lines: Vec<Line>,
}

/// What an entry says and what it said before, the newest first, each compared with the one before it; at most 100.
///
/// # Errors
/// `Missing` where there is no such entry for the viewer, or it was deleted.
#[server(prefix = "/rpc", endpoint = "compare_revisions", input = Json, output = Json, client = OwnCalls)]
pub async fn compare_revisions(entry: Entry) -> Result<Vec<Compared>> {
    let (server, viewer) = (expect_context::<Server>(), Viewer::current().ok());
    let said = service::revisions(&server.pool, viewer, entry, None, MAX_LIMIT).await?.items;
    let before = said.iter().skip(1).map(Some).chain([None]);
    Ok(said.iter().zip(before).map(|(now, before)| compared(now, before)).collect())
}

#[cfg(feature = "ssr")]
fn compared(now: &Revision, before: Option<&Revision>) -> Compared {
    let (old, new) = (before.map(text).unwrap_or_default(), text(now));
    let diff = similar::TextDiff::from_lines(&old, &new);
    let line = |change: similar::Change<&str>| {
        let text = change.value().trim_end_matches('\n').to_owned();
        match change.tag() {
            similar::ChangeTag::Equal => Line::Same(text),
            similar::ChangeTag::Insert => Line::Added(text),
            similar::ChangeTag::Delete => Line::Removed(text),
        }
    };
    Compared { version: now.version, at: now.at, lines: diff.iter_all_changes().map(line).collect() }
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
        let lines = compared(&now, Some(&before)).lines;
        let expected = [
            same("Walks"),
            Line::Removed("By the rivr".to_owned()),
            Line::Added("By the river".to_owned()),
            same("At ten"),
            same("#lugo"),
        ];
        assert_eq!(lines, expected);
        assert!(compared(&before, None).lines.iter().all(|line| matches!(line, Line::Added(_))));
    }
}
