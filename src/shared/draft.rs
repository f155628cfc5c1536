//! What was typed into a form and is not stored: it stands there again when one comes back to the form.
//!
//! The router asks nobody before it leaves a page, and with Back the address is another one before anybody hears of
//! it; so nothing is asked on the way inside the product, and nothing is lost on it.

use std::collections::HashMap;

use leptos::{
    prelude::*,
    web_sys::{Event, HtmlInputElement},
};
use uuid::Uuid;

use super::effect::Effect;

/// A form, and about what it is where there is one for each of several things.
type Form = (&'static str, Option<Uuid>);

/// The field of a form that says over which version of what is stored its words go.
const VERSION: &str = "version";

/// By the form and then by the field.
type Typed = HashMap<Form, HashMap<String, String>>;

/// The drafts of all forms, as long as the page stands; a context.
#[derive(Clone, Copy)]
struct Drafts(RwSignal<Typed>);

/// Provides [`use_form_draft`] to everything below. The browser asks before the page goes away for as long as there is
/// any draft. Where there is none it is not even listened for: a page with such a listener is no page to come back to as
/// it was.
pub fn provide_form_drafts() {
    let drafts = Drafts(RwSignal::default());
    provide_context(drafts);
    let would_lose = Memo::new(move |_| !drafts.0.read().is_empty());
    Effect::new(move || {
        if would_lose.get() {
            let asking = window_event_listener_untyped("beforeunload", |event| event.prevent_default());
            on_cleanup(move || asking.remove());
        }
    });
}

/// What was typed into one form and is not stored.
#[derive(Clone, Copy)]
pub struct FormDraft {
    drafts: Drafts,
    form: Form,
}

/// The draft of the form for a server function, by the function's `url()`.
///
/// # Panics
/// Outside the shell.
#[must_use]
pub fn use_form_draft(form: &'static str) -> FormDraft {
    FormDraft { drafts: expect_context(), form: (form, None) }
}

/// The same for a form that there is for each of several things, about one of them.
///
/// # Panics
/// Outside the shell.
#[must_use]
pub fn use_form_draft_of(form: &'static str, about: Uuid) -> FormDraft {
    FormDraft { drafts: expect_context(), form: (form, Some(about)) }
}

impl FormDraft {
    /// Whether something is typed that is not stored.
    #[must_use]
    pub fn is_there(self) -> bool {
        self.drafts.0.read().contains_key(&self.form)
    }

    /// What was typed into a field, which may be nothing; `None` where it was not touched.
    #[must_use]
    pub fn typed(self, field: &str) -> Option<String> {
        self.drafts.0.with_untracked(|drafts| drafts.get(&self.form)?.get(field).cloned())
    }

    /// Keeps what the field holds in which somebody has just typed or chosen; never a password.
    pub fn keep(self, event: &Event) {
        // A text area and a list of choices have a name and a value too.
        let field = event_target::<HtmlInputElement>(event);
        self.put(field.name(), field.value());
    }

    /// Keeps over which version of what is stored somebody began to type.
    pub fn begin_over(self, version: i64) {
        if self.begun_over().is_none() {
            self.put(VERSION.to_owned(), version.to_string());
        }
    }

    /// Over which version of what is stored somebody began to type, as far as the form has told.
    #[must_use]
    pub fn begun_over(self) -> Option<i64> {
        self.typed(VERSION)?.parse().ok()
    }

    /// It is stored, or given up.
    pub fn forget(self) {
        if self.drafts.0.with_untracked(|drafts| drafts.contains_key(&self.form)) {
            self.drafts.0.update(|drafts| drop(drafts.remove(&self.form)));
        }
    }

    /// Keeps what a field holds; never a password.
    pub fn put(self, field: String, text: String) {
        if !field.is_empty() && !field.contains("password") {
            self.drafts.0.update(|drafts| drop(drafts.entry(self.form).or_default().insert(field, text)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_outlives_the_screen_of_its_form_until_it_is_stored() {
        let app = Owner::new();
        app.with(provide_form_drafts);
        let screen = |look: &dyn Fn(FormDraft, FormDraft)| {
            let owner = app.child();
            owner.with(|| look(use_form_draft("/rpc/one"), use_form_draft("/rpc/other")));
            owner.cleanup();
        };
        screen(&|one, _| {
            one.put("place".to_owned(), "Lug".to_owned());
            one.put("place".to_owned(), String::new());
        });
        screen(&|one, other| {
            assert_eq!((one.typed("place"), one.typed("bio")), (Some(String::new()), None));
            assert!(untrack(|| one.is_there()) && !untrack(|| other.is_there()));
            other.forget();
            one.forget();
        });
        screen(&|one, _| assert!(!untrack(|| one.is_there())));
    }

    #[test]
    fn what_was_typed_about_one_thing_stands_in_no_form_about_another_and_tells_over_what_it_goes() {
        let app = Owner::new();
        app.with(|| {
            provide_form_drafts();
            let [one, other] = [1, 2].map(|about| use_form_draft_of("/rpc/one", Uuid::from_u128(about)));
            one.begin_over(7);
            one.put("name".to_owned(), "Book club".to_owned());
            one.begin_over(8);
            assert_eq!((one.typed("name").as_deref(), one.begun_over()), (Some("Book club"), Some(7)));
            assert_eq!((other.typed("name"), other.begun_over()), (None, None));
            one.forget();
            assert_eq!(one.begun_over(), None);
        });
    }

    #[test]
    fn a_password_is_never_kept() {
        let app = Owner::new();
        app.with(|| {
            provide_form_drafts();
            let form = use_form_draft("/rpc/one");
            form.put("password".to_owned(), "secret".to_owned());
            assert!(!untrack(|| form.is_there()));
        });
    }
}
