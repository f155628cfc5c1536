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
    Added(Vec<Stretch>),
    /// It is not there any more.
    Removed(Vec<Stretch>),
    /// Lines that say what they said are left out here.
    Gap,
}

/// A stretch of a line that came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// What it says.
    pub text: String,
    /// Whether it is what came or went of a line that else stayed much as it was.
    pub is_marked: bool,
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
    let (diff, groups) = (&diff, diff.grouped_ops(AROUND));
    let lines = groups.iter().enumerate().flat_map(move |(place, group)| {
        let gap = (place > 0).then_some(Line::Gap);
        let changes = group.iter().flat_map(move |part| diff.iter_inline_changes_deadline(part, Some(until)));
        gap.into_iter().chain(changes.map(|change| line(&change)))
    });
    Compared { version: now.version, at: now.at, lines: lines.take(LINES).collect() }
}

#[cfg(feature = "ssr")]
fn line(change: &similar::InlineChange<'_, str>) -> Line {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (is_marked, text) in change.iter_strings_lossy() {
        match stretches.last_mut().filter(|last| last.is_marked == is_marked) {
            Some(last) => last.text.push_str(&text),
            None => stretches.push(Stretch { text: text.into_owned(), is_marked }),
        }
    }
    for one in &mut stretches {
        one.text.truncate(one.text.trim_end_matches('\n').len());
    }
    stretches.retain(|one| !one.text.is_empty());
    match change.tag() {
        similar::ChangeTag::Equal => Line::Same(stretches.into_iter().map(|one| one.text).collect()),
        similar::ChangeTag::Insert => Line::Added(stretches),
        similar::ChangeTag::Delete => Line::Removed(stretches),
    }
}

/// All that an entry said, line by line: what it was called and which tags it had say so.
#[cfg(feature = "ssr")]
fn text(Revision { title, body, tags, .. }: &Revision) -> String {
    let title = title.iter().map(|title| format!("Title: {title}"));
    let tags = tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let tags = (!tags.is_empty()).then(|| format!("Tags: {tags}"));
    title.chain([body.clone()]).chain(tags).map(|part| part + "\n").collect()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    /// Later than all of it takes, also on a machine that stands still meanwhile.
    fn in_a_while() -> Instant {
        Instant::now() + Duration::from_mins(10)
    }

    fn said(version: i64, body: &str) -> Revision {
        let (title, tags) = (Some("Walks".to_owned()), vec!["lugo".to_owned()]);
        Revision { version, title, body: body.to_owned(), tags, at: Time::from_millis(version) }
    }

    fn stretch(text: &str, is_marked: bool) -> Stretch {
        Stretch { text: text.to_owned(), is_marked }
    }

    fn lines(before: &Revision, now: &Revision) -> Vec<Line> {
        compared(now, Some(before), in_a_while()).lines
    }

    #[test]
    fn what_was_edited_is_told_line_by_line_with_the_words_that_changed() {
        let (before, now) = (said(1, "By the rivr to Lugo\nAt ten"), said(2, "By the river to Lugo\nAt ten"));
        let same = |words: &str| Line::Same(words.to_owned());
        let expected = [
            same("Title: Walks"),
            Line::Removed(vec![stretch("By the ", false), stretch("rivr", true), stretch(" to Lugo", false)]),
            Line::Added(vec![stretch("By the ", false), stretch("river", true), stretch(" to Lugo", false)]),
            same("At ten"),
            same("Tags: #lugo"),
        ];
        assert_eq!(lines(&before, &now), expected);
        let first = compared(&before, None, in_a_while());
        assert!(first.lines.iter().all(|line| matches!(line, Line::Added(_))));
    }

    #[test]
    fn a_line_that_says_something_else_is_no_line_of_which_words_changed() {
        let lines = lines(&said(1, "By the river"), &said(2, "Elsewhere"));
        let expected =
            [Line::Removed(vec![stretch("By the river", false)]), Line::Added(vec![stretch("Elsewhere", false)])];
        assert_eq!(lines[1..3], expected);
    }

    #[test]
    fn a_title_and_tags_say_what_they_are_and_code_keeps_its_spaces() {
        let code = |what: &str| format!("```\nif here {{\n    {what}();\n}}\n```");
        let before = said(1, &code("walk"));
        let now = Revision { title: None, tags: vec!["lugo".to_owned(), "rivers".to_owned()], ..said(2, &code("run")) };
        let lines = lines(&before, &now);
        assert_eq!(lines[0], Line::Removed(vec![stretch("Title: Walks", false)]));
        assert!(lines.contains(&Line::Added(vec![stretch("    ", false), stretch("run();", true)])), "{lines:?}");
        let tags = lines.last().expect("the tags");
        assert!(matches!(tags, Line::Added(all) if all[0].text.starts_with("Tags: #lugo")), "{tags:?}");
    }

    #[test]
    fn texts_without_end_are_compared_in_no_time_and_told_in_part() {
        let (before, now) = (said(1, &"a\n".repeat(50_000)), said(2, &"b\n".repeat(50_000)));
        assert_eq!(compared(&now, Some(&before), Instant::now()).lines.len(), LINES);
        let long = "By the river\n".repeat(50) + "At ten\n" + &"By the mill\n".repeat(50);
        let edited = long.replace("ten", "eleven");
        assert_eq!(lines(&said(1, &long), &said(2, &edited)).len(), 2 + 2 * AROUND);
        let twice = edited.clone() + "Bring bread\n";
        let gaps = |lines: Vec<Line>| lines.iter().filter(|line| **line == Line::Gap).count();
        assert_eq!(gaps(lines(&said(1, &long), &said(2, &twice))), 1, "what is left out between changes is told");
    }
}
