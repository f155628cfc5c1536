//! Keeps a reading as it is brought up to date.
//!
//! A page may be left as soon as it is drawn, and what waits in it then is lost: so what was read is kept at once. What
//! changes after that comes in bursts, and is kept a little later.

use std::{rc::Rc, time::Duration};

use leptos::prelude::*;
use serde::Serialize;

use super::line::Line;
use crate::{
    shared::effect::Effect,
    sync::{Collection, Replica},
};

/// What was read is kept after this: the screen has it first.
const AT_ONCE: Duration = Duration::from_millis(50);
/// What changes is kept within this.
const SOON: Duration = Duration::from_millis(500);

/// Keeps what `take` gives whenever something has changed that `follow` tracks, until the owner that calls this is cleaned
/// up.
pub fn keep<T: Serialize + 'static>(
    line: Rc<Line>,
    collection: Collection,
    key: String,
    follow: impl Fn() + 'static,
    take: impl Fn() -> Option<Replica<T>> + 'static,
) {
    let keep = move || {
        let replica = take();
        if let Some(replica) = &replica {
            line.replicas().keep(collection, &key, replica);
        }
        replica.is_some()
    };
    keep_on(Box::new(follow), Rc::new(keep));
}

/// Has `keep` keep what there is, if there is anything, at once and after changes. It is in the program once, for whatever is
/// kept.
fn keep_on(follow: Box<dyn Fn()>, keep: Rc<dyn Fn() -> bool>) {
    let (waits, is_kept) = (StoredValue::new(false), StoredValue::new(false));
    let keep = StoredValue::new_local(keep);
    // Who called this may be gone by the time it is due.
    let now = move || {
        if waits.try_set_value(false).is_none()
            && let Some(keep) = keep.try_get_value()
            && keep()
        {
            is_kept.set_value(true);
        }
    };
    // Up to where it was read may be known a little later than the reading itself.
    let at_once = move || {
        now();
        if is_kept.try_get_value() == Some(false) {
            set_timeout(now, SOON);
        }
    };
    Effect::new(move || {
        follow();
        if waits.get_value() {
            return;
        }
        waits.set_value(true);
        if is_kept.get_value() {
            set_timeout(now, SOON);
        } else {
            set_timeout(at_once, AT_ONCE);
        }
    });
    on_cleanup(move || {
        if waits.try_get_value() == Some(true) || is_kept.try_get_value() == Some(false) {
            now();
        }
    });
}
