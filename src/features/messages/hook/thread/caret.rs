//! Where somebody writes in the field, and what comes to stand there otherwise than by typing.

use leptos::prelude::*;

use super::Thread;
use crate::features::messages::state::emoji::{bytes_of, replaced, units_of};

impl Thread {
    /// What stands in the field before the caret; nothing where words are selected, or there is no field.
    #[must_use]
    pub fn before_caret(self) -> Option<String> {
        let (from, to) = self.selection()?;
        let text = self.text.get_untracked();
        (from == to).then(|| text[..from].to_owned())
    }

    /// Puts an emoji where the caret stands, in the place of what is selected, and goes on writing.
    pub fn insert(self, sign: &str) {
        let end = self.text.with_untracked(String::len);
        let (from, to) = self.selection().unwrap_or((end, end));
        self.write();
        self.replace(from, to, sign);
    }

    /// Puts an emoji in the place of its name, which begins at this byte and ends at the caret.
    pub fn complete(self, from: usize, sign: &str) {
        if let Some((_, to)) = self.selection() {
            self.replace(from, to, sign);
        }
    }

    /// The bytes between which the selection lies; both are the caret where nothing is selected.
    fn selection(self) -> Option<(usize, usize)> {
        let field = self.field.try_get_untracked().flatten()?;
        let (from, to) = (field.selection_start().ok().flatten()?, field.selection_end().ok().flatten()?);
        Some(self.text.with_untracked(|text| (bytes_of(text, from), bytes_of(text, to))))
    }

    fn replace(self, from: usize, to: usize, sign: &str) {
        let (text, caret) = self.text.with_untracked(|text| replaced(text, from, to, sign));
        if let Some(field) = self.field.try_get_untracked().flatten() {
            let place = units_of(&text[..caret]);
            // Before the signal says it: what stands there already moves no caret.
            field.set_value(&text);
            let _ = field.set_selection_range(place, place);
        }
        self.text.set(text);
        self.typing();
    }
}
