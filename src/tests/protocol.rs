//! What `PROTOCOL.md` says of events is what the database speaks.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use super::given::{self, World};
use crate::{
    features::{
        messages::{
            model::{Details, Draft, GroupRole, thread_on},
            service,
        },
        notifications::service as notifications,
        posts::{
            model::{AnswerDraft, CommentDraft, Entry, Kind, Parent, PostDraft, Rewrite, Vote},
            service as posts,
        },
        publications::{model::NewPublication, service as publications},
    },
    realtime::Topic,
    server::{Viewer, once::Once},
    shared::{
        id::{AccountId, AnswerId, CommentId, MessageId, OperationId, PostId, PublicationId, SessionId},
        role::Role,
        time::Time,
    },
};

const PROTOCOL: &str = include_str!("../realtime/PROTOCOL.md");

/// The rows of the tables of a section that begin with a name.
fn rows_of(section: &str) -> impl Iterator<Item = &'static str> {
    let rest = PROTOCOL.split_once(&format!("\n## {section}\n")).expect("the section is there").1;
    rest.split("\n## ").take(1).flat_map(str::lines).filter(|line| line.starts_with("| `"))
}

/// The kinds of its table, each with its topics and the members of its body.
fn described() -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
    let names = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let rows = rows_of("Events");
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').skip(1).map(names).collect();
        (cells[0][0].clone(), (cells[1].iter().cloned().collect(), cells[2].iter().cloned().collect()))
    })
    .collect()
}

#[test]
fn every_topic_is_described_and_no_other() {
    let place = |topic: Topic| match topic {
        Topic::Me => 0,
        Topic::Conversation(_) => 1,
        Topic::Account(_) => 2,
        Topic::Presence(_) => 3,
        Topic::Post(_) => 4,
        Topic::Latest => 5,
        Topic::Tag(_) => 6,
    };
    let (id, name) = (PostId::new().to_string(), "tea");
    let topics = rows_of("Topics").filter_map(|row| row.split('`').nth(1));
    let read = topics.map(|topic| topic.replace("{id}", &id).replace("{name}", name).parse::<Topic>());
    let places: Vec<_> = read.map(|topic| place(topic.expect("it can be heard"))).collect();
    assert_eq!(places, [0, 1, 2, 3, 4, 5, 6]);
}

#[test]
fn every_kind_of_event_that_a_trigger_speaks_is_described_and_no_other() {
    let mut spoken = BTreeSet::new();
    for file in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).expect("the migrations") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("a text");
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("--"));
        let quoted = lines.flat_map(|line| line.split('\'').skip(1).step_by(2));
        spoken.extend(quoted.filter(|text| is_kind(text)).map(str::to_owned));
    }
    assert_eq!(spoken, described().into_keys().collect::<BTreeSet<_>>());
}

/// A thing and what happened to it; nothing else that is quoted looks so, but the setting that says who asks and a table.
fn is_kind(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
    !["app.viewer", "tertulia.messages"].contains(&text)
        && text.split_once('.').is_some_and(|(thing, act)| is_word(thing) && is_word(act))
}

#[tokio::test]
async fn every_event_has_the_topic_and_the_members_that_are_described() {
    let world = given::world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let pair = world.pair(ann, bob).await;
    let sent =
        Draft { id: MessageId::new(), conversation_id: pair, body: "hi".to_owned(), reply_to: None, forwarded: false };
    service::send(&world.server, ann, &sent).await.expect("it is accepted");
    let edit = service::Edit { id: sent.id, body: "hello", expected_version: Some(1) };
    service::edit(&world.server, ann, edit, &Once::UNNAMED).await.expect("it is hers");
    service::delete(world.pool(), ann, sent.id, &Once::UNNAMED).await.expect("it is hers");
    let kept = Draft { id: MessageId::new(), ..sent };
    service::send(&world.server, ann, &kept).await.expect("it is accepted");
    let react = service::React { message: kept.id, emoji: "👍", on: true };
    service::react(&world.server, bob, react, &Once::UNNAMED).await.expect("he is in it");
    service::pin(&world.server, bob, kept.id, true, &Once::UNNAMED).await.expect("he is in it");
    let answer = Draft { id: MessageId::new(), conversation_id: thread_on(kept.id), ..kept.clone() };
    service::send(&world.server, bob, &answer).await.expect("he is in it");
    let edit = service::Edit { id: kept.id, body: "hello", expected_version: None };
    service::edit(&world.server, ann, edit, &Once::UNNAMED).await.expect("it is hers");
    service::mark(world.pool(), bob, pair, Some(1), Some(1)).await.expect("it is bob's");
    let draft =
        service::Save { id: OperationId::new(), conversation_id: pair, body: "half a thought", expected_version: None };
    service::save_draft(&world.server, bob, draft).await.expect("he is in it");
    let later = Draft { id: MessageId::new(), ..kept.clone() };
    let at = Time::from_millis(Time::now().millis() + 60_000);
    service::schedule(&world.server, ann, &later, at, &Once::UNNAMED).await.expect("she is in it");
    service::cancel(world.pool(), ann, later.id, &Once::UNNAMED).await.expect("it is hers");
    let new = NewPublication {
        id: PublicationId::new(),
        conversation_id: pair,
        question_id: None,
        title: Some("Hi?".to_owned()),
        tags: Vec::new(),
        messages: vec![kept.id],
    };
    let asker = Viewer::by_session(bob, SessionId::new(), Role::Member);
    publications::ask(&world.server, asker, new).await.expect("he is in it");
    let group = world.group(ann, &[bob]).await;
    service::set_participant(&world.server, ann, group, ("bob", Some(GroupRole::Admin)), &Once::UNNAMED)
        .await
        .expect("it is ann's");
    let renamed = Details { name: Some("Cooks".to_owned()), ..Details::default() };
    service::change(world.pool(), ann, group, &renamed, &Once::UNNAMED).await.expect("it is ann's");
    let mut administrator = world.administrator().await;
    sqlx::raw_sql(
        "update accounts set display_name = 'Anna', version = version + 1 where handle = 'ann';
         update profiles set place = 'Lugo', version = version + 1;
         update settings set appearance = 'dark', version = version + 1;
         insert into sessions (id, account_id, token_hash) select gen_random_uuid(), id, 'hash' from accounts limit 1;
         delete from sessions;
         insert into tokens (id, account_id, token_hash, name, scopes)
           select gen_random_uuid(), id, 'hash', 'bot', '{read}' from accounts limit 1;
         delete from tokens;
         insert into follows (follower_id, followed_id)
           select a.id, b.id from accounts a, accounts b where a.handle = 'ann' and b.handle = 'bob';
         update suggestion_turns set version = version + 1;
         insert into blocks (account_id, blocked_id)
           select a.id, b.id from accounts a, accounts b where a.handle = 'ann' and b.handle = 'bob';
         delete from blocks;
         insert into mutes (account_id, muted_id)
           select a.id, b.id from accounts a, accounts b where a.handle = 'ann' and b.handle = 'bob';
         delete from mutes;
         update messages set preview = '{}', previewed = previewed + 1;
         delete from participants",
    )
    .execute(&mut administrator)
    .await
    .expect("statements of ours");
    publish(&world, ann, bob).await;
    let events: Vec<(String, String, Vec<String>)> =
        sqlx::query_as("select kind, topic, array(select json_object_keys(body)) from events")
            .fetch_all(&mut administrator)
            .await
            .expect("events");
    let described = described();
    let mut spoken = BTreeSet::new();
    for (kind, stored, members) in events {
        let topic = match stored.split_once(':') {
            Some(("inbox", _)) => "me".to_owned(),
            Some(("tag", _)) => "tag:{name}".to_owned(),
            Some((name, _)) if name != "feed" => format!("{name}:{{id}}"),
            _ => stored,
        };
        let (topics, described) = described.get(&kind).expect("it is described");
        assert!(topics.contains(&topic), "{kind} on {topic}");
        assert_eq!(*described, members.into_iter().collect::<BTreeSet<_>>(), "{kind}");
        spoken.insert(kind);
    }
    assert_eq!(spoken, described.into_keys().collect::<BTreeSet<_>>());
}

/// Asks, answers, comments, votes, rewrites all of it and deletes it.
async fn publish(world: &World, ann: AccountId, bob: AccountId) {
    let [ann, bob] = [ann, bob].map(|id| Viewer::by_session(id, SessionId::new(), Role::Member));
    let (server, pool, once) = (&world.server, world.pool(), &Once::UNNAMED);
    let (title, tags) = (Some("Tea?".to_owned()), vec!["tea".to_owned()]);
    let draft = PostDraft { id: PostId::new(), kind: Kind::Question, title, body: "Which tea?".to_owned(), tags };
    let post = posts::publish(server, ann, draft).await.expect("it is accepted").into_inner().id;
    let draft = AnswerDraft { id: AnswerId::new(), post_id: post, body: "Green".to_owned() };
    let answer = posts::answer(server, bob, &draft).await.expect("it is accepted").into_inner().id;
    let on = Parent::Answer(answer);
    let draft = CommentDraft { id: CommentId::new(), on, reply_to: None, body: "With milk".to_owned() };
    let comment = posts::comment(server, bob, &draft).await.expect("it is accepted").into_inner().id;
    for on in [Entry::Answer(answer), Entry::Comment(comment)] {
        posts::vote(server, ann, Vote { on, value: 1 }, once).await.expect("bob wrote it");
    }
    let rewrite = Rewrite { body: Some("Hm".to_owned()), ..Rewrite::default() };
    posts::bookmark(server, bob, post, true, once).await.expect("it is there");
    posts::rewrite_post(server, ann, post, rewrite.clone(), once).await.expect("it is hers");
    posts::rewrite_answer(server, bob, answer, &rewrite, once).await.expect("it is his");
    posts::rewrite_comment(server, bob, comment, &rewrite, once).await.expect("it is his");
    notifications::read_all(pool, ann, i64::MAX, once).await.expect("they are hers");
    posts::delete_comment(pool, bob, comment, once).await.expect("it is his");
    posts::delete_answer(pool, bob, answer, once).await.expect("it is his");
    posts::delete_post(pool, ann, post, once).await.expect("it is hers");
}
