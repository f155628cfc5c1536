use super::*;
use crate::shared::{Error, id::OperationId};

#[tokio::test]
async fn what_a_post_said_before_stays_for_everybody() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &["rye"]).await;
    let rewrite = Rewrite {
        title: Some("Rye bread".to_owned()),
        body: Some("Which flour?".to_owned()),
        tags: Some(vec!["flour".to_owned()]),
        version: Some(1),
    };
    let edited = place.rewrite(place.ann, post.id, rewrite.clone()).await.unwrap();
    assert_eq!((edited.title.as_deref(), edited.version, edited.is_edited()), (Some("Rye bread"), 2, true));
    assert_eq!(edited.tags, ["flour"]);
    let (topic, told) = place.events("post.edited").await.remove(0);
    assert_eq!((topic, serde_json::from_value::<Post>(told).unwrap()), (format!("post:{}", post.id), edited.clone()));
    let said = service::revisions(place.world.pool(), None, Entry::Post(post.id), None, 20).await.unwrap().items;
    let titles: Vec<_> = said.iter().map(|revision| (revision.version, revision.title.as_deref().unwrap())).collect();
    assert_eq!(titles, [(2, "Rye bread"), (1, "Bread")]);
    assert_eq!((&said[1].tags, said[1].at), (&post.tags, post.at));

    assert_eq!(place.rewrite(place.ann, post.id, rewrite).await, Ok(edited), "to say the same changes nothing");
    let late = Rewrite { version: Some(1), ..words("Too late") };
    assert_eq!(place.rewrite(place.ann, post.id, late).await, Err(Error::Conflict));
    assert_eq!(place.rewrite(place.bob, post.id, words("Mine")).await, Err(Error::Forbidden));
    let untitled = Rewrite { title: Some(" ".to_owned()), ..Rewrite::default() };
    assert_eq!(place.rewrite(place.ann, post.id, untitled).await, Err(Error::invalid("title", "required")));
}

#[tokio::test]
async fn what_is_deleted_keeps_its_place_and_the_thread_below_it_and_is_never_told_again() {
    let place = place().await;
    let pool = place.world.pool();
    let post = place.ask(place.ann, "Bread", &["rye"]).await;
    let answer = place.answer(place.bob, post.id, "Use rye").await;
    place.comment(place.eve, Parent::Answer(answer.id), "Really?").await;
    place.rewrite(place.ann, post.id, words("About bread")).await.unwrap();
    let gone = service::delete_post(pool, place.ann, post.id, &Once::UNNAMED).await.unwrap();
    assert_eq!((gone.title.as_ref(), gone.body.as_str(), gone.tags.len(), gone.answers), (None, "", 0, 1));
    assert_eq!(service::delete_post(pool, place.ann, post.id, &Once::UNNAMED).await, Ok(gone.clone()));
    let thread = place.thread(place.eve, post.id).await.unwrap();
    assert_eq!((&thread.post, thread.answers.items[0].body.as_str()), (&gone, "Use rye"));
    assert_eq!(thread.comments.len(), 1);
    for feed in [Feed::Latest, Feed::Unanswered, Feed::Tag("rye".into()), Feed::Person(place.ann.account)] {
        assert_eq!(place.list(None, feed).await, []);
    }
    let revisions = service::revisions(pool, None, Entry::Post(post.id), None, 20).await;
    assert_eq!(revisions.map(|_| ()), Err(Error::Missing));
    let topics: Vec<_> = place.events("post.deleted").await.into_iter().map(|(topic, _)| topic).collect();
    assert_eq!(topics.len(), 3, "its thread, the feed and its tag: {topics:?}");
    assert_eq!(place.number("select count(*) from events where body::text ilike '%bread%'").await, 0);
    assert_eq!(place.number("select count(*) from post_revisions").await, 0);

    let late = AnswerDraft { id: AnswerId::new(), post_id: post.id, body: "Late".to_owned() };
    let late = service::answer(&place.world.server, place.bob, &late).await.map(|_| ());
    assert_eq!(late, Err(Error::Missing));
    let gone = service::delete_answer(pool, place.bob, answer.id, &Once::UNNAMED).await.unwrap();
    assert_eq!((gone.body.as_str(), gone.comments), ("", 1));
    assert_eq!(place.number("select count(*) from events where body::text like '%Use rye%'").await, 0);
    assert_eq!(place.thread(place.eve, post.id).await.unwrap().post.answers, 0);
}

#[tokio::test]
async fn an_edit_that_arrives_again_late_does_not_bring_its_words_back() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let once = Once::named(OperationId::new(), "first");
    let server = &place.world.server;
    service::rewrite_post(server, place.ann, post.id, words("First"), &once).await.unwrap();
    let second = place.rewrite(place.ann, post.id, words("Second")).await.unwrap();
    assert_eq!(service::rewrite_post(server, place.ann, post.id, words("First"), &once).await, Ok(second));
}

#[tokio::test]
async fn answers_and_comments_are_edited_over_the_version_that_was_seen() {
    let place = place().await;
    let server = &place.world.server;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let answer = place.answer(place.bob, post.id, "Rye").await;
    let comment = place.comment(place.bob, Parent::Answer(answer.id), "Or wheat").await;
    let over = |version: i64| Rewrite { version: Some(version), ..words("Spelt") };
    let edited = service::rewrite_answer(server, place.bob, answer.id, &over(1), &Once::UNNAMED).await.unwrap();
    assert_eq!((edited.body.as_str(), edited.version), ("Spelt", 2));
    let stale = Rewrite { version: Some(1), ..words("Oats") };
    let stale = service::rewrite_answer(server, place.bob, answer.id, &stale, &Once::UNNAMED).await;
    assert_eq!(stale, Err(Error::Conflict));
    let edited = service::rewrite_comment(server, place.bob, comment.id, &over(1), &Once::UNNAMED).await.unwrap();
    assert_eq!((edited.body.as_str(), edited.version), ("Spelt", 2));
    let foreign = service::rewrite_comment(server, place.ann, comment.id, &words("Mine"), &Once::UNNAMED).await;
    assert_eq!(foreign, Err(Error::Forbidden));
    for entry in [Entry::Answer(answer.id), Entry::Comment(comment.id)] {
        let said = service::revisions(place.world.pool(), Some(place.eve), entry, None, 20).await.unwrap();
        assert_eq!(said.items.len(), 2, "{entry:?}");
    }
}

#[tokio::test]
async fn what_held_for_less_than_five_minutes_is_no_version_to_be_read_again_but_the_first_words_are() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    for body in ["Slip", "Typo"] {
        place.rewrite(place.ann, post.id, words(body)).await.unwrap();
    }
    let later = "update posts set edited_at = edited_at - interval '5 minutes'";
    sqlx::query(later).execute(&mut place.world.administrator().await).await.unwrap();
    place.rewrite(place.ann, post.id, words("Settled")).await.unwrap();
    let said = service::revisions(place.world.pool(), None, Entry::Post(post.id), None, 20).await.unwrap().items;
    let bodies: Vec<_> = said.iter().map(|revision| (revision.version, revision.body.as_str())).collect();
    assert_eq!(bodies, [(4, "Settled"), (3, "Typo"), (1, "What about Bread?")]);
}

#[tokio::test]
async fn of_one_entry_a_hundred_versions_are_kept_the_first_and_the_latest() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let fill = "insert into post_revisions (kind, entry_id, version, post_id, author_id, body, at)
        select 'post', id, n, id, author_id, 'v' || n, now() - interval '1 day' from posts, generate_series(1, 150) n";
    sqlx::query(fill).execute(&mut place.world.administrator().await).await.unwrap();
    let kept: Vec<i64> = sqlx::query_scalar("select version from post_revisions where entry_id = $1 order by version")
        .bind(post.id.0)
        .fetch_all(&mut place.world.administrator().await)
        .await
        .unwrap();
    assert_eq!((kept.len(), kept[0], kept[1], kept[99]), (100, 1, 52, 150));
}
