//! What the document has read from the store by itself, while the program was on its way: rows under the names of databases.
//! A page that the server has drawn reads none.

use js_sys::{Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Where the document puts it.
const PLACE: &str = "readAhead";

/// How long it may be taken, in milliseconds since the page began: after that another tab may long have kept something newer.
const FRESH: f64 = 10_000.0;

/// What was to be read ahead could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread;

/// Takes a row that was read ahead: nobody gets it a second time. Nothing where it was not, or long ago; what comes of it
/// is nothing where there is no such row.
#[must_use]
pub fn take(database: &str, row: &str) -> Option<impl Future<Output = Result<Option<String>, Unread>> + use<>> {
    let read = Reflect::get(&window(), &PLACE.into()).ok()?;
    let rows = Reflect::get(&read, &database.into()).ok()?;
    let text: Promise = Reflect::get(&rows, &row.into()).ok()?.dyn_into().ok()?;
    drop(Reflect::set(&rows, &row.into(), &JsValue::UNDEFINED));
    let is_fresh = window().performance().is_some_and(|clock| clock.now() < FRESH);
    is_fresh.then_some(async move {
        let text = JsFuture::from(text).await.map_err(|_| Unread)?;
        if text.is_undefined() { Err(Unread) } else { Ok(text.as_string()) }
    })
}

/// Nothing of what was read ahead is taken any more.
pub fn forget() {
    drop(Reflect::set(&window(), &PLACE.into(), &JsValue::UNDEFINED));
}
