//! A field in which a draft is written, on this device.

use std::collections::VecDeque;

use super::Written;
use crate::{features::messages::model::KeptDraft, shared::text::is_blank};

/// Words that a field remembers to have shown; older ones are no longer on their way.
const SHOWN: usize = 8;

/// A field in which somebody writes, and what of it is saved.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    saved: Written,
    /// The last words that were saved from here or shown here.
    shown: VecDeque<String>,
    /// Whether the server had no place for what was saved last.
    is_refused: bool,
}

impl Sheet {
    /// A field that holds what is written.
    #[must_use]
    pub fn new(written: Written) -> Self {
        let shown = VecDeque::from([written.body.clone()]);
        Self { saved: written, shown, is_refused: false }
    }

    /// Whether something was typed since it was saved, or since what is written elsewhere was shown.
    #[must_use]
    pub fn is_typed(&self, text: &str) -> bool {
        words(text) != self.saved.body
    }

    /// Whether the words would be lost with the page: they are not saved, and this browser would not keep them.
    #[must_use]
    pub fn would_lose(&self, text: &str, keeps: bool) -> bool {
        self.is_typed(text) && !(keeps && KeptDraft::check(text).is_ok())
    }

    /// Takes what is written now; the answer is what the field has to hold instead of its text, where that differs.
    /// What was typed stays, and still lies over what was seen when it was.
    #[must_use]
    pub fn follow(&mut self, text: &str, now: Written) -> Option<String> {
        let is_typed = self.is_typed(text);
        let is_seen = now.body == self.saved.body || now.body == words(text);
        // What was refused is listed until it is given up.
        let is_refused = self.is_refused && !now.body.is_empty() && now.body == words(text);
        if is_refused || is_typed && !is_seen {
            return None;
        }
        self.remember(&now.body);
        let before = std::mem::replace(&mut self.saved, now);
        (!is_typed && before.body != self.saved.body).then(|| self.saved.body.clone())
    }

    /// Takes note of words that wait to reach the server and were never shown here: the answer is what the field has to
    /// hold so that the text does not take their place.
    #[must_use]
    pub fn meet(&mut self, text: &str, waiting: Option<Written>) -> Option<String> {
        let unseen = waiting.filter(|waiting| {
            let is_known = waiting.body == words(text) || self.shown.contains(&waiting.body);
            self.is_typed(text) && !is_blank(&waiting.body) && !is_known
        })?;
        let both = joined(words(text), &unseen.body);
        self.remember(&unseen.body);
        self.saved = unseen;
        Some(both)
    }

    /// The server has no place for what was saved: the text counts as typed, and stays.
    pub fn refused(&mut self) {
        self.saved.body.clear();
        self.is_refused = true;
    }

    /// Takes the text for saved; the answer is what to save, where that is something new.
    #[must_use]
    pub fn save(&mut self, text: &str) -> Option<Written> {
        let body = words(text);
        if !self.is_typed(text) || KeptDraft::check(body).is_err() {
            return None;
        }
        body.clone_into(&mut self.saved.body);
        self.is_refused = false;
        self.remember(body);
        Some(self.saved.clone())
    }

    /// The same over this version, whether or not it is new.
    #[must_use]
    pub fn save_over(&mut self, text: &str, version: i64) -> Option<Written> {
        let body = words(text);
        KeptDraft::check(body).ok()?;
        self.saved = Written { body: body.to_owned(), version };
        self.is_refused = false;
        self.remember(body);
        Some(self.saved.clone())
    }

    fn remember(&mut self, body: &str) {
        self.shown.retain(|known| known != body);
        if self.shown.len() == SHOWN {
            self.shown.pop_front();
        }
        self.shown.push_back(body.to_owned());
    }
}

fn words(text: &str) -> &str {
    if is_blank(text) { "" } else { text }
}

/// One's own words with others behind them.
#[must_use]
pub fn joined(own: &str, other: &str) -> String {
    if is_blank(own) { other.to_owned() } else { format!("{own}\n{other}") }
}
