//! What a page sees to before it goes away, or its person does.

use std::rc::Rc;

use leptos::prelude::*;

use super::line::{Line, PATIENCE};
use crate::browser::{call, clock::within, entries, surroundings};

/// Asks before something is lost by leaving or by logging out. Who cannot log out now, because the server cannot hear
/// of it, loses nothing and `stays`.
pub fn watch_over(line: &Rc<Line>, stays: RwSignal<bool>) {
    let leaving = Rc::clone(line);
    surroundings::ask_before_leaving(move || leaving.is_unsaved());
    let line = Rc::clone(line);
    surroundings::before_form(LOG_OUT, move || {
        let line = Rc::clone(&line);
        async move {
            stays.set(false);
            if within(PATIENCE, call::is_answered()).await != Some(true) {
                stays.set(true);
                return false;
            }
            let Some(driver) = line.driver().await else {
                let goes = surroundings::confirm(if line.is_unsent() { UNSENT } else { UNKNOWN });
                if goes {
                    line.wipe_unopened();
                    entries::forget();
                }
                return goes;
            };
            let unsent = line.is_unsent() || Rc::clone(&driver).holds_unsent().await;
            let goes = !unsent || surroundings::confirm(UNSENT);
            if goes {
                driver.wipe().await;
                entries::forget();
            }
            goes
        }
    });
}

/// What the addresses of forms have in them that end the session of this browser, and perhaps all others.
const LOG_OUT: &str = "act=log_out";
/// What somebody is asked who would lose something.
const UNSENT: &str = "Something that you wrote has not been sent yet. Log out and lose it?";
/// What they are asked where that cannot be known.
const UNKNOWN: &str =
    "Whether something that you wrote waits to be sent cannot be known now. Log out and lose it, if there is any?";
