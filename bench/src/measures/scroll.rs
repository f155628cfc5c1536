//! MSG-6: how smoothly a history of 10,000 messages scrolls in Chromium, up to its first message and back,
//! and how many rows stand in the document meanwhile. `end2end/measures/scroll.mjs` turns the wheel.
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
const MESSAGES: i64 = 10_000;
const PATIENCE: Duration = Duration::from_mins(5);

/// Ready to be scrolled.
pub struct Scroll;

/// What the browser saw, by direction.
#[derive(Deserialize)]
struct Seen {
    up: Way,
    down: Way,
}

#[derive(Deserialize)]
struct Way {
    /// Milliseconds from one frame to the next.
    frames: Vec<f64>,
    /// The most rows at a time.
    rows: u32,
}

impl Scroll {
    /// Makes the history.
    pub async fn prepare(stand: &Stand) -> Result<Self> {
        let database = stand.place.connect(DATABASE).await?;
        world::people(&database, FIRST..FIRST + 2).await?;
        world::conversations(&database, &[(FIRST, vec![FIRST, FIRST + 1])]).await?;
        world::messages(&database, FIRST, FIRST + 1, MESSAGES).await?;
        // Read, so that it opens at its end.
        let read = "update marks set read_seq = $2 where conversation_id = $1";
        database.execute(read, &[&world::conversation(FIRST), &MESSAGES]).await?;
        Ok(Self)
    }
}

#[async_trait]
impl Measure for Scroll {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let Seen { mut up, mut down } = scrolled(stand).await?;
        let rows = f64::from(up.rows.max(down.rows));
        let mut figures = vec![Figure::new("most rows in the document", rows, "").at_most(120.0)];
        for (direction, way) in [("to older messages", &mut up), ("to newer messages", &mut down)] {
            let about = |what: &str| format!("{direction}: {what}");
            figures.extend([
                Figure::new(about("p99 from frame to frame"), quantile(&mut way.frames, 0.99), "ms").at_most(50.0),
                Figure::new(about("median from frame to frame"), quantile(&mut way.frames, 0.5), "ms"),
                Figure::new(about("longest frame"), quantile(&mut way.frames, 1.0), "ms"),
            ]);
        }
        Ok(figures)
    }
}

async fn scrolled(stand: &Stand) -> Result<Seen> {
    let arguments = [
        stand.server.origin(),
        world::token(FIRST),
        world::conversation(FIRST).to_string(),
        "This is message 1,".to_owned(),
        format!("This is message {MESSAGES},"),
    ];
    drive("scroll.mjs", &arguments, PATIENCE).await
}
