use futures::future::join_all;
use serde_json::{Value, json};

use super::*;
use crate::{
    features::messages::model::{Answers, Conversation, Details, From, Kind, Stretch, Subject, thread_on},
    server::once::Once,
    shared::Error,
};

/// A group of ann, who owns it, bob and cleo.
pub(super) async fn club() -> (Talk, AccountId) {
    let mut talk = talk().await;
    let cleo = talk.world.person("cleo").await;
    talk.conversation = talk.world.group(talk.ann, &[talk.bob, cleo]).await;
    (talk, cleo)
}

impl Talk {
    pub(super) async fn answer_beside(&self, who: AccountId, root: &Message, body: &str) -> Message {
        self.try_send(who, &draft(thread_on(root.id), body)).await.expect("it is accepted").into_message()
    }

    pub(super) async fn thread(&self, who: AccountId, root: MessageId) -> Result<Vec<String>> {
        let Stretch { messages, .. } = service::thread(self.world.pool(), who, root, From::Newest, 100).await?;
        Ok(messages.into_iter().map(|message| message.body).collect())
    }

    /// What stands in somebody's list of the conversation and its threads, by its id and with what is unread in it.
    pub(super) async fn listed(&self, who: AccountId) -> Vec<(ConversationId, i64)> {
        let page = service::list(self.world.pool(), who, &service::Listing::default()).await.unwrap();
        let is_here = |listed: &&Conversation| listed.thread_of.is_some() || listed.id == self.conversation;
        page.items.iter().filter(is_here).map(|listed| (listed.id, listed.unread())).collect()
    }

    async fn read_thread(&self, who: AccountId, root: MessageId) -> Result<Conversation> {
        service::read_to_answer(self.world.pool(), who, thread_on(root)).await
    }

    async fn root(&self, who: AccountId, root: MessageId) -> Message {
        service::message(self.world.pool(), who, root).await.unwrap()
    }
}

#[tokio::test]
async fn what_is_said_in_a_thread_stands_beside_the_conversation_and_its_message_tells_how_much() {
    let talk = talk().await;
    let (root, next) = (talk.send(talk.ann, "where?").await, talk.send(talk.bob, "elsewhere").await);
    let first = talk.answer_beside(talk.bob, &root, "here").await;
    let second = talk.answer_beside(talk.ann, &root, "or there").await;
    assert_eq!((first.seq, second.seq, first.conversation_id), (1, 2, thread_on(root.id)));
    assert_eq!(talk.thread(talk.ann, root.id).await.unwrap(), ["here", "or there"]);

    let here = service::history(talk.world.pool(), talk.ann, talk.conversation, From::Newest, 100).await.unwrap();
    let answers = Answers { count: 2, people: vec![talk.ann, talk.bob], at: second.at };
    assert_eq!(here.messages, [Message { answers: Some(answers.clone()), ..root.clone() }, next]);
    let read = service::read(talk.world.pool(), talk.bob, talk.conversation).await.unwrap();
    assert_eq!((read.last_seq, read.unread()), (2, 1), "of the conversation nothing is counted");
    let (topic, told) = talk.last_event("message.answered").await;
    assert_eq!(topic, format!("conversation:{}", talk.conversation));
    assert_eq!((&told["id"], &told["seq"]), (&json!(root.id), &json!(1)));
    assert_eq!(serde_json::from_value::<Answers>(told["answers"].clone()).unwrap(), answers);
    let changed = service::changed(talk.world.pool(), talk.ann, talk.conversation, (1, 2)).await.unwrap();
    assert_eq!(changed.iter().map(|message| message.seq).collect::<Vec<_>>(), [1], "whoever was away finds it");
}

#[tokio::test]
async fn a_retry_is_the_same_answer_and_burns_no_number() {
    let talk = talk().await;
    let root = talk.send(talk.ann, "where?").await;
    let draft = draft(thread_on(root.id), "here");
    let first = talk.try_send(talk.bob, &draft).await.unwrap().into_message();
    assert_eq!(talk.try_send(talk.bob, &draft).await, Ok(Sent::Known(first)));
    assert_eq!(talk.answer_beside(talk.ann, &root, "there").await.seq, 2);
}

#[tokio::test]
async fn first_answers_at_once_make_one_thread() {
    let (talk, cleo) = club().await;
    let root = talk.send(talk.ann, "where?").await;
    let drafts = [talk.ann, talk.bob, cleo].map(|who| (who, draft(thread_on(root.id), "here")));
    let sent = join_all(drafts.iter().map(|(who, draft)| talk.try_send(*who, draft))).await;
    let mut seqs: Vec<_> = sent.into_iter().map(|sent| sent.unwrap().into_message().seq).collect();
    seqs.sort_unstable();
    assert_eq!(seqs, [1, 2, 3]);
    let read = talk.root(talk.ann, root.id).await.answers.unwrap();
    assert_eq!((read.count, read.people.len()), (3, 3));
}

#[tokio::test]
async fn an_answer_is_unread_for_those_who_take_part_and_for_nobody_else() {
    let (talk, cleo) = club().await;
    let root = talk.send(talk.ann, "where?").await;
    let thread = thread_on(root.id);
    assert_eq!(talk.listed(talk.bob).await, [(talk.conversation, 1)]);
    talk.answer_beside(talk.bob, &root, "here").await;
    assert_eq!(talk.listed(talk.ann).await, [(thread, 1), (talk.conversation, 0)], "it hangs on a message of hers");
    assert_eq!(talk.listed(talk.bob).await, [(thread, 0), (talk.conversation, 1)], "he has answered");
    assert_eq!(talk.listed(cleo).await, [(talk.conversation, 1)], "it is there for her to open");
    assert_eq!(talk.read_thread(cleo, root.id).await.unwrap().unread(), 0);

    talk.answer_beside(cleo, &root, "there").await;
    let unread = [talk.listed(talk.ann).await[0], talk.listed(talk.bob).await[0], talk.listed(cleo).await[0]];
    assert_eq!(unread, [(thread, 2), (thread, 1), (thread, 0)], "what was said before she came counts as read");
    service::mark_all_read(talk.world.pool(), talk.ann, thread, &Once::UNNAMED).await.unwrap();
    assert_eq!(talk.listed(talk.ann).await[0], (thread, 0));
    let people = talk.read_thread(cleo, root.id).await.unwrap().participants;
    assert!(people.iter().all(|person| !person.silent), "all three take part by now");
}

#[tokio::test]
async fn a_thread_that_is_opened_and_never_answered_reaches_nobody() {
    let talk = talk().await;
    let root = talk.send(talk.ann, "where **exactly**?").await;
    let events = talk.number("select count(*) from events").await;
    let opened = talk.read_thread(talk.bob, root.id).await.unwrap();
    assert_eq!((opened.kind, opened.thread_of, opened.last_seq), (Kind::Thread, Some(talk.conversation), 0));
    assert_eq!((opened.root.as_ref(), opened.name.as_deref()), (Some(&root), Some("where **exactly**?")));
    assert!(opened.participants.iter().all(|person| person.silent));
    assert_eq!(talk.read_thread(talk.ann, root.id).await.unwrap().id, opened.id);
    assert_eq!(talk.number("select count(*) from events").await, events);
    for who in [talk.ann, talk.bob] {
        assert_eq!(talk.listed(who).await.len(), 1);
    }
    assert_eq!(talk.thread(talk.ann, root.id).await, Ok(Vec::new()));
    let read = service::stretch(talk.world.pool(), talk.ann, opened.id, From::Unread, 50).await;
    assert_eq!(read, Ok(Stretch::default()));
    assert_eq!(talk.number("select count(*) from conversations where kind = 'thread'").await, 0, "nothing is stored");
}

#[tokio::test]
async fn nobody_hangs_a_thread_on_an_answer() {
    let talk = talk().await;
    let root = talk.send(talk.ann, "where?").await;
    let answer = talk.answer_beside(talk.bob, &root, "here").await;
    let nested = talk.try_send(talk.ann, &draft(thread_on(answer.id), "why?")).await;
    assert_eq!(nested, Err(Error::invalid("thread", "nested")));
    assert_eq!(talk.read_thread(talk.ann, answer.id).await, Err(Error::Missing));
    assert_eq!(talk.thread(talk.ann, answer.id).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_a_thread_whether_or_not_there_is_one() {
    let talk = talk().await;
    let (root, bare) = (talk.send(talk.ann, "where?").await, talk.send(talk.ann, "when?").await);
    talk.answer_beside(talk.bob, &root, "here").await;
    for message in [root.id, bare.id, MessageId::new()] {
        assert_eq!(talk.try_send(talk.eve, &draft(thread_on(message), "me too")).await, Err(Error::Missing));
        assert_eq!(talk.read_thread(talk.eve, message).await, Err(Error::Missing));
        assert_eq!(talk.thread(talk.eve, message).await, Err(Error::Missing));
    }
    assert_eq!(talk.number("select count(*) from conversations where kind = 'thread'").await, 1);
}

#[tokio::test]
async fn a_message_that_has_the_id_of_a_conversation_opens_nothing() {
    let (talk, _) = club().await;
    let own = talk.world.pair(talk.eve, talk.bob).await;
    let trap = Draft { id: MessageId(talk.conversation.0), ..draft(own, "let me in") };
    talk.try_send(talk.eve, &trap).await.unwrap();
    let opened = talk.read_thread(talk.eve, trap.id).await.unwrap();
    assert_eq!((opened.thread_of, opened.participants.len()), (Some(own), 2), "it is the thread of her own message");
    assert_eq!(talk.try_send(talk.eve, &draft(talk.conversation, "me too")).await, Err(Error::Missing));
    assert_eq!(talk.thread(talk.bob, trap.id).await, Ok(Vec::new()), "a group that he is in is no thread");
}

#[tokio::test]
async fn nobody_makes_a_conversation_whose_id_is_that_of_a_message() {
    let (talk, cleo) = club().await;
    let (root, server) = (talk.send(talk.ann, "where?").await, &talk.world.server);
    let thread = thread_on(root.id);
    let group = service::NewGroup { id: thread, name: "Trap".to_owned(), with: vec!["cleo".to_owned()] };
    let made = service::create_group(server, talk.bob, &group).await.unwrap();
    let opened = service::open(server, talk.bob, thread, "cleo").await.unwrap();
    assert!(made.id != thread && opened.id != thread, "they are made under another one");
    assert_eq!(talk.answer_beside(cleo, &root, "here").await.conversation_id, thread);
}

#[tokio::test]
async fn whoever_is_sent_out_of_the_group_is_out_of_its_threads_at_once() {
    let (talk, _) = club().await;
    let root = talk.send(talk.ann, "where?").await;
    let thread = thread_on(root.id);
    talk.answer_beside(talk.bob, &root, "here").await;
    service::remove_participant(talk.world.pool(), talk.ann, talk.conversation, "bob", &Once::UNNAMED).await.unwrap();
    assert_eq!(talk.thread(talk.bob, root.id).await, Err(Error::Missing));
    assert_eq!(service::read(talk.world.pool(), talk.bob, thread).await, Err(Error::Missing));
    assert_eq!(talk.try_send(talk.bob, &draft(thread, "and now?")).await, Err(Error::Missing));
    assert!(talk.listed(talk.bob).await.is_empty());
    let told = format!(
        "select count(*) from events where kind = 'member.left' and topic = 'inbox:{}' and entity = '{thread}'",
        talk.bob
    );
    assert_eq!(talk.number(&told).await, 1, "his devices keep nothing of it");
    let (topic, left) = talk.last_event("participant.left").await;
    assert!(topic.starts_with("conversation:"), "{topic}");
    assert_eq!(left["account_id"], json!(talk.bob));

    service::set_participant(&talk.world.server, talk.ann, talk.conversation, ("bob", None), &Once::UNNAMED)
        .await
        .unwrap();
    assert_eq!(talk.thread(talk.bob, root.id).await.unwrap(), ["here"], "whoever comes in may read all of it");
    assert_eq!(talk.listed(talk.bob).await, [(talk.conversation, 0)], "he takes part once he says something again");
}

#[tokio::test]
async fn a_deleted_message_keeps_its_thread_and_those_in_it_hear_of_that() {
    let talk = talk().await;
    let root = talk.send(talk.ann, "where?").await;
    let thread = thread_on(root.id);
    talk.answer_beside(talk.bob, &root, "here").await;
    let edit = service::Edit { id: root.id, body: "where and when?", expected_version: None };
    service::edit(&talk.world.server, talk.ann, edit, &Once::UNNAMED).await.unwrap();
    let (topic, told) = talk.last_event("thread.changed").await;
    assert_eq!((topic, &told["body"]), (format!("conversation:{thread}"), &json!("where and when?")));
    service::delete(talk.world.pool(), talk.ann, root.id, &Once::UNNAMED).await.unwrap();
    let read = talk.root(talk.bob, root.id).await;
    assert!(read.is_deleted());
    assert_eq!(read.answers.map(|answers| answers.count), Some(1));
    talk.answer_beside(talk.bob, &root, "still here").await;
    let conversation = talk.read_thread(talk.bob, root.id).await.unwrap();
    assert_eq!(conversation.name.as_deref(), Some(""));
    assert!(conversation.root.is_some_and(|root| root.is_deleted()));
    let words = "select count(*) from events where kind = 'thread.changed' and body->>'body' <> ''";
    assert_eq!(talk.number(words).await, 0, "nothing of it is told again");
    let bare = talk.send(talk.ann, "a slip").await;
    service::delete(talk.world.pool(), talk.ann, bare.id, &Once::UNNAMED).await.unwrap();
    assert_eq!(talk.read_thread(talk.ann, bare.id).await, Err(Error::Missing), "of what is gone nothing begins");
}

#[tokio::test]
async fn those_who_run_the_group_delete_in_its_threads_and_nobody_runs_a_thread() {
    let (talk, cleo) = club().await;
    let root = talk.send(talk.ann, "where?").await;
    let thread = thread_on(root.id);
    let (first, second) =
        (talk.answer_beside(talk.bob, &root, "here").await, talk.answer_beside(cleo, &root, "there").await);
    let pool = talk.world.pool();
    assert_eq!(service::delete(pool, cleo, first.id, &Once::UNNAMED).await, Err(Error::Forbidden));
    assert!(service::delete(pool, talk.ann, second.id, &Once::UNNAMED).await.unwrap().is_deleted());
    let seen = talk.read_thread(talk.ann, root.id).await.unwrap();
    assert!(seen.is_run_by(talk.ann) && !seen.is_run_by(cleo));

    let leave = service::remove_participant(pool, cleo, thread, "cleo", &Once::UNNAMED).await;
    assert_eq!(leave, Err(Error::Forbidden));
    let bring = service::set_participant(&talk.world.server, talk.ann, thread, ("eve", None), &Once::UNNAMED).await;
    assert_eq!(bring, Err(Error::Forbidden));
    let subject = Some(Subject { words: "food".to_owned(), link: None });
    for details in
        [Details { name: Some("Cooks".to_owned()), ..Details::default() }, Details { subject, ..Details::default() }]
    {
        let changed = service::change(pool, talk.ann, thread, &details, &Once::UNNAMED).await;
        assert_eq!(changed.map(|_| ()), Err(Error::Forbidden));
    }
}

#[tokio::test]
async fn a_bot_answers_in_a_thread_and_reads_it_page_by_page() {
    let talk = talk().await;
    let root = talk.send(talk.ann, "ping").await;
    let path = format!("/api/messages/{}/thread", root.id);
    let bob = Some(talk.bob);
    for number in 0..3 {
        let answer = json!({"id": MessageId::new(), "thread": root.id, "body": format!("pong {number}")});
        let (status, stored) = talk.call(bob, "POST", "/api/messages", answer).await;
        assert_eq!((status, &stored["seq"]), (201, &json!(number + 1)));
    }
    let (status, page) = talk.call(bob, "GET", &format!("{path}?limit=2"), Value::Null).await;
    assert_eq!((status, &page["items"][0]["body"], &page["next"]), (200, &json!("pong 2"), &json!("2")));
    let (_, page) = talk.call(bob, "GET", &format!("{path}?limit=2&before=2"), Value::Null).await;
    assert_eq!((&page["items"][0]["body"], &page["next"]), (&json!("pong 0"), &Value::Null));
    assert_eq!(talk.call(Some(talk.eve), "GET", &path, Value::Null).await.0, 404);

    let answer = page["items"][0]["id"].clone();
    for (wrong, field) in [
        (json!({"id": MessageId::new(), "thread": answer, "body": "why?"}), "thread"),
        (json!({"id": MessageId::new(), "thread": root.id, "to": "bob", "body": "why?"}), "to"),
        (
            json!({"id": MessageId::new(), "thread": root.id, "conversation_id": talk.conversation, "body": "?"}),
            "thread",
        ),
    ] {
        let (status, problem) = talk.call(bob, "POST", "/api/messages", wrong).await;
        assert_eq!((status, &problem["field"]), (422, &json!(field)));
    }
}
