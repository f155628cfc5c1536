//! What the demo promises.

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use http::{Request, StatusCode, header::ACCEPT};
use tokio::sync::watch;
use tower::ServiceExt;

use super::*;
use crate::{
    app::{
        gate::gate,
        router::{House, router},
    },
    features::posts::{import::Draft, model::slug},
    realtime::Hub,
    server::{counts, telemetry::Metrics},
    tests::given,
};

async fn numbers(world: &given::World) -> Vec<i64> {
    sqlx::query_scalar(
        "select count(*) from accounts where demo union all select count(*) from conversations
         union all select count(*) from messages union all select count(*) from message_ids
         union all select count(*) from events union all
         select count(*) from marks k join conversations c on c.id = k.conversation_id
           where c.last_seq - k.read_seq - k.own_past <> (select count(*) from messages m
             where m.conversation_id = c.id and m.seq > k.read_seq and m.author_id <> k.account_id)
         union all select count(*) from posts union all select count(*) from answers union all select count(*) from comments
         union all select count(*) from votes union all select count(*) from follows union all select count(*) from bookmarks
         union all select count(*) from answers where accepted
         union all select count(*) from (select at from posts union all select at from answers union all select at from comments
             union all select at from messages union all select at from user_badges union all select at from last_seen
             union all select edited_at from posts where edited_at is not null) e
           where at > now() or at < now() - interval '31 days'
         union all select count(*) from post_revisions r join (select id, edited_at from posts union all
             select id, edited_at from answers) e on e.id = r.entry_id where r.at < e.edited_at
         union all select count(*) from user_badges where at < now() - interval '1 day'
         union all select count(*) from messages where reply_to is not null or reactions <> '[]'
         union all select count(*) from marks where requested",
    )
    .fetch_all(&mut world.administrator().await)
    .await
    .expect("a statement of ours")
}

#[tokio::test]
async fn whatever_is_counted_of_the_demo_is_there() {
    let world = given::world().await;
    run(&world.server).await.unwrap();
    counts::compare_due(world.pool()).await.unwrap();
    let (compared, differed): (i64, i64) =
        sqlx::query_as("select sum(compared)::bigint, sum(differed)::bigint from count_walks")
            .fetch_one(&mut world.administrator().await)
            .await
            .expect("a statement of ours");
    assert!(compared > 500, "{compared}");
    assert_eq!(differed, 0);
}

#[tokio::test]
async fn the_demo_is_there_after_one_run_and_the_same_after_two() {
    let world = given::world().await;
    let made = run(&world.server).await.unwrap();
    let first = numbers(&world).await;
    let said = format!(
        "Made 40 people, {} threads with {} answers and comments, 20 conversations and {} messages. Nobody can log in yet",
        first[6],
        first[7] + first[8],
        first[2]
    );
    assert!(made.to_string().starts_with(&said), "{made}");
    assert!(first[6] >= 60 && first[7] > 30 && first[8] > 100 && first[9] > 800, "{first:?}");
    assert!(first[10] > 250 && first[11] > 40 && first[12] > 20 && first[13] == 0, "{first:?}");
    assert_eq!((first[0], first[1], first[5]), (40, 20, 0), "{first:?}");
    assert!(first[2] > 500 && first[2] == first[3], "{first:?}");
    assert!(
        first[14] >= 4 && first[15] > 40,
        "what was edited was so after it was said, and badges are of then: {first:?}"
    );
    let made = run(&world.server).await.unwrap();
    assert!(made.to_string().starts_with("Nothing was missing"), "{made}");
    assert_eq!(numbers(&world).await, first);

    world.person("ann").await;
    for end in ["10 of the conversations are with @ann.", "and their conversations are there."] {
        let made = run(&world.server).await.unwrap();
        assert!(made.to_string().ends_with(end), "{made}");
        let later = numbers(&world).await;
        assert_eq!((later[1], later[5], later[13]), (30, 0, 0), "ann finds people who wrote to her");
        assert!(
            later[16] > 10 && later[17] == 1,
            "people answer and react in her groups, and somebody asks her: {later:?}"
        );
    }
}

/// What waits for somebody: the kinds of unread notifications, and how many follow each other with them.
async fn waiting_for(world: &given::World, account: AccountId) -> (Vec<String>, i64) {
    let mut db = world.administrator().await;
    let kinds = "select distinct kind from notifications where account_id = $1 and read_at is null order by kind";
    let mutual = "select count(*) from follows f join follows back on back.follower_id = f.followed_id
        and back.followed_id = f.follower_id where f.follower_id = $1";
    (
        sqlx::query_scalar(kinds).bind(account.0).fetch_all(&mut db).await.unwrap(),
        sqlx::query_scalar(mutual).bind(account.0).fetch_one(&mut db).await.unwrap(),
    )
}

#[tokio::test]
async fn whoever_looks_is_greeted_and_follows_people_until_they_choose_otherwise() {
    let world = given::world().await;
    let ann = world.person("ann").await;
    run(&world.server).await.unwrap();
    let (kinds, mutual) = waiting_for(&world, ann).await;
    assert_eq!(kinds, ["mention", "new_follower"]);
    assert!(mutual >= 4, "{mutual}");
    sqlx::query("delete from follows where follower_id = $1")
        .bind(ann.0)
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    run(&world.server).await.unwrap();
    assert_eq!(waiting_for(&world, ann).await.1, 0, "what she chose stays");
}

#[test]
fn nobody_speaks_in_the_future_and_time_goes_forward() {
    let now = Time::from_millis(1_790_000_000_000);
    for n in 0..CONVERSATIONS {
        let people = [AccountId(id("one")), AccountId(id("other"))];
        let times: Vec<_> = conversation(n, people, [0, 0], now).lines.iter().map(|line| line.at).collect();
        assert!(times.is_sorted() && times.iter().all(|at| *at < now), "{n}");
    }
}

#[test]
fn nobody_has_unread_what_they_have_answered() {
    let now = Time::from_millis(1_790_000_000_000);
    let people = [AccountId(id("one")), AccountId(id("other"))];
    let mut badges = 0;
    for n in 0..CONVERSATIONS {
        let talk = conversation(n, people, [3, 3], now);
        for (person, unread) in talk.unread.into_iter().enumerate() {
            let newest = talk.lines.iter().rev().take(usize::try_from(unread).unwrap());
            assert!(newest.into_iter().all(|line| line.author != person), "{n}");
            badges += unread;
        }
    }
    assert!(badges > 0);
}

#[test]
fn whoever_answers_or_votes_did_not_ask_and_comes_later() {
    let now = Time::from_millis(1_790_000_000_000);
    let people: Vec<_> = cast().iter().map(|demo| demo.id).collect();
    let forum = forum::forum(&people, now);
    let mut begun = None;
    for import in &forum.imports {
        match &import.draft {
            Draft::Post(_) => begun = Some((import.author, import.at)),
            Draft::Answer(draft) => assert_ne!(Some(import.author), begun.map(|(author, _)| author), "{}", draft.body),
            Draft::Comment(_) => {}
        }
        let (_, at) = begun.unwrap();
        assert!(at <= import.at && import.at < now, "{import:?}");
    }
    let authors: BTreeMap<_, _> =
        forum.imports.iter().map(|import| (import.draft.entry().id(), import.author)).collect();
    for (person, opinions) in forum.opinions(&people) {
        assert!(opinions.votes.iter().all(|vote| vote.check().is_ok() && authors[&vote.on.id()] != person));
    }
    let follows = forum::follows(&people, None);
    assert!(follows.iter().all(|(person, others)| others.len() >= 6 && !others.contains(person)));
}

#[tokio::test]
async fn every_page_of_the_demo_is_there_for_a_visitor() {
    let world = given::world().await;
    run(&world.server).await.unwrap();
    let pool = world.pool().clone();
    let hub = Hub::start(pool.clone(), gate(pool), "a".into()).await.unwrap();
    let (_stop, stopping) = watch::channel(false);
    let house = House { server: world.server.clone(), hub: hub.clone(), metrics: Metrics::start(), stopping };
    let router = router(house);
    let ask = async |path: &str| {
        let request = Request::get(path).header(ACCEPT, "text/html").body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let page = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert_eq!(status, StatusCode::OK, "{path}");
        String::from_utf8(page.to_vec()).unwrap()
    };
    let feed = ask("/").await;
    assert!(feed.contains(threads::scripts()[0].title), "the newest thread stands in the first list");
    for path in ["/questions", "/tags", "/tags/bicycles", "/u/mira_k", "/u/mira_k/followers"] {
        ask(path).await;
    }
    for (n, script) in threads::scripts().iter().enumerate().step_by(3) {
        let page = ask(&format!("/p/{}/{}", id(&format!("post {}", script.title)), slug(script.title))).await;
        assert!(page.matches("<article").count() >= 1, "thread {n}");
        assert!(!page.contains("too long to be shown"), "thread {n}");
    }
    hub.stop().await;
}
