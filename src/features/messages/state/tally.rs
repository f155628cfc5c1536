//! How many conversations hold something unread, known without reading them all.

use std::collections::BTreeMap;

use super::{Change, change::Receipt};
use crate::{
    features::messages::model::{Mark, Message, Standing},
    shared::id::{AccountId, ConversationId},
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

    /// The conversations with something unread that call for the viewer: neither muted nor put away.
    #[must_use]
    pub fn calling(&self) -> usize {
        self.unread().filter(|standing| !standing.mark.muted).count()
    }

    /// The conversations with something unread that stand in the list, muted or not.
    #[must_use]
    pub fn listed(&self) -> usize {
        self.unread().count()
    }

    /// Up to where a conversation has come, where others said something in it that was not read.
    #[must_use]
    pub fn reached(&self, id: ConversationId) -> Option<i64> {
        self.standings.get(&id).filter(|standing| self.is_unread(standing)).map(|standing| standing.last_seq)
    }

    /// Where others said something that was not read and that, as far as the server has told, is not known to have reached
    /// the viewer; and up to where it has come.
    #[must_use]
    pub fn untold(&self) -> Vec<(ConversationId, i64)> {
        let untold = self.standings.values().filter(|standing| standing.delivered_seq < standing.last_seq);
        untold.filter(|standing| self.is_unread(standing)).map(|s| (s.conversation_id, s.last_seq)).collect()
    }

    fn unread(&self) -> impl Iterator<Item = &Standing> {
        self.standings.values().filter(|standing| self.is_unread(standing) && !standing.mark.archived)
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
mod tests {
    use rand::{Rng, SeedableRng, rngs::SmallRng};
    use serde_json::json;

    use super::*;
    use crate::features::messages::state::world::{ANN, BOB, HERE, World};

    /// What a server would say of ann's only conversation.
    fn read(world: &World) -> Vec<Standing> {
        let Some(mark) = Some(&world.conversation.mark).filter(|mark| world.conversation.unread() > 0 || mark.muted)
        else {
            return Vec::new();
        };
        let delivered_seq = world.conversation.participants[0].delivered_seq;
        vec![Standing {
            conversation_id: HERE,
            last_seq: world.conversation.last_seq,
            delivered_seq,
            mark: mark.clone(),
        }]
    }

    #[test]
    fn a_reading_and_the_events_since_are_the_next_reading() {
        for seed in 0..300 {
            let mut chance = SmallRng::seed_from_u64(seed);
            let mut world = World::with(chance.random_range(0..5));
            let mut tally = Tally::new(ANN, read(&world));
            let mut heard = world.events.len();
            for _ in 0..chance.random_range(1..30) {
                let last = world.conversation.last_seq;
                match chance.random_range(0..5) {
                    0 => world.read(chance.random_range(0..=last)),
                    1 => world.choose(|mark| mark.muted = !mark.muted),
                    2 => drop(world.say(ANN, "x")),
                    _ => drop(world.say(BOB, "x")),
                }
                for (change, _) in world.changes().drain(heard..) {
                    tally.apply(&change);
                }
                heard = world.events.len();
                let fresh = Tally::new(ANN, read(&world));
                assert_eq!((tally.calling(), tally.listed()), (fresh.calling(), fresh.listed()), "seed {seed}");
            }
        }
    }

    #[test]
    fn a_muted_conversation_is_counted_in_the_list_and_calls_nobody() {
        let mut world = World::new();
        world.choose(|mark| mark.muted = true);
        world.say(BOB, "psst");
        let tally = Tally::new(ANN, read(&world));
        assert_eq!((tally.calling(), tally.listed()), (0, 1));
    }

    #[test]
    fn what_was_read_here_is_not_counted_even_before_the_server_knows() {
        let mut world = World::new();
        world.say(BOB, "hello");
        let mut tally = Tally::new(ANN, read(&world));
        assert_eq!(tally.calling(), 1);
        tally.read_ahead(HERE, 1);
        tally.expect();
        tally.refresh(read(&world));
        assert_eq!(tally.calling(), 0);
        world.say(BOB, "once more");
        tally.apply(&world.changes()[1].0);
        assert_eq!(tally.calling(), 1);
    }

    #[test]
    fn words_of_others_have_reached_the_viewer_until_they_are_read() {
        let mut world = World::new();
        let mut tally = Tally::new(ANN, Vec::new());
        world.say(ANN, "anybody there?");
        world.say(BOB, "I am");
        let changes = world.changes();
        tally.apply(&changes[0].0);
        assert_eq!(tally.reached(HERE), None, "her own");
        tally.apply(&changes[1].0);
        assert_eq!(tally.reached(HERE), Some(2));
        tally.read_ahead(HERE, 2);
        assert_eq!(tally.reached(HERE), None);
    }

    #[test]
    fn what_a_reading_brings_is_told_where_it_is_unread_and_was_not_told_before() {
        let mut world = World::new();
        world.choose(|mark| mark.muted = true);
        assert_eq!(Tally::new(ANN, read(&world)).untold(), [], "nothing was said");
        world.say(BOB, "hello");
        world.say(BOB, "are you away?");
        world.conversation.participants[0].delivered_seq = 1;
        let mut tally = Tally::new(ANN, Vec::new());
        tally.refresh(read(&world));
        assert_eq!(tally.untold(), [(HERE, 2)]);
        world.conversation.participants[0].delivered_seq = 2;
        assert_eq!(Tally::new(ANN, read(&world)).untold(), [], "another device told it");
        tally.read_ahead(HERE, 2);
        assert_eq!(tally.untold(), [], "that it is read says more");
    }

    #[test]
    fn what_another_device_of_the_viewer_tells_is_not_told_again() {
        let mut world = World::new();
        world.say(BOB, "hello");
        world.receipt(1, 0);
        let reached = json!({ "conversation_id": HERE, "account_id": ANN, "delivered_seq": 1 });
        world.announce("receipt.delivered", reached);
        let mut tally = Tally::new(ANN, Vec::new());
        let changes = world.changes();
        for (change, _) in &changes[..2] {
            tally.apply(change);
        }
        assert_eq!(tally.untold(), [(HERE, 1)], "that it has reached bob says nothing");
        tally.apply(&changes[2].0);
        assert_eq!(tally.untold(), []);
    }

    #[test]
    fn what_happens_while_all_is_read_anew_is_not_lost() {
        let mut world = World::new();
        let mut tally = Tally::new(ANN, Vec::new());
        tally.expect();
        let answer = read(&world);
        world.say(BOB, "meanwhile");
        tally.apply(&world.changes()[0].0);
        tally.refresh(answer);
        assert_eq!(tally.calling(), 1);
    }

    #[test]
    fn hearing_a_message_twice_counts_it_once_and_leaving_forgets_it() {
        let mut world = World::new();
        world.say(BOB, "hello");
        let mut tally = Tally::new(ANN, Vec::new());
        for _ in 0..2 {
            tally.apply(&world.changes()[0].0);
        }
        assert_eq!(tally.calling(), 1);
        tally.apply(&Change::Left(HERE));
        assert_eq!(tally.calling(), 0);
    }
}
