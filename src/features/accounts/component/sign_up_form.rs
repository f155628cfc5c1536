//! Signing up.

use leptos::prelude::*;

use super::entry_form::{EntryField, EntryForm};
use crate::{
    features::accounts::hook::use_sign_up,
    shared::{Error, effect::Effect, id::AccountId},
};

/// Name, handle, address and password. The id makes the same form sent twice one account.
#[component]
pub fn SignUpForm() -> impl IntoView {
    let entry = use_sign_up();
    let id = RwSignal::new(AccountId::new());
    Effect::new(move |_| {
        if entry.errors.read().contains(&Error::Conflict) {
            id.set(AccountId::new());
        }
    });
    view! {
        <EntryForm entry act="Create account" words=words_for>
            <input type="hidden" name="id" value=move || id.get().to_string() />
            <EntryField
                entry
                label="Name"
                name="display_name"
                autocomplete="name"
                hint="As others see you. You can change it at any time."
                maxlength=80
                first=true
            />
            <EntryField
                entry
                label="Handle"
                name="handle"
                autocomplete="username"
                hint="3 to 30 letters, digits or _. People find you by it."
                // One more for the @ that people write before it.
                maxlength=31
            />
            <EntryField
                entry
                label="E-mail"
                name="email"
                type_="email"
                autocomplete="email"
                hint="Nobody else sees it."
            />
            <EntryField
                entry
                label="Password"
                name="password"
                type_="password"
                autocomplete="new-password"
                hint="At least 8 characters, and not one that is easy to guess."
                maxlength=128
            />
        </EntryForm>
    }
}

fn words_for(error: &Error) -> String {
    match error {
        Error::Slow { .. } => "Too many new accounts from here. Try again later.".to_owned(),
        Error::Conflict => "This form made an account before. Log in, or send it again to make another.".to_owned(),
        error => error.to_string(),
    }
}
