//! Whether somebody can tell by the clock what there is: a stranger which conversations, a visitor who has an account.
//!
//! Each attempt is made at what there is and at what never was, in turn; what counts is how far the two medians are
//! apart. `calls` are those of the HTTP API, `topics` what is asked for by the socket, `log_ins` the way in.

mod calls;
mod log_ins;
mod topics;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use uuid::Uuid;

use super::{Measure, Stand};
use crate::{
    database::DATABASE,
    figure::{Figure, quantile},
    world,
};

const CONVERSATIONS: u32 = 100;
const FIRST: u32 = 5000;
const STRANGER: u32 = FIRST + 2;

/// Ready to guess.
pub struct Neutral {
    /// A message of each conversation.
    messages: Vec<Uuid>,
}

impl Neutral {
    /// Makes groups of two people, a stranger, and somebody who has a password.
    pub async fn prepare(stand: &Stand) -> Result<Self> {
        let database = stand.place.connect(DATABASE).await?;
        world::people(&database, FIRST..STRANGER + 2).await?;
        let groups: Vec<_> = (0..CONVERSATIONS).map(|n| (FIRST + n, vec![FIRST, FIRST + 1, STRANGER + 1])).collect();
        world::conversations(&database, &groups).await?;
        for n in 0..CONVERSATIONS {
            world::messages(&database, FIRST + n, FIRST, 5).await?;
        }
        let ids: Vec<Uuid> = (0..CONVERSATIONS).map(|n| world::conversation(FIRST + n)).collect();
        let firsts = "select id from messages where conversation_id = any($1) and seq = 1";
        let messages: Vec<Uuid> = database.query(firsts, &[&ids]).await?.iter().map(|row| row.get(0)).collect();
        ensure!(messages.len() == ids.len(), "{} of {} conversations have a message", messages.len(), ids.len());
        log_ins::sign_up(stand.server.address()).await?;
        Ok(Self { messages })
    }
}

#[async_trait]
impl Measure for Neutral {
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>> {
        let address = stand.server.address();
        let mut figures = calls::round(address, &self.messages).await?;
        figures.extend(topics::round(address).await?);
        figures.extend(log_ins::round(address).await?);
        Ok(figures)
    }
}

/// How many milliseconds the attempts took.
#[derive(Default)]
struct Took {
    /// At what there is.
    there: Vec<f64>,
    /// At what never was.
    never: Vec<f64>,
}

impl Took {
    /// The median at what there is, and how far the other is from it.
    fn figures(mut self, name: &str, most: f64) -> [Figure; 2] {
        let (there, never) = (quantile(&mut self.there, 0.5), quantile(&mut self.never, 0.5));
        let between = Figure::new(format!("{name}: between the medians"), (there - never).abs(), "ms");
        [Figure::new(format!("{name}: median"), there, "ms"), between.at_most(most)]
    }
}
