//! Somebody to talk to.

use std::time::Duration;

use leptos::prelude::*;

use crate::{
    features::{
        accounts::{self, model::Account},
        messages::rpc::OpenConversation,
    },
    shared::{
        Result,
        json::{Reading, reading},
    },
};

/// How long typing has to pause before people are looked for.
const PAUSE: Duration = Duration::from_millis(150);

/// What was typed, and who was found for it.
pub type Hits = (String, Vec<Account>);

/// People whose handle or name holds what was typed, and the way to talk to one of them.
#[derive(Clone, Copy)]
pub struct People {
    /// What was typed.
    pub typed: RwSignal<String>,
    /// Who was found; nobody for nothing.
    pub found: Reading<Result<Hits>>,
    /// Opens the conversation with one of them and goes there.
    pub open: ServerAction<OpenConversation>,
    /// Whether the only one who is found is to be opened.
    entered: RwSignal<bool>,
}

/// Looks for people, at first for what the address says.
pub fn use_people(first: String) -> People {
    let typed = RwSignal::new(first.clone());
    let asked = RwSignal::new(first);
    let mut ask = debounce(PAUSE, move |words: String| {
        asked.try_set(words);
    });
    let found = reading(move || asked.get(), find);
    let people = People { typed, found, open: ServerAction::new(), entered: RwSignal::new(false) };
    Effect::watch(
        move || typed.get(),
        move |words, _, _| {
            people.entered.set(false);
            ask(words.clone());
        },
        false,
    );
    Effect::new(move || people.open_entered());
    people
}

impl People {
    /// Opens the conversation with the only one who is found for what was typed, as soon as they are. Nothing comes of it
    /// where it is nobody or more than one, or where somebody types on.
    pub fn enter(self) {
        self.entered.set(true);
    }

    fn open_entered(self) {
        if !self.entered.get() {
            return;
        }
        let typed = self.typed.get();
        if let Some(Ok((words, people))) = self.found.get()
            && words == typed
        {
            self.entered.set(false);
            if let [only] = &people[..] {
                self.open.dispatch(OpenConversation { handle: only.handle.clone() });
            }
        }
    }
}

/// People whose handle or name holds these words.
///
/// # Errors
/// As the server says.
pub async fn find(typed: String) -> Result<Hits> {
    let words = typed.trim().trim_start_matches('@').to_owned();
    let people = if words.is_empty() { Vec::new() } else { accounts::rpc::find_people(words).await? };
    Ok((typed, people))
}
