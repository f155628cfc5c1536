//! Calls to our own server.

use std::cell::Cell;

use js_sys::Reflect;
use serde_json::Value;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, Request, RequestCredentials, RequestInit, Response};

use crate::shared::{Error, Result};

/// How much may be on its way at once that outlives the page, in bytes: beyond 64 KiB together, which may count addresses
/// and headers, a browser refuses a call.
const ROOM: usize = 48 * 1024;

thread_local! {
    /// How much of that is taken.
    static OUTLIVING: Cell<usize> = const { Cell::new(0) };
}

/// What the server answers only where it reaches its database and takes calls.
const OWN: &str = "/api/me";

/// Posts a JSON text with the session's cookie and further headers, and returns the JSON of the answer. The call goes on where
/// the page goes away meanwhile, as long as there is [`ROOM`] for it.
///
/// # Errors
/// As the server's problem says; [`Error::Offline`] where no answer of it came, or one of somebody else on the way.
pub async fn post(path: &str, body: &str, further: &[(&str, String)]) -> Result<Value> {
    let others = OUTLIVING.get();
    let outlives = others + body.len() <= ROOM;
    let own = if outlives { body.len() } else { 0 };
    OUTLIVING.set(others + own);
    let answer = answer(fetch(path, body, further, None, outlives).await).await;
    OUTLIVING.set(OUTLIVING.get() - own);
    answer
}

async fn answer(response: Result<Response, JsValue>) -> Result<Value> {
    let response = response.map_err(|_| Error::Offline)?;
    let text = text(&response).await.map_err(|_| Error::Offline)?;
    let value = serde_json::from_str::<Value>(&text);
    if response.ok() {
        // The page of a network that wants a log-in of its own says 200 too.
        return value.map_err(|_| Error::Offline);
    }
    let retry_after = response.headers().get("Retry-After").ok().flatten().and_then(|seconds| seconds.parse().ok());
    Err(Error::from_problem(response.status(), retry_after, &value.unwrap_or_default()))
}

/// Reads the JSON of a file of the site, which the service worker may have kept.
///
/// # Errors
/// [`Error::Offline`] where it cannot be had, or is none.
pub async fn read(path: &str) -> Result<Value> {
    let answer = JsFuture::from(leptos::prelude::window().fetch_with_str(path)).await;
    let answer = answer.and_then(JsCast::dyn_into::<Response>).ok().filter(Response::ok).ok_or(Error::Offline)?;
    let text = text(&answer).await.map_err(|_| Error::Offline)?;
    serde_json::from_str(&text).map_err(|_| Error::Offline)
}

/// Whether a call to our server would be done now: something answers as only it does, be it that nobody is logged in, and
/// it does not stop or miss its database.
pub async fn is_answered() -> bool {
    let answer = JsFuture::from(leptos::prelude::window().fetch_with_str(OWN)).await;
    let Ok(answer) = answer.and_then(JsCast::dyn_into::<Response>) else { return false };
    let Ok(text) = text(&answer).await else { return false };
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    let is_ours = if answer.ok() { value["account"].is_object() } else { value["code"].is_string() };
    is_ours && answer.status() < 500
}

/// Posts a text to which there is nothing to answer, until it is broken off.
///
/// # Errors
/// [`Error::Offline`] where it was not taken, or nobody knows.
pub async fn say(path: &str, text: &str, broken_off: &AbortSignal) -> Result<()> {
    let plain = [("Content-Type", "text/plain".to_owned())];
    let response = fetch(path, text, &plain, Some(broken_off), false).await.map_err(|_| Error::Offline)?;
    // The page of a network that wants a log-in of its own says 200.
    if response.status() == 204 { Ok(()) } else { Err(Error::Offline) }
}

async fn fetch(
    path: &str,
    body: &str,
    further: &[(&str, String)],
    broken_off: Option<&AbortSignal>,
    outlives_page: bool,
) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("Content-Type", "application/json")?;
    headers.set("Accept", "application/json, application/problem+json")?;
    for (name, value) in further {
        headers.set(name, value)?;
    }
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_headers(&headers);
    init.set_body(&body.into());
    init.set_signal(broken_off);
    Reflect::set(&init, &"keepalive".into(), &outlives_page.into())?;
    let request = Request::new_with_str_and_init(path, &init)?;
    JsFuture::from(leptos::prelude::window().fetch_with_request(&request)).await?.dyn_into()
}

async fn text(response: &Response) -> Result<String, JsValue> {
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}
