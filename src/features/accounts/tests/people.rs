//! Finding people and looking at them.

use sqlx::PgConnection;

use super::*;
use crate::{
    features::accounts::{db, model::ProfileChange, service::People},
    shared::{Error, id::AccountId, page::Page},
};

/// People with these handles and names, made without passwords.
async fn crowd(world: &World, people: &[(&str, &str)]) {
    for (handle, name) in people {
        sqlx::query("select sign_up($1, $2, $3, $2 || '@example.org', 'no hash')")
            .bind(AccountId::new())
            .bind(handle)
            .bind(name)
            .execute(&mut world.administrator().await)
            .await
            .unwrap();
    }
}

async fn find(world: &World, viewer: Viewer, people: People) -> Page<String> {
    let page = service::find_people(&world.server, viewer, people).await.unwrap();
    Page { items: page.items.into_iter().map(|account| account.handle).collect(), next: page.next, total: None }
}

fn q(q: &str) -> People {
    People { q: q.into(), ..People::default() }
}

#[tokio::test]
async fn the_exact_handle_stands_first_then_beginnings_then_the_rest_and_never_oneself() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    crowd(&world, &[("joanna", "Jo"), ("anna", "Z"), ("zed", "Anna Zed"), ("anna_b", "B"), ("bob", "Bob")]).await;
    let ann = viewer(&world, &ann).await;
    assert_eq!(find(&world, ann, q("@Anna")).await.items, ["anna", "anna_b", "zed", "joanna"]);
    assert_eq!(find(&world, ann, q("an")).await.items, ["anna", "anna_b", "zed"], "two letters find beginnings");
    assert_eq!(find(&world, ann, q("nobody")).await.items, [""; 0]);
}

#[tokio::test]
async fn a_word_is_found_by_its_beginning_and_whatever_its_accents() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    crowd(
        &world,
        &[
            ("agnes_q", "Ágnes Nagy-Kovács"),
            ("mira", "Mira Kovač"),
            ("soren", "Søren Weiß"),
            ("viktor", "Viktor Petrov"),
            ("zoe", "Zoé Petit"),
        ],
    )
    .await;
    let ann = viewer(&world, &ann).await;
    for (typed, found) in [
        ("p", "viktor zoe"),
        ("PE", "viktor zoe"),
        ("pet", "viktor zoe"),
        ("et", ""),
        ("q", "agnes_q"),
        ("ko", "agnes_q mira"),
        ("kovac", "agnes_q mira"),
        ("Kovács", "agnes_q"),
        ("kovač", "agnes_q mira"),
        ("nagy-k", "agnes_q"),
        ("AGNES", "agnes_q"),
        ("sören", "soren"),
        ("weiss", "soren"),
        ("zoe\u{301}", "zoe"),
        ("mira mira", ""),
    ] {
        assert_eq!(find(&world, ann, q(typed)).await.items.join(" "), found, "{typed}");
    }
}

#[tokio::test]
async fn what_was_typed_is_no_pattern() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    crowd(&world, &[("a_b_c", "A"), ("axbxc", "B"), ("percent", "100% sure")]).await;
    let ann = viewer(&world, &ann).await;
    assert_eq!(find(&world, ann, q("a_b")).await.items, ["a_b_c"]);
    assert_eq!(find(&world, ann, q("100%")).await.items, ["percent"]);
    assert_eq!(find(&world, ann, q("%%%")).await.items, [""; 0]);
    assert_eq!(find(&world, ann, q("a\0_b")).await.items, ["a_b_c"]);
    assert_eq!(find(&world, ann, q(&"long".repeat(10_000))).await.items, [""; 0]);
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_repeat() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    crowd(&world, &[("bob1", "B"), ("bob2", "B"), ("cat", "Bobcat"), ("jimbob", "J"), ("bob3", "B")]).await;
    let ann = viewer(&world, &ann).await;
    assert_eq!(by_twos(&world, ann, "bob").await, ["bob1", "bob2", "bob3", "cat", "jimbob"]);
    assert_eq!(by_twos(&world, ann, "@").await, ["bob1", "bob2", "bob3", "cat", "jimbob"], "nothing finds everybody");
    for (limit, cursor, field) in [(Some(0), None, "limit"), (Some(101), None, "limit"), (None, Some("?"), "cursor")] {
        let people = People { q: String::new(), limit, cursor: cursor.map(str::to_owned) };
        let refused = service::find_people(&world.server, ann, people).await;
        assert!(matches!(refused, Err(Error::Invalid { field: found, .. }) if found == field));
    }
}

/// All the handles that are found, two on a page.
async fn by_twos(world: &World, viewer: Viewer, q: &str) -> Vec<String> {
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = find(world, viewer, People { q: q.into(), limit: Some(2), cursor }).await;
        assert!(page.items.len() <= 2);
        seen.extend(page.items);
        cursor = page.next;
        if cursor.is_none() {
            return seen;
        }
    }
}

#[tokio::test]
async fn who_was_deleted_is_not_found() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    crowd(&world, &[("bob", "Bob")]).await;
    sqlx::query("update accounts set deleted_at = now() where handle = 'bob'")
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    let ann = viewer(&world, &ann).await;
    assert_eq!(find(&world, ann, q("bob")).await.items, [""; 0]);
    assert_eq!(find(&world, ann, q("")).await.items, [""; 0]);
    for handle in ["bob", "nobody", "", "a\0b", "äöü", &"a".repeat(1000)] {
        assert_eq!(service::find_person(world.pool(), Some(ann), handle).await, Err(Error::Missing));
    }
}

#[tokio::test]
async fn when_somebody_was_last_seen_is_for_those_they_write_with_and_only_if_they_show_it() {
    let world = world().await;
    let (ann, bob, eve) = (sign_up(&world, "ann").await, sign_up(&world, "bob").await, sign_up(&world, "eve").await);
    let pair = world.pair(ann.account.id, bob.account.id).await;
    sqlx::query("insert into last_seen (account_id, at) values ($1, now())")
        .bind(bob.account.id)
        .execute(&mut world.administrator().await)
        .await
        .unwrap();
    let (ann, bob, eve) = (viewer(&world, &ann).await, viewer(&world, &bob).await, viewer(&world, &eve).await);
    let seen = async |viewer| service::find_person(world.pool(), viewer, "bob").await.unwrap().last_seen_at.is_some();
    assert!(seen(Some(bob)).await);
    world.say(ann.account, pair, "are you there?").await;
    assert!(!seen(Some(ann)).await, "bob has not answered");
    world.say(bob.account, pair, "yes").await;
    assert!(seen(Some(ann)).await);
    assert!(!seen(Some(eve)).await && !seen(None).await);
    let hidden = crate::features::accounts::model::SettingsChange { show_presence: Some(false), ..Default::default() };
    service::change_settings(world.pool(), bob, hidden).await.unwrap();
    assert!(!seen(Some(ann)).await);
}

#[tokio::test]
async fn a_bio_is_answered_as_it_was_typed() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    let ann = viewer(&world, &ann).await;
    let bio = "I *walk*.\n\n[Here](https://example.org) <script>alert(1)</script>";
    let change = ProfileChange { bio: Some(bio.into()), ..ProfileChange::default() };
    service::change_profile(world.pool(), ann, change).await.unwrap();
    for who in [Some(ann), None] {
        assert_eq!(service::find_person(world.pool(), who, "ann").await.unwrap().profile.bio, bio);
    }
}

/// A place with 20,000 people, and the database's knowledge of it.
async fn town(world: &World) -> PgConnection {
    let mut administrator = world.administrator().await;
    sqlx::raw_sql(
        "insert into accounts (id, handle, display_name, demo)
           select gen_random_uuid(), left(md5(n::text), 20), 'Person ' || md5((-n)::text), true from generate_series(1, 20000) n",
    )
    .execute(&mut administrator)
    .await
    .unwrap();
    sqlx::raw_sql("vacuum analyze accounts").execute(&mut administrator).await.unwrap();
    administrator
}

#[tokio::test]
async fn of_everybody_no_more_are_read_than_stand_on_a_page() {
    let world = world().await;
    let ann = sign_up(&world, "ann").await;
    drop(town(&world).await);
    let mut tx = world.pool().as_viewer(ann.account.id).await.unwrap();
    assert_eq!(db::list_people(&mut tx, "a", 21).await.unwrap().len(), 21);
    let read: i64 = sqlx::query_scalar(
        "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables where relname = 'accounts'",
    )
    .fetch_one(&mut *tx)
    .await
    .unwrap();
    assert!((21..100).contains(&read), "{read}");
}

#[tokio::test]
async fn a_search_reads_an_index_and_not_the_table() {
    let world = world().await;
    let mut administrator = town(&world).await;
    for pattern in [" af%", "% af%", "%9f3a%"] {
        let plan: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(format!(
            "explain select id from accounts a where a.sought like (select folded('{pattern}'))
               and a.deleted_at is null and a.id is distinct from viewer()"
        )))
        .fetch_all(&mut administrator)
        .await
        .unwrap();
        assert!(!plan.iter().any(|line| line.contains("Seq Scan")), "{pattern}: {plan:#?}");
    }
}
