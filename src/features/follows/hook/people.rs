//! The lists of a person, page by page, from wherever they are at hand. Whoever comes back to one finds all that they had read
//! of it (COM-7); one at which somebody has looked is kept by this browser.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{graph::use_follows, hearing::Hearing, shown::Shown};
use crate::{
    client::{Age, Client, Drawn, use_client},
    features::follows::{
        model::{Listing, Side},
        rpc,
    },
    kit::{keep, put_back},
    realtime::Snapshot,
    shared::{
        Result,
        json::{Reading, reading},
    },
    sync::Collection,
};

/// Lists of people, as one last looked at them.
const PEOPLE: Collection = Collection { name: "people of lists", most: 50, spare: true };

/// Under which name is kept what was read.
const NAME: &str = "people of a list";

/// What the address of a page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Whose list.
    pub handle: String,
    /// Which.
    pub side: Side,
    /// Where the page begins, for who has no JavaScript.
    pub cursor: Option<String>,
}

/// What was read of a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Part {
    pub(super) drawn: Drawn<Listing>,
    /// Behind which cursor it begins, where that is further down than the list does.
    #[serde(default)]
    pub(super) cursor: Option<String>,
    /// Whether it was left here before, so that it may have changed by now.
    is_left: bool,
}

impl Part {
    fn is_of(&self, asked: &Asked) -> bool {
        let listing = &self.drawn.snapshot.data;
        listing.side == asked.side && listing.of.handle.eq_ignore_ascii_case(&asked.handle)
    }
}

/// Under which name this browser keeps a list.
fn key(side: Side, handle: &str) -> String {
    format!("{} {}", side.as_str(), handle.to_lowercase())
}

/// A list of somebody.
#[derive(Clone, Copy)]
pub struct People {
    client: Client,
    /// The first page of it.
    pub read: Reading<Result<Part>>,
    /// The same with what was read since.
    pub(super) shown: StoredValue<Option<Part>>,
    age: StoredValue<Option<Age>>,
}

/// Brings the list that the address asks for: as one left it where one comes back to it, at once where this browser keeps it,
/// else as soon as it was read.
#[must_use]
pub fn use_people(asked: Memo<Asked>) -> People {
    let (client, known) = (use_client(), StoredValue::new(None::<Part>));
    put_back(NAME, move |left: Part| known.set_value(Some(Part { is_left: true, ..left })));
    let read = reading(
        move || asked.get(),
        move |asked| {
            let known = known.try_update_value(Option::take).flatten().filter(|known| known.is_of(&asked));
            let Asked { handle, side, cursor } = asked;
            let key = key(side, &handle);
            // What begins further down is no list that is kept.
            let place = cursor.is_none().then_some((PEOPLE, &*key));
            let drawn = client.drawn(place, rpc::list_neighbours(handle, side, cursor.clone()));
            async move {
                match known {
                    Some(known) => Ok(known),
                    None => Ok(Part { drawn: drawn.await?, cursor, is_left: false }),
                }
            }
        },
    );
    let people = People { client, read, shown: StoredValue::new(None), age: StoredValue::new(None) };
    keep(NAME, move || people.left());
    people
}

impl People {
    /// How it is left: with all that was read of it.
    fn left(self) -> Option<Part> {
        let Some(part) = self.shown.try_get_value().flatten() else {
            return self.read.try_get_untracked().flatten()?.ok();
        };
        let drawn = self.age.try_get_value().flatten()?.left(part.drawn.snapshot)?;
        Some(Part { drawn, ..part })
    }

    /// Takes what was read, and keeps it up to date from there on while members look; what was kept of it is read afresh as
    /// soon as the server can be reached.
    #[must_use]
    pub fn show(self, read: Part) -> Shown {
        let (follows, age, is_copy) = (use_follows(), Age::of(&read.drawn), read.drawn.is_copy);
        let Snapshot { position, data } = read.drawn.snapshot.clone();
        follows.learn(position, is_copy || read.is_left, |graph| graph.learn_listing(&data));
        let of = data.of.id;
        self.shown.set_value(Some(read));
        self.age.set_value(Some(age));
        let shown = Shown {
            people: self,
            follows,
            listing: RwSignal::new(data),
            age,
            reading: RwSignal::new(false),
            trouble: RwSignal::new(None),
            asked: StoredValue::new(0),
            hearing: Hearing::new(),
        };
        // First, so that it comes before the end of the subscriptions when all of this ends.
        self.keep(shown);
        shown.hearing.begin((self.client, follows), of, position, move |news| shown.hear(news));
        put_back(NAME, move |left: Part| shown.return_to(left));
        if is_copy {
            shown.reread();
        }
        shown
    }

    /// Keeps the list over the end of the page, up to where it was read: what was told since is told again.
    fn keep(self, shown: Shown) {
        let key = shown.listing.with_untracked(|listing| key(listing.side, &listing.of.handle));
        let take = move || Some(self.shown.try_get_value().flatten()?.drawn.snapshot);
        if !shown.is_late() {
            shown.age.keep(PEOPLE, key, move || shown.listing.track(), take);
        }
    }

    /// There is nobody of this name any more: the page says so.
    pub(super) fn lose(self) {
        let lost = self.shown.try_update_value(Option::take).flatten();
        if let Some(Part { drawn, .. }) = lost {
            let Listing { of, side, .. } = drawn.snapshot.data;
            self.client.forget(PEOPLE, &key(side, &of.handle));
        }
        self.read.refetch();
    }
}
