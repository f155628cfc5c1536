//! One person in the graph: how many follow them, and what holds between them and who looks.
//!
//! This browser keeps it with the page of the person, so that they can be followed without a network too.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    graph::{Follows, use_follows},
    hearing::{Hearing, News},
};
use crate::{
    client::{Client, read_until, use_client},
    features::follows::{model::Standing, rpc},
    kit::{Returning, keep},
    realtime::{Position, Snapshot},
    shared::{
        Result,
        id::AccountId,
        json::{Reading, reading},
    },
    sync::{Collection, Replica},
};

/// How people stand, as one last looked at them.
const STANDINGS: Collection = Collection { name: "people in the graph", most: 300, spare: false };

/// How somebody stands, as it was read.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Stood {
    /// How.
    pub standing: Snapshot<Standing>,
    /// Whether that was kept from an earlier time, so that it may have changed by now.
    pub is_copy: bool,
}

/// How somebody stands: as it was left where one comes back to it, at once where this browser keeps it, else as soon as it
/// was read.
#[must_use]
pub fn use_standing(handle: Memo<String>) -> Reading<Result<Stood>> {
    let (client, returning) = (use_client(), Returning::new());
    reading(move || handle.get(), move |handle| stand(client, returning.left(&part(&handle)), handle))
}

fn stand(
    client: Client,
    left: Option<Snapshot<Standing>>,
    handle: String,
) -> impl Future<Output = Result<Stood>> + Send {
    let copy = client.kept(STANDINGS, &handle.to_lowercase());
    async move {
        if let Some(standing) = left {
            return Ok(Stood { standing, is_copy: false });
        }
        if let Some(standing) = copy.await {
            return Ok(Stood { standing, is_copy: true });
        }
        Ok(Stood { standing: rpc::read_standing(handle).await?, is_copy: false })
    }
}

/// Under which name is kept how it is left.
fn part(handle: &str) -> String {
    format!("standing of {}", handle.to_lowercase())
}

/// Takes how the person of a handle stands as it was read, and keeps it up to date from there on while members look; whose
/// it is.
#[must_use]
pub fn follow_standing(stood: Stood, handle: &str) -> AccountId {
    let Stood { standing: Snapshot { position, data }, is_copy } = stood;
    let (follows, client, who) = (use_follows(), use_client(), data.stats.account_id);
    follows.learn(position, is_copy, |graph| graph.learn_standing(&data));
    let followed = Followed { follows, who, handle: StoredValue::new(handle.to_lowercase()), hearing: Hearing::new() };
    // First, so that it comes before the end of the subscriptions when all of this ends.
    followed.keep(client, position);
    followed.hearing.begin((client, follows), who, position, move |news| {
        if news == News::Lost {
            followed.reread();
        }
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
    hearing: Hearing,
}

impl Followed {
    /// Keeps how they stand over the end of the page.
    fn keep(self, client: Client, since: Position) {
        let at = move |position| {
            let data = self.follows.with_known(|graph| graph.standing(self.who)).flatten()?;
            Some(Snapshot { position, data })
        };
        keep(&part(&self.handle.get_value()), move || at(self.hearing.position().unwrap_or(since)));
        let take = move || {
            let snapshot = at(self.hearing.position()?)?;
            // Those at whom one has not looked for the longest time go first.
            Some(Replica { stirred: client.now().millis(), snapshot })
        };
        client.keep(STANDINGS, self.handle.get_value(), move || self.follows.track(), take);
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
                    self.hearing.was_reread();
                }
            },
        );
    }
}
