//! How a page answers that shows an error.

use super::Error;

/// Makes the answer of the page that is being drawn carry the status of an error, and when to come back. In a
/// browser there is no answer to change.
#[cfg(feature = "ssr")]
pub fn answer_with(error: &Error) {
    use http::{HeaderValue, StatusCode, header::RETRY_AFTER};
    use leptos::prelude::use_context;

    let Some(response) = use_context::<leptos_axum::ResponseOptions>() else { return };
    if let Ok(status) = StatusCode::from_u16(error.status()) {
        response.set_status(status);
    }
    if let Some(seconds) = error.retry_after() {
        response.insert_header(RETRY_AFTER, HeaderValue::from(seconds));
    }
}

/// Makes the answer of the page that is being drawn carry the status of an error, and when to come back. In a
/// browser there is no answer to change.
#[cfg(not(feature = "ssr"))]
pub fn answer_with(_error: &Error) {}
