//! Logging in.

use leptos::prelude::*;

use super::entry_form::{EntryField, EntryForm};
use crate::{features::accounts::hook::use_log_in, shared::Error};

/// Handle or address, and password.
#[component]
pub fn LogInForm() -> impl IntoView {
    let entry = use_log_in();
    view! {
        <EntryForm entry act="Log in" words=words_for>
            <EntryField entry label="Handle or e-mail" name="login" autocomplete="username" first=true />
            <EntryField entry label="Password" name="password" type_="password" autocomplete="current-password" />
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
