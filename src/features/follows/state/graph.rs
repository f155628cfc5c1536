//! What was told of the graph: what holds between the viewer and anybody, and how many follow whom.
//!
//! Of whatever is told twice the later holds, whichever comes first, by the versions of `super::super`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::operation::change_of;
use crate::{
    features::follows::model::{Followed, Followees, Listing, Standing, Stats, Tie},
    realtime::Event,
    shared::{id::AccountId, json::typed},
    sync::Pending,
};

/// Whether it is so of somebody, and the version of that.
type Told = BTreeMap<AccountId, (bool, i64)>;

/// What a screen knows of the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Graph {
    /// Whom the viewer follows, or does not.
    follows: Told,
    /// Who follows the viewer, or does not.
    followers: Told,
    stats: BTreeMap<AccountId, Stats>,
    /// The life of the database of which the versions are.
    epoch: Option<u32>,
}

impl Graph {
    /// Takes what was read of one person.
    pub fn learn_standing(&mut self, standing: &Standing) {
        self.tie_is(standing.stats.account_id, standing.tie, standing.version);
        self.stats_are(standing.stats);
    }

    /// Takes what was read of a list.
    pub fn learn_listing(&mut self, listing: &Listing) {
        for neighbour in &listing.people.items {
            self.tie_is(neighbour.account.id, neighbour.tie(), listing.version);
        }
        self.stats_are(listing.stats);
    }

    /// Takes whom the viewer follows: nobody else is followed.
    pub fn learn_followees(&mut self, Followees { ids, version }: &Followees) {
        let known: Vec<_> = self.follows.keys().copied().collect();
        for who in known {
            note(&mut self.follows, who, false, *version);
        }
        for who in ids {
            note(&mut self.follows, *who, true, *version);
        }
    }

    /// Something is read in this life of the database: in another one versions count anew, and whatever is told next holds.
    pub fn enter(&mut self, epoch: u32) {
        if self.epoch.replace(epoch).is_some_and(|before| before != epoch) {
            self.follows.values_mut().chain(self.followers.values_mut()).for_each(|told| told.1 = 0);
            self.stats.values_mut().for_each(|stats| stats.version = 0);
        }
    }

    /// Whether something that was kept is of another life of the database than what was read since.
    #[must_use]
    pub fn is_of_before(&self, epoch: u32) -> bool {
        self.epoch.is_some_and(|now| now != epoch)
    }

    /// Brings what is known up to an event. One of a life of the database that is over tells nothing.
    pub fn hear(&mut self, event: &Event) {
        match self.epoch {
            Some(known) if known > event.position.epoch => return,
            // What is told in another life is newer than what is read there only later, up to before it.
            Some(_) => self.enter(event.position.epoch),
            None => {}
        }
        match event.kind.as_str() {
            "stats.changed" => {
                if let Ok(stats) = typed::<Stats>(&event.body) {
                    self.stats_are(stats);
                }
            }
            "follow.changed" => hear(&mut self.follows, &event.body, "follows"),
            "follower.changed" => hear(&mut self.followers, &event.body, "follows_you"),
            _ => {}
        }
    }

    /// Takes what the server answered to who followed somebody.
    pub fn take(&mut self, answer: &Value) {
        if let Ok(Followed { account_id, follows, version, stats }) = typed::<Followed>(answer) {
            note(&mut self.follows, account_id, follows, version);
            for one in stats {
                self.stats_are(one);
            }
        }
    }

    /// What holds between the viewer and somebody, as the server last said.
    #[must_use]
    pub fn stored_tie(&self, who: AccountId) -> Tie {
        let is_so = |told: &Told| told.get(&who).is_some_and(|told| told.0);
        Tie { follows: is_so(&self.follows), follows_you: is_so(&self.followers) }
    }

    /// The same as the screen shows it: with what is on its way.
    #[must_use]
    pub fn tie(&self, who: AccountId, pending: &[Pending]) -> Tie {
        let stored = self.stored_tie(who);
        let wanted = wanted(pending).get(&who).copied();
        Tie { follows: wanted.unwrap_or(stored.follows), ..stored }
    }

    /// The counts of somebody, as the server last said.
    #[must_use]
    pub fn stored_stats(&self, who: AccountId) -> Option<Stats> {
        self.stats.get(&who).copied()
    }

    /// The same as the screen of the viewer shows it: with what is on its way.
    #[must_use]
    pub fn stats(&self, who: AccountId, viewer: Option<AccountId>, pending: &[Pending]) -> Option<Stats> {
        let mut shown = self.stored_stats(who)?;
        for (followed, follows) in wanted(pending) {
            let change = i64::from(follows) - i64::from(self.stored_tie(followed).follows);
            if followed == who {
                shown.followers += change;
            }
            if viewer == Some(who) {
                shown.following += change;
            }
        }
        Some(shown)
    }

    /// How somebody stands, to be kept.
    #[must_use]
    pub fn standing(&self, who: AccountId) -> Option<Standing> {
        let version = [&self.follows, &self.followers].into_iter().filter_map(|told| Some(told.get(&who)?.1)).max();
        Some(Standing {
            stats: self.stored_stats(who)?,
            tie: self.stored_tie(who),
            version: version.unwrap_or_default(),
        })
    }

    fn tie_is(&mut self, who: AccountId, tie: Tie, version: i64) {
        note(&mut self.follows, who, tie.follows, version);
        note(&mut self.followers, who, tie.follows_you, version);
    }

    fn stats_are(&mut self, stats: Stats) {
        let held = self.stats.entry(stats.account_id).or_insert(stats);
        if stats.version >= held.version {
            *held = stats;
        }
    }
}

/// Whom the viewer wants to follow, or not any more, and the server has not heard of yet: the last of it.
fn wanted(pending: &[Pending]) -> BTreeMap<AccountId, bool> {
    let changes = pending.iter().filter(|one| !one.has_failed()).filter_map(change_of);
    changes.map(|change| (change.account.id, change.follows)).collect()
}

fn hear(told: &mut Told, body: &Value, name: &str) {
    let who = typed::<AccountId>(&body["account_id"]);
    if let (Ok(who), Some(is_so), Some(version)) = (who, body[name].as_bool(), body["version"].as_i64()) {
        note(told, who, is_so, version);
    }
}

fn note(told: &mut Told, who: AccountId, is_so: bool, version: i64) {
    let held = told.entry(who).or_insert((is_so, version));
    if version >= held.1 {
        *held = (is_so, version);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        features::follows::{
            model::FollowChange,
            state::{
                follow_operation,
                world::{ANN, BOB, account, stats},
            },
        },
        realtime::Topic,
        shared::{Error, id::OperationId, time::Time},
        sync::PendingState,
    };

    fn event(kind: &str, body: Value) -> Event {
        let position = "1.2.3".parse().expect("a position");
        Event { position, topic: Topic::Me, kind: kind.into(), at: Time::from_millis(0), body }
    }

    fn follow(follows: bool, state: PendingState) -> Pending {
        let change = FollowChange { account: account(BOB), follows };
        Pending { operation: follow_operation(OperationId::new(), &change), state }
    }

    /// What ann knows of bob, whom three follow.
    fn known() -> Graph {
        let mut graph = Graph::default();
        graph.learn_standing(&Standing { stats: stats(BOB, 3, 0, 5), tie: Tie::default(), version: 7 });
        graph.learn_standing(&Standing { stats: stats(ANN, 0, 2, 7), tie: Tie::default(), version: 7 });
        graph
    }

    #[test]
    fn what_is_told_late_or_twice_changes_nothing() {
        let mut graph = known();
        graph.hear(&event("follow.changed", json!({"account_id": BOB, "follows": true, "version": 9})));
        graph.hear(&event("follow.changed", json!({"account_id": BOB, "follows": false, "version": 8})));
        graph.hear(&event("follower.changed", json!({"account_id": BOB, "follows_you": true, "version": 10})));
        graph.hear(&event("stats.changed", json!(stats(BOB, 5, 1, 7))));
        graph.hear(&event("stats.changed", json!(stats(BOB, 4, 1, 6))));
        assert_eq!(graph.tie(BOB, &[]), Tie { follows: true, follows_you: true });
        assert_eq!(graph.stats(BOB, Some(ANN), &[]), Some(stats(BOB, 5, 1, 7)));
        let late = Standing { stats: stats(BOB, 3, 0, 5), tie: Tie::default(), version: 7 };
        graph.learn_standing(&late);
        assert_eq!(graph.stored_tie(BOB), Tie { follows: true, follows_you: true }, "it was read before");
    }

    #[test]
    fn what_is_on_its_way_counts_at_once_and_once_and_what_was_refused_does_not() {
        let graph = known();
        let wanted = [follow(true, PendingState::Waiting)];
        assert!(graph.tie(BOB, &wanted).follows);
        assert_eq!(graph.stats(BOB, Some(ANN), &wanted).map(|stats| stats.followers), Some(4));
        assert_eq!(graph.stats(ANN, Some(ANN), &wanted).map(|stats| stats.following), Some(3));
        let both = [follow(true, PendingState::Waiting), follow(false, PendingState::Waiting)];
        assert_eq!(graph.stats(BOB, Some(ANN), &both).map(|stats| stats.followers), Some(3));
        let refused = [follow(true, PendingState::Failed(Error::Missing))];
        assert!(!graph.tie(BOB, &refused).follows);
        let mut graph = graph;
        graph.hear(&event("follow.changed", json!({"account_id": BOB, "follows": true, "version": 8})));
        graph.hear(&event("stats.changed", json!(stats(BOB, 4, 0, 6))));
        assert_eq!(graph.stats(BOB, Some(ANN), &wanted).map(|stats| stats.followers), Some(4), "its event has come");
    }

    #[test]
    fn an_answer_brings_what_holds_and_the_counts_of_both() {
        let mut graph = known();
        let stats = vec![stats(BOB, 4, 0, 6), stats(ANN, 0, 3, 8)];
        graph.take(&json!(Followed { account_id: BOB, follows: true, version: 8, stats: stats.clone() }));
        assert!(graph.stored_tie(BOB).follows);
        assert_eq!([BOB, ANN].map(|who| graph.stored_stats(who)), [Some(stats[0]), Some(stats[1])]);
    }

    #[test]
    fn who_is_not_among_all_that_are_followed_is_not_followed_unless_that_is_newer() {
        let mut graph = known();
        let followees = |ids: &[AccountId], version| Followees { ids: ids.to_vec(), version };
        graph.learn_followees(&followees(&[BOB], 8));
        assert!(graph.stored_tie(BOB).follows);
        graph.learn_followees(&followees(&[], 9));
        assert!(!graph.stored_tie(BOB).follows);
        graph.hear(&event("follow.changed", json!({"account_id": BOB, "follows": true, "version": 11})));
        graph.learn_followees(&followees(&[], 10));
        assert!(graph.stored_tie(BOB).follows, "it was read before");
    }

    #[test]
    fn in_another_life_of_the_database_versions_count_anew() {
        let mut graph = known();
        graph.enter(1);
        assert!(!graph.is_of_before(1) && graph.is_of_before(2));
        graph.enter(2);
        let standing =
            Standing { stats: stats(BOB, 1, 0, 2), tie: Tie { follows: true, follows_you: false }, version: 3 };
        graph.learn_standing(&standing);
        assert_eq!(graph.standing(BOB), Some(standing));
        let told = Event {
            position: "3.4.5".parse().expect("a position"),
            ..event("stats.changed", json!(stats(BOB, 2, 0, 1)))
        };
        graph.hear(&told);
        graph.enter(3);
        graph.learn_standing(&Standing { stats: stats(BOB, 1, 0, 0), tie: Tie::default(), version: 0 });
        assert_eq!(graph.stored_stats(BOB), Some(stats(BOB, 2, 0, 1)), "it was told after that was read");
    }
}
