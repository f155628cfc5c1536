use rand::{Rng, SeedableRng, rngs::SmallRng};
use serde_json::json;

use super::*;
use crate::features::messages::state::{
    changing,
    world::{ANN, BOB, HERE, World, account, pending},
};
use crate::{
    shared::{id::OperationId, time::Time},
    sync::PendingState,
};

fn all() -> View {
    View::default()
}

fn page(items: Vec<Conversation>, next: Option<&str>) -> Page<Conversation> {
    Page { items, next: next.map(str::to_owned), total: None }
}

/// An inbox that has read everything.
fn read(conversations: Vec<Conversation>) -> Inbox {
    let mut inbox = Inbox::new(ANN);
    inbox.take_page(all(), page(conversations, None));
    inbox
}

/// A conversation without words that was opened at this moment.
fn opened(at: u32) -> Conversation {
    let mut conversation = World::new().conversation;
    conversation.id = ConversationId(uuid::Uuid::from_u128(at.into()));
    conversation.created_at = Time::from_millis(at.into());
    conversation
}

fn ids(inbox: &Inbox, view: &View) -> Vec<u128> {
    inbox.listed(&[], view).iter().map(|listed| listed.id.0.as_u128()).collect()
}

fn apply(inbox: &mut Inbox, world: &World, from: usize) {
    for (change, _) in world.changes().drain(from..) {
        inbox.apply(&change);
    }
}

#[test]
fn a_snapshot_and_the_events_since_are_the_next_snapshot() {
    for seed in 0..300 {
        let mut chance = SmallRng::seed_from_u64(seed);
        let mut world = World::with(chance.random_range(0..9));
        let mut inbox = read(vec![world.conversation.clone()]);
        let mut heard = world.events.len();
        for _ in 0..chance.random_range(1..30) {
            let last = world.conversation.last_seq;
            match chance.random_range(0..9) {
                0 => world.read(chance.random_range(0..=last)),
                1 => world.receipt(last, chance.random_range(0..=last)),
                2 => world.edit(chance.random_range(0..=last), "y"),
                3 => world.edit(last, "the last"),
                4 => world.delete(chance.random_range(0..=last)),
                5 => world.discuss(&format!("subject {last}")),
                _ => drop(world.say(if chance.random() { ANN } else { BOB }, "x")),
            }
            // A resume repeats some of what was heard.
            if chance.random() {
                apply(&mut inbox, &world, chance.random_range(0..=heard));
                heard = world.events.len();
            }
        }
        apply(&mut inbox, &world, 0);
        assert_eq!(inbox.conversations().collect::<Vec<_>>(), [&world.conversation], "seed {seed}");
    }
}

#[test]
fn what_arrives_before_its_conversation_was_read_is_not_lost() {
    let mut world = World::new();
    let mut inbox = read(Vec::new());
    world.announce("member.joined", json!({ "conversation_id": HERE }));
    apply(&mut inbox, &world, 0);
    assert_eq!(inbox.missing().collect::<Vec<_>>(), [HERE]);
    let answer = world.conversation.clone();
    world.say(BOB, "already");
    apply(&mut inbox, &world, 1);
    inbox.insert(answer);
    assert_eq!(inbox.missing().count(), 0);
    assert_eq!(inbox.listed(&[], &all())[0].unread, 1);
    world.announce("member.left", json!({ "conversation_id": HERE }));
    apply(&mut inbox, &world, 0);
    assert!(inbox.listed(&[], &all()).is_empty());
}

#[test]
fn a_reading_that_was_on_its_way_takes_back_no_subject_that_was_heard_meanwhile() {
    let mut world = World::new();
    let mut inbox = read(vec![world.conversation.clone()]);
    let answer = world.conversation.clone();
    world.discuss("Spring");
    apply(&mut inbox, &world, 0);
    inbox.insert(answer);
    assert_eq!(inbox.known(HERE), Some(&world.conversation));
    world.announce("participant.changed", json!({ "conversation_id": HERE, "account_id": BOB, "role": "admin" }));
    apply(&mut inbox, &world, 0);
    assert_eq!(inbox.missing().collect::<Vec<_>>(), [HERE], "who is in it has to be read");
}

#[test]
fn a_list_that_was_on_its_way_takes_back_nothing_that_was_heard_meanwhile() {
    let mut world = World::new();
    let mut inbox = read(vec![world.conversation.clone()]);
    let answer = world.conversation.clone();
    let heard = world.events.len();
    world.say(BOB, "while the list was on its way");
    apply(&mut inbox, &world, heard);
    inbox.snapshot(all(), page(vec![answer], None));
    assert_eq!(inbox.listed(&[], &all())[0].unread, 1);
    let heard = world.events.len();
    world.say(BOB, "and after it");
    apply(&mut inbox, &world, heard);
    assert_eq!(inbox.listed(&[], &all())[0].unread, 2);
}

#[test]
fn a_list_that_was_on_its_way_does_not_bring_back_what_was_edited_meanwhile() {
    let mut world = World::new();
    world.say(BOB, "helo");
    let mut inbox = read(vec![world.conversation.clone()]);
    let answer = world.conversation.clone();
    world.edit(1, "hello");
    apply(&mut inbox, &world, 0);
    inbox.snapshot(all(), page(vec![answer], None));
    assert_eq!(inbox.known(HERE).and_then(|known| known.last.clone()), world.conversation.last);
    world.delete(1);
    inbox.snapshot(all(), page(vec![world.conversation.clone()], None));
    apply(&mut inbox, &world, 0);
    assert!(inbox.known(HERE).and_then(|known| known.last.clone()).is_some_and(|last| last.is_deleted()));
}

#[test]
fn the_list_is_sorted_by_last_activity_with_pinned_ones_on_top() {
    let mut conversations = [opened(1), opened(2), opened(3)];
    conversations[1].mark.pinned = true;
    let mut inbox = read(conversations.to_vec());
    let order = |inbox: &Inbox, pending: &[Pending]| -> Vec<u128> {
        inbox.listed(pending, &all()).iter().map(|listed| listed.id.0.as_u128()).collect()
    };
    assert_eq!(order(&inbox, &[]), [2, 3, 1]);
    let mut unsent = pending(60_000, "mine", PendingState::Waiting);
    unsent.operation.body["conversation_id"] = json!(uuid::Uuid::from_u128(1));
    assert_eq!(order(&inbox, std::slice::from_ref(&unsent)), [2, 1, 3]);
    inbox.remove(ConversationId(uuid::Uuid::from_u128(2)));
    assert_eq!(order(&inbox, &[]), [3, 1]);
}

#[test]
fn what_was_read_here_counts_before_the_server_knows_until_more_comes() {
    let mut world = World::new();
    world.say(BOB, "hello");
    let mut inbox = read(vec![world.conversation.clone()]);
    assert_eq!(inbox.unread_in(HERE), 1);
    assert_eq!(inbox.undelivered().collect::<Vec<_>>(), [(HERE, 1)]);
    inbox.read_ahead(HERE, 1);
    inbox.snapshot(all(), page(vec![world.conversation.clone()], None));
    assert_eq!(inbox.unread_in(HERE), 0);
    world.read(1);
    world.say(BOB, "once more");
    apply(&mut inbox, &world, 0);
    assert_eq!(inbox.unread_in(HERE), 1);
}

#[test]
fn a_new_name_is_taken_once_and_an_older_one_ignored() {
    let mut world = World::new();
    let mut inbox = read(vec![world.conversation.clone()]);
    for (name, version) in [("Robert", 3), ("Bobby", 2)] {
        let mut body = serde_json::to_value(account(BOB, "bob")).expect("an account is JSON");
        body["display_name"] = json!(name);
        body["version"] = json!(version);
        world.announce("account.changed", body);
    }
    apply(&mut inbox, &world, 0);
    assert_eq!(inbox.listed(&[], &all())[0].title, "Robert");
}

#[test]
fn a_view_shows_nothing_below_where_it_was_read_until_the_next_page_is_here() {
    let mut inbox = Inbox::new(ANN);
    inbox.take_page(all(), page(vec![opened(9), opened(8)], Some("8")));
    inbox.insert(opened(3));
    assert_eq!(ids(&inbox, &all()), [9, 8]);
    assert_eq!(inbox.next(&all()), Some("8".to_owned()));
    inbox.take_page(all(), page(vec![opened(5), opened(4)], Some("4")));
    assert_eq!(ids(&inbox, &all()), [9, 8, 5, 4]);
    inbox.take_page(all(), page(vec![opened(3)], None));
    assert_eq!(ids(&inbox, &all()), [9, 8, 5, 4, 3]);
    assert_eq!(inbox.next(&all()), None);
}

#[test]
fn a_view_that_was_not_read_yet_shows_what_is_known_at_once() {
    let mut inbox = Inbox::new(ANN);
    let mut away = opened(2);
    away.mark.archived = true;
    inbox.take_page(all(), page(vec![opened(9)], Some("9")));
    inbox.insert(away);
    let archived = View::new(Filter::Archived, "");
    assert!(!inbox.covers(&archived));
    assert_eq!(ids(&inbox, &archived), [2]);
    inbox.take_page(archived.clone(), page(Vec::new(), None));
    assert!(inbox.covers(&archived));
}

#[test]
fn a_conversation_that_is_put_away_leaves_the_list_and_comes_back_with_the_next_word() {
    let mut world = World::with(2);
    let mut inbox = read(vec![world.conversation.clone()]);
    let archived = View::new(Filter::Archived, "");
    world.choose(|mark| mark.archived = true);
    let heard = world.events.len() - 1;
    apply(&mut inbox, &world, heard);
    assert_eq!((ids(&inbox, &all()).len(), ids(&inbox, &archived).len()), (0, 1));
    world.say(BOB, "are you there?");
    world.choose(|mark| mark.archived = false);
    apply(&mut inbox, &world, heard + 1);
    assert_eq!((ids(&inbox, &all()).len(), ids(&inbox, &archived).len()), (1, 0));
}

#[test]
fn whoever_reads_afresh_keeps_no_view_but_the_one_that_was_read() {
    let mut inbox = read(vec![opened(9), opened(8)]);
    inbox.take_page(View::new(Filter::Unread, ""), page(Vec::new(), None));
    inbox.snapshot(all(), page(vec![opened(9)], Some("9")));
    assert_eq!(ids(&inbox, &all()), [9]);
    assert!(!inbox.covers(&View::new(Filter::Unread, "")));
}

#[test]
fn what_was_sent_is_the_last_word_from_its_answer_on_and_until_more_is_said() {
    let mut world = World::new();
    world.say(BOB, "first");
    let mut inbox = read(vec![world.conversation.clone(), opened(90_000)]);
    let (heard, second) = (world.events.len(), world.say(ANN, "second"));
    let mut sent = pending(0, "second", PendingState::Acknowledged(json!(second)));
    sent.operation.id = OperationId(second.id.0);
    let edit = changing::edit(OperationId(uuid::Uuid::from_u128(9)), &second, "again");
    let edited = [sent.clone(), Pending { operation: edit, state: PendingState::Waiting }];
    let shown = |inbox: &Inbox, pending: &[Pending]| {
        let first = inbox.listed(pending, &all()).into_iter().next().expect("two conversations");
        (first.id, first.last.map(|last| last.body), first.own, first.unsent)
    };
    let own = |body: &str| (HERE, Some(body.to_owned()), true, None::<Unsent>);
    assert_eq!(shown(&inbox, std::slice::from_ref(&sent)), own("second"), "above what was opened before");
    assert_eq!(shown(&inbox, &edited), own("again"));
    apply(&mut inbox, &world, heard);
    assert_eq!(shown(&inbox, std::slice::from_ref(&sent)), own("second"));
    let heard = world.events.len();
    world.say(BOB, "third");
    apply(&mut inbox, &world, heard);
    assert_eq!(shown(&inbox, &[sent]), (HERE, Some("third".to_owned()), false, None));
}
