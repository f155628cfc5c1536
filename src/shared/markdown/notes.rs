//! Notes: what is said beside the text, and where the text names it.

use std::collections::BTreeMap;

use super::{Block, Inline, Note, lines};

/// The notes of a text, in the order in which it names them; what it never names is behind them.
#[derive(Default)]
pub(super) struct Noted {
    notes: Vec<Note>,
    /// The place of each by its name.
    places: BTreeMap<String, usize>,
    /// What has not been named yet, as the text has it: the name, and what it says.
    unnamed: Vec<(String, Vec<Block>)>,
}

impl Noted {
    /// What stands where the text names a note.
    pub(super) fn name(&mut self, name: &str) -> Inline {
        let place = self.place(key(name));
        let is_first = !self.notes[place].is_named;
        self.notes[place].is_named = true;
        Inline::Note(place + 1, is_first)
    }

    /// Says what a note says; what was said of the same before stays.
    pub(super) fn define(&mut self, name: &str, blocks: Vec<Block>) {
        self.unnamed.push((key(name), blocks));
    }

    /// All of them.
    pub(super) fn end(&mut self) -> Vec<Note> {
        for (name, blocks) in std::mem::take(&mut self.unnamed) {
            let place = self.place(name);
            self.notes[place].blocks.extend(blocks);
        }
        std::mem::take(&mut self.notes)
    }

    fn place(&mut self, name: String) -> usize {
        let next = self.notes.len();
        let place = *self.places.entry(name).or_insert(next);
        if place == next {
            self.notes.push(Note::default());
        }
        place
    }
}

/// A name in one way to write it.
fn key(name: &str) -> String {
    lines::as_typed(name).to_lowercase()
}
