//! MSG-6: how a history of 100,000 messages is got through in Chromium: how smoothly it scrolls, also where the browser has a
//! quarter of the machine, how many rows stand in the document meanwhile, how much memory it takes, and how soon one is at
//! a day or at a message that was found. `end2end/measures/scroll.mjs` turns the wheel.
//!
//! The browser draws without a graphics card and shares the cores with the program and its Postgres.

use std::time::Duration;

use anyhow::Result;
use async_trait::async_trait;
use serde::Deserialize;

use super::{Measure, Stand};
use crate::{
    browser::drive,
    database::DATABASE,
    figure::{Figure, quantile},
    world,
};

const FIRST: u32 = 6000;
const MESSAGES: i64 = 100_000;
const PATIENCE: Duration = Duration::from_mins(3);
/// Milliseconds of a frame, and of two, on a screen that draws sixty a second: where one was too late the next is there.
const FRAME: f64 = 17.0;
const TWO_FRAMES: f64 = 33.4;
/// Megabytes that the memory may grow by until it counts as more than the noise of a heap.
const NOISE: f64 = 8.0;

/// Ready to be scrolled.
pub struct Scroll;

/// What the browser saw: by direction, and with a quarter of the machine.
#[derive(Deserialize)]
struct Seen {
    up: Way,
    down: Way,
    slowed: Way,
    /// Milliseconds of each jump to a day.
    days: Vec<f64>,
    /// Milliseconds of each jump to a message.
    messages: Vec<f64>,
    before: Memory,
    after: Memory,
}

#[derive(Deserialize)]
struct Way {
    /// Milliseconds from one frame to the next.
    frames: Vec<f64>,
    /// The most rows at a time.
    rows: u32,
    /// How many messages were passed.
    passed: u32,
}

/// Bytes in use.
#[derive(Deserialize)]
struct Memory {
    /// Of the page's script and its document.
    script: f64,
    /// Of the page's own program.
    program: f64,
}

impl Memory {
    fn megabytes(&self) -> f64 {
        (self.script + self.program) / 1e6
    }
}

impl Scroll {
    /// Makes the history: a message every ten minutes for nearly two years.
    pub async fn prepare(stand: &Stand) -> Result<Self> {
        let database = stand.place.connect(DATABASE).await?;
        world::people(&database, FIRST..FIRST + 2).await?;
        world::conversations(&database, &[(FIRST, vec![FIRST, FIRST + 1])]).await?;
        world::messages(&database, FIRST, FIRST + 1, MESSAGES).await?;
        let spread = format!(
            "set session_replication_role = replica;
             update messages set at = at - ({MESSAGES} - seq) * interval '10 minutes' where conversation_id = '{}';
             reset session_replication_role; vacuum analyze messages",
            world::conversation(FIRST)
        );
        for statement in spread.split(';') {
            database.batch_execute(statement).await?;
        }
        // Read, so that it opens at its end.
        let read = "update marks set read_seq = $2 where conversation_id = $1";
        database.execute(read, &[&world::conversation(FIRST), &MESSAGES]).await?;
        Ok(Self)
    }
}

#[async_trait]
impl Measure for Scroll {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let Seen { mut up, mut down, mut slowed, mut days, mut messages, before, after } = scrolled(stand).await?;
        let rows = f64::from(up.rows.max(down.rows).max(slowed.rows));
        let mut figures = vec![Figure::new("most rows in the document", rows, "").at_most(120.0)];
        let ways = [
            ("to older messages", &mut up, FRAME),
            ("to newer messages", &mut down, FRAME),
            ("with a quarter of the machine", &mut slowed, TWO_FRAMES),
        ];
        for (direction, way, most) in ways {
            let about = |what: &str| format!("{direction}: {what}");
            figures.extend([
                Figure::new(about("p95 from frame to frame"), quantile(&mut way.frames, 0.95), "ms").at_most(most),
                Figure::new(about("p99 from frame to frame"), quantile(&mut way.frames, 0.99), "ms"),
                Figure::new(about("median from frame to frame"), quantile(&mut way.frames, 0.5), "ms").aside(),
                Figure::new(about("longest frame"), quantile(&mut way.frames, 1.0), "ms"),
                Figure::new(about("messages passed"), f64::from(way.passed), "").aside(),
            ]);
        }
        figures.extend([
            Figure::new("memory of the page, scrolled a little", before.megabytes(), "MB"),
            Figure::new("what it grows by, scrolled much", after.megabytes() - before.megabytes(), "MB").at_most(NOISE),
            Figure::new("to a day, longest of ten", quantile(&mut days, 1.0), "ms").at_most(300.0),
            Figure::new("to a message, longest of ten", quantile(&mut messages, 1.0), "ms").at_most(300.0),
        ]);
        Ok(figures)
    }
}

async fn scrolled(stand: &Stand) -> Result<Seen> {
    let arguments =
        [stand.server.origin(), world::token(FIRST), world::conversation(FIRST).to_string(), MESSAGES.to_string()];
    drive("scroll.mjs", &arguments, PATIENCE).await
}
