//! At size, no statement reads a growing table from one end to the other.

use sqlx::postgres::PgPoolOptions;

use super::{
    super::{
        live,
        model::{Part, Span},
    },
    *,
};
use crate::server::{Pool, Server, schema};

/// 8,000 people, 10,000 posts, 20,000 answers and 40,000 comments.
const FILL: &str = "
    set session_replication_role = replica;
    create temporary table people as select gen_random_uuid() as id, n from generate_series(1, 8000) n;
    insert into accounts (id, handle, display_name) select id, 'p' || n || '_', 'Person ' || n from people;
    create temporary table written as
      select gen_random_uuid() as id, k, (select p.id from people p where p.n = 1 + k % 8000) as author
        from generate_series(0, 9999) k;
    insert into posts (id, kind, author_id, title, body, tags, at, score, answers)
      select id, 'question', author, 'Question ' || k, 'hello', array['tag-' || k % 500],
          now() - k * interval '1 hour', k % 100, case when k % 20 = 0 then 0 else 2 end from written;
    insert into tags (name, posts) select 'tag-' || k, 20 from generate_series(0, 499) k;
    insert into tags (name) select 'rare-' || k from generate_series(0, 4999) k;
    insert into post_tags (tag, post_id, at) select 'tag-' || k % 500, id, now() - k * interval '1 hour' from written;
    insert into answers (id, post_id, author_id, body, comments)
      select gen_random_uuid(), id, author, 'yes', 1 from written, generate_series(1, 2);
    insert into comments (id, post_id, author_id, body)
      select gen_random_uuid(), id, author, 'hm' from written, generate_series(1, 2);
    insert into comments (id, post_id, answer_id, author_id, body)
      select gen_random_uuid(), post_id, id, author_id, 'hm' from answers;
    insert into votes (account_id, kind, entry_id, value) select author, 'post', id, 1 from written;
    insert into bookmarks (account_id, post_id) select author, id from written;
    insert into mentions (kind, entry_id, account_id, post_id, author_id)
      select 'post', id, author, id, author from written;
    insert into post_revisions (kind, entry_id, version, post_id, author_id, body, at)
      select 'post', id, 1, id, author, 'hallo', now() from written;
    insert into publications (id, conversation_id, account_id, kind, title, state)
      select id, gen_random_uuid(), author, 'question', 'Tea', 'published' from written;
    insert into publication_parts (publication_id, place, message_id, account_id, asker_id, body, consent)
      select id, 1, gen_random_uuid(), author, author, '', 'own' from written;
    insert into blocks (account_id, blocked_id)
      select a.id, b.id from people a join people b on b.n = 1 + a.n % 8000;
    insert into mutes (account_id, muted_id)
      select a.id, b.id from people a join people b on b.n = 1 + a.n % 8000;
    insert into follows (follower_id, followed_id)
      select a.id, b.id from people a, generate_series(1, 3) k join people b on true where b.n = 1 + (a.n + k) % 8000;
    insert into follows (follower_id, followed_id)
      select a.id, p.id from accounts a, people p where a.handle = 'bob' and p.n <= 2000;
    insert into events (topic, kind, entity, body) select 'post:' || id, 'post.tallied', id, '{}' from written;
    analyze;
";

#[tokio::test]
async fn no_statement_scans_a_growing_table() {
    for cache_mode in ["force_custom_plan", "force_generic_plan"] {
        let place = place().await;
        place.world.fill(FILL).await;
        use_everything(&place, cache_mode).await;
        let scanned = place.world.scanned(|_| true).await;
        assert_eq!(scanned, [], "{cache_mode}");
    }
}

/// How many entries of the indexes of a table were read.
async fn read_entries(place: &Place, table: &str) -> i64 {
    place.world.everybody_left().await;
    let read = "select coalesce(sum(idx_tup_read), 0)::bigint from pg_stat_user_indexes where relname = $1";
    sqlx::query_scalar(read).bind(table).fetch_one(&mut place.world.administrator().await).await.unwrap()
}

#[tokio::test]
async fn of_all_that_might_stand_in_a_list_only_what_may_come_first_is_read() {
    for cache_mode in ["force_custom_plan", "force_generic_plan"] {
        let place = place().await;
        place.world.fill(FILL).await;
        let options = place.world.administrator.clone().username(schema::LOGIN);
        let options = options.options([("plan_cache_mode", cache_mode)]);
        for (table, most) in [("posts", 300), ("tags", 60)] {
            let before = read_entries(&place, table).await;
            let connections = PgPoolOptions::new().max_connections(1).connect_with(options.clone()).await.unwrap();
            let pool = Pool::new(connections);
            if table == "posts" {
                // Of the 720 posts of a month.
                let listing = service::Listing { feed: Feed::Top(Span::Month), cursor: None, limit: 3 };
                let best = service::list(&pool, None, &listing).await.unwrap().items;
                assert!(best.len() == 3 && best.iter().all(|post| post.score == 99), "{best:?}");
            } else {
                // Of 500 tags.
                for typed in ["t", "ta"] {
                    assert_eq!(service::find_tags(&pool, None, typed, 10).await.unwrap().len(), 10);
                }
            }
            pool.connections().close().await;
            let read = read_entries(&place, table).await - before;
            assert!(read > 0 && read <= most, "{table}: {read} {cache_mode}");
        }
    }
}

/// Runs every statement of the slice on a pool of its own.
async fn use_everything(place: &Place, cache_mode: &str) {
    let options = place.world.administrator.clone().username(schema::LOGIN);
    let options = options.options([("plan_cache_mode", cache_mode)]);
    let connections = PgPoolOptions::new().max_connections(1).connect_with(options).await.unwrap();
    let mut server = place.world.server.clone();
    server.pool = Pool::new(connections);
    let (pool, once) = (&server.pool, &Once::UNNAMED);
    read_lists(pool, place.bob).await;
    read_all_that_is_public(pool).await;
    let id = write_thread(&server, place).await;
    for sort in Sort::ALL {
        assert_eq!(
            service::thread(pool, Some(place.bob), id, sort).await.unwrap().comments.len(),
            2,
            "of the answer that was deleted none counts"
        );
        let first = service::answers(pool, None, (id, sort), None, 1).await.unwrap().answers;
        assert_eq!(first.items.len(), 1);
        let comment = service::comments(pool, None, Parent::Answer(first.items[0].id), None, 1).await.unwrap().items;
        let around = comment.first().map(|comment| Part::Around(Entry::Comment(comment.id)));
        for part in first.next.map(Part::Behind).into_iter().chain(around) {
            let part = service::thread_part(pool, None, (id, sort), &part).await.unwrap();
            assert!(!part.thread.answers.items.is_empty(), "{sort:?}");
        }
    }
    assert_eq!(service::comments(pool, None, Parent::Post(id), None, 20).await.unwrap().items.len(), 1);
    assert_eq!(service::revisions(pool, None, Entry::Post(id), None, 20).await.unwrap().items.len(), 2);
    assert_eq!(live::audible(pool, place.bob, &[id]).await, Ok(vec![id]));
    service::newest(pool, place.ann, Entry::Post(id)).await.unwrap();
    assert_eq!(service::quotes_others(pool, place.ann, Entry::Post(id)).await, Ok(false));
    service::delete_post(pool, place.ann, id, once).await.unwrap();
    pool.connections().close().await;
}

async fn read_lists(pool: &Pool, who: Viewer) {
    let author = service::find_author(pool, Some(who), "P7_").await.unwrap();
    let feeds = [Feed::Latest, Feed::Questions, Feed::Unanswered, Feed::Tag("tag-7".into()), Feed::Person(author)];
    for feed in feeds.into_iter().chain(Span::ALL.map(Feed::Top)).chain([Feed::Following, Feed::Bookmarks]) {
        let mut listing = service::Listing { feed, cursor: None, limit: 3 };
        for _ in 0..2 {
            let page = service::list(pool, Some(who), &listing).await.unwrap();
            assert!(listing.feed == Feed::Bookmarks || !page.items.is_empty(), "{:?}", listing.feed);
            listing.cursor = page.next;
        }
    }
    for typed in ["", "t", "ta", "tag-4"] {
        assert_eq!(service::find_tags(pool, Some(who), typed, 10).await.unwrap().len(), 10);
    }
    assert_eq!(service::trending_tags(pool, Some(who), 10).await.unwrap().len(), 10);
}

/// Reads, as a visitor does, whatever has a public page.
async fn read_all_that_is_public(pool: &Pool) {
    for feed in [Feed::Latest, Feed::Top(Span::Week), Feed::Tag("tag-7".into())] {
        let listing = service::Listing { feed, cursor: None, limit: 3 };
        assert_eq!(service::list(pool, None, &listing).await.unwrap().items.len(), 3);
    }
    let months = service::published_months(pool).await.unwrap();
    assert!(months.len() > 12, "{months:?}");
    assert!(service::published_in(pool, months[1]).await.unwrap().len() > 600);
    assert_eq!(service::published_people(pool).await.unwrap().len(), 8_000);
    assert_eq!(service::published_tags(pool).await.unwrap().len(), 500);
}

/// Publishes a question with what may stand below it, and rewrites, judges and keeps all of it.
async fn write_thread(server: &Server, place: &Place) -> PostId {
    let (once, pool) = (&Once::UNNAMED, &server.pool);
    let draft = PostDraft { body: "@p7_ and @p8_".to_owned(), ..question("Bread", &["tag-7", "new"]) };
    for _ in 0..2 {
        service::publish(server, place.ann, draft.clone()).await.unwrap();
    }
    let id = draft.id;
    let rewrite = Rewrite { tags: Some(vec!["tag-8".to_owned()]), ..words("@p9_") };
    service::rewrite_post(server, place.ann, id, rewrite, once).await.unwrap();
    service::publish(server, place.ann, draft).await.expect("it is known as what it was");
    let mut answers = [AnswerId::new(), AnswerId::new()].map(|id| (id, CommentId::new()));
    answers.sort_unstable();
    for (answer, comment) in answers {
        let draft = AnswerDraft { id: answer, post_id: id, body: "Rye".to_owned() };
        for _ in 0..2 {
            service::answer(server, place.bob, &draft).await.unwrap();
        }
        let on = Parent::Answer(answer);
        let draft = CommentDraft { id: comment, on, reply_to: None, body: "How?".to_owned() };
        for _ in 0..2 {
            service::comment(server, place.eve, &draft).await.unwrap();
        }
        service::rewrite_answer(server, place.bob, answer, &words("Wheat"), once).await.unwrap();
        service::rewrite_comment(server, place.eve, comment, &words("Why?"), once).await.unwrap();
        for value in [1, 0] {
            for on in [Entry::Post(id), Entry::Answer(answer), Entry::Comment(comment)] {
                let who = if on == Entry::Answer(answer) { place.eve } else { place.bob };
                service::vote(server, who, Vote { on, value }, once).await.unwrap();
            }
        }
        service::accept(server, place.ann, (id, Some(answer)), once).await.unwrap();
    }
    let on = Parent::Post(id);
    let draft = CommentDraft { id: CommentId::new(), on, reply_to: None, body: "Please".to_owned() };
    service::comment(server, place.eve, &draft).await.unwrap();
    for on in [true, false, true] {
        service::bookmark(server, place.bob, id, on, once).await.unwrap();
    }
    let (answer, comment) = answers[1];
    service::delete_comment(pool, place.eve, comment, once).await.unwrap();
    service::delete_answer(pool, place.bob, answer, once).await.unwrap();
    id
}
