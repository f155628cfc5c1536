//! SYN-7: how soon a second visit is drawn from what the browser keeps, in Chromium, which
//! `end2end/measures/second_visit.mjs` drives.
//!
//! A member of 200 conversations visits once, until the browser keeps the application and all of them, and closes it.
//! Then the program is held, so that nothing on the screen can be an answer of it, and the browser is opened again:
//! nine visits to the list, nine to conversations with the list beside them. The clock is the page's own. It starts
//! when the program's first part is instantiated, so the chunk of the page and the store are still to be loaded and
//! read, and ends once that frame is drawn in which rows fill what is seen of their lists.
//!
//! Beside that stand the same pages in a browser that keeps nothing: the server draws them, over loopback, so that
//! neither a network's time nor its width is in there. What they load counts up to when the page answers.

use std::{iter, path::PathBuf, time::Duration};

use anyhow::{Result, ensure};
use async_trait::async_trait;
use serde::{Deserialize, de::DeserializeOwned};

use super::{Measure, Name, Stand, sizes::Sizes};
use crate::{
    Options,
    browser::drive,
    database::DATABASE,
    figure::{Figure, quantile},
    world,
};

const FIRST: u32 = 7000;
const CONVERSATIONS: u32 = 200;
const MESSAGES: i64 = 30;
/// To each page, a round.
const VISITS: usize = 9;
/// A conversation is kept half a second after it was opened, one after the other.
const PATIENCE: Duration = Duration::from_mins(10);

/// Ready to be visited again.
pub struct SecondVisit {
    /// The folder in which the browser has what it keeps.
    profile: PathBuf,
    store: Store,
    /// What the visits load part by part, unless that is measured anyway.
    sizes: Option<Sizes>,
}

/// What the first visit has left in the store.
#[derive(Clone, Copy, Deserialize)]
struct Store {
    rows: u32,
    bytes: f64,
}

/// What was seen of a visit; times are milliseconds since its navigation began.
#[derive(Deserialize)]
struct Visit {
    /// When the program's first part was instantiated.
    ready: f64,
    /// When the copies were read that the page was drawn from, where they were read ahead.
    copies: Option<f64>,
    /// When the rows were drawn.
    rows: f64,
    /// Bytes that had travelled when the page answered.
    bytes: f64,
}

impl SecondVisit {
    /// Makes the conversations and has a browser keep them.
    pub async fn prepare(stand: &Stand, options: &Options) -> Result<Self> {
        let database = stand.place.connect(DATABASE).await?;
        world::people(&database, FIRST..FIRST + CONVERSATIONS + 1).await?;
        let pairs: Vec<_> = (1..=CONVERSATIONS).map(|n| (FIRST + n, vec![FIRST, FIRST + n])).collect();
        world::conversations(&database, &pairs).await?;
        for n in 1..=CONVERSATIONS {
            world::messages(&database, FIRST + n, FIRST + n, MESSAGES).await?;
        }
        // Read, so that each opens at its end and its copy serves.
        let read = "update marks set read_seq = $2 where account_id = $1";
        database.execute(read, &[&world::account(FIRST), &MESSAGES]).await?;
        let profile = stand.folder().join("second_visit");
        let visitor = vec![world::token(FIRST), profile.display().to_string(), CONVERSATIONS.to_string()];
        let store = browser(stand, "keep", visitor).await?;
        let is_measured = options.names().contains(&Name::Sizes);
        let sizes = if is_measured { None } else { Some(Sizes::of(&options.program)?) };
        Ok(Self { profile, store, sizes })
    }
}

#[async_trait]
impl Measure for SecondVisit {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let first: Vec<Visit> = browser(stand, "first", [vec![world::token(FIRST)], paths()].concat()).await?;
        let profile = self.profile.display().to_string();
        let second: Vec<Visit> = {
            let _held = stand.server.hold()?;
            browser(stand, "second", [vec![profile], paths()].concat()).await?
        };
        ensure!(first.len() == 2 * VISITS && second.len() == 2 * VISITS, "not every page was seen");
        let mut figures = self.store.figures();
        for (page, visits) in [("/messages", 0..VISITS), ("/messages/{id}", VISITS..2 * VISITS)] {
            figures.extend(compared(page, &first[visits.clone()], &second[visits]));
        }
        if let Some(sizes) = &mut self.sizes {
            figures.extend(sizes.round(stand).await?);
        }
        Ok(figures)
    }
}

impl Store {
    fn figures(self) -> Vec<Figure> {
        let rows = Figure::new("the store: rows", f64::from(self.rows), "");
        vec![rows, Figure::new("the store: text in them", self.bytes / 1024.0, "KiB")]
    }
}

async fn browser<T: DeserializeOwned>(stand: &Stand, mode: &str, further: Vec<String>) -> Result<T> {
    let arguments = [vec![mode.to_owned(), stand.server.origin()], further].concat();
    drive("second_visit.mjs", &arguments, PATIENCE).await
}

/// The pages to visit: the list, and then as many conversations, the one last spoken in first.
fn paths() -> Vec<String> {
    let conversations = (1..=CONVERSATIONS).rev().map(|n| format!("/messages/{}", world::conversation(FIRST + n)));
    iter::repeat_n("/messages".to_owned(), VISITS).chain(conversations.take(VISITS)).collect()
}

/// How second visits to a page were, beside first ones.
fn compared(page: &str, first: &[Visit], second: &[Visit]) -> Vec<Figure> {
    let figure = |words: &str, visits: &[Visit], share: f64, what: fn(&Visit) -> f64| {
        let mut values: Vec<f64> = visits.iter().map(what).collect();
        Figure::new(format!("{page}: {words}"), quantile(&mut values, share), "ms")
    };
    let since_ready = |visit: &Visit| visit.rows - visit.ready;
    let loaded = figure("first visit, loaded", first, 0.5, |visit| visit.bytes / 1024.0);
    vec![
        figure("second visit, wasm ready to rows, median", second, 0.5, since_ready).at_most(200.0),
        figure("second visit, wasm ready to rows, worst", second, 1.0, since_ready),
        figure("second visit, navigation to wasm ready, median", second, 0.5, |visit| visit.ready).aside(),
        figure("second visit, navigation to copies read, median", second, 0.5, |visit| {
            visit.copies.unwrap_or(visit.rows)
        })
        .aside(),
        figure("second visit, navigation to rows, median", second, 0.5, |visit| visit.rows),
        figure("second visit, navigation to rows, worst", second, 1.0, |visit| visit.rows).aside(),
        figure("first visit, navigation to rows, median", first, 0.5, |visit| visit.rows),
        figure("first visit, navigation to rows, worst", first, 1.0, |visit| visit.rows).aside(),
        Figure { unit: "KiB", ..loaded },
    ]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn visit(ready: f64, rows: f64) -> Visit {
        Visit { ready, rows, copies: Some(rows - 10.0), bytes: 2048.0 }
    }

    #[test]
    fn a_second_visit_is_judged_by_its_median_from_when_the_wasm_is_ready() {
        let first = [visit(500.0, 90.0)];
        let second = [visit(300.0, 350.0), visit(100.0, 900.0), visit(200.0, 260.0)];
        let figures = compared("/messages", &first, &second);
        let judged: Vec<_> =
            figures.iter().filter_map(|figure| Some((&*figure.name, figure.target?, figure.value))).collect();
        let [(name, target, value)] = judged[..] else { panic!("{judged:?}") };
        assert_eq!((name, value.to_string().as_str()), ("/messages: second visit, wasm ready to rows, median", "60"));
        assert!(target.is_met_by(200.0) && !target.is_met_by(201.0));
        let told: Vec<_> = figures.iter().map(|figure| format!("{} {}", figure.value, figure.unit)).collect();
        assert_eq!(told, ["60 ms", "800 ms", "200 ms", "340 ms", "350 ms", "900 ms", "90 ms", "90 ms", "2 KiB"]);
    }

    #[test]
    fn the_list_is_visited_as_often_as_conversations_and_none_of_these_twice() {
        let paths = paths();
        let (lists, conversations) = paths.split_at(VISITS);
        assert!(lists.iter().all(|path| path == "/messages"), "{lists:?}");
        assert_eq!(conversations.iter().collect::<BTreeSet<_>>().len(), VISITS, "{conversations:?}");
    }

    #[test]
    fn a_visit_for_which_the_wasm_was_never_ready_is_none() {
        let read = |text| serde_json::from_str::<Visit>(text).map(|visit| visit.rows.to_string());
        assert_eq!(read(r#"{"ready":120.5,"rows":180,"bytes":0}"#).ok().as_deref(), Some("180"));
        assert!(read(r#"{"rows":180,"bytes":0}"#).is_err());
    }
}
