//! What is written and not sent, on all devices of the viewer: what the server keeps, and what waits to reach it laid
//! over.
//!
//! Invariant: words are replaced only by who saw them. Words that were not seen are offered beside one's own until the
//! person has decided.

mod due;
mod news;
mod sheet;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::operation::saved_draft;
use crate::{
    features::messages::model::{KeptDraft, KeptDrafts},
    realtime::Event,
    shared::{
        Error,
        id::{ConversationId, OperationId},
        text::is_blank,
    },
    sync::{Pending, PendingState},
};

use news::{News, news};

pub use due::Due;
pub use news::is_news;
pub use sheet::{Sheet, joined};

/// Words, and the version over which others would be laid that replace them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Nothing but blanks is no words.
    pub body: String,
    /// The version that was seen with them.
    pub version: i64,
}

/// What the server keeps of the viewer's drafts, as far as that is known.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    kept: BTreeMap<ConversationId, Written>,
    /// In which life of the database the versions count.
    epoch: Option<u32>,
    /// Of which something was heard since all are being read anew.
    heard: Option<BTreeSet<ConversationId>>,
    /// The newest version that was heard of without its words, where those are not known.
    untold: BTreeMap<ConversationId, i64>,
    /// What was refused and names a version of a life of the database that is over.
    outlived: BTreeSet<OperationId>,
}

impl Drafts {
    /// All are about to be read anew.
    pub fn expect(&mut self) {
        self.heard.get_or_insert_default();
    }

    /// Takes the drafts that hold words as just read, in this life of the database. What was heard while they were on
    /// their way is newer. What a reading that is whole does not hold was sent; of another one's nothing is known.
    ///
    /// The answer is what has to be read by itself: the server has said that it keeps words, and the reading holds none,
    /// as it came before those or after another device had sent them.
    #[must_use]
    pub fn refresh(&mut self, read: KeptDrafts, epoch: u32, pending: &[Pending]) -> BTreeSet<ConversationId> {
        let heard = self.heard.take().unwrap_or_default();
        if self.epoch.replace(epoch).is_some_and(|before| before != epoch) {
            self.kept.retain(|id, _| heard.contains(id));
            self.untold.retain(|id, _| heard.contains(id));
        }
        for (id, known) in &mut self.kept {
            if read.is_whole && !heard.contains(id) {
                known.body.clear();
            }
        }
        let holds_words = |id: &ConversationId| self.kept.get(id).is_some_and(|known| !known.body.is_empty());
        let said = pending.iter().filter_map(said_to_be_kept);
        let mut doubtful: BTreeSet<_> = heard.into_iter().filter(holds_words).chain(said).collect();
        if !read.is_whole {
            doubtful.clear();
        }
        for KeptDraft { conversation_id, body, version } in read.drafts {
            doubtful.remove(&conversation_id);
            let known = self.kept.entry(conversation_id).or_default();
            if version >= known.version {
                *known = Written { body, version };
            }
        }
        doubtful
    }

    /// What the server keeps that holds words; nothing while it is being read anew.
    pub(super) fn known(&self) -> Option<impl Iterator<Item = KeptDraft>> {
        let kept = self.kept.iter().filter(|(_, written)| !written.body.is_empty());
        let drafts = kept.map(|(&conversation_id, Written { body, version })| KeptDraft {
            conversation_id,
            body: body.clone(),
            version: *version,
        });
        self.heard.is_none().then_some(drafts)
    }

    /// Takes what events say, in order; the answer is what has to be read.
    #[must_use]
    pub fn hear(&mut self, events: &[Event]) -> BTreeSet<ConversationId> {
        for news in events.iter().filter_map(news) {
            match news {
                News::Kept(draft) => _ = self.take(draft),
                News::Untold(id, version) => {
                    let newest = self.untold.entry(id).or_default();
                    *newest = version.max(*newest);
                }
            }
        }
        let kept = &self.kept;
        self.untold.retain(|id, version| kept.get(id).is_none_or(|known| *version > known.version));
        self.untold.keys().copied().collect()
    }

    /// The newest version that was heard of without its words; nothing where as new ones are known.
    #[must_use]
    pub fn untold(&self, id: ConversationId) -> Option<i64> {
        self.untold.get(&id).copied().filter(|version| *version > self.version(id))
    }

    /// Takes what the server keeps now, where that is news. Whether it is.
    pub fn take(&mut self, draft: KeptDraft) -> bool {
        let KeptDraft { conversation_id, body, version } = draft;
        if let Some(heard) = &mut self.heard {
            heard.insert(conversation_id);
        }
        let known = self.kept.entry(conversation_id).or_default();
        let is_news = version > known.version;
        if is_news {
            *known = Written { body, version };
        }
        is_news
    }

    /// Takes what was read of one conversation by itself. Where the server refused an operation for its version, and that
    /// is a newer one than there is, the database was restored: no newer words have to come to be those that it met.
    /// Whether anything is known that was not.
    pub fn look(&mut self, draft: KeptDraft, pending: &[Pending]) -> bool {
        let (id, version) = (draft.conversation_id, draft.version);
        let is_news = self.take(draft);
        self.outlived.retain(|id| pending.iter().any(|one| one.operation.id == *id));
        let before = self.outlived.len();
        // A reading that something newer has overtaken tells nothing.
        if version == self.version(id) {
            let refused = pending.iter().filter(|one| is_met(one) && words_in(id, one).is_some());
            self.outlived.extend(refused.filter(|one| version < seen(one)).map(|one| one.operation.id));
        }
        is_news || self.outlived.len() > before
    }

    /// What is written in a conversation: the last that was written on this device, unless the server has it and
    /// something newer, else what the server keeps. What it refused for other words is still written here.
    #[must_use]
    pub fn written(&self, id: ConversationId, pending: &[Pending]) -> Written {
        let kept = self.kept.get(&id).cloned().unwrap_or_default();
        let Some((body, one)) = last(id, pending) else { return kept };
        match &one.state {
            PendingState::Acknowledged(answer) => {
                let KeptDraft { body, version, .. } = answered(id, body, answer);
                if version > kept.version { Written { body, version } } else { kept }
            }
            _ => Written { body: body.to_owned(), version: seen(one) },
        }
    }

    /// What is written everywhere, in the conversation that began last first.
    #[must_use]
    pub fn everywhere(&self, pending: &[Pending]) -> Vec<(ConversationId, String)> {
        let waiting = pending.iter().filter_map(|one| Some(saved_draft(&one.operation)?.0));
        let places: BTreeSet<_> = self.kept.keys().copied().chain(waiting).collect();
        let written = places.into_iter().rev().map(|id| (id, self.written(id, pending).body));
        written.filter(|(_, body)| !is_blank(body)).collect()
    }

    /// The words of another device that those written here did not replace.
    #[must_use]
    pub fn offered(&self, id: ConversationId, pending: &[Pending]) -> Option<&str> {
        let kept = self.kept.get(&id).filter(|kept| !is_blank(&kept.body))?;
        let meets = |one: &Pending| is_met(one) && words_in(id, one).is_some() && self.meets(one, kept);
        (pending.iter().any(meets) && self.written(id, pending).body != kept.body).then_some(kept.body.as_str())
    }

    /// Whether these are words that an operation was refused for.
    fn meets(&self, one: &Pending, kept: &Written) -> bool {
        seen(one) < kept.version || self.outlived.contains(&one.operation.id)
    }

    /// The version that the server keeps.
    #[must_use]
    pub fn version(&self, id: ConversationId) -> i64 {
        self.kept.get(&id).map_or(0, |kept| kept.version)
    }
}

/// Where the server has said that it keeps words.
fn said_to_be_kept(one: &Pending) -> Option<ConversationId> {
    let (id, body) = saved_draft(&one.operation)?;
    let is_said = matches!(one.state, PendingState::Acknowledged(_)) && !body.is_empty();
    is_said.then_some(id)
}

/// The words that are on their way to the server from this browser; nothing where none are.
#[must_use]
pub fn waiting(id: ConversationId, pending: &[Pending]) -> Option<Written> {
    let (body, one) = last(id, pending).filter(|(_, one)| !matches!(one.state, PendingState::Acknowledged(_)))?;
    Some(Written { body: body.to_owned(), version: seen(one) })
}

/// The last that was written. That something was sent is no reason to take words away that it met.
fn last(id: ConversationId, pending: &[Pending]) -> Option<(&str, &Pending)> {
    pending.iter().rev().find_map(|one| {
        let body = words_in(id, one)?;
        (!(is_met(one) && body.is_empty())).then_some((body, one))
    })
}

/// What the server keeps by its answer: the words that were sent to it, unless it names others that came later.
fn answered(id: ConversationId, body: &str, answer: &Value) -> KeptDraft {
    let body = answer["body"].as_str().unwrap_or(body).to_owned();
    KeptDraft { conversation_id: id, body, version: answer["version"].as_i64().unwrap_or_default() }
}

/// The operations on the draft of a conversation, in order.
#[must_use]
pub fn saves(id: ConversationId, pending: &[Pending]) -> Vec<OperationId> {
    pending.iter().filter(|one| words_in(id, one).is_some()).map(|one| one.operation.id).collect()
}

/// Those of them that were refused for another reason than other words.
#[must_use]
pub fn refused(id: ConversationId, pending: &[Pending]) -> Vec<OperationId> {
    let refused = pending.iter().filter(|one| one.has_failed() && !is_met(one) && words_in(id, one).is_some());
    refused.map(|one| one.operation.id).collect()
}

/// Whether it met words that were not seen.
fn is_met(one: &Pending) -> bool {
    one.state == PendingState::Failed(Error::Conflict)
}

fn words_in(id: ConversationId, one: &Pending) -> Option<&str> {
    saved_draft(&one.operation).filter(|(place, _)| *place == id).map(|(_, body)| body)
}

fn seen(one: &Pending) -> i64 {
    one.operation.expected_version.unwrap_or_default()
}

#[cfg(test)]
mod tests;
