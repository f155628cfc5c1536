//! The way back from what was just done: by the button of its toast or by keys, and whoever hears the page is told.

use std::time::Duration;

use leptos::prelude::*;

use super::{Offer, Toast, Toasts};
use crate::kit::keys::{is_key, is_typed_in, on_key};

/// How long it stands in the document, to be heard there; who reads the page with a cursor does not come across it later.
const STANDS: Duration = Duration::from_secs(3);

/// Something that is heard and not seen.
#[derive(Clone)]
pub(super) struct Unseen {
    pub id: u64,
    pub words: &'static str,
}

impl Toasts {
    /// Has Ctrl with Z, or ⌘ with Z, go back from what can be gone back from and was done last, where one does not write.
    pub(super) fn undo_by_keys(self) {
        on_key(move |event| {
            let is_meant = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
            is_meant && is_key('z', &event.key(), &event.code()) && !is_typed_in() && self.undo_last()
        });
    }

    /// Does what a toast offers.
    pub(super) fn take(self, act: &Offer) {
        (act.run)();
        if act.passing.is_some() {
            self.tell_unseen("Restored.");
        }
    }

    /// Whether there was something to go back from.
    fn undo_last(self) -> bool {
        let Some((id, act)) = self.shown.with_untracked(|shown| untrack(|| last_way_back(shown))) else { return false };
        self.dismiss(id);
        self.take(&act);
        true
    }

    fn tell_unseen(self, words: &'static str) {
        let Some(id) = self.next.try_get_value() else { return };
        self.next.set_value(id + 1);
        self.unseen.update(|all| all.push(Unseen { id, words }));
        set_timeout(move || _ = self.unseen.try_update(|all| all.retain(|one| one.id != id)), STANDS);
    }
}

/// The toast that offers the way back from what was done last, and that way.
fn last_way_back(shown: &[Toast]) -> Option<(u64, Offer)> {
    let mut offers = shown.iter().rev().filter_map(|toast| Some((toast.id, toast.act.as_ref()?)));
    let (id, act) = offers.find(|(_, act)| act.passing.as_ref().is_some_and(|passing| (passing.lasts)()))?;
    Some((id, act.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_that_was_opened_last_is_taken_first_for_as_long_as_it_lasts() {
        let undo = |lasts: bool| Offer::undo(|| (), move || lasts, || ());
        let offers = [undo(true), undo(true), undo(false), Offer::new("Show", || ())];
        let toast = |(id, act)| Toast { id, words: String::new(), wrong: false, act: Some(act) };
        let shown: Vec<_> = (0..).zip(offers).map(toast).collect();
        let last = |shown: &[Toast]| last_way_back(shown).map(|(id, _)| id);
        assert_eq!([&shown[..], &shown[..1], &shown[2..]].map(last), [Some(1), Some(0), None]);
    }
}
