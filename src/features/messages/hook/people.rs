//! Somebody to talk to.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use serde::{Deserialize, Serialize};

use super::inbox::{Inbox, use_inbox};
use crate::{
    features::{
        accounts::{self, model::Account},
        messages::{
            rpc::{MakeGroup, OpenConversation},
            state::sharing::address,
        },
    },
    kit::{keep, put_back},
    shared::{
        Error, Result,
        effect::Effect,
        id::ConversationId,
        json::{Reading, reading},
    },
};

/// How long typing has to pause before people are looked for.
const PAUSE: Duration = Duration::from_millis(150);

/// Who was found for what was typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Hits {
    /// What was typed.
    pub typed: String,
    /// Who was found; nobody for nothing.
    pub people: Vec<Account>,
    /// Why these are only those with whom one is in a conversation already.
    pub trouble: Option<Error>,
}

/// People whose handle or name holds what was typed, and the way to talk to one of them.
#[derive(Clone, Copy)]
pub struct People {
    /// What was typed.
    pub typed: RwSignal<String>,
    /// Who was found.
    pub found: Reading<Result<Hits>>,
    /// Opens the conversation with one of them, and goes there.
    pub open: ServerAction<OpenConversation>,
    /// Whether the only one who is found is to be opened.
    entered: RwSignal<bool>,
    inbox: Inbox,
    /// What another application shares with one of them.
    shared: StoredValue<Option<String>>,
    go: Callback<String>,
}

/// Under which name is kept who was found.
const NAME: &str = "people found";

/// Looks for people, at first for what the address says, perhaps to share something with one of them. Whoever comes back
/// finds those who were found.
#[must_use]
pub fn use_people(first: String, shared: Option<String>) -> People {
    let search = Search::new(first);
    put_back(NAME, move |hits: Hits| {
        search.known.set_value(Some(hits.clone()));
        search.asked.set(hits.typed.clone());
        search.typed.set(hits.typed);
    });
    let people = search.people(shared);
    keep(NAME, move || people.found.try_get_untracked().flatten()?.ok());
    people
}

/// Looks for people by what is typed into a field that keeps its own text: whoever comes back begins anew.
#[must_use]
pub fn use_strangers() -> People {
    Search::new(String::new()).people(None)
}

/// What people are looked for by.
#[derive(Clone, Copy)]
struct Search {
    typed: RwSignal<String>,
    /// The same, once typing has paused.
    asked: RwSignal<String>,
    /// Who was found before one went away.
    known: StoredValue<Option<Hits>>,
}

impl Search {
    fn new(first: String) -> Self {
        let (typed, asked) = (RwSignal::new(first.clone()), RwSignal::new(first));
        Self { typed, asked, known: StoredValue::new(None) }
    }

    fn people(self, shared: Option<String>) -> People {
        let Self { typed, asked, known } = self;
        let inbox = use_inbox();
        let mut ask = debounce(PAUSE, move |words: String| {
            asked.try_set(words);
        });
        let found = reading(
            move || asked.get(),
            move |words| {
                let known = known.try_update_value(Option::take).flatten().filter(|hits| hits.typed == words);
                async move {
                    match known {
                        Some(hits) => Ok(hits),
                        None => find(inbox, words).await,
                    }
                }
            },
        );
        let navigate = use_navigate();
        let go = move |path: String| navigate(&path, NavigateOptions::default());
        let people = People {
            typed,
            found,
            open: use_open_conversation(shared.clone()),
            entered: RwSignal::new(false),
            inbox,
            shared: StoredValue::new(shared),
            go: Callback::new(go),
        };
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
}

/// What opens the conversation with somebody: one goes there once it is open, with what is shared.
#[must_use]
pub fn use_open_conversation(shared: Option<String>) -> ServerAction<OpenConversation> {
    let open = ServerAction::<OpenConversation>::new();
    go_once_open(move || open.value().get(), shared);
    open
}

/// What makes a group, and under which id, so that to ask again after an answer that was lost makes no second one: one goes
/// there once it is made.
#[must_use]
pub fn use_make_group() -> (ServerAction<MakeGroup>, RwSignal<ConversationId>) {
    let (make, id) = (ServerAction::<MakeGroup>::new(), RwSignal::new(ConversationId::new()));
    go_once_open(move || make.value().get(), None);
    Effect::watch(
        move || make.value().get(),
        move |made, _, _| {
            // The one that it names was made, and the answer was lost: what is typed by now is another one.
            if *made == Some(Err(Error::Conflict)) {
                id.set(ConversationId::new());
            }
        },
        false,
    );
    (make, id)
}

fn go_once_open(opened: impl Fn() -> Option<Result<ConversationId>> + 'static, shared: Option<String>) {
    let navigate = use_navigate();
    Effect::watch(
        opened,
        move |opened, _, _| {
            if let Some(Ok(id)) = opened {
                navigate(&address(*id, shared.as_deref().unwrap_or_default()), NavigateOptions::default());
            }
        },
        false,
    );
}

impl People {
    /// Opens the conversation with the only one who is found for what was typed, as soon as they are. Nothing comes of it
    /// where it is nobody or more than one, or where somebody types on.
    pub fn enter(self) {
        self.entered.set(true);
    }

    /// What another application shares with one of them.
    #[must_use]
    pub fn shared(self) -> Option<String> {
        self.shared.get_value()
    }

    /// Goes to a conversation, with what is shared.
    pub fn go_to(self, id: ConversationId) {
        self.go.run(address(id, &self.shared().unwrap_or_default()));
    }

    /// Goes to the conversation with somebody: at once where the list knows it, else as soon as the server has opened it.
    pub fn write_to(self, account: &Account) {
        if let Some(id) = self.inbox.pair_with(account.id) {
            self.go_to(id);
        } else {
            // What is shared stays here, and goes along from here.
            self.open.dispatch(OpenConversation { handle: account.handle.clone(), shared: String::new() });
        }
    }

    fn open_entered(self) {
        if !self.entered.get() {
            return;
        }
        let typed = self.typed.get();
        if let Some(Ok(hits)) = self.found.get()
            && hits.typed == typed
        {
            self.entered.set(false);
            if let [only] = &hits.people[..] {
                self.write_to(only);
            }
        }
    }
}

/// People whose handle or name holds these words; where the server cannot be reached, those with whom one is in a
/// conversation already.
pub(super) async fn find(inbox: Inbox, typed: String) -> Result<Hits> {
    let words = typed.trim().trim_start_matches('@').to_owned();
    if words.is_empty() {
        return Ok(Hits { typed, ..Hits::default() });
    }
    match accounts::rpc::find_people(words).await {
        Ok(people) => Ok(Hits { typed, people, trouble: None }),
        Err(Error::Offline) => {
            // On a page that was just opened the list is still on its way; where it cannot be read, it knows nobody.
            let _ = inbox.ready().await;
            let people = inbox.acquaintances(&typed);
            if people.is_empty() {
                return Err(Error::Offline);
            }
            Ok(Hits { typed, people, trouble: Some(Error::Offline) })
        }
        Err(error) => Err(error),
    }
}
