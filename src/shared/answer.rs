//! The status with which a page answers.

use super::Error;

/// Makes the answer of the page that is being drawn carry the status of an error. In a browser there
/// is no answer to change.
#[cfg(feature = "ssr")]
pub fn answer_with(error: &Error) {
    use leptos::prelude::use_context;

    let status = http::StatusCode::from_u16(error.status());
    if let (Some(response), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), status) {
        response.set_status(status);
    }
}

/// Makes the answer of the page that is being drawn carry the status of an error. In a browser there
/// is no answer to change.
#[cfg(not(feature = "ssr"))]
pub fn answer_with(_error: &Error) {}
