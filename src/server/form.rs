//! Forms that a page posts without JavaScript: where they go afterwards (see `shared::form`).

use http::{HeaderValue, header::LOCATION, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// In the extensions of a request that runs a server function for a form of a page.
#[derive(Clone, Copy, Debug)]
pub struct Plain;

/// Sends a plain form on to a page; a caller that reads the answer itself stays where it is.
pub fn back_to(page: &str) {
    let plain = use_context::<Parts>().is_some_and(|parts| parts.extensions.get::<Plain>().is_some());
    if let (true, Some(response), Ok(page)) = (plain, use_context::<ResponseOptions>(), HeaderValue::from_str(page)) {
        response.insert_header(LOCATION, page);
    }
}
