use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::{
    features::messages::{
        model::LinkPreview,
        state::world::{ANN, BOB, HERE, World, pending},
    },
    shared::Error,
};

fn name(number: u128) -> OperationId {
    OperationId(Uuid::from_u128(number << 80))
}

fn waiting(operation: Operation) -> Pending {
    Pending { operation, state: PendingState::Waiting }
}

fn seen(message: &Message, pending: &[Pending]) -> (String, bool) {
    let (shown, _) = Wishes::of(HERE, ANN, pending).lay_over(&Arc::new(message.clone()));
    (shown.body.clone(), shown.is_deleted())
}

#[test]
fn what_is_pending_lies_over_the_message_in_the_order_in_which_it_was_done() {
    let message = World::new().say(ANN, "helo");
    let edits = ["hallo", "hello"].map(|body| waiting(edit(name(1), &message, body)));
    assert_eq!(seen(&message, &edits), ("hello".to_owned(), false));
    let (shown, refusal) = Wishes::of(HERE, ANN, &edits).lay_over(&Arc::new(message.clone()));
    assert_eq!((shown.edited_at, refusal), (Some(Time::from_millis(1)), None));
    let gone = [&edits[..], &[waiting(delete(name(2), &message)), waiting(edit(name(3), &message, "back"))]].concat();
    assert_eq!(seen(&message, &gone), (String::new(), true));
    let other = World::with(2).messages.remove(1);
    assert_eq!(seen(&other, &gone), (other.body.clone(), false), "another message stays as it is");
}

#[test]
fn a_preview_is_not_seen_once_it_was_taken_off_or_its_message_leads_elsewhere() {
    let mut message = World::new().say(ANN, "look: https://tea.example");
    let url = "https://tea.example".to_owned();
    message.preview = Some(LinkPreview { url, site: None, title: "Tea".to_owned(), description: None });
    let shows = |operation| {
        let pending = [waiting(operation)];
        let (shown, _) = Wishes::of(HERE, ANN, &pending).lay_over(&Arc::new(message.clone()));
        shown.preview.is_some()
    };
    assert!(!shows(unpreview(name(1), &message)));
    assert!(!shows(edit(name(1), &message, "look: nowhere")));
    assert!(!shows(edit(name(1), &message, "https://cake.example, not https://tea.example")));
    assert!(shows(edit(name(1), &message, "see https://tea.example")));
    assert!(!shows(delete(name(1), &message)));
}

#[test]
fn what_was_refused_is_not_seen_and_says_what_it_would_have_been() {
    let message = World::new().say(ANN, "helo");
    let state = PendingState::Failed(Error::Missing);
    let refused = [Pending { operation: edit(name(1), &message, "hello"), state }];
    let (shown, refusal) = Wishes::of(HERE, ANN, &refused).lay_over(&Arc::new(message.clone()));
    assert_eq!(*shown, message);
    let act = Act::Say("hello".to_owned());
    assert_eq!(refusal, Some(Refusal { operation: name(1), act, error: Error::Missing }));
}

#[test]
fn what_is_done_anew_takes_the_place_of_all_that_was_refused_of_the_same_and_of_nothing_else() {
    let message = World::new().say(ANN, "helo");
    let other = World::with(2).messages.remove(1);
    let failed = |operation| Pending { operation, state: PendingState::Failed(Error::Missing) };
    let all = [
        failed(edit(name(1), &message, "hello")),
        failed(react(name(2), &message, "👍", true)),
        failed(react(name(3), &message, "🎉", true)),
        failed(edit(name(4), &other, "hello")),
        failed(edit(name(5), &message, "hallo")),
        failed(delete(name(6), &message)),
        waiting(edit(name(7), &message, "good evening")),
    ];
    let replaced = |change| in_place_of_refused(change, &all).instead_of;
    assert_eq!(replaced(edit(name(9), &message, "good day")), [name(1), name(5), name(6)]);
    assert_eq!(replaced(react(name(9), &message, "👍", false)), [name(2)]);
    assert_eq!(replaced(delete(name(9), &message)), [1, 2, 3, 5, 6].map(name));
    assert_eq!(replaced(edit(name(9), &other, "good day")), [name(4)]);
}

#[test]
fn an_answer_is_seen_until_something_newer_is_stored() {
    let mut world = World::new();
    let message = world.say(ANN, "helo");
    world.edit(1, "hello");
    let state = PendingState::Acknowledged(json!(world.messages[0]));
    let answered = [Pending { operation: edit(name(1), &message, "hello"), state }];
    assert_eq!(seen(&message, &answered).0, "hello");
    assert_eq!(stored(HERE, &answered), [(name(1), world.messages[0].clone())]);
    world.edit(1, "good evening");
    assert_eq!(seen(&world.messages[0], &answered).0, "good evening");
}

#[test]
fn an_unsent_message_and_the_last_word_of_the_list_say_what_they_were_edited_to() {
    let unsent = pending(7, "helo", PendingState::Waiting);
    let draft = crate::features::messages::state::operation::sending(&unsent.operation).expect("it sends");
    assert_eq!(said(&draft, std::slice::from_ref(&unsent)), "helo");
    let mut world = World::new();
    let message = world.say(ANN, "helo");
    let echo = Message { id: draft.id, seq: 0, ..message.clone() };
    assert_eq!(said(&draft, &[unsent, waiting(edit(name(8), &echo, "hello"))]), "hello");
    let last = |pending: &[Pending]| last_word(&world.conversation, pending).map(|last| last.body);
    assert_eq!(last(&[waiting(edit(name(1), &message, "hello"))]), Some("hello".to_owned()));
    assert_eq!(last(&[waiting(edit(name(1), &echo, "hello"))]), Some("helo".to_owned()), "that is another one");
    assert_eq!(last(&[waiting(delete(name(1), &message))]), Some(String::new()));
}

#[test]
fn ones_own_reactions_are_seen_at_once_over_those_of_others_and_go_with_the_message() {
    let mut world = World::new();
    let message = world.say(BOB, "tea?");
    world.react(1, "👍", BOB, true);
    let pending = [("👍", true), ("🎉", true), ("🎉", false)];
    let pending: Vec<_> =
        (1..).zip(pending).map(|(number, (emoji, on))| waiting(react(name(number), &message, emoji, on))).collect();
    let seen = |count: usize| {
        let (shown, _) = Wishes::of(HERE, ANN, &pending[..count]).lay_over(&Arc::new(world.messages[0].clone()));
        shown.reactions.iter().map(|reaction| (reaction.emoji.clone(), reaction.by.clone())).collect::<Vec<_>>()
    };
    assert_eq!(seen(1), [("👍".to_owned(), vec![BOB, ANN])]);
    assert_eq!(seen(2), [("👍".to_owned(), vec![BOB, ANN]), ("🎉".to_owned(), vec![ANN])]);
    assert_eq!(seen(3), [("👍".to_owned(), vec![BOB, ANN])]);
    let gone = [waiting(delete(name(9), &message)), pending[0].clone()];
    let (shown, _) = Wishes::of(HERE, ANN, &gone).lay_over(&Arc::new(world.messages[0].clone()));
    assert!(shown.is_deleted() && shown.reactions.is_empty());
}

#[test]
fn a_refused_reaction_is_not_seen_and_changes_no_words() {
    let message = World::new().say(ANN, "helo");
    let state = PendingState::Failed(Error::invalid("emoji", "too_many"));
    let refused = [Pending { operation: react(name(1), &message, "👍", true), state }];
    let (shown, refusal) = Wishes::of(HERE, ANN, &refused).lay_over(&Arc::new(message.clone()));
    assert_eq!(*shown, message);
    assert_eq!(refusal.map(|refusal| refusal.act), Some(Act::React { emoji: "👍".to_owned(), on: true }));
    let unsent = pending(7, "helo", PendingState::Waiting);
    let draft = crate::features::messages::state::operation::sending(&unsent.operation).expect("it sends");
    let echo = Message { id: draft.id, seq: 0, ..message };
    assert_eq!(said(&draft, &[unsent, waiting(react(name(8), &echo, "👍", true))]), "helo");
}

#[test]
fn a_deletion_that_is_undone_leaves_the_message_as_it_was() {
    let message = World::new().say(ANN, "hello");
    let deletion = waiting(delete(name(1), &message).postponed(8_000));
    assert_eq!(seen(&message, &[deletion]), (String::new(), true), "at once");
    assert_eq!(seen(&message, &[]), ("hello".to_owned(), false));
}
