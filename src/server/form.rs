//! Forms that a page posts without JavaScript: where they go afterwards (see `shared::form`).

use http::{HeaderName, HeaderValue, header::LOCATION, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// In the extensions of a request that runs a server function for a form of a page.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// In the answer to such a request: the page is drawn with it, and nobody is sent on.
pub const SHOWN: HeaderName = HeaderName::from_static("tertulia-shown");

/// Sends a plain form on to a page; a caller that reads the answer itself stays where it is.
pub fn back_to(page: &str) {
    if let (true, Some(response), Ok(page)) =
        (is_plain(), use_context::<ResponseOptions>(), HeaderValue::from_str(page))
    {
        response.insert_header(LOCATION, page);
    }
}

/// Has the page of a plain form show what is answered, once: it stands in no address, and nobody can ask for it again.
pub fn show_answer() {
    if let (true, Some(response)) = (is_plain(), use_context::<ResponseOptions>()) {
        response.insert_header(SHOWN, HeaderValue::from_static("yes"));
    }
}

fn is_plain() -> bool {
    use_context::<Parts>().is_some_and(|parts| parts.extensions.get::<Plain>().is_some())
}
