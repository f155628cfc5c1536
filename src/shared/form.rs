//! Forms that a page posts without JavaScript.
//!
//! A form is posted to its own page with the name of the server function that it is for: `/signup?act=sign_up`. What is
//! accepted leads on to another address; what is refused is answered by the page itself, with the error's status, drawn
//! with the error and with what was typed; so is what is accepted and has an answer that is shown once. So nothing typed
//! stands in an address or stays behind on the server, a text of any length comes back, any node can answer, and the page
//! can come alive where it stands. A cookie would hold no long message (4 KiB), a store on the server would forget it at
//! a restart, and an answer at the address of the server function is no page that could be taken over.

use leptos::{ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    Error,
    hydration::after_hydration,
    json::{carried, typed},
};

/// A form that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The name of the server function that refused it.
    pub act: String,
    /// Why.
    pub error: Error,
    /// The fields and what was typed into them, in the order of the form; never a password.
    pub typed: Vec<(String, String)>,
}

/// What the server answered to a form that was accepted, where the page itself shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The name of the server function that answered.
    pub act: String,
    /// What it answered.
    pub answer: Value,
}

/// How a form came back to its page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// Refused, as it was filled in.
    Refused(Refused),
    /// Accepted, with something to show.
    Answered(Answered),
}

impl Refused {
    /// What was typed into a field, which may be nothing; `None` where the form had no such field.
    #[must_use]
    pub fn typed(&self, field: &str) -> Option<&str> {
        self.typed.iter().find(|(name, _)| name == field).map(|(_, text)| text.as_str())
    }
}

/// Where a form on a page posts to for a server function, by the function's `url()`.
#[must_use]
pub fn action(url: &str, page: &str) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}act={}", act(url))
}

fn act(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or(url)
}

/// Sends what a form holds by an action instead of loading a page, where there is JavaScript.
pub fn dispatch<F>(event: &SubmitEvent, action: ServerAction<F>)
where
    F: ServerFn + DeserializeOwned + Clone + Send + Sync + 'static,
    F::Output: Send + Sync + 'static,
    F::Error: Send + Sync + 'static,
    ServerAction<F>: Copy,
{
    event.prevent_default();
    if let Ok(form) = F::from_event(event) {
        action.dispatch(form);
    }
}

/// The form that this page came back with, until the page is alive.
#[derive(Clone, Copy)]
struct Returned(StoredValue<Option<Came>>);

/// Provides [`use_refused`] and [`use_answered`] to everything below: on the server what came with the request, in the
/// browser the same, carried by the page.
pub fn provide_refused() {
    let returned = Returned(StoredValue::new(carried(of_request)));
    provide_context(returned);
    after_hydration(move || returned.0.set_value(None));
}

/// The form for a server function, by the function's `url()`, where this page is the answer to one that was refused.
#[must_use]
pub fn use_refused(url: &str) -> Option<Refused> {
    match use_context::<Returned>()?.0.get_value() {
        Some(Came::Refused(refused)) if refused.act == act(url) => Some(refused),
        _ => None,
    }
}

/// What the server function with this `url()` answered to a plain form, where this page is to show it.
#[must_use]
pub fn use_answered<T: DeserializeOwned>(url: &str) -> Option<T> {
    match use_context::<Returned>()?.0.get_value() {
        Some(Came::Answered(answered)) if answered.act == act(url) => typed(&answered.answer).ok(),
        _ => None,
    }
}

#[cfg(feature = "ssr")]
fn of_request() -> Option<Came> {
    use_context::<http::request::Parts>()?.extensions.get().cloned()
}

#[cfg(not(feature = "ssr"))]
const fn of_request() -> Option<Came> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_goes_to_its_own_page() {
        assert_eq!(action("/rpc/sign_up", "/signup"), "/signup?act=sign_up");
    }

    #[test]
    fn an_emptied_field_is_not_a_missing_one() {
        let typed = vec![("name".to_owned(), String::new())];
        let refused = Refused { act: "a".into(), error: Error::Missing, typed };
        assert_eq!((refused.typed("name"), refused.typed("other")), (Some(""), None));
    }
}
