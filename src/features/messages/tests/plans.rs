//! At size, no statement reads a growing table from one end to the other.

use sqlx::postgres::PgPoolOptions;

use super::*;
use crate::{
    features::messages::{
        db, live,
        model::{Choice, Details, From, GroupRole, LinkPreview, Rescheduled, thread_on},
        service::{Listing, NewGroup, React},
    },
    server::{Keep, Pool, Server, Viewer, once::Once, schema},
    shared::{
        Error,
        id::{OperationId, SessionId},
        role::Role,
        time::Time,
    },
};

/// 4,000 people, 8,000 conversations and 40,000 messages; ann has forty of the conversations.
const FILL: &str = "
    set session_replication_role = replica;
    create temporary table people as
      select gen_random_uuid() as id, n from generate_series(1, 4000) n;
    insert into accounts (id, handle, display_name) select id, 'p' || n || '_', 'Person ' || n from people;
    insert into settings (account_id) select id from people;
    create temporary table pairs as
      select gen_random_uuid() as id, least(a.id, b.id) as low, greatest(a.id, b.id) as high
        from generate_series(0, 7999) k
        join people a on a.n = 1 + k / 2
        join people b on b.n = 1 + (k / 2 + 1 + k % 2) % 4000
      union all
      select gen_random_uuid(), least(a.id, b.id), greatest(a.id, b.id)
        from accounts a join people b on b.n <= 40 where a.handle = 'ann';
    insert into conversations (id, kind, pair_low, pair_high, created_by, last_seq, last_at, last_body, last_author_id)
      select id, 'pair', low, high, low, 5, now(), 'hello', low from pairs;
    insert into participants (conversation_id, account_id) select id, low from pairs union all select id, high from pairs;
    insert into marks (conversation_id, account_id) select id, low from pairs union all select id, high from pairs;
    insert into drafts (conversation_id, account_id, body) select id, low, 'half' from pairs;
    insert into scheduled_messages (id, account_id, conversation_id, body, at)
      select gen_random_uuid(), low, id, 'later', now() + interval '1 day' from pairs;
    insert into messages (conversation_id, seq, id, author_id, body)
      select id, seq, gen_random_uuid(), low, 'hello' from pairs, generate_series(1, 5) seq;
    insert into message_ids (id, conversation_id, seq) select id, conversation_id, seq from messages;
    insert into message_revisions (conversation_id, seq, version, body, at)
      select conversation_id, seq, 1, 'hallo', now() from messages;
    insert into pins (conversation_id, seq, message_id, account_id)
      select m.conversation_id, 1, m.id, m.author_id from messages m where m.seq = 1;
    insert into receipts (conversation_id, account_id, seen, slot, after_seq, seq, at)
      select conversation_id, account_id, false, 1, 0, 1, now() from participants;
    insert into blocks (account_id, blocked_id)
      select a.id, b.id from people a join people b on b.n = 1 + a.n % 4000 where a.n > 200;
    insert into follows (follower_id, followed_id)
      select a.id, b.id from people a join people b on b.n = 1 + a.n % 4000 where a.n > 200;
    insert into publications (id, conversation_id, account_id, kind, title)
      select gen_random_uuid(), id, low, 'question', 'Tea' from pairs;
    insert into publication_parts (publication_id, place, message_id, account_id, asker_id, body, consent)
      select p.id, 1, m.id, p.account_id, p.account_id, 'hello', 'own'
        from publications p join messages m on m.conversation_id = p.conversation_id and m.seq = 1;
    insert into link_previews (url) select 'https://tea.example/' || n from generate_series(1, 4000) n;
    insert into events (topic, kind, entity, body) select 'inbox:' || low, 'draft.changed', id, '{}' from pairs;
    analyze;
";

#[tokio::test]
async fn no_statement_scans_a_growing_table() {
    for cache_mode in ["force_custom_plan", "force_generic_plan"] {
        let talk = talk().await;
        talk.world.fill(FILL).await;
        use_everything(&talk, cache_mode).await;
        let scanned = talk.world.scanned(|_| true).await;
        assert_eq!(scanned, [], "{cache_mode}");
    }
}

/// Makes a group, brings somebody in, gives them a role, renames it and leaves it to them.
async fn run_a_group(server: &Server, talk: &Talk) {
    let with = vec!["bob".to_owned(), "p7_".to_owned()];
    let group = NewGroup { id: ConversationId::new(), name: "Book club".to_owned(), with };
    for created in [true, false] {
        assert_eq!(service::create_group(server, talk.ann, &group).await.unwrap().created, created);
    }
    let pool = &server.pool;
    for role in [None, Some(GroupRole::Admin)] {
        service::set_participant(server, talk.ann, group.id, ("p8_", role), &Once::UNNAMED).await.unwrap();
    }
    service::set_role(pool, talk.ann, group.id, "p8_", GroupRole::Member).await.unwrap();
    let details = Details { name: Some("Cooks".to_owned()), ..Details::default() };
    service::change(pool, talk.ann, group.id, &details, &Once::UNNAMED).await.unwrap();
    for handle in ["p7_", "ann"] {
        service::remove_participant(pool, talk.ann, group.id, handle, &Once::UNNAMED).await.unwrap();
    }
}

/// Sends to somebody who takes first words from people they know, and has them be known.
async fn keep_to_acquaintances(server: &Server, talk: &Talk, known: ConversationId) {
    let choice = "update settings set messages_from = 'acquaintances' where account_id in (
        select id from accounts where handle in ('p98_', 'p99_'))";
    sqlx::query(choice).execute(&mut talk.administrator().await).await.unwrap();
    service::send(server, talk.ann, &draft(known, "still here?")).await.unwrap();
    let refused = service::open(server, talk.ann, ConversationId::new(), "p98_").await;
    assert_eq!(refused.map(|opened| opened.created), Err(Error::invalid("with", "not_accepting")));
}

/// Reacts to a message, answers it, and reads what is answered.
async fn react_and_answer(server: &Server, who: AccountId, asked: &Draft) {
    for on in [true, false] {
        let react = React { message: asked.id, emoji: "👍", on };
        service::react(server, who, react, &Once::UNNAMED).await.unwrap();
    }
    let answer = Draft { reply_to: Some(asked.id), ..draft(asked.conversation_id, "yes") };
    for _ in 0..2 {
        service::send(server, who, &answer).await.unwrap();
    }
    let pool = &server.pool;
    let newest = service::history(pool, who, asked.conversation_id, From::Newest, 1).await.unwrap();
    assert_eq!(service::quotes(pool, who, asked.conversation_id, &[asked.id]).await, Ok(newest.quotes));
}

/// Pins a message and unpins it, and looks how far it came.
async fn pin_and_look(server: &Server, who: AccountId, message: MessageId) {
    for on in [true, false] {
        service::pin(server, who, message, on, &Once::UNNAMED).await.unwrap();
    }
    service::pin(server, who, message, true, &Once::UNNAMED).await.unwrap();
    assert_eq!(service::info(&server.pool, who, message).await.unwrap().reached.len(), 1);
}

/// Schedules two messages, has one sent at once, and takes the other back.
async fn say_later(server: &Server, who: AccountId, conversation: ConversationId) {
    let [sent, cancelled] = [(); 2].map(|()| draft(conversation, "later"));
    let later = Time::from_millis(Time::now().millis() + 60_000);
    for draft in [&sent, &cancelled] {
        service::schedule(server, who, draft, later, &Once::UNNAMED).await.unwrap();
    }
    let now = Rescheduled { now: true, ..Rescheduled::default() };
    service::reschedule(server, who, sent.id, (&now, None), &Once::UNNAMED).await.unwrap();
    // The other one is begun before its time.
    for begun in [&sent, &cancelled] {
        service::send_scheduled(server, begun.id, false).await.unwrap();
    }
    service::cancel(&server.pool, who, cancelled.id, &Once::UNNAMED).await.unwrap();
    assert!(!service::all_scheduled(&server.pool, who).await.unwrap().is_empty(), "the table is filled");
}

/// Asks what a page is called, keeps what it said, and has a message show that until its author does not want it.
async fn preview(pool: &Pool, message: &Message) {
    let mut tx = pool.as_jobs().await.unwrap();
    assert_eq!(db::find_page(&mut tx, "https://tea.example/7").await.unwrap(), Some(None));
    db::keep_page(&mut tx, "https://tea.example/7", None).await.unwrap();
    let place = (message.seq, message.version);
    let page = LinkPreview { url: "https://tea.example/7".into(), site: None, title: "Tea".into(), description: None };
    assert!(db::preview_message(&mut tx, message.conversation_id, place, &page).await.unwrap());
    tx.commit().await.unwrap();
    service::unpreview(pool, message.author_id, message.id, &Once::UNNAMED).await.unwrap();
}

/// Opens the thread of a message, answers in it, and reads it.
async fn answer_in_thread(server: &Server, who: AccountId, root: MessageId) {
    let thread = service::read_to_answer(&server.pool, who, thread_on(root)).await.unwrap().id;
    for _ in 0..2 {
        service::send(server, who, &draft(thread, "beside it")).await.unwrap();
    }
    assert_eq!(service::thread(&server.pool, who, root, From::Newest, 50).await.unwrap().messages.len(), 2);
    service::read(&server.pool, who, thread).await.unwrap();
    let mut tx = server.pool.as_viewer(who).await.unwrap();
    assert!(!db::follow_thread(&mut tx, thread).await.unwrap(), "who has answered follows it");
}

/// Runs every statement of the slice on a pool of its own.
async fn use_everything(talk: &Talk, cache_mode: &str) {
    let options = talk.world.administrator.clone().username(schema::LOGIN);
    let options = options.options([("plan_cache_mode", cache_mode)]);
    let connections = PgPoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let mut server = talk.world.server.clone();
    server.pool = Pool::new(connections);
    server.keep = Keep::default();
    let pool = &server.pool;

    let opened = service::open(&server, talk.ann, ConversationId::new(), "p99_").await.unwrap();
    let draft = draft(opened.id, "hello");
    let sent = service::send(&server, talk.ann, &draft).await.unwrap().into_message();
    service::send(&server, talk.ann, &draft).await.unwrap();
    preview(pool, &sent).await;
    let listing = Listing { find: Some("person 3".into()), unread: Some(true), ..Listing::default() };
    let page = service::list(pool, talk.ann, &listing).await.unwrap();
    assert!(!page.items.is_empty(), "the table is filled");
    service::list(pool, talk.ann, &Listing::default()).await.unwrap();
    service::count(pool, talk.ann, &listing).await.unwrap();
    assert!(!service::standings(pool, talk.ann).await.unwrap().is_empty(), "she has read nothing");
    let sought = service::Sought { words: "hel".to_owned(), limit: 20, ..service::Sought::default() };
    assert_eq!(service::search(&server, talk.ann, &sought).await.unwrap().items.len(), 20);
    service::read(pool, talk.ann, opened.id).await.unwrap();
    for from in [From::Newest, From::Before(3), From::Since(Time::now()), From::Since(Time::from_millis(0))] {
        service::history(pool, talk.ann, page.items[0].id, from, 50).await.unwrap();
    }
    service::history(pool, talk.ann, opened.id, From::Message(draft.id), 50).await.unwrap();
    service::mark(pool, talk.ann, page.items[0].id, Some(2), Some(2)).await.unwrap();
    service::mark_message_read(pool, talk.ann, draft.id, &Once::UNNAMED).await.unwrap();
    service::choose(pool, talk.ann, opened.id, Choice::default(), &Once::UNNAMED).await.unwrap();
    let edit = service::Edit { id: draft.id, body: "good evening", expected_version: None };
    service::edit(&server, talk.ann, edit, &Once::UNNAMED).await.unwrap();
    assert_eq!(service::revisions(pool, talk.ann, draft.id, None, 20).await.unwrap().items.len(), 2);
    assert_eq!(service::changed(pool, talk.ann, opened.id, (1, 9)).await.unwrap().len(), 1);
    service::send(&server, talk.ann, &draft).await.expect("it is known as what it was");
    react_and_answer(&server, talk.ann, &draft).await;
    pin_and_look(&server, talk.ann, draft.id).await;
    answer_in_thread(&server, talk.ann, draft.id).await;
    service::delete(pool, talk.ann, draft.id, &Once::UNNAMED).await.unwrap();
    let body = "half a thought";
    let save =
        service::Save { id: OperationId(draft.id.0), conversation_id: opened.id, body, expected_version: Some(0) };
    service::save_draft(&server, talk.ann, save).await.unwrap();
    assert!(!service::drafts(pool, talk.ann).await.unwrap().drafts.is_empty());
    assert_eq!(service::draft(pool, talk.ann, opened.id).await.unwrap().body, body);
    let viewer = Viewer::by_session(talk.ann, SessionId::new(), Role::Member);
    let (heard, seen) = live::audible(pool, viewer, &[opened.id], &[talk.bob]).await.unwrap();
    assert!(heard == [opened.id] && seen.is_empty(), "bob never wrote to ann");
    assert!(live::conversations_of(pool, talk.ann).await.unwrap().contains(&opened.id));
    assert_eq!(live::participants(pool, &[opened.id]).await.unwrap().len(), 2);
    service::send(&server, talk.eve, &draft).await.expect_err("eve is a stranger");
    keep_to_acquaintances(&server, talk, opened.id).await;
    run_a_group(&server, talk).await;
    say_later(&server, talk.ann, opened.id).await;

    pool.connections().close().await;
}
