//! Finding what was said.

mod findings;

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::inbox::{Inbox, use_inbox};
use crate::{
    client::AGAIN,
    features::{
        accounts::{
            hook::{use_kept_away, use_me},
            model::Away,
        },
        messages::{rpc, state::Search},
    },
    kit::{keep, put_back},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
        json::{Reading, reading},
    },
};
use findings::find;

pub use findings::Findings;

/// How long typing has to pause before messages are looked for.
const PAUSE: Duration = Duration::from_millis(200);
/// Under which name is kept what was found.
pub(super) const NAME: &str = "messages found";

/// Messages that hold what was typed.
#[derive(Clone, Copy)]
pub struct Finder {
    /// What was typed.
    pub typed: RwSignal<String>,
    /// In which conversation alone.
    pub within: Option<ConversationId>,
    /// The first page of what was found.
    pub read: Reading<Result<Findings>>,
    /// The same with the pages that were read since.
    shown: StoredValue<Option<Findings>>,
    inbox: Inbox,
}

/// Looks for messages, at first for what the address says. Whoever comes back finds what was found, unless they have
/// blocked somebody since, or ended that: then it is looked for anew.
#[must_use]
pub fn use_finder(search: Search) -> Finder {
    let Search { words: first, within, cursor } = search;
    let (inbox, me, away) = (use_inbox(), use_me(), use_kept_away(Away::Blocked));
    let (typed, asked) = (RwSignal::new(first.clone()), RwSignal::new(first.clone()));
    let known = StoredValue::new(None::<Findings>);
    put_back(NAME, move |findings: Findings| {
        let words = findings.words.clone();
        known.set_value(Some(findings).filter(|findings| away.with_untracked(|away| findings.hold(away))));
        asked.set(words.clone());
        typed.set(words);
    });
    let read = reading(
        move || asked.get(),
        move |words| {
            let known = known.try_update_value(Option::take).flatten().filter(|known| known.words == words);
            // Of other words it is no page.
            let cursor = cursor.clone().filter(|_| words == first);
            // What the server has not heard of yet is in nothing that it answers.
            let without = away.try_with_untracked(|away| away.stored.clone()).unwrap_or_default();
            async move {
                if let Some(known) = known {
                    return Ok(known);
                }
                let found = find((inbox, me), words, within, cursor).await;
                found.map(|found| Findings { without, ..found })
            }
        },
    );
    let mut ask = debounce(PAUSE, move |words: String| {
        asked.try_set(words);
    });
    Effect::watch(move || typed.get(), move |words, _, _| ask(words.clone()), false);
    let finder = Finder { typed, within, read, shown: StoredValue::new(None), inbox };
    keep(NAME, move || finder.left());
    // What was found where one is out by now is looked for anew, and so is all once somebody is blocked or no longer.
    Effect::watch(
        move || (inbox.left().get(), away.get()),
        move |_, _, _| {
            known.try_set_value(None);
            finder.shown.try_set_value(None);
            finder.read.refetch();
        },
        false,
    );
    finder
}

impl Finder {
    /// Who looks for something.
    #[must_use]
    pub fn viewer(self) -> AccountId {
        self.inbox.viewer()
    }

    /// Where what is typed is looked for, here or in all conversations.
    #[must_use]
    pub fn address(self, within: Option<ConversationId>) -> String {
        Search { words: self.typed.get(), within, cursor: None }.address()
    }

    /// What was found, page by page.
    #[must_use]
    pub fn results(self, findings: Findings) -> Results {
        Results {
            finder: self,
            findings: RwSignal::new(findings),
            reading: RwSignal::new(false),
            trouble: RwSignal::new(None),
        }
    }

    /// How it is left: with all pages of what was found, but for what was found where one is out by now. What was found
    /// without the server is looked for anew.
    fn left(self) -> Option<Findings> {
        let read = self.read.try_get_untracked().flatten()?.ok()?;
        let shown = self.shown.try_get_value().flatten().filter(|shown| shown.words == read.words);
        let mut left = Some(shown.unwrap_or(read)).filter(|left| !left.of_copies)?;
        self.inbox.left().try_with_untracked(|out| left.forget(out));
        Some(left)
    }
}

/// What was found, as far as it was read.
#[derive(Clone, Copy)]
pub struct Results {
    /// What.
    pub findings: RwSignal<Findings>,
    finder: Finder,
    reading: RwSignal<bool>,
    trouble: RwSignal<Option<Error>>,
}

impl Results {
    /// Where the next page is; nothing at the end.
    #[must_use]
    pub fn next(self) -> Option<String> {
        let findings = self.findings.read();
        let cursor = Some(findings.next.clone()?);
        Some(Search { words: findings.words.clone(), within: self.finder.within, cursor }.address())
    }

    /// Whether a page is under way.
    #[must_use]
    pub fn reading(self) -> bool {
        self.reading.get()
    }

    /// Why a page could not be read.
    #[must_use]
    pub fn trouble(self) -> Option<Error> {
        self.trouble.get()
    }

    /// Reads the next page, if there is one and none is under way.
    pub fn more(self) {
        let next = self.findings.with_untracked(|findings| Some((findings.words.clone(), findings.next.clone()?)));
        let Some((words, cursor)) = next.filter(|_| !self.reading.get_untracked()) else { return };
        self.reading.set(true);
        let within = self.finder.within;
        spawn_local(async move {
            let answer = rpc::search_messages(words, within, Some(cursor)).await;
            let trouble = answer.as_ref().err().cloned();
            if let Ok(page) = answer {
                self.findings.try_update(|findings| {
                    findings.found.extend(page.items);
                    findings.next = page.next;
                });
                self.finder.shown.try_set_value(self.findings.try_get_untracked());
            }
            let wait = if trouble.is_some() { AGAIN } else { Duration::ZERO };
            self.trouble.try_set(trouble);
            // A page that could not be read is asked for again by the next look, but not at once.
            let free = move || {
                self.reading.try_set(false);
            };
            set_timeout(free, wait);
        });
    }

    /// Reads at once what could not be read, without the pause before the next try.
    pub fn try_again(self) {
        if self.trouble.with_untracked(Option::is_some) {
            self.reading.set(false);
        }
        self.more();
    }
}
