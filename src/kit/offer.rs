//! One act that a toast offers, and for how long.

use std::{sync::Arc, time::Duration};

use leptos::prelude::*;

#[cfg(feature = "hydrate")]
use crate::browser::surroundings::before_going;

/// For how long one can go back from what nothing is held back for: as long as from what is.
const SOON: Duration = Duration::from_secs(8);

/// An act, as "Undo".
#[derive(Clone)]
pub struct Offer {
    pub(super) name: String,
    pub(super) run: Run,
    /// Where it is the way back from something, for which it does not last for as long as any toast stays.
    pub(super) passing: Option<Passing>,
}

/// For how long one can go back.
#[derive(Clone)]
pub(super) struct Passing {
    /// Whether it can be still, by signals that are read meanwhile.
    pub lasts: Arc<dyn Fn() -> bool + Send + Sync>,
    /// Who is told that nobody wants it any more.
    pub let_go: Run,
}

/// What is done. No callback of the framework: that would end with whatever offered it.
type Run = Arc<dyn Fn() + Send + Sync>;

impl Offer {
    /// An act that can be done for as long as the toast stays.
    pub fn new(name: impl Into<String>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self { name: name.into(), run: Arc::new(run), passing: None }
    }

    /// The way `back` from what was just done, which keys lead too, for as long as it `lasts`, by signals that outlive the
    /// toast; `let_go` is told where somebody does away with the toast before.
    pub fn undo(
        back: impl Fn() + Send + Sync + 'static,
        lasts: impl Fn() -> bool + Send + Sync + 'static,
        let_go: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let passing = Passing { lasts: Arc::new(lasts), let_go: Arc::new(let_go) };
        Self { passing: Some(passing), ..Self::new("Undo", back) }
    }

    /// The way `back` from what was just done, for eight seconds from now, or until the page goes away; `over` is told once
    /// nobody can go back any more.
    pub fn undo_soon(back: impl Fn() + Send + Sync + 'static, over: impl Fn() + Send + Sync + 'static) -> Self {
        let (lasts, run, let_go) = either(back, over);
        let late = Arc::clone(&let_go);
        #[cfg(feature = "hydrate")]
        let stop = {
            let leave = Arc::clone(&let_go);
            // Before the client leaves: after that nothing is given up for good.
            before_going(move || leave())
        };
        let end = move || {
            #[cfg(feature = "hydrate")]
            stop();
            late();
        };
        set_timeout(end, SOON);
        let passing = Passing { lasts: Arc::new(move || lasts.get()), let_go };
        Self { name: "Undo".to_owned(), run, passing: Some(passing) }
    }
}

/// Two acts of which the first that is done ends both, and whether neither is.
fn either(
    back: impl Fn() + Send + Sync + 'static,
    over: impl Fn() + Send + Sync + 'static,
) -> (ArcRwSignal<bool>, Run, Run) {
    let lasts = ArcRwSignal::new(true);
    let ends = |act: Run| -> Run {
        let lasts = lasts.clone();
        Arc::new(move || {
            if lasts.get_untracked() {
                lasts.set(false);
                act();
            }
        })
    };
    let (back, over) = (ends(Arc::new(back)), ends(Arc::new(over)));
    (lasts, back, over)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[test]
    fn whoever_goes_back_does_so_once_and_it_is_never_over_then() {
        let (backs, overs) = (Arc::new(AtomicU32::new(0)), Arc::new(AtomicU32::new(0)));
        let count = |number: &Arc<AtomicU32>| {
            let number = Arc::clone(number);
            move || _ = number.fetch_add(1, Ordering::Relaxed)
        };
        let (lasts, back, over) = either(count(&backs), count(&overs));
        assert!(lasts.get_untracked());
        back();
        back();
        over();
        assert!(!lasts.get_untracked());
        assert_eq!((backs.load(Ordering::Relaxed), overs.load(Ordering::Relaxed)), (1, 0));
    }
}
