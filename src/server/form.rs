//! Forms that a page posts without JavaScript: where they go afterwards.

use http::{header::ACCEPT, request::Parts};
use leptos::prelude::use_context;

use crate::shared::Error;

/// Sends a plain form on to a page; a caller that reads the answer itself stays where it is.
pub fn back_to(page: &str) {
    if is_plain() {
        leptos_axum::redirect(page);
    }
}

/// Sends a plain form back to a page that says what went wrong, by its stable code (`?error=slow`).
pub fn back_with(page: &str, error: &Error) {
    match error {
        Error::Invalid { field, rule } => back_to(&format!("{page}?error=invalid&field={field}&rule={rule}")),
        _ => back_to(&format!("{page}?error={}", error.code())),
    }
}

fn is_plain() -> bool {
    use_context::<Parts>()
        .and_then(|parts| parts.headers.get(ACCEPT)?.to_str().ok().map(|accept| accept.contains("text/html")))
        .unwrap_or(false)
}
