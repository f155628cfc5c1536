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
    back_with_typed(page, error, &[]);
}

/// As [`back_with`], and gives what was typed back to the page: never a secret, it stands in the address.
pub fn back_with_typed(page: &str, error: &Error, typed: &[(&str, &str)]) {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("error", error.code());
    if let Error::Invalid { field, rule } = error {
        query.append_pair("field", field).append_pair("rule", rule);
    }
    query.extend_pairs(typed.iter().filter(|(_, value)| !value.is_empty() && value.len() <= MAX_TYPED));
    back_to(&format!("{page}?{}", query.finish()));
}

/// Bytes of a typed text that an address takes along.
const MAX_TYPED: usize = 1024;

fn is_plain() -> bool {
    use_context::<Parts>()
        .and_then(|parts| parts.headers.get(ACCEPT)?.to_str().ok().map(|accept| accept.contains("text/html")))
        .unwrap_or(false)
}
