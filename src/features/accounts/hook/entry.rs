//! The way in: two forms that work without JavaScript, and answer at once with it.
//!
//! A form that the server refused without JavaScript comes back as a page whose address says why, and what was
//! typed; with JavaScript the form stays as it is. Either way the first field in error has the focus.

use leptos::{
    ev::SubmitEvent, form::FromFormData, prelude::*, server_fn::ServerFn, wasm_bindgen::JsCast, web_sys::HtmlElement,
};
use leptos_router::hooks::use_query_map;

use crate::{
    features::accounts::{
        model::NewAccount,
        rpc::{LogIn, SignUp},
    },
    shared::{Error, Result},
};

/// A form that leads in.
#[derive(Clone, Copy)]
pub struct Entry {
    /// Where a plain form goes.
    pub url: &'static str,
    /// What is wrong with the form as a whole, or with one field.
    pub error: RwSignal<Option<Error>>,
    /// Whether the answer is on the way, or the next page.
    pub busy: Signal<bool>,
    /// Looks at what was typed, and sends it if it keeps the rules.
    pub submit: Callback<SubmitEvent>,
}

/// The form of `/login`.
#[must_use]
pub fn use_log_in() -> Entry {
    let action = ServerAction::<LogIn>::new();
    let check = |form: &LogIn| {
        [("login", form.login.trim()), ("password", &form.password)]
            .into_iter()
            .try_for_each(|(field, text)| if text.is_empty() { Err(Error::invalid(field, "required")) } else { Ok(()) })
    };
    entry(LogIn::url(), action, check)
}

/// The form of `/signup`.
#[must_use]
pub fn use_sign_up() -> Entry {
    let action = ServerAction::<SignUp>::new();
    let check = |form: &SignUp| {
        let SignUp { handle, display_name, email, password, .. } = form.clone();
        NewAccount { id: None, handle, display_name, email, password }.check().map(drop)
    };
    entry(SignUp::url(), action, check)
}

/// What stands in the address of the page: the way on, and what a refused form had typed.
#[must_use]
pub fn use_typed(name: &'static str) -> String {
    use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default()
}

/// The error in the address of the page, where a plain form was refused.
#[must_use]
pub fn use_refusal() -> Option<Error> {
    use_query_map().with_untracked(|query| Error::read(&query.get("error")?, query.get("field"), query.get("rule")))
}

/// Whatever is wrong gets the focus, once there is a browser to give it.
pub fn focus_on(error: RwSignal<Option<Error>>) {
    Effect::new(move |_| {
        if let Some(Error::Invalid { field, .. }) = error.get()
            && let Some(input) = document().get_element_by_id(&field)
        {
            // An input that cannot take the focus leaves it where it is.
            drop(input.unchecked_into::<HtmlElement>().focus());
        }
    });
}

fn entry<F>(
    url: &'static str,
    action: ServerAction<F>,
    check: impl Fn(&F) -> Result<()> + Send + Sync + 'static,
) -> Entry
where
    F: ServerFn<Output = String, Error = Error> + FromFormData + Clone + Send + Sync + 'static,
{
    let error = RwSignal::new(use_refusal());
    let leaving = RwSignal::new(false);
    let pending = action.pending();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(page)) => {
            leaving.set(true);
            // The whole page anew: everything in it was drawn for a visitor.
            drop(window().location().set_href(&page));
        }
        Some(Err(refusal)) => error.set(Some(refusal)),
        None => {}
    });
    focus_on(error);
    let submit = Callback::new(move |event: SubmitEvent| {
        event.prevent_default();
        if pending.get_untracked() || leaving.get_untracked() {
            return;
        }
        let Ok(form) = F::from_event(&event) else { return };
        let checked = check(&form);
        error.set(checked.clone().err());
        if checked.is_ok() {
            action.dispatch(form);
        }
    });
    Entry { url, error, busy: Signal::derive(move || pending.get() || leaving.get()), submit }
}
