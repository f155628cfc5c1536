use rand::{Rng, SeedableRng, rngs::SmallRng};
use serde_json::json;

use super::*;
use crate::{
    features::messages::{
        model::Choice,
        state::world::{ANN, BOB, HERE, World},
    },
    shared::id::OperationId,
    sync::PendingState,
};

/// What a server would say of ann's only conversation.
fn read(world: &World) -> Vec<Standing> {
    let Some(mark) = Some(&world.conversation.mark).filter(|mark| world.conversation.unread() > 0 || mark.muted) else {
        return Vec::new();
    };
    let delivered_seq = world.conversation.participants[0].delivered_seq;
    vec![Standing { conversation_id: HERE, last_seq: world.conversation.last_seq, delivered_seq, mark: mark.clone() }]
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
            assert_eq!(tally.calling(), fresh.calling(), "seed {seed}");
        }
    }
}

#[test]
fn a_muted_conversation_is_in_no_number_whatever_is_said_in_it() {
    let mut world = World::new();
    world.choose(|mark| mark.muted = true);
    world.say(BOB, "psst");
    assert_eq!(Tally::new(ANN, read(&world)).calling(), 0);
    world.choose(|mark| mark.muted = false);
    assert_eq!(Tally::new(ANN, read(&world)).calling(), 1);
}

#[test]
fn what_was_just_muted_or_put_away_calls_no_more_even_before_the_server_knows() {
    let mut world = World::new();
    world.say(BOB, "hello");
    let tally = Tally::new(ANN, read(&world));
    let count = |choice: Choice| {
        let operation = choosing::choose(OperationId(uuid::Uuid::from_u128(9)), HERE, choice);
        let pending = [Pending { operation, state: PendingState::Waiting }];
        tally.overlaid(&pending).calling()
    };
    assert_eq!(count(Choice { pinned: Some(true), ..Choice::default() }), 1);
    assert_eq!(count(Choice { muted: Some(true), ..Choice::default() }), 0);
    assert_eq!(count(Choice { archived: Some(true), ..Choice::default() }), 0);
    assert_eq!(tally.calling(), 1, "what is confirmed stays as it is");
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

#[test]
fn a_request_calls_for_nobody_and_is_counted_apart_until_it_is_accepted_or_declined() {
    let mut world = World::new();
    world.say(BOB, "hello");
    world.choose(|mark| mark.requested = true);
    let mut tally = Tally::new(ANN, Vec::new());
    let hear = |tally: &mut Tally, world: &World| world.changes().iter().for_each(|(change, _)| tally.apply(change));
    hear(&mut tally, &world);
    assert_eq!((tally.calling(), tally.requests(), tally.untold().len()), (0, 1, 0));
    world.choose(|mark| mark.archived = true);
    hear(&mut tally, &world);
    assert_eq!((tally.calling(), tally.requests()), (0, 0), "declined");
    world.choose(|mark| (mark.archived, mark.requested) = (false, false));
    hear(&mut tally, &world);
    assert_eq!((tally.calling(), tally.requests()), (1, 0), "accepted");
}
