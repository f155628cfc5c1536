//! That the browser does not throw away what it keeps of this site when it needs room.
//!
//! Some browsers decide that by themselves, others ask the person. So it is asked for after something that they did, and
//! once on a device for as long as somebody is logged in; where that cannot be remembered, never.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::note;

/// That it was asked for.
const NOTE: &str = "tertulia:lasting";

/// Asks for it where the person has just done something.
pub fn ask_after_act() {
    if has_just_acted() {
        ask();
    }
}

/// Asks for it, where it was not asked for before.
pub fn ask() {
    if note::read(NOTE).is_some() {
        return;
    }
    note::write(NOTE, "asked");
    if let Some(asking) = note::read(NOTE).and_then(|_| asking()) {
        // Whatever the answer is, what is kept is kept.
        spawn_local(async { drop(JsFuture::from(asking).await) });
    }
}

/// It may be asked for again: by whoever is logged in next.
pub fn forget() {
    note::remove(NOTE);
}

fn asking() -> Option<Promise> {
    let manager = Reflect::get(&window().navigator(), &"storage".into()).ok()?;
    let persist = Reflect::get(&manager, &"persist".into()).ok()?.dyn_into::<Function>().ok()?;
    persist.call0(&manager).ok()?.dyn_into().ok()
}

/// Whether the browser would take what happens now for an act of the person's; where it does not say so, it is none.
fn has_just_acted() -> bool {
    let activation = Reflect::get(&window().navigator(), &"userActivation".into());
    let is_active = activation.and_then(|activation| Reflect::get(&activation, &"isActive".into()));
    is_active.is_ok_and(|is_active| is_active.is_truthy())
}
