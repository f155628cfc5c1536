//! The lists of a person, page by page. Whoever comes back to one finds all that they had read of it (COM-7).

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use super::{
    graph::{Follows, use_follows},
    hearing::{Hearing, News},
};
use crate::{
    client::{AGAIN, read_until, use_client},
    features::follows::{
        model::{Listing, Side},
        rpc,
    },
    kit::{keep, put_back},
    realtime::Snapshot,
    shared::{
        Error, Result,
        json::{Reading, reading},
    },
};

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
    listing: Snapshot<Listing>,
    /// Behind which cursor it begins, where that is further down than the list does.
    #[serde(default)]
    cursor: Option<String>,
    /// Whether it was left here before, so that it may have changed by now.
    is_copy: bool,
}

impl Part {
    fn is_of(&self, asked: &Asked) -> bool {
        let listing = &self.listing.data;
        listing.side == asked.side && listing.of.handle.eq_ignore_ascii_case(&asked.handle)
    }
}

/// A list of somebody.
#[derive(Clone, Copy)]
pub struct People {
    /// The first page of it.
    pub read: Reading<Result<Part>>,
    /// The same with what was read since.
    shown: StoredValue<Option<Part>>,
}

/// Reads the list that the address asks for.
#[must_use]
pub fn use_people(asked: Memo<Asked>) -> People {
    let known = StoredValue::new(None::<Part>);
    put_back(NAME, move |left: Part| known.set_value(Some(Part { is_copy: true, ..left })));
    let read = reading(
        move || asked.get(),
        move |asked| {
            let known = known.try_update_value(Option::take).flatten().filter(|known| known.is_of(&asked));
            async move {
                if let Some(known) = known {
                    return Ok(known);
                }
                let Asked { handle, side, cursor } = asked;
                let listing = rpc::list_neighbours(handle, side, cursor.clone()).await?;
                Ok(Part { listing, cursor, is_copy: false })
            }
        },
    );
    let people = People { read, shown: StoredValue::new(None) };
    keep(NAME, move || people.left());
    people
}

impl People {
    /// How it is left: with all that was read of it.
    fn left(self) -> Option<Part> {
        self.shown.try_get_value().flatten().or_else(|| self.read.try_get_untracked().flatten()?.ok())
    }

    /// Takes what was read, and keeps it up to date from there on while members look.
    #[must_use]
    pub fn show(self, read: Part) -> Shown {
        let (client, follows) = (use_client(), use_follows());
        let Snapshot { position, data } = read.listing.clone();
        follows.learn(position, read.is_copy, |graph| graph.learn_listing(&data));
        let of = data.of.id;
        self.shown.set_value(Some(read));
        let shown = Shown {
            people: self,
            follows,
            listing: RwSignal::new(data),
            reading: RwSignal::new(false),
            trouble: RwSignal::new(None),
            asked: StoredValue::new(0),
            hearing: Hearing::new(),
        };
        shown.hearing.begin((client, follows), of, position, move |news| shown.hear(news));
        put_back(NAME, move |left: Part| shown.return_to(left));
        shown
    }
}

/// A list as far as it was read.
#[derive(Clone, Copy)]
pub struct Shown {
    /// All of that.
    pub listing: RwSignal<Listing>,
    people: People,
    follows: Follows,
    reading: RwSignal<bool>,
    trouble: RwSignal<Option<Error>>,
    /// Counts the readings of the beginning that were asked for: the last one holds.
    asked: StoredValue<u32>,
    hearing: Hearing,
}

impl Shown {
    /// The address of the next page; nothing at the end.
    #[must_use]
    pub fn next(self) -> Option<String> {
        let listing = self.listing.read();
        let cursor = listing.people.next.as_ref()?;
        Some(format!("{}?cursor={cursor}", listing.side.address(&listing.of.handle)))
    }

    /// Whether it begins further down than the list does.
    #[must_use]
    pub fn is_late(self) -> bool {
        self.cursor().is_some()
    }

    /// The address of the page that begins where this does.
    #[must_use]
    pub fn page(self) -> String {
        let beginning = self.listing.with_untracked(|listing| listing.side.address(&listing.of.handle));
        match self.cursor() {
            Some(cursor) => format!("{beginning}?cursor={cursor}"),
            None => beginning,
        }
    }

    fn cursor(self) -> Option<String> {
        self.people.shown.try_with_value(|shown| shown.as_ref()?.cursor.clone()).flatten()
    }

    /// Whether a page is under way.
    #[must_use]
    pub fn reading(self) -> bool {
        self.reading.get()
    }

    /// Why a page could not be read.
    #[must_use]
    pub fn trouble(self) -> Option<Error> {
        self.trouble.get()
    }

    /// Reads the next page, if there is one and none is under way.
    pub fn more(self) {
        let next = self
            .listing
            .with_untracked(|listing| Some((listing.of.handle.clone(), listing.side, listing.people.next.clone()?)));
        let Some((handle, side, cursor)) = next.filter(|_| !self.reading.get_untracked()) else { return };
        self.reading.set(true);
        spawn_local(async move {
            let answer = rpc::list_neighbours(handle, side, Some(cursor)).await;
            let trouble = answer.as_ref().err().cloned();
            if let Ok(Snapshot { position, data }) = answer {
                self.follows.learn(position, false, |graph| graph.learn_listing(&data));
                self.change(|listing| listing.extend(data));
            }
            let wait = if trouble.is_some() { AGAIN } else { Duration::ZERO };
            self.trouble.try_set(trouble);
            // A page that could not be read is asked for again by the next look, but not at once.
            let free = move || {
                self.reading.try_set(false);
            };
            set_timeout(free, wait);
        });
    }

    /// Reads at once what could not be read, without the pause before the next try.
    pub fn try_again(self) {
        if self.trouble.with_untracked(Option::is_some) {
            self.reading.set(false);
        }
        self.more();
    }

    /// Shows all that was read of the list when it was left: what the server has drawn is its beginning. Where it has
    /// changed since, that is read afresh.
    fn return_to(self, left: Part) {
        let Snapshot { position, data } = left.listing;
        let now = self.listing.try_with_untracked(|now| {
            let is_same = (now.of.id, now.side) == (data.of.id, data.side);
            is_same.then_some(now.stats)
        });
        let Some(stats) = now.flatten() else { return };
        let is_changed = stats.of(data.side) != data.stats.of(data.side);
        self.follows.learn(position, true, |graph| graph.learn_listing(&data));
        self.change(|listing| *listing = data);
        if is_changed {
            self.reread();
        }
    }

    fn hear(self, news: News) {
        let of = self.listing.try_with_untracked(|listing| (listing.of.id, listing.stats, listing.side));
        let Some((of, read, side)) = of else { return };
        let now = self.follows.with_known(|graph| graph.stored_stats(of)).flatten();
        let is_another = now.is_none_or(|now| now.version > read.version && now.of(side) != read.of(side));
        if news == News::Lost || is_another {
            self.reread();
        }
    }

    /// Reads the beginning afresh, as soon as the server can be reached. A page that begins further down stays as it is.
    fn reread(self) {
        let name = self.listing.try_with_untracked(|listing| (listing.of.handle.clone(), listing.side));
        let Some((handle, side)) = name else { return };
        let number = self.asked.try_update_value(|asked| {
            *asked = asked.wrapping_add(1);
            *asked
        });
        let is_last = move || number.is_some() && self.asked.try_get_value() == number;
        read_until(
            move || rpc::list_neighbours(handle.clone(), side, None),
            is_last,
            move |answer| match answer {
                Ok(Snapshot { position, data }) => {
                    self.follows.learn(position, false, |graph| graph.learn_listing(&data));
                    // Whom one follows no longer can be followed again where they stand.
                    let stays = side == Side::Following && self.follows.viewer == Some(data.of.id);
                    if !self.is_late() {
                        self.change(|listing| listing.refresh(data, stays));
                        self.people.shown.try_update_value(|shown| {
                            if let Some(shown) = shown {
                                shown.listing.position = position;
                            }
                        });
                    }
                    self.hearing.was_reread();
                }
                Err(Error::Missing) => self.people.lose(),
                Err(_) => {}
            },
        );
    }

    fn change(self, change: impl FnOnce(&mut Listing)) {
        self.listing.try_update(change);
        let now = self.listing.try_get_untracked();
        self.people.shown.try_update_value(|shown| {
            if let (Some(shown), Some(now)) = (shown, now) {
                shown.listing.data = now;
            }
        });
    }
}

impl People {
    /// There is nobody of this name any more: the page says so.
    fn lose(self) {
        self.shown.try_set_value(None);
        self.read.refetch();
    }
}
