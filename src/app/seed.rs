//! `tertulia seed`: a lively demo in seconds. Every id is made from a name, so that a second run
//! finds everything there and changes nothing.

mod forum;
mod groups;
mod script;
#[cfg(test)]
mod tests;
mod threads;
mod welcome;

use std::{fmt, time::Duration};

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::{
    features::{
        accounts::demo::{self, Demo},
        badges, follows,
        messages::import::{Import, Line, import},
        posts::{self, model::Entry},
    },
    server::{Pool, Server},
    shared::{
        Result,
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
};
use script::{PEOPLE, STATUSES, TALKS};

/// Conversations among the demo people.
const CONVERSATIONS: usize = 20;
/// Conversations of theirs with the first account that can log in.
const GREETINGS: usize = 6;
/// How far back it goes.
const PERIOD: Duration = Duration::from_hours(30 * 24);

/// What a run added to what was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    people: u64,
    threads: usize,
    /// Answers and comments below them.
    parts: usize,
    conversations: usize,
    messages: usize,
    /// The handle of the first account that can log in, where there is one, and how many of the conversations are its.
    first: Option<(String, usize)>,
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { people, threads, parts, conversations, messages, first } = self;
        if *people == 0 && *conversations == 0 && threads + parts == 0 {
            write!(f, "Nothing was missing: the demo people, their threads and their conversations are there.")?;
        } else {
            write!(f, "Made {people} people, {threads} threads with {parts} answers and comments, ")?;
            write!(f, "{conversations} conversations and {messages} messages.")?;
        }
        match first {
            Some((handle, own)) if *own > 0 => write!(f, " {own} of the conversations are with @{handle}."),
            Some(_) => Ok(()),
            None => write!(f, " Nobody can log in yet: run this again after the first sign-up, and they write to it."),
        }
    }
}

/// Fills the database with people who publish, vote, follow and talk; with the first real account too, where there is one.
///
/// # Errors
/// What the database says; what is stored by then stays, and a second run goes on.
pub async fn run(server: &Server) -> Result<Made> {
    let (people, new_people) = demo::make(&server.pool, &cast()).await?;
    let (first, handle) = demo::first_account(&server.pool).await?.unzip();
    let now = Time::now();
    let among_them = (0..CONVERSATIONS).filter_map(|n| {
        let (one, other) = (n % 10, 10 + n * 7 % 30);
        Some((n, [*people.get(one)?, *people.get(other)?], [0, 0]))
    });
    let greetings = (0..GREETINGS).filter_map(|n| {
        let unread = i64::try_from(n % 4).unwrap_or(0);
        Some((n + 1, [*people.get(n * 5 + 2)?, first?], [0, unread]))
    });
    let (mut conversations, mut messages, mut own) = (0, 0, 0);
    let pairs = among_them.chain(greetings).map(|(n, people, unread)| conversation(n, people, unread, now));
    let waiting = first.map(|first| groups::waiting(&people, first, now)).unwrap_or_default();
    for talk in pairs.chain(waiting) {
        if import(&server.pool, &talk).await? {
            conversations += 1;
            messages += talk.lines.len();
            own += usize::from(first.is_some_and(|first| talk.people.contains(&first)));
        }
    }
    // What the first account has chosen since stays as it is.
    if let Some(first) = first.filter(|_| own > 0) {
        follows::demo::follow(&server.pool, first, &welcome::followed(&people)).await?;
    }
    let published = publish(&server.pool, &people, first.zip(handle.as_deref()), now).await?;
    let threads = published.iter().filter(|entry| matches!(entry, Entry::Post(_))).count();
    let parts = published.len() - threads;
    Ok(Made { people: new_people, threads, parts, conversations, messages, first: handle.map(|handle| (handle, own)) })
}

/// Has the people follow each other, publish, and judge what the others published; what of it was missing is returned.
async fn publish(pool: &Pool, people: &[AccountId], first: Option<(AccountId, &str)>, now: Time) -> Result<Vec<Entry>> {
    // Whose handles others have are not there; two can talk.
    if people.len() < 2 {
        return Ok(Vec::new());
    }
    for (person, others) in forum::follows(people, first.map(|(first, _)| first)) {
        follows::demo::follow(pool, person, &others).await?;
    }
    let forum = forum::forum(people, now);
    let greeting = first.map(|(first, handle)| welcome::welcome(people, first, handle, now)).unwrap_or_default();
    let mut published = posts::import::import(pool, &forum.imports).await?;
    let edits: Vec<_> = forum.edits.iter().filter(|edit| published.contains(&edit.entry)).cloned().collect();
    posts::import::rewrite(pool, &edits).await?;
    published.extend(posts::import::import(pool, &greeting).await?);
    for (person, opinions) in forum.opinions(people) {
        posts::import::judge(pool, person, &opinions).await?;
    }
    badges::demo::set_back(pool, &forum.earned()).await?;
    Ok(published)
}

fn cast() -> Vec<Demo> {
    PEOPLE
        .iter()
        .map(|(handle, name, place, bio)| Demo {
            id: AccountId(id(&format!("account {handle}"))),
            handle: (*handle).to_owned(),
            display_name: (*name).to_owned(),
            bio: (*bio).to_owned(),
            place: (*place).to_owned(),
            status: STATUSES.iter().find(|(who, _)| who == handle).map_or("", |(_, status)| status).to_owned(),
        })
        .collect()
}

/// Four to six talks over thirty days, the last of them some hours ago.
fn conversation(n: usize, people: [AccountId; 2], unread: [i64; 2], now: Time) -> Import {
    let [one, other] = people;
    let name = format!("conversation {one} {other}");
    let talks = 4 + n % 3;
    let mut lines: Vec<Line> = Vec::new();
    for talk in 0..talks {
        let mut at =
            now.millis() - millis(PERIOD) / count(talks) * count(talks - 1 - talk) - MINUTE * (150 + 37 * count(n));
        for (place, body) in TALKS[(n * 3 + talk) % TALKS.len()].iter().enumerate() {
            at += MINUTE * (1 + count((place * 5 + n) % 7));
            let id = MessageId(id(&format!("{name} message {}", lines.len())));
            lines.push(Line::said(id, (place + talk) % 2, body, Time::from_millis(at)));
        }
    }
    let unread = [0, 1].map(|person| unread[person].min(unanswered(&lines, person))).to_vec();
    Import { id: ConversationId(id(&name)), name: None, people: people.to_vec(), unread, requested: false, lines }
}

/// How many lines the other one said last: whoever wrote has read what came before.
fn unanswered(lines: &[Line], person: usize) -> i64 {
    count(lines.iter().rev().take_while(|line| line.author != person).count())
}

/// Milliseconds.
const MINUTE: i64 = 60_000;

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The `UUIDv7` of a name: the same at every run.
fn id(name: &str) -> Uuid {
    /// The first of January 2026.
    const MILLIS: u64 = 1_767_225_600_000;
    let hash = Sha256::digest(format!("tertulia demo {name}"));
    let mut random = [0; 10];
    random.copy_from_slice(&hash[..10]);
    Builder::from_unix_timestamp_millis(MILLIS, &random).into_uuid()
}
