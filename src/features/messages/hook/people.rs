//! Somebody to talk to.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    features::{
        accounts::{self, model::Account},
        messages::rpc::OpenConversation,
    },
    shared::Result,
};

/// How long typing has to pause before people are looked for.
const PAUSE: Duration = Duration::from_millis(150);

/// People whose handle or name holds what was typed, and the way to talk to one of them.
#[derive(Clone, Copy)]
pub struct People {
    /// What was typed.
    pub typed: RwSignal<String>,
    /// Who was found; nobody for nothing.
    pub found: Resource<Result<Vec<Account>>>,
    /// Opens the conversation with one of them and goes there.
    pub open: ServerAction<OpenConversation>,
}

/// Looks for people, at first for what the address says.
pub fn use_people(first: String) -> People {
    let typed = RwSignal::new(first.clone());
    let asked = RwSignal::new(first);
    let mut ask = debounce(PAUSE, move |words: String| {
        asked.try_set(words);
    });
    Effect::watch(move || typed.get(), move |words, _, _| ask(words.clone()), false);
    People { typed, found: Resource::new_blocking(move || asked.get(), find), open: ServerAction::new() }
}

/// People whose handle or name holds these words.
///
/// # Errors
/// As the server says.
pub async fn find(words: String) -> Result<Vec<Account>> {
    let words = words.trim().trim_start_matches('@').to_owned();
    if words.is_empty() { Ok(Vec::new()) } else { accounts::rpc::find_people(words).await }
}
