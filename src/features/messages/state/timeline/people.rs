//! Who speaks in a conversation: those who are in it, and those who said something, or reacted, and went.

use super::Timeline;
use crate::{
    features::{
        accounts::model::Account,
        messages::model::{Participant, Stretch},
    },
    shared::id::AccountId,
};

impl Timeline {
    /// Somebody who is in the conversation, or who said something that is here and is not in it any more.
    #[must_use]
    pub fn person(&self, id: AccountId) -> Option<&Account> {
        let mut people = self.conversation.participants.iter().map(|person| &person.account);
        people.find(|account| account.id == id).or_else(|| self.former.get(&id))
    }

    /// The stretch with those of its people who are not in the conversation any more.
    #[must_use]
    pub fn with_former(&self, stretch: Stretch) -> Stretch {
        let mut people = stretch.people();
        people.extend(self.conversation.root_author);
        let former = self.former.values().filter(|account| people.contains(&account.id)).cloned().collect();
        Stretch { former, ..stretch }
    }

    /// Takes those who are not in it any more as just read.
    pub(super) fn remember(&mut self, former: impl IntoIterator<Item = Account>) {
        self.former.extend(former.into_iter().map(|account| (account.id, account)));
    }

    /// Takes those of these people who are not in it any more.
    pub(super) fn remember_gone(&mut self, before: &[Participant]) {
        let here = &self.conversation.participants;
        let is_here = |account: &Account| here.iter().any(|person| person.account.id == account.id);
        let gone = before.iter().map(|person| &person.account).filter(|account| !is_here(account));
        self.former.extend(gone.map(|account| (account.id, account.clone())));
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use crate::{
        features::{
            accounts::model::Account,
            messages::{
                model::Stretch,
                state::{
                    Timeline,
                    world::{ANN, BOB, World, account, participant},
                },
            },
        },
        realtime::Snapshot,
        shared::id::AccountId,
    };

    const EVE: AccountId = AccountId(Uuid::from_u128(3));

    /// A conversation of ann and bob in which eve said something before she went.
    fn without_eve() -> (World, Stretch) {
        let mut world = World::with(2);
        world.say(EVE, "farewell");
        let history = Stretch { former: vec![account(EVE, "eve")], ..world.stretch(1, 3) };
        (world, history)
    }

    fn name(timeline: &Timeline, id: AccountId) -> Option<&str> {
        timeline.person(id).map(Account::name)
    }

    #[test]
    fn who_left_is_called_by_their_name_also_in_what_is_kept() {
        let (world, history) = without_eve();
        let timeline = Timeline::new(ANN, world.snapshot(), history);
        assert_eq!((name(&timeline, EVE), name(&timeline, BOB)), (Some("Eve"), Some("Bob")));
        let (conversation, kept) = timeline.newest(100).expect("its end is here");
        assert_eq!(kept.former, [account(EVE, "eve")]);
        let again = Timeline::new(ANN, Snapshot { position: timeline.position(), data: conversation }, kept);
        assert_eq!(name(&again, EVE), Some("Eve"));
        assert_eq!(timeline.newest(0).map(|(_, kept)| kept.former), Some(Vec::new()), "nothing of hers is kept");
    }

    #[test]
    fn who_left_is_kept_where_they_reacted_or_are_quoted() {
        let mut world = World::with(2);
        let farewell = world.say(EVE, "farewell").id;
        world.say(ANN, "who was here?");
        world.answer(ANN, "take care", farewell);
        world.react(4, "👋", EVE, true);
        let history = Stretch { former: vec![account(EVE, "eve")], ..world.stretch(1, 5) };
        let timeline = Timeline::new(ANN, world.snapshot(), history);
        for (most, what) in [(1, "quoted"), (2, "reacted as well")] {
            let kept = timeline.newest(most).map(|(_, kept)| kept.former);
            assert_eq!(kept, Some(vec![account(EVE, "eve")]), "{what}");
        }
    }

    #[test]
    fn who_leaves_while_one_looks_keeps_their_name_and_a_new_one_is_heard_of() {
        let mut world = World::with(2);
        world.conversation.participants.push(participant(EVE, "eve"));
        world.say(EVE, "farewell");
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 3));
        world.conversation.participants.pop();
        timeline.reread(world.snapshot());
        assert_eq!(name(&timeline, EVE), Some("Eve"));
        timeline.rename(&account(EVE, "zoe"), 2);
        assert_eq!(name(&timeline, EVE), Some("Zoe"));
    }

    #[test]
    fn whoever_is_gone_altogether_is_a_deleted_account() {
        let (world, history) = without_eve();
        let gone = Account { deleted: true, ..account(EVE, "eve") };
        let timeline = Timeline::new(ANN, world.snapshot(), Stretch { former: vec![gone], ..history });
        assert_eq!(name(&timeline, EVE), Some("Deleted account"));
    }

    #[test]
    fn a_page_brings_those_who_spoke_on_it() {
        let mut world = World::new();
        world.say(EVE, "first");
        world.say(ANN, "second");
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(2, 2));
        assert_eq!(name(&timeline, EVE), None);
        timeline.prepend(Stretch { former: vec![account(EVE, "eve")], ..world.stretch(1, 1) });
        assert_eq!(name(&timeline, EVE), Some("Eve"));
    }
}
