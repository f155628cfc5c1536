//! A list of a person while somebody looks at it: read on page by page, and afresh where it has changed.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{
    graph::Follows,
    hearing::{Hearing, News},
    people::{Part, People},
};
use crate::{
    client::{AGAIN, Age, read_until},
    features::follows::{
        model::{Listing, Side},
        rpc,
    },
    realtime::Snapshot,
    shared::Error,
};

/// A list as far as it was read.
#[derive(Clone, Copy)]
pub struct Shown {
    /// All of that.
    pub listing: RwSignal<Listing>,
    /// Of when it is.
    pub age: Age,
    pub(super) people: People,
    pub(super) follows: Follows,
    pub(super) reading: RwSignal<bool>,
    pub(super) trouble: RwSignal<Option<Error>>,
    /// Counts the readings of the beginning that were asked for: the last one holds.
    pub(super) asked: StoredValue<u32>,
    pub(super) hearing: Hearing,
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
    pub(super) fn return_to(self, left: Part) {
        let Snapshot { position, data } = left.drawn.snapshot;
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

    pub(super) fn hear(self, news: News) {
        if news == News::CaughtUp {
            return self.age.catch_up();
        }
        let of = self.listing.try_with_untracked(|listing| (listing.of.id, listing.stats, listing.side));
        let Some((of, read, side)) = of else { return };
        let now = self.follows.with_known(|graph| graph.stored_stats(of)).flatten();
        let is_another = now.is_none_or(|now| now.version > read.version && now.of(side) != read.of(side));
        if news == News::Lost || is_another {
            self.reread();
        }
    }

    /// Reads the beginning afresh, as soon as the server can be reached. A page that begins further down stays as it is.
    pub(super) fn reread(self) {
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
                                shown.drawn.snapshot.position = position;
                            }
                        });
                    }
                    self.age.renew();
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
                shown.drawn.snapshot.data = now;
            }
        });
    }
}
