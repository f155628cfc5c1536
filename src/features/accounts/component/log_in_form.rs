//! Logging in.

use leptos::prelude::*;

use super::entry_form::{EntryForm, error_of, has_error};
use crate::{
    features::accounts::hook::{use_log_in, use_typed},
    kit::Field,
    shared::Error,
};

/// Handle or address, and password.
#[component]
pub fn LogInForm() -> impl IntoView {
    let entry = use_log_in();
    let error = entry.error;
    view! {
        <EntryForm entry act="Log in" words=words_for>
            <Field
                label="Handle or e-mail"
                name="login"
                value=use_typed("login")
                error=error_of(error, "login")
                autofocus=!has_error(error, "password")
                autocomplete="username"
                maxlength=254
                required=true
            />
            <Field
                label="Password"
                name="password"
                type_="password"
                error=error_of(error, "password")
                autofocus=has_error(error, "password")
                autocomplete="current-password"
                required=true
            />
        </EntryForm>
    }
}

fn words_for(error: &Error) -> String {
    match error {
        Error::SignIn => "This login and this password do not belong together.".to_owned(),
        Error::Slow { .. } => "Too many attempts. Try again in a minute.".to_owned(),
        error => error.to_string(),
    }
}
