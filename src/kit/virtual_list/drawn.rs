//! What the drawings of rows follow.

use std::collections::HashMap;

use leptos::prelude::*;

use super::Item;

/// The signals of the rows that stand in the document. One is set only where its row has changed: scrolling wakes nothing
/// in the rows that stay.
#[derive(Clone)]
pub(super) struct Drawn<T: Item>(StoredValue<HashMap<T::Key, RwSignal<T>>>);

impl<T: Item> Copy for Drawn<T> {}

impl<T: Item> Drawn<T> {
    /// Nothing is drawn.
    pub(super) fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }

    /// What the drawing of a row follows until the owner that calls this is cleaned up.
    pub(super) fn follow(self, row: T) -> Signal<T> {
        let key = row.key();
        let signal = RwSignal::new(row);
        self.0.update_value(|drawn| _ = drawn.insert(key, signal));
        on_cleanup(move || {
            self.0.try_update_value(|drawn| {
                if drawn.get(&key) == Some(&signal) {
                    drawn.remove(&key);
                }
            });
        });
        signal.into()
    }

    /// Those of these rows that are drawn are drawn as they are now.
    #[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "on the server no row changes"))]
    pub(super) fn take(self, rows: &[T]) {
        for row in rows {
            let signal = self.0.try_with_value(|drawn| drawn.get(&row.key()).copied()).flatten();
            if let Some(signal) = signal
                && signal.try_with_untracked(|before| before != row) == Some(true)
            {
                signal.set(row.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    };

    use super::*;

    #[derive(Clone, PartialEq)]
    struct Named(u32, &'static str);

    impl Item for Named {
        type Key = u32;

        fn key(&self) -> u32 {
            self.0
        }

        fn height(&self) -> f64 {
            20.0
        }
    }

    #[test]
    fn only_a_row_that_has_changed_is_drawn_anew() {
        let owner = Owner::new();
        owner.with(|| {
            let drawn = Drawn::new();
            let times = Arc::new(AtomicUsize::new(0));
            let drawings: Vec<_> = [Named(1, "a"), Named(2, "b")].map(|row| drawn.follow(row)).into();
            let drawings: Vec<_> = drawings
                .into_iter()
                .map(|row| {
                    let times = Arc::clone(&times);
                    Memo::new(move |_| {
                        times.fetch_add(1, Relaxed);
                        row.get().1
                    })
                })
                .collect();
            let read = || drawings.iter().map(|drawing| drawing.get_untracked()).collect::<Vec<_>>();
            assert_eq!(read(), ["a", "b"]);
            drawn.take(&[Named(0, "new"), Named(1, "a"), Named(2, "c")]);
            assert_eq!(read(), ["a", "c"]);
            assert_eq!(times.load(Relaxed), 3, "the first row was let be");
        });
    }

    #[test]
    fn a_row_that_has_gone_is_followed_by_nobody() {
        let drawn = Owner::new().with(Drawn::new);
        let owner = Owner::new();
        let row = owner.with(|| drawn.follow(Named(1, "a")));
        owner.cleanup();
        drawn.take(&[Named(1, "b")]);
        assert!(row.try_get_untracked().is_none());
    }
}
