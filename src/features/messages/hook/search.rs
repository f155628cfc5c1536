//! Finding what was said.

use std::{collections::BTreeSet, time::Duration};

use leptos::{prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};

use super::{
    copies::kept_thread,
    inbox::{Inbox, use_inbox},
};
use crate::{
    client::AGAIN,
    features::{
        accounts::{
            hook::use_me,
            model::{Account, Me},
        },
        messages::{
            model::{Found, Terms},
            rpc,
            state::{
                Search,
                search::{find_in, find_in_copy, newest},
            },
        },
    },
    kit::{keep, put_back},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
        json::{Reading, reading},
    },
};

/// How long typing has to pause before messages are looked for.
const PAUSE: Duration = Duration::from_millis(200);
/// Under which name is kept what was found.
pub(super) const NAME: &str = "messages found";

/// What was found for what was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Findings {
    /// What was typed.
    pub words: String,
    /// The newest first; nothing for nothing.
    pub found: Vec<Found>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// Whether only what this device keeps was looked through: the server cannot be reached.
    pub of_copies: bool,
}

impl Findings {
    /// Nothing of these conversations, nor of their threads, is among them any more.
    fn forget(&mut self, out: &BTreeSet<ConversationId>) {
        let is_out = |id: &ConversationId| out.contains(id);
        self.found.retain(|found| !is_out(&found.conversation_id) && !found.thread_of.as_ref().is_some_and(is_out));
    }
}

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

/// Looks for messages, at first for what the address says. Whoever comes back finds what was found.
#[must_use]
pub fn use_finder(search: Search) -> Finder {
    let Search { words: first, within, cursor } = search;
    let (inbox, me) = (use_inbox(), use_me());
    let (typed, asked) = (RwSignal::new(first.clone()), RwSignal::new(first.clone()));
    let known = StoredValue::new(None::<Findings>);
    put_back(NAME, move |findings: Findings| {
        known.set_value(Some(findings.clone()));
        asked.set(findings.words.clone());
        typed.set(findings.words);
    });
    let read = reading(
        move || asked.get(),
        move |words| {
            let known = known.try_update_value(Option::take).flatten().filter(|known| known.words == words);
            // Of other words it is no page.
            let cursor = cursor.clone().filter(|_| words == first);
            async move {
                match known {
                    Some(known) => Ok(known),
                    None => find((inbox, me), words, within, cursor).await,
                }
            }
        },
    );
    let mut ask = debounce(PAUSE, move |words: String| {
        asked.try_set(words);
    });
    Effect::watch(move || typed.get(), move |words, _, _| ask(words.clone()), false);
    let finder = Finder { typed, within, read, shown: StoredValue::new(None), inbox };
    keep(NAME, move || finder.left());
    // What was found where one is out by now is looked for anew.
    Effect::watch(
        move || inbox.left().get(),
        move |_, _, _| {
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

/// Messages that hold these words; where the server cannot be reached, those among what this device keeps.
async fn find(
    (inbox, me): (Inbox, Signal<Option<Me>>),
    words: String,
    within: Option<ConversationId>,
    cursor: Option<String>,
) -> Result<Findings> {
    let terms = Terms::of(&words);
    if terms.is_empty() {
        return Ok(Findings { words, ..Findings::default() });
    }
    match rpc::search_messages(words.clone(), within, cursor).await {
        Ok(page) => Ok(Findings { words, found: page.items, next: page.next, of_copies: false }),
        Err(Error::Offline) => {
            // On a page that was just opened the list is still on its way; where it cannot be read, it knows of nothing.
            let _ = inbox.ready().await;
            let blocked = me.try_with_untracked(|me| me.as_ref().map(|me| me.blocked.clone())).flatten();
            let found = find_kept(inbox, &terms, within, &blocked.unwrap_or_default()).await;
            Ok(Findings { words, found, next: None, of_copies: true })
        }
        Err(error) => Err(error),
    }
}

async fn find_kept(inbox: Inbox, terms: &Terms, within: Option<ConversationId>, blocked: &[Account]) -> Vec<Found> {
    let mut found = Vec::new();
    for id in known(inbox, within) {
        let copy = kept_thread(inbox.client(), id).await;
        // What was open in this page is newer than what is kept beyond it, and may be another part of it.
        let open = inbox.kept(id);
        if let Some(copy) = copy {
            let beyond = find_in_copy(terms, &copy.data, inbox.viewer(), blocked).into_iter();
            found.extend(beyond.filter(|hit| open.as_ref().is_none_or(|open| open.seq(hit.id).is_none())));
        }
        found.extend(open.iter().flat_map(|open| find_in(terms, open, blocked)));
    }
    newest(found)
}

/// The conversations that the list knows; or this one, and those of its threads that the list knows.
fn known(inbox: Inbox, within: Option<ConversationId>) -> Vec<ConversationId> {
    let ids = inbox.state.try_with_untracked(|list| {
        let all = list.as_ref()?.conversations();
        let sought = all.filter(|one| Some(one.id) != within && (within.is_none() || one.thread_of == within));
        Some(sought.map(|one| one.id).collect::<Vec<_>>())
    });
    within.into_iter().chain(ids.flatten().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        features::messages::state::world::{ANN, HERE, account},
        shared::{id::MessageId, time::Time},
    };

    #[test]
    fn what_was_found_where_one_is_out_by_now_is_not_kept() {
        let elsewhere = ConversationId(Uuid::from_u128(7));
        let found = |conversation_id| Found {
            id: MessageId(Uuid::from_u128(1)),
            conversation_id,
            title: "club".to_owned(),
            thread_of: None,
            seq: 1,
            at: Time::from_millis(0),
            author: account(ANN, "ann"),
            excerpt: Vec::new(),
        };
        let beside = Found { thread_of: Some(HERE), ..found(ConversationId(Uuid::from_u128(8))) };
        let mut findings = Findings { found: vec![found(HERE), found(elsewhere), beside], ..Findings::default() };
        findings.forget(&BTreeSet::from([HERE]));
        assert_eq!(findings.found, [found(elsewhere)]);
    }
}
