//! One person in the graph: how many follow them, and what holds between them and who looks.
//!
//! This browser keeps it with the page of the person, so that they can be followed without a network too.

use leptos::prelude::*;

use super::{
    graph::{Follows, use_follows},
    hearing::{Hearing, News},
};
use crate::{
    client::{Age, Drawn, read_until, use_client},
    features::follows::{model::Standing, rpc},
    kit::{Returning, keep},
    realtime::{Position, Snapshot},
    shared::{
        Result,
        id::AccountId,
        json::{Reading, reading},
    },
    sync::Collection,
};

/// How people stand, as one last looked at them.
const STANDINGS: Collection = Collection { name: "people in the graph", most: 300, spare: false };

/// How somebody stands: as it was left where one comes back to it, at once where this browser keeps it, else as soon as it
/// was read.
#[must_use]
pub fn use_standing(handle: Memo<String>) -> Reading<Result<Drawn<Standing>>> {
    let (client, returning) = (use_client(), Returning::new());
    reading(
        move || handle.get(),
        move |handle| {
            let left = returning.left(&part(&handle));
            client.left_or_drawn(left, Some((STANDINGS, &*handle.to_lowercase())), rpc::read_standing(handle))
        },
    )
}

/// Under which name is kept how it is left.
fn part(handle: &str) -> String {
    format!("standing of {}", handle.to_lowercase())
}

/// Takes how the person of a handle stands as it was read, and keeps it up to date from there on while members look; whose
/// it is.
#[must_use]
pub fn follow_standing(drawn: Drawn<Standing>, handle: &str) -> AccountId {
    let (age, is_copy) = (Age::of(&drawn), drawn.is_copy);
    let Snapshot { position, data } = drawn.snapshot;
    let (follows, client, who) = (use_follows(), use_client(), data.stats.account_id);
    follows.learn(position, is_copy, |graph| graph.learn_standing(&data));
    let handle = StoredValue::new(handle.to_lowercase());
    let followed = Followed { follows, who, handle, age, hearing: Hearing::new() };
    // First, so that it comes before the end of the subscriptions when all of this ends.
    followed.keep(position);
    followed.hearing.begin((client, follows), who, position, move |news| match news {
        News::Lost => followed.reread(),
        News::CaughtUp => age.catch_up(),
        News::Counts => {}
    });
    if is_copy {
        followed.reread();
    }
    who
}

/// Somebody at whom one looks.
#[derive(Clone, Copy)]
struct Followed {
    follows: Follows,
    who: AccountId,
    handle: StoredValue<String>,
    age: Age,
    hearing: Hearing,
}

impl Followed {
    /// Keeps how they stand over the end of the page.
    fn keep(self, since: Position) {
        let at = move |position| {
            let data = self.follows.with_known(|graph| graph.standing(self.who)).flatten()?;
            Some(Snapshot { position, data })
        };
        let heard = move || self.hearing.position();
        keep(&part(&self.handle.get_value()), move || self.age.left(at(heard().unwrap_or(since))?));
        self.age.keep(STANDINGS, self.handle.get_value(), move || self.follows.track(), move || at(heard()?));
    }

    /// Reads it afresh, as soon as the server can be reached; what cannot be read stays as it was known.
    fn reread(self) {
        let Some(handle) = self.handle.try_get_value() else { return };
        let is_wanted = move || self.handle.try_with_value(|_| ()).is_some();
        read_until(
            move || rpc::read_standing(handle.clone()),
            is_wanted,
            move |answer| {
                if let Ok(Snapshot { position, data }) = answer {
                    self.follows.learn(position, false, |graph| graph.learn_standing(&data));
                    self.age.renew();
                    self.hearing.was_reread();
                }
            },
        );
    }
}
