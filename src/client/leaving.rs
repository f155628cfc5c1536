//! What a page sees to before it goes away, or its person does.

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    line::{Drive, Line, PATIENCE},
    unsent::Unsent,
};
use crate::browser::{call, clock::within, entries, surroundings};

/// Asks before something is lost by leaving or by logging out. Who cannot log out now, because the server cannot hear
/// of it, loses nothing and `stays` with what is unsent.
pub fn watch_over(line: &Rc<Line>, stays: RwSignal<Option<Unsent>>) {
    let leaving = Rc::clone(line);
    surroundings::ask_before_leaving(move || leaving.is_unsaved());
    let line = Rc::clone(line);
    surroundings::before_form(LOG_OUT, move || {
        let line = Rc::clone(&line);
        async move {
            stays.set(None);
            let is_answered = within(PATIENCE, call::is_answered()).await == Some(true);
            let driver = line.driver().await;
            if is_answered {
                line.let_out(|_| true).await;
            }
            let unsent = unsent(&line, driver.as_ref()).await;
            if !is_answered {
                stays.set(Some(unsent));
                return false;
            }
            let goes = unsent.question().is_none_or(surroundings::confirm);
            if goes {
                match driver {
                    Some(driver) => driver.wipe().await,
                    None => line.wipe_unopened(),
                }
                entries::forget();
            }
            goes
        }
    });
}

/// What would be lost by logging out.
async fn unsent(line: &Line, driver: Option<&Rc<dyn Drive>>) -> Unsent {
    if line.is_unsent() {
        return Unsent::Something;
    }
    let Some(driver) = driver else { return Unsent::Unknown };
    if Rc::clone(driver).holds_unsent().await { Unsent::Something } else { Unsent::Nothing }
}

/// What the addresses of forms have in them that end the session of this browser, and perhaps all others.
const LOG_OUT: &str = "act=log_out";
