//! Kills Postgres, then the program, with -9 under 300 messages a second, again and again, has Postgres hang once, and asks
//! in the end: are what was acknowledged, what is stored and what every reader was told the same
//! messages, each once, in order, without a hole?
//!
//! `program` is what is killed, `people` who is there, `traffic` how they write and what they hold for sent,
//! `reader` how they listen and `heard` what they hold then. Whatever is known about the outcome is known here, outside of what is killed.
//! `TERTULIA_PROGRAM` names the program, `TERTULIA_KILLS` how often each is killed (3); `make chaos`
//! says twenty.

mod heard;
mod people;
mod program;
mod reader;
mod traffic;

use std::{collections::BTreeMap, sync::Arc};

use tokio::{sync::watch, task::JoinSet};

use crate::shared::id::{ConversationId, MessageId};
use people::People;
use program::Program;
use reader::{Hears, Reader};
use traffic::Traffic;

/// The messages of each conversation, by `seq` from 1 on.
type Said = BTreeMap<ConversationId, Vec<(MessageId, String)>>;

/// Messages that must be acknowledged between one kill and the next: about a second of them.
const BETWEEN_KILLS: u64 = 300;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_is_stored_and_reaches_every_reader_once_whatever_is_killed() {
    let mut program = Program::start().await;
    let people = Arc::new(People::sign_up(&program.url()).await);
    let (finish, goal) = watch::channel(None);
    let mut listening = JoinSet::new();
    let mut returning = Vec::new();
    for person in people.everybody() {
        for hears in [Hears::Inbox, Hears::Conversations] {
            listening.spawn(Reader::open(&people, person, hears).await.listen(goal.clone()));
            returning.push(Reader::open(&people, person, hears).await);
        }
    }
    let mut traffic = Traffic::start(&people);
    for number in 0..kills() {
        traffic.flow(BETWEEN_KILLS, &program).await;
        // A postmaster that dies alone leaves children that end by themselves; a power failure leaves none.
        program.kill_postgres(number % 2 == 0);
        traffic.flow(BETWEEN_KILLS, &program).await;
        program.kill();
        program.run().await;
    }
    traffic.flow(BETWEEN_KILLS, &program).await;
    let hang = program.hang_postgres();
    traffic.refusal(&program).await;
    drop(hang);
    traffic.flow(BETWEEN_KILLS, &program).await;
    let sent = traffic.stop().await;
    let stored = program.stored().await;
    assert_same("what was acknowledged", &sent.said, &stored);
    traffic::assert_in_order(&stored);

    finish.send_replace(Some(lengths(&stored)));
    let mut come_back = JoinSet::new();
    for reader in returning {
        come_back.spawn(reader.listen(goal.clone()));
    }
    let mut readers = listening.join_all().await;
    for reader in &readers {
        assert!(reader.refetches() < kills(), "{} stayed, and is told to read afresh every time", reader.name());
    }
    readers.extend(come_back.join_all().await);
    for reader in readers {
        let (name, heard) = (reader.name(), reader.heard());
        let own: Said = heard.keys().map(|id| (*id, stored.get(id).cloned().unwrap_or_default())).collect();
        assert_same(&format!("what {name} was told"), heard, &own);
        println!("{name}: {}", reader.account());
    }
    println!("{} messages, {}", sent.count(), sent.account());
    assert_eq!(sent.faults, [""; 0], "a database that is away is answered by 503");
}

/// How often each is killed.
fn kills() -> u32 {
    let said = std::env::var_os("TERTULIA_KILLS");
    said.map_or(3, |kills| kills.to_str().and_then(|kills| kills.parse().ok()).expect("TERTULIA_KILLS is a number"))
}

fn lengths(said: &Said) -> BTreeMap<ConversationId, usize> {
    said.iter().map(|(id, messages)| (*id, messages.len())).collect()
}

/// Fails at the first difference, so that the words can be read.
fn assert_same(what: &str, found: &Said, stored: &Said) {
    for (conversation, stored) in stored {
        let found = found.get(conversation).map_or(&[][..], Vec::as_slice);
        let differs = (0..stored.len().max(found.len())).find(|at| stored.get(*at) != found.get(*at));
        if let Some(at) = differs {
            let (has, is) = (found.get(at), stored.get(at));
            panic!(
                "{what} in {conversation}: {} of {}; seq {} is {has:?}, stored is {is:?}",
                found.len(),
                stored.len(),
                at + 1
            );
        }
    }
    let strange: Vec<_> = found.keys().filter(|id| !stored.contains_key(id)).collect();
    assert!(strange.is_empty(), "{what}: nothing is stored in {strange:?}");
}
