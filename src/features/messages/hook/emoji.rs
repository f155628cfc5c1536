//! The emoji that there are, fetched once somebody looks for one, and those that were used last in this browser.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;

#[cfg(feature = "hydrate")]
use crate::browser::{call::read, note};
use crate::features::messages::{
    model::{Emoji, EmojiTable},
    state::emoji::used,
};

/// Where the table is; it is kept with the application.
const TABLE: &str = "/emoji.json";

/// Emoji to choose from. Nothing is fetched before somebody asks.
#[derive(Clone, Copy)]
pub struct Emojis {
    table: RwSignal<Option<Arc<EmojiTable>>>,
    /// Whether it is on its way.
    asked: RwSignal<bool>,
    /// Whether it could not be had.
    missed: RwSignal<bool>,
    recent: RwSignal<Vec<String>>,
}

/// Emoji to choose from, for as long as whoever calls this stands there.
#[must_use]
pub fn use_emojis() -> Emojis {
    Emojis {
        table: RwSignal::new(None),
        asked: RwSignal::new(false),
        missed: RwSignal::new(false),
        recent: RwSignal::new(Vec::new()),
    }
}

impl Emojis {
    /// Has the table come, unless it is there or on its way.
    pub fn load(self) {
        if self.table.read_untracked().is_some() || self.asked.get_untracked() {
            return;
        }
        self.asked.set(true);
        self.missed.set(false);
        self.recent.set(noted());
        spawn_local(async move {
            // Each emoji stands there as a list of its members.
            let table = read(TABLE).await.ok().and_then(|table| EmojiTable::deserialize(table).ok());
            // Whoever asked may have gone meanwhile.
            let _ = self.missed.try_set(table.is_none());
            let _ = self.asked.try_set(false);
            if let Some(table) = table {
                let _ = self.table.try_set(Some(Arc::new(table)));
            }
        });
    }

    /// The table, once it is there.
    #[must_use]
    pub fn table(self) -> Option<Arc<EmojiTable>> {
        self.table.get()
    }

    /// Whether the table is there.
    #[must_use]
    pub fn is_there(self) -> bool {
        self.table.read().is_some()
    }

    /// The emoji for which this is typed between colons, as far as that is known right now.
    #[must_use]
    pub fn of_code(self, code: &str) -> Option<String> {
        self.table.with_untracked(|table| Some(table.as_ref()?.of_code(code)?.sign.clone()))
    }

    /// Whether it could not be had.
    #[must_use]
    pub fn is_missed(self) -> bool {
        self.missed.get()
    }

    /// Those that were used last, the last one first.
    #[must_use]
    pub fn recent(self) -> Vec<Emoji> {
        let Some(table) = self.table.get() else { return Vec::new() };
        self.recent.with(|recent| recent.iter().filter_map(|sign| table.of_sign(sign)).cloned().collect())
    }

    /// Remembers that somebody used one.
    pub fn note_used(self, sign: &str) {
        // Another field may have noted some since.
        let recent = used(&noted(), sign);
        note_down(&recent.join(" "));
        self.recent.set(recent);
    }
}

#[cfg(feature = "hydrate")]
fn noted() -> Vec<String> {
    note::read(note::HABITS).unwrap_or_default().split(' ').filter(|sign| !sign.is_empty()).map(str::to_owned).collect()
}

#[cfg(feature = "hydrate")]
fn note_down(signs: &str) {
    note::write(note::HABITS, signs);
}

/// Nobody chooses any on the server.
#[cfg(not(feature = "hydrate"))]
fn read(_path: &str) -> std::future::Ready<crate::shared::Result<serde_json::Value>> {
    std::future::ready(Err(crate::shared::Error::Offline))
}

/// Nobody uses any on the server.
#[cfg(not(feature = "hydrate"))]
const fn noted() -> Vec<String> {
    Vec::new()
}

/// Nobody uses any on the server.
#[cfg(not(feature = "hydrate"))]
const fn note_down(_signs: &str) {}
