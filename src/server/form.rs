//! Forms that a page posts without JavaScript: where they go afterwards (see `shared::form`).

use http::{HeaderName, HeaderValue, header::LOCATION, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// In the extensions of a request that runs a server function for a form of a page.
#[derive(Clone, Debug, Default)]
pub struct Plain {
    /// What the address of that page asks for.
    pub query: String,
}

/// In the answer to such a request: the page is drawn with it, and nobody is sent on.
pub const SHOWN: HeaderName = HeaderName::from_static("tertulia-shown");

/// Sends a plain form on to a page; a caller that reads the answer itself stays where it is.
pub fn back_to(page: &str) {
    if let (Some(_), Some(response), Ok(page)) =
        (plain(), use_context::<ResponseOptions>(), HeaderValue::from_str(page))
    {
        response.insert_header(LOCATION, page);
    }
}

/// Has the page of a plain form show what is answered, once: it stands in no address, and nobody can ask for it again.
pub fn show_answer() {
    if let (Some(_), Some(response)) = (plain(), use_context::<ResponseOptions>()) {
        response.insert_header(SHOWN, HeaderValue::from_static("yes"));
    }
}

/// What the page of a plain form was asked for by these names, as a query; nothing where no page has the form.
#[must_use]
pub fn asked(names: &[&str]) -> String {
    let query = plain().map(|plain| plain.query).unwrap_or_default();
    let kept = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| names.contains(&&**name));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish()
}

fn plain() -> Option<Plain> {
    use_context::<Parts>()?.extensions.get().cloned()
}
