//! What was found: by the server, or where it cannot be reached by this device alone.

use std::collections::BTreeSet;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    features::{
        accounts::{
            hook::KeptAway,
            model::{Account, Me},
        },
        messages::{
            hook::{copies::kept_thread, inbox::Inbox},
            model::{Found, Terms},
            rpc,
            state::search::{find_in, find_in_copy, newest},
        },
    },
    shared::{
        Error, Result,
        id::{AccountId, ConversationId},
    },
};

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
    /// Whom the viewer had blocked by then, as far as the server knew.
    #[serde(default)]
    pub without: BTreeSet<AccountId>,
}

impl Findings {
    /// Whether the same would be found by now, as far as that depends on whom the viewer blocked.
    pub(super) fn hold(&self, away: &KeptAway) -> bool {
        self.without == away.shown
    }

    /// Nothing of these conversations, nor of their threads, is among them any more.
    pub(super) fn forget(&mut self, out: &BTreeSet<ConversationId>) {
        let is_out = |id: &ConversationId| out.contains(id);
        self.found.retain(|found| !is_out(&found.conversation_id) && !found.thread_of.as_ref().is_some_and(is_out));
    }
}

/// Messages that hold these words; where the server cannot be reached, those among what this device keeps.
pub(super) async fn find(
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
        Ok(page) => Ok(Findings { words, found: page.items, next: page.next, ..Findings::default() }),
        Err(Error::Offline) => {
            // On a page that was just opened the list is still on its way; where it cannot be read, it knows of nothing.
            let _ = inbox.ready().await;
            let blocked = me.try_with_untracked(|me| me.as_ref().map(|me| me.blocked.clone())).flatten();
            let found = find_kept(inbox, &terms, within, &blocked.unwrap_or_default()).await;
            Ok(Findings { words, found, of_copies: true, ..Findings::default() })
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
        features::messages::state::world::{ANN, BOB, HERE, account},
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

    #[test]
    fn what_was_found_before_somebody_was_blocked_or_unblocked_does_not_hold_any_more() {
        let bob = BTreeSet::from([BOB]);
        let (before, after) = (Findings::default(), Findings { without: bob.clone(), ..Findings::default() });
        let on_its_way = KeptAway { shown: bob.clone(), ..KeptAway::default() };
        let blocked = KeptAway { stored: bob.clone(), shown: bob };
        for (away, holds) in
            [(KeptAway::default(), [true, false]), (on_its_way, [false, true]), (blocked, [false, true])]
        {
            assert_eq!([before.hold(&away), after.hold(&away)], holds, "{away:?}");
        }
    }

    #[test]
    fn what_was_kept_before_it_said_whom_it_goes_without_is_of_who_blocked_nobody() {
        let kept = serde_json::json!({"words": "tea", "found": [], "next": null, "of_copies": false});
        let read: Findings = serde_json::from_value(kept).expect("findings");
        assert_eq!(read, Findings { words: "tea".to_owned(), ..Findings::default() });
    }
}
