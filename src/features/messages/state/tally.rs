//! How many conversations hold something unread, known without reading them all.

use std::{borrow::Cow, collections::BTreeMap};

use super::{Change, change::Receipt, choosing};
use crate::{
    features::messages::model::{Mark, Message, Standing},
    shared::id::{AccountId, ConversationId},
    sync::Pending,
};

/// How the viewer stands to their conversations. Those that are not in here are read to their end and not muted.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    viewer: AccountId,
    standings: BTreeMap<ConversationId, Standing>,
    /// How far conversations were read on this device, confirmed or not.
    ahead: BTreeMap<ConversationId, i64>,
    /// What happened since all is being read anew.
    meanwhile: Option<Vec<Change>>,
}

impl Tally {
    /// As just read: whatever holds something unread or is muted.
    #[must_use]
    pub fn new(viewer: AccountId, standings: Vec<Standing>) -> Self {
        let standings = standings.into_iter().map(|standing| (standing.conversation_id, standing)).collect();
        Self { viewer, standings, ahead: BTreeMap::new(), meanwhile: None }
    }

    /// All is about to be read anew.
    pub fn expect(&mut self) {
        self.meanwhile.get_or_insert_default();
    }

    /// Takes what was just read in the place of what was known; what happened while it was on its way, and what
    /// was read on this device, counts on.
    pub fn refresh(&mut self, standings: Vec<Standing>) {
        let (ahead, meanwhile) = (std::mem::take(&mut self.ahead), self.meanwhile.take());
        *self = Self { ahead, ..Self::new(self.viewer, standings) };
        meanwhile.into_iter().flatten().for_each(|change| self.apply(&change));
    }

    /// The same with what the viewer chose laid over it that is on its way.
    #[must_use]
    pub fn overlaid(&self, pending: &[Pending]) -> Cow<'_, Self> {
        if !choosing::is_any(pending) {
            return Cow::Borrowed(self);
        }
        let mut shown = self.clone();
        for (id, standing) in &mut shown.standings {
            standing.mark = choosing::chosen(*id, &standing.mark, pending);
        }
        Cow::Owned(shown)
    }

    /// The conversations with something unread that call for the viewer: neither muted nor put away, nor a request.
    #[must_use]
    pub fn calling(&self) -> usize {
        let calls = |mark: &Mark| !mark.muted && !mark.archived && !mark.requested;
        self.standings.values().filter(|standing| calls(&standing.mark) && self.is_unread(standing)).count()
    }

    /// The requests that the viewer has neither accepted nor declined, read or not.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.standings.values().filter(|standing| standing.mark.requested && !standing.mark.archived).count()
    }

    /// Up to where a conversation has come, where others said something in it that was not read.
    #[must_use]
    pub fn reached(&self, id: ConversationId) -> Option<i64> {
        self.standings.get(&id).filter(|standing| self.is_unread(standing)).map(|standing| standing.last_seq)
    }

    /// Where others said something that was not read and that, as far as the server has told, is not known to have reached
    /// the viewer; and up to where it has come. Nobody is told of requests.
    #[must_use]
    pub fn untold(&self) -> Vec<(ConversationId, i64)> {
        let untold = self.standings.values();
        let untold = untold.filter(|standing| standing.delivered_seq < standing.last_seq && !standing.mark.requested);
        untold.filter(|standing| self.is_unread(standing)).map(|s| (s.conversation_id, s.last_seq)).collect()
    }

    fn is_unread(&self, standing: &Standing) -> bool {
        let ahead = self.ahead.get(&standing.conversation_id).copied().unwrap_or_default();
        ahead < standing.last_seq && standing.unread() > 0
    }

    /// All that is known, with how far it was read on this device; nothing while all is being read anew.
    pub(super) fn known(&self) -> Option<impl Iterator<Item = (&Standing, i64)>> {
        let ahead = |id| self.ahead.get(id).copied().unwrap_or_default();
        let standings = self.standings.values().map(move |standing| (standing, ahead(&standing.conversation_id)));
        self.meanwhile.is_none().then_some(standings)
    }

    /// The viewer has read up to here on this device; the server is being told.
    pub fn read_ahead(&mut self, id: ConversationId, seq: i64) {
        let ahead = self.ahead.entry(id).or_default();
        *ahead = seq.max(*ahead);
    }

    /// Takes what happened.
    pub fn apply(&mut self, change: &Change) {
        if let Some(meanwhile) = &mut self.meanwhile {
            meanwhile.push(change.clone());
        }
        match change {
            Change::Sent(message) => self.hear(message),
            Change::Marked(id, mark) => self.mark(*id, mark),
            Change::Receipt(receipt) => self.reach(receipt),
            Change::Left(id) => drop(self.standings.remove(id)),
            _ => {}
        }
    }

    fn hear(&mut self, message: &Message) {
        let id = message.conversation_id;
        let standing = self.standings.entry(id).or_insert_with(|| Standing::read_to(id, message.seq - 1));
        if message.seq > standing.last_seq {
            standing.last_seq = message.seq;
            if message.author_id == self.viewer && message.seq > standing.mark.read_seq {
                standing.mark.own_past += 1;
            }
        }
    }

    fn reach(&mut self, receipt: &Receipt) {
        let standing = self.standings.get_mut(&receipt.conversation_id).filter(|_| receipt.account_id == self.viewer);
        if let Some(standing) = standing {
            standing.delivered_seq = standing.delivered_seq.max(receipt.delivered_seq);
        }
    }

    fn mark(&mut self, id: ConversationId, mark: &Mark) {
        let standing = self.standings.entry(id).or_insert_with(|| Standing::read_to(id, mark.read_seq + mark.own_past));
        if mark.version > standing.mark.version {
            standing.mark = mark.clone();
        }
    }
}

#[cfg(test)]
mod tests;
