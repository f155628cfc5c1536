//! Whether somebody can tell by the clock what there is: a stranger which conversations, a visitor who has an account.
//!
//! A turn makes an attempt at what there is, one at what never was, and one at something else that never was; what
//! counts is how far the medians of the first two are apart. How far those of the last two are says what the measuring
//! itself makes out of no difference at all. Each turn has an order of its own: whatever comes first finds everybody
//! asleep (the connection, the program, its Postgres, the core), which may cost as much as the answer itself, and in a
//! fixed order would be taken for a difference between what is asked for. `calls` are those of the HTTP API, `topics`
//! what is asked for by the socket, `log_ins` the way in.

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

/// What an attempt is made at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// What there is.
    There,
    /// What never was.
    Never,
    /// Something else that never was.
    Other,
}

/// The attempts of a turn, in an order that nobody foresees: one that only alternates may fall into step with the
/// connections to the database, which take turns too.
fn turn() -> [At; 3] {
    let mut turn = [At::There, At::Never, At::Other];
    fastrand::shuffle(&mut turn);
    turn
}

/// How many milliseconds the attempts took.
#[derive(Default)]
struct Took {
    there: Vec<f64>,
    never: Vec<f64>,
    other: Vec<f64>,
}

impl Took {
    /// Takes in how long an attempt took.
    fn note(&mut self, at: At, milliseconds: f64) {
        let took = match at {
            At::There => &mut self.there,
            At::Never => &mut self.never,
            At::Other => &mut self.other,
        };
        took.push(milliseconds);
    }

    /// The median at what there is, how far that at what never was is from it, and how far those at two things are
    /// apart that never were.
    fn figures(mut self, name: &str, most: f64) -> [Figure; 3] {
        let [there, never, other] = [&mut self.there, &mut self.never, &mut self.other].map(|took| quantile(took, 0.5));
        [
            Figure::new(format!("{name}: median"), there, "ms"),
            Figure::new(format!("{name}: between the medians"), (there - never).abs(), "ms").at_most(most),
            Figure::new(format!("{name}: between those of two that never were"), (never - other).abs(), "ms"),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How far the medians are apart, and those of the two that never were, after 1,000 turns whose attempts take so
    /// long by what they are made at and by their place in the turn.
    fn between(milliseconds: impl Fn(At, usize) -> f64) -> [String; 2] {
        let mut took = Took::default();
        for _ in 0..1000 {
            for (place, at) in turn().into_iter().enumerate() {
                took.note(at, milliseconds(at, place));
            }
        }
        let [_, between, control] = took.figures("a guess", 0.5);
        [between, control].map(|figure| figure.value.to_string())
    }

    #[test]
    fn what_it_costs_to_come_first_is_no_difference_between_what_is_asked_for() {
        assert_eq!(between(|_, place| if place == 0 { 9.0 } else { 1.0 }), ["0", "0"]);
    }

    #[test]
    fn what_takes_longer_because_it_is_there_is_told_apart_wherever_it_comes() {
        let slept = |place| if place == 0 { 9.0 } else { 1.0 };
        assert_eq!(between(|at, place| slept(place) + if at == At::There { 2.0 } else { 0.0 }), ["2", "0"]);
    }
}
