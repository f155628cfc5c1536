use rand::{Rng, SeedableRng, rngs::SmallRng, seq::SliceRandom};

use super::*;
use crate::features::{
    accounts::model::Account,
    messages::state::{
        inbox,
        world::{ANN, BOB, World, account},
    },
};

fn bodies(timeline: &Timeline) -> Vec<i64> {
    timeline.messages().map(|message| message.seq).collect()
}

#[test]
fn a_message_waits_for_its_predecessor() {
    let mut world = World::with(3);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 3));
    world.say(ANN, "four");
    world.say(ANN, "five");
    let changes = world.changes();
    timeline.apply(&changes[4].0, changes[4].1);
    assert_eq!((bodies(&timeline), timeline.gap()), (vec![1, 2, 3], 2));
    timeline.apply(&changes[3].0, changes[3].1);
    assert_eq!((bodies(&timeline), timeline.gap()), (vec![1, 2, 3, 4, 5], 0));
}

#[test]
fn an_empty_conversation_takes_its_first_message() {
    let mut world = World::new();
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 0));
    assert!(!timeline.newer() && !timeline.older());
    world.say(ANN, "hello");
    let (change, position) = world.changes().remove(0);
    timeline.apply(&change, position);
    assert_eq!(bodies(&timeline), [1]);
    assert_eq!(timeline.position(), position);
}

#[test]
fn older_pages_are_put_before_and_others_refused() {
    let world = World::with(30);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(21, 30));
    timeline.prepend(world.stretch(1, 10));
    assert_eq!(timeline.first(), 21);
    timeline.prepend(world.stretch(11, 20));
    timeline.prepend(world.stretch(11, 20));
    assert!(timeline.older());
    timeline.prepend(world.stretch(1, 10));
    assert_eq!((timeline.first(), timeline.last(), timeline.older()), (1, 30, false));
}

#[test]
fn a_stretch_in_the_middle_is_no_gap() {
    let world = World::with(30);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(11, 20));
    assert_eq!((timeline.gap(), timeline.newer()), (0, true));
    timeline.append(world.stretch(21, 30));
    assert_eq!((timeline.gap(), timeline.newer()), (0, false));
}

#[test]
fn reading_afresh_keeps_what_it_reaches() {
    let mut world = World::with(30);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 30));
    world.say(ANN, "one more");
    timeline.refresh(world.snapshot(), world.stretch(22, 31));
    assert_eq!((timeline.first(), timeline.last()), (1, 31));
    for _ in 0..100 {
        world.say(ANN, "much more");
    }
    timeline.refresh(world.snapshot(), world.stretch(122, 131));
    assert_eq!((timeline.first(), timeline.last(), timeline.older()), (122, 131, true));
}

#[test]
fn another_life_of_the_database_replaces_everything() {
    let world = World::with(30);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 30));
    let mut restored = World::with(25).snapshot();
    restored.position.epoch += 1;
    timeline.refresh(restored, world.stretch(16, 25));
    assert_eq!((timeline.first(), timeline.last(), timeline.conversation().last_seq), (16, 25, 25));
}

#[test]
fn a_mark_and_a_receipt_never_go_back() {
    let mut world = World::with(9);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 9));
    world.read(3);
    world.receipt(4, 2);
    world.read(6);
    world.receipt(7, 7);
    let mut changes = world.changes().split_off(9);
    changes.reverse();
    for (change, position) in changes {
        timeline.apply(&change, position);
    }
    assert_eq!(timeline.conversation(), &world.conversation);
}

#[test]
fn whatever_is_lost_doubled_or_late_the_end_is_what_the_server_holds() {
    for seed in 0..300 {
        let mut chance = SmallRng::seed_from_u64(seed);
        let mut world = World::with(chance.random_range(0..30));
        let start = world.conversation.last_seq;
        let first = (start - chance.random_range(0..20)).max(1);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(first, start));
        for _ in 0..chance.random_range(1..40) {
            let last = world.conversation.last_seq;
            match chance.random_range(0..8) {
                0 => world.read(chance.random_range(0..=last)),
                1 => world.receipt(chance.random_range(0..=last), 0),
                2 | 3 => world.edit(chance.random_range(0..=last), &format!("{last}")),
                4 => world.delete(chance.random_range(0..=last)),
                _ => drop(world.say(if chance.random() { ANN } else { BOB }, "x")),
            }
        }
        let mut arriving = world.changes();
        arriving.extend_from_within(..);
        arriving.retain(|_| chance.random_bool(0.7));
        arriving.shuffle(&mut chance);
        let mut shown = bodies(&timeline);
        for (change, position) in arriving {
            timeline.apply(&change, position);
            let now = bodies(&timeline);
            assert!(now.starts_with(&shown), "seed {seed}: what stood there moved");
            assert!(now.windows(2).all(|pair| pair[0] + 1 == pair[1]), "seed {seed}: a hole");
            shown = now;
        }
        while timeline.gap() > 0 {
            timeline.append(world.stretch(timeline.last() + 1, timeline.last() + 7));
        }
        while timeline.older() {
            timeline.prepend(world.stretch((timeline.first() - 7).max(1), timeline.first() - 1));
        }
        timeline.reread(world.snapshot());
        // What was lost of changes is asked for.
        for message in world.messages.iter().filter(|message| message.version > 1) {
            timeline.change(message);
        }
        let held: Vec<_> = timeline.messages().map(|message| (**message).clone()).collect();
        let known = i64::try_from(held.len()).expect("few");
        assert_eq!(held, world.messages[..held.len()], "seed {seed}");
        assert_eq!(known + timeline.gap(), world.conversation.last_seq, "seed {seed}");
        assert_eq!(timeline.conversation(), &world.conversation, "seed {seed}");
    }
}

#[test]
fn a_snapshot_and_the_changes_since_are_the_next_snapshot() {
    for seed in 0..300 {
        let mut chance = SmallRng::seed_from_u64(seed);
        let mut world = World::with(chance.random_range(1..20));
        let last = world.conversation.last_seq;
        let first = chance.random_range(1..=last);
        let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(first, last));
        // It is on its way while everything happens.
        let page = world.stretch(1, first - 1);
        let heard = world.events.len();
        for number in 0..chance.random_range(1..30) {
            let seq = chance.random_range(1..=world.conversation.last_seq);
            match chance.random_range(0..4) {
                0 => drop(world.say(BOB, "x")),
                1 => world.delete(seq),
                _ => world.edit(seq, &format!("{number}")),
            }
        }
        for (change, position) in world.changes().split_off(heard) {
            timeline.apply(&change, position);
        }
        timeline.prepend(page);
        let shown: Vec<_> = timeline.messages().map(|message| Message::clone(message)).collect();
        assert_eq!(shown, world.messages, "seed {seed}");
    }
}

#[test]
fn of_one_message_the_higher_version_holds_and_it_waits_for_its_predecessor_as_it_is() {
    let mut world = World::with(3);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 3));
    world.say(BOB, "four");
    world.say(BOB, "five");
    world.edit(5, "5");
    world.edit(2, "2");
    let changes = world.changes().split_off(3);
    // Sent, sent, edited, edited: the last first.
    for place in [3, 2, 1, 1, 0, 3] {
        let (change, position) = &changes[place];
        timeline.apply(change, *position);
    }
    let shown: Vec<_> = timeline.messages().map(|message| message.body.clone()).collect();
    assert_eq!(shown, ["message 0", "2", "message 2", "four", "5"]);
}

#[test]
fn the_way_to_the_newest_replaces_what_does_not_reach_it_and_keeps_what_does() {
    let mut world = World::with(100);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(11, 20));
    world.say(BOB, "while ann reads far above");
    let (change, position) = world.changes().remove(100);
    timeline.apply(&change, position);
    assert_eq!((timeline.last(), timeline.newer(), timeline.held().count()), (20, true, 0));
    timeline.leap(world.stretch(52, 101));
    assert_eq!((timeline.first(), timeline.last(), timeline.older(), timeline.newer()), (52, 101, true, false));
    timeline.leap(world.stretch(90, 101));
    assert_eq!((timeline.first(), timeline.last()), (52, 101));
}

#[test]
fn what_was_heard_while_the_newest_was_on_its_way_follows_it() {
    let mut world = World::with(100);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(11, 20));
    let newest = world.stretch(51, 100);
    world.say(BOB, "meanwhile");
    let (change, position) = world.changes().remove(100);
    timeline.apply(&change, position);
    timeline.leap(newest);
    assert_eq!((timeline.last(), timeline.newer(), timeline.gap()), (101, false, 0));
}

#[test]
fn a_new_name_is_taken_once_and_moves_no_place_in_the_stream() {
    let world = World::with(3);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 3));
    let place = timeline.position();
    for (name, version) in [("Robert", 3), ("Bobby", 2)] {
        timeline.rename(&Account { display_name: name.to_owned(), ..account(BOB, "bob") }, version);
    }
    assert_eq!(inbox::title(timeline.conversation(), ANN), "Robert");
    assert_eq!(timeline.position(), place);
}

#[test]
fn neither_an_edit_nor_a_reaction_that_is_heard_late_takes_the_other_one_back() {
    let mut world = World::with(2);
    let page = world.stretch(1, 2);
    world.react(1, "👍", BOB, true);
    world.edit(1, "hello");
    world.react(1, "👍", ANN, true);
    let changes = world.changes().split_off(2);
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut timeline = Timeline::new(ANN, world.snapshot(), page.clone());
        let mut early = Timeline::new(ANN, world.snapshot(), world.stretch(2, 2));
        for place in order {
            let (change, position) = &changes[place];
            timeline.apply(change, *position);
            early.apply(change, *position);
        }
        early.prepend(Stretch { messages: page.messages[..1].to_vec(), ..Stretch::default() });
        for timeline in [timeline, early] {
            assert_eq!(
                timeline.messages().next().map(|message| Message::clone(message)),
                Some(world.messages[0].clone())
            );
        }
    }
}

#[test]
fn of_what_is_pinned_the_newest_telling_holds_in_whatever_order_it_is_heard_and_read() {
    let mut world = World::with(3);
    let before = world.snapshot();
    world.pin(1, BOB, true);
    world.pin(3, ANN, true);
    world.pin(1, BOB, false);
    let changes = world.changes().split_off(3);
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let mut timeline = Timeline::new(ANN, before.clone(), world.stretch(1, 3));
        for place in order {
            let (change, position) = &changes[place];
            timeline.apply(change, *position);
        }
        assert_eq!(timeline.conversation().pins, world.conversation.pins);
        timeline.reread(before.clone());
        assert_eq!(timeline.conversation().pins, world.conversation.pins, "a reading of before takes nothing back");
    }
}

#[test]
fn what_was_deleted_has_no_reactions_whatever_is_heard_of_them_after() {
    let mut world = World::with(1);
    let mut timeline = Timeline::new(ANN, world.snapshot(), world.stretch(1, 1));
    world.react(1, "👍", BOB, true);
    world.delete(1);
    let changes = world.changes();
    for (change, position) in [&changes[2], &changes[1]] {
        timeline.apply(change, *position);
    }
    assert!(timeline.messages().all(|message| message.is_deleted() && message.reactions.is_empty()));
}
