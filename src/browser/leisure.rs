//! When the browser has nothing better to do.

use std::time::Duration;

use js_sys::{Function, Object, Reflect};
use leptos::{
    prelude::{set_timeout, window},
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
};

/// Whatever waits is done after this time, had the browser ever so much to do.
const PATIENCE: Duration = Duration::from_secs(1);
/// So long nothing is asked for: what is scrolled past has gone by then.
const MOMENT: Duration = Duration::from_millis(200);

/// Acts soon, once the browser has a moment between two frames, or a second has gone without any; at once then where a
/// browser does not tell.
pub fn at_leisure(act: impl FnOnce() + 'static) {
    set_timeout(move || ask(act), MOMENT);
}

fn ask(act: impl FnOnce() + 'static) {
    let ask =
        Reflect::get(&window(), &"requestIdleCallback".into()).ok().and_then(|ask| ask.dyn_into::<Function>().ok());
    let Some(ask) = ask else { return act() };
    let options = Object::new();
    let patience = u32::try_from(PATIENCE.as_millis()).unwrap_or(u32::MAX);
    // Of these two neither fails: the object is our own, and the browser has the function.
    drop(Reflect::set(&options, &"timeout".into(), &patience.into()));
    drop(ask.call2(&JsValue::UNDEFINED, &Closure::once_into_js(act), &options));
}
