//! Signing up.

use leptos::prelude::*;

use super::entry_form::{EntryForm, error_of, has_error};
use crate::{
    features::accounts::hook::{use_sign_up, use_typed},
    kit::Field,
    shared::Error,
};

/// Name, handle, address and password.
#[component]
pub fn SignUpForm() -> impl IntoView {
    let entry = use_sign_up();
    let error = entry.error;
    view! {
        <EntryForm entry act="Create account" words=words_for>
            <Field
                label="Name"
                name="display_name"
                value=use_typed("display_name")
                error=error_of(error, "display_name")
                autofocus=has_error(error, "display_name")
                autocomplete="name"
                hint="As others see you. You can change it at any time."
                maxlength=80
                required=true
            />
            <Field
                label="Handle"
                name="handle"
                value=use_typed("handle")
                error=error_of(error, "handle")
                autofocus=has_error(error, "handle")
                autocomplete="username"
                hint="3 to 30 letters, digits or _. People find you by it."
                maxlength=30
                required=true
            />
            <Field
                label="E-mail"
                name="email"
                type_="email"
                value=use_typed("email")
                error=error_of(error, "email")
                autofocus=has_error(error, "email")
                autocomplete="email"
                hint="Nobody else sees it."
                maxlength=254
                required=true
            />
            <Field
                label="Password"
                name="password"
                type_="password"
                error=error_of(error, "password")
                autofocus=has_error(error, "password")
                autocomplete="new-password"
                hint="At least 8 characters, and not one that is easy to guess."
                maxlength=128
                required=true
            />
        </EntryForm>
    }
}

fn words_for(error: &Error) -> String {
    match error {
        Error::Slow { .. } => "Too many new accounts from here. Try again later.".to_owned(),
        error => error.to_string(),
    }
}
