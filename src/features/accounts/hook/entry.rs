//! The way in: two forms that work without JavaScript, and answer at once with it.
//!
//! A form that the server refused without JavaScript comes back as its own page (`shared::form`); with JavaScript the
//! form stays as it is. Either way every mistake that can be seen is said at once, and the first field in error has the
//! focus.

use leptos::{
    ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn, wasm_bindgen::JsCast, web_sys::HtmlElement,
};
use leptos_router::hooks::use_query_map;

use crate::{
    features::accounts::{
        model::{NewAccount, handle_typed},
        rpc::{LogIn, SignUp},
    },
    shared::{
        Error,
        effect::Effect,
        form::{self, Refused, use_refused},
    },
};

/// A form that leads in.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Where a plain form goes.
    pub action: StoredValue<String>,
    /// What this page came back with.
    refused: StoredValue<Option<Refused>>,
    /// What is wrong with the form as a whole, or with its fields in the order of the screen.
    pub errors: RwSignal<Vec<Error>>,
    /// Whether the answer is on the way, or the next page.
    pub busy: Signal<bool>,
    /// Looks at what was typed, and sends it if it keeps the rules.
    pub submit: Callback<SubmitEvent>,
}

/// The form of `/login`.
#[must_use]
pub fn use_log_in() -> Entry {
    let check = |form: &LogIn| {
        let fields = [("login", form.login.trim()), ("password", form.password.as_str())];
        let empty = fields.into_iter().filter(|(_, text)| text.is_empty());
        empty.map(|(field, _)| Error::invalid(field, "required")).collect::<Vec<_>>()
    };
    entry("/login", ServerAction::<LogIn>::new(), check)
}

/// The form of `/signup`.
#[must_use]
pub fn use_sign_up() -> Entry {
    let check = |form: &SignUp| {
        let SignUp { id, handle, display_name, email, password, .. } = form.clone();
        NewAccount { id, handle: handle_typed(&handle).to_owned(), display_name, email, password }.faults()
    };
    entry("/signup", ServerAction::<SignUp>::new(), check)
}

impl Entry {
    /// What was typed into a field of a form that came back; nothing else.
    #[must_use]
    pub fn typed(self, field: &str) -> String {
        self.refused.with_value(|refused| refused.as_ref()?.typed(field).map(str::to_owned)).unwrap_or_default()
    }
}

/// The page that asked for a log-in, by the address of this page, or by the form that it came back with.
#[must_use]
pub fn use_next() -> String {
    let address = use_query_map().with_untracked(|query| query.get("next"));
    let form = || [LogIn::url(), SignUp::url()].into_iter().find_map(use_refused)?.typed("next").map(str::to_owned);
    address.or_else(form).unwrap_or_default()
}

/// The field that an error is about; none where it is about the whole request, or the page that sends it.
#[must_use]
pub fn field_of(error: &Error) -> Option<&str> {
    match error {
        Error::Invalid { field, .. } if field != "request" && field != "origin" => Some(field),
        _ => None,
    }
}

/// The first field that is wrong gets the focus, once there is a browser to give it.
pub fn focus_on(errors: RwSignal<Vec<Error>>) {
    Effect::new(move |_| {
        let first = errors.with(|errors| errors.iter().find_map(field_of).map(str::to_owned));
        if let Some(field) = first
            && let Some(input) = document().get_element_by_id(&field)
        {
            // An input that cannot take the focus leaves it where it is.
            drop(input.unchecked_into::<HtmlElement>().focus());
        }
    });
}

/// `check` finds what is wrong before anything is sent.
fn entry<F>(page: &str, action: ServerAction<F>, check: impl Fn(&F) -> Vec<Error> + Send + Sync + 'static) -> Entry
where
    F: ServerFn<Output = String, Error = Error> + FromFormData + Clone + Send + Sync + 'static,
{
    let refused = use_refused(F::url());
    let errors = RwSignal::new(refused.as_ref().map(|refused| refused.error.clone().each()).unwrap_or_default());
    let leaving = RwSignal::new(false);
    let pending = action.pending();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(page)) => {
            leaving.set(true);
            // The whole page anew: everything in it was drawn for a visitor.
            drop(window().location().set_href(&page));
        }
        Some(Err(refusal)) => errors.set(refusal.each()),
        None => {}
    });
    focus_on(errors);
    let submit = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        if pending.get_untracked() || leaving.get_untracked() {
            return;
        }
        let Ok(form) = F::from_event(&event) else { return };
        let found = check(&form);
        let is_right = found.is_empty();
        errors.set(found);
        if is_right {
            action.dispatch(form);
        }
    });
    let busy = Signal::derive(move || pending.get() || leaving.get());
    let action = StoredValue::new(form::action(F::url(), page));
    Entry { action, refused: StoredValue::new(refused), errors, busy, submit }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_the_request_or_its_page_is_about_no_field() {
        assert_eq!(field_of(&Error::invalid("handle", "taken")), Some("handle"));
        for error in [Error::invalid("origin", "unnamed"), Error::invalid("request", "too_large"), Error::SignIn] {
            assert_eq!(field_of(&error), None, "{error}");
        }
    }
}
