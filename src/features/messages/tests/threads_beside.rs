use futures::future::{join, join_all};

use super::{scheduling::ahead, threads::club, *};
use crate::{
    features::messages::{
        model::{Conversation, From, Kind, thread_on},
        service::{Edit, Planned, React, Save},
    },
    server::once::Once,
    shared::{Error, id::OperationId},
};

/// How many people have a place in the thread of a message.
async fn places(talk: &Talk, root: MessageId) -> i64 {
    talk.number(&format!("select count(*) from participants where conversation_id = '{root}'")).await
}

async fn bring(talk: &Talk, handle: &str) {
    let (server, person) = (&talk.world.server, (handle, None));
    service::set_participant(server, talk.ann, talk.conversation, person, &Once::UNNAMED).await.unwrap();
}

async fn send_out(talk: &Talk, handle: &str) {
    let pool = talk.world.pool();
    service::remove_participant(pool, talk.ann, talk.conversation, handle, &Once::UNNAMED).await.unwrap();
}

/// Has somebody write in the thread of a message, and say nothing.
async fn write(talk: &Talk, who: AccountId, root: MessageId) {
    let id = OperationId::new();
    let save = Save { id, conversation_id: thread_on(root), body: "half an", expected_version: None };
    service::save_draft(&talk.world.server, who, save).await.unwrap();
}

#[tokio::test]
async fn until_a_thread_is_answered_only_who_writes_in_it_has_a_place_and_then_everybody_has() {
    let (talk, cleo) = club().await;
    let root = talk.send(talk.ann, "where?").await;
    let thread = thread_on(root.id);
    write(&talk, talk.bob, root.id).await;
    assert_eq!(places(&talk, root.id).await, 1);
    for who in [talk.ann, talk.bob, cleo] {
        let read = service::read_to_answer(talk.world.pool(), who, thread).await.unwrap();
        assert_eq!((read.thread_of, read.last_seq), (Some(talk.conversation), 0), "it is there to answer in");
        assert!(talk.listed(who).await.iter().all(|(id, _)| *id != thread));
    }
    bring(&talk, "eve").await;
    assert_eq!(places(&talk, root.id).await, 1, "who comes in hears nothing of what bob writes");
    send_out(&talk, "bob").await;
    bring(&talk, "bob").await;
    assert_eq!(places(&talk, root.id).await, 0, "nor does one who comes back");
    send_out(&talk, "bob").await;
    talk.answer_beside(cleo, &root, "here").await;
    assert_eq!(places(&talk, root.id).await, 3, "ann, cleo and eve");
    assert_eq!(talk.thread(talk.eve, root.id).await.unwrap(), ["here"]);
    assert_eq!(talk.thread(talk.bob, root.id).await, Err(Error::Missing));
    assert_eq!(service::read(talk.world.pool(), talk.bob, thread).await, Err(Error::Missing));
}

#[tokio::test]
async fn all_who_give_the_first_answers_in_a_thread_at_once_are_heard() {
    let (talk, cleo) = club().await;
    for _ in 0..10 {
        let root = talk.send(talk.ann, "where?").await;
        // The others have a place in it by her answer only.
        write(&talk, talk.ann, root.id).await;
        let answers = [talk.ann, talk.bob, cleo].map(|who| (who, draft(thread_on(root.id), "here")));
        let sent = join_all(answers.iter().map(|(who, answer)| talk.try_send(*who, answer))).await;
        assert!(sent.iter().all(|sent| matches!(sent, Ok(Sent::Stored(_)))), "{sent:?}");
    }
}

#[tokio::test]
async fn whoever_comes_in_at_the_moment_of_a_first_answer_has_a_place_in_its_thread() {
    let (talk, cleo) = club().await;
    for _ in 0..20 {
        let root = talk.send(talk.ann, "where?").await;
        write(&talk, cleo, root.id).await;
        join(bring(&talk, "eve"), talk.answer_beside(cleo, &root, "here")).await;
        assert_eq!(talk.thread(talk.eve, root.id).await.unwrap(), ["here"]);
        assert_eq!(places(&talk, root.id).await, 4);
        send_out(&talk, "eve").await;
    }
}

#[tokio::test]
async fn the_threads_of_a_pair_are_closed_and_opened_with_it() {
    let talk = talk().await;
    let (server, refused) = (&talk.world.server, Error::invalid("with", "not_accepting"));
    let (root, bare) = (talk.send(talk.ann, "tea?").await, talk.send(talk.ann, "or cake?").await);
    let answer = talk.answer_beside(talk.bob, &root, "yes").await;
    talk.world.block(talk.ann, talk.bob, true).await;
    for who in [talk.ann, talk.bob] {
        for message in [root.id, bare.id] {
            let said = talk.try_send(who, &draft(thread_on(message), "hello?")).await;
            assert_eq!(said, Err(refused.clone()), "whether or not it has begun");
        }
    }
    let edit = Edit { id: answer.id, body: "no", expected_version: None };
    assert_eq!(service::edit(server, talk.bob, edit, &Once::UNNAMED).await, Err(refused.clone()));
    let react = React { message: answer.id, emoji: "👍", on: true };
    assert_eq!(service::react(server, talk.bob, react, &Once::UNNAMED).await, Err(refused.clone()));
    let pinned = service::pin(server, talk.bob, answer.id, true, &Once::UNNAMED).await;
    assert_eq!(pinned.map(|_| ()), Err(refused));
    service::mark(talk.world.pool(), talk.ann, thread_on(root.id), Some(1), Some(1)).await.unwrap();
    let seen = format!("select sum(seen_seq)::bigint from participants where conversation_id = '{}'", root.id);
    assert_eq!(talk.number(&seen).await, 0, "nobody is told what was read there");

    talk.world.block(talk.ann, talk.bob, false).await;
    assert_eq!(talk.answer_beside(talk.bob, &root, "hello again").await.seq, 2, "what was refused took no number");
    assert_eq!(talk.answer_beside(talk.bob, &bare, "cake").await.seq, 1);
}

#[tokio::test]
async fn a_listed_thread_has_those_who_take_part_in_it_and_one_that_is_read_has_everybody() {
    let (talk, cleo) = club().await;
    let root = talk.send(talk.ann, "where?").await;
    talk.answer_beside(talk.bob, &root, "here").await;
    let people = |conversation: &Conversation| {
        conversation.participants.iter().map(|person| (person.account.id, person.silent)).collect::<Vec<_>>()
    };
    let listed = service::list(talk.world.pool(), talk.bob, &service::Listing::default()).await.unwrap().items;
    assert_eq!((listed[0].thread_of, listed[0].around), (Some(talk.conversation), Some(Kind::Group)));
    assert_eq!(people(&listed[0]), [(talk.bob, false), (talk.ann, false)]);
    assert_eq!(people(&listed[1]).len(), 3, "of the group all are listed");
    let read = service::read(talk.world.pool(), cleo, thread_on(root.id)).await.unwrap();
    assert_eq!(read.around, Some(Kind::Group));
    assert_eq!((people(&read).len(), people(&read)[0]), (3, (cleo, true)));
}

#[tokio::test]
async fn a_thread_is_found_in_the_list_by_the_words_of_its_message_and_by_nobody_in_it() {
    let (talk, _) = club().await;
    let root = talk.send(talk.ann, "Wo treffen wir uns, Zoë?").await;
    talk.answer_beside(talk.bob, &root, "here").await;
    for (find, is_found) in [("zoe", true), ("bob", false), ("thread", false)] {
        let listing = service::Listing { find: Some(find.to_owned()), ..service::Listing::default() };
        let found = service::list(talk.world.pool(), talk.ann, &listing).await.unwrap().items;
        assert_eq!(found.iter().any(|listed| listed.thread_of.is_some()), is_found, "{find}");
        let count = service::count(talk.world.pool(), talk.ann, &listing).await.unwrap();
        assert_eq!(usize::try_from(count), Ok(found.len()), "{find}");
    }
}

#[tokio::test]
async fn a_list_is_narrowed_to_threads_or_to_all_others() {
    let (talk, _) = club().await;
    let root = talk.send(talk.ann, "where?").await;
    talk.answer_beside(talk.bob, &root, "here").await;
    for (threads, expected) in [(true, thread_on(root.id)), (false, talk.conversation)] {
        let listing = service::Listing { thread: Some(threads), ..service::Listing::default() };
        let page = service::list(talk.world.pool(), talk.bob, &listing).await.unwrap();
        assert_eq!(page.items.iter().map(|listed| listed.id).collect::<Vec<_>>(), [expected]);
        assert_eq!(service::count(talk.world.pool(), talk.bob, &listing).await, Ok(1));
    }
}

#[tokio::test]
async fn nothing_of_ones_own_is_unread_in_a_thread_that_one_comes_back_to() {
    let (talk, cleo) = club().await;
    let (root, server) = (talk.send(talk.bob, "tea?").await, &talk.world.server);
    talk.answer_beside(cleo, &root, "yes").await;
    talk.answer_beside(talk.bob, &root, "green?").await;
    service::remove_participant(talk.world.pool(), talk.ann, talk.conversation, "bob", &Once::UNNAMED).await.unwrap();
    let stretch = service::history(talk.world.pool(), cleo, thread_on(root.id), From::Before(2), 1).await.unwrap();
    assert_eq!(stretch.former.iter().map(|account| account.id).collect::<Vec<_>>(), [talk.bob], "its message is his");
    service::set_participant(server, talk.ann, talk.conversation, ("bob", None), &Once::UNNAMED).await.unwrap();
    assert_eq!(talk.listed(talk.bob).await, [(talk.conversation, 0)]);
    talk.answer_beside(cleo, &root, "black").await;
    assert_eq!(talk.listed(talk.bob).await, [(thread_on(root.id), 1), (talk.conversation, 0)]);
}

#[tokio::test]
async fn a_block_closes_no_thread_of_a_group() {
    let talk = talk().await;
    let club = talk.world.group(talk.ann, &[talk.bob]).await;
    let root = talk.try_send(talk.ann, &draft(club, "tea?")).await.unwrap().into_message();
    talk.world.block(talk.ann, talk.bob, true).await;
    assert_eq!(talk.answer_beside(talk.bob, &root, "yes").await.seq, 1);
}

#[tokio::test]
async fn who_looks_in_a_conversation_finds_what_was_said_in_its_threads() {
    let talk = talk().await;
    let root = talk.send(talk.ann, "where do we meet?").await;
    let answer = talk.answer_beside(talk.bob, &root, "at the river").await;
    let elsewhere = talk.world.pair(talk.ann, talk.eve).await;
    talk.world.say(talk.eve, elsewhere, "a river").await;
    let found = talk.search(talk.ann, "river", Some(talk.conversation)).await.unwrap().items;
    let [beside] = &found[..] else { panic!("it is one answer: {found:?}") };
    let place = (beside.id, beside.conversation_id, beside.thread_of);
    assert_eq!(place, (answer.id, thread_on(root.id), Some(talk.conversation)));
    assert_eq!(beside.title, "Thread: where do we meet?");
    assert_eq!(talk.search(talk.ann, "river", None).await.unwrap().items.len(), 2);
    assert_eq!(talk.search(talk.ann, "river", Some(thread_on(root.id))).await.unwrap().items, found);
    assert_eq!(talk.search(talk.eve, "river", None).await.unwrap().items.len(), 1, "it was said to others");
    assert_eq!(talk.search(talk.eve, "river", Some(thread_on(root.id))).await, Err(Error::Missing));
}

#[tokio::test]
async fn what_blocked_people_say_in_threads_of_groups_is_not_found_and_in_those_of_a_pair_it_is() {
    let talk = talk().await;
    let club = talk.world.group(talk.ann, &[talk.bob]).await;
    for place in [talk.conversation, club] {
        let root = talk.try_send(talk.ann, &draft(place, "what?")).await.unwrap().into_message();
        talk.answer_beside(talk.bob, &root, "tea").await;
    }
    assert_eq!(talk.search(talk.ann, "tea", None).await.unwrap().items.len(), 2);
    talk.world.block(talk.ann, talk.bob, true).await;
    let found = talk.search(talk.ann, "tea", None).await.unwrap().items;
    let places: Vec<_> = found.iter().map(|found| found.thread_of).collect();
    assert_eq!(places, [Some(talk.conversation)]);
}

#[tokio::test]
async fn a_thread_on_words_of_somebody_whom_one_blocked_is_not_called_by_them_where_it_is_found() {
    let talk = talk().await;
    let club = talk.world.group(talk.ann, &[talk.bob]).await;
    for place in [talk.conversation, club] {
        let root = talk.try_send(talk.bob, &draft(place, "buy my book")).await.unwrap().into_message();
        talk.answer_beside(talk.ann, &root, "no tea").await;
        assert_eq!(
            service::read(talk.world.pool(), talk.ann, thread_on(root.id)).await.unwrap().root_author,
            Some(talk.bob)
        );
    }
    talk.world.block(talk.ann, talk.bob, true).await;
    let found = talk.search(talk.ann, "tea", None).await.unwrap().items;
    let titles: Vec<_> = found.iter().map(|found| found.title.as_str()).collect();
    assert_eq!(titles, ["Thread: message from somebody you blocked", "Thread: buy my book"]);
}

#[tokio::test]
async fn what_is_scheduled_into_a_thread_begins_it_and_is_said_there_in_its_time() {
    let talk = talk().await;
    let server = &talk.world.server;
    let root = talk.send(talk.ann, "tea?").await;
    let later = draft(thread_on(root.id), "yes");
    let stranger = service::schedule(server, talk.eve, &later, ahead(3_600_000), &Once::UNNAMED).await;
    assert_eq!(stranger, Err(Error::Missing));
    let planned = service::schedule(server, talk.bob, &later, ahead(3_600_000), &Once::UNNAMED).await;
    assert!(matches!(planned, Ok(Planned::New(_))), "{planned:?}");
    assert!(talk.thread(talk.ann, root.id).await.unwrap().is_empty());
    talk.hour_passes().await;
    service::send_scheduled(server, later.id, false).await.unwrap();
    assert_eq!(talk.thread(talk.ann, root.id).await.unwrap(), ["yes"]);
}
