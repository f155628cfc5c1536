use super::*;
use crate::shared::Error;

#[tokio::test]
async fn a_post_is_for_everybody_and_told_to_the_feed_and_to_each_of_its_tags() {
    let place = place().await;
    let draft = question("Bread", &["Rye", "baking"]);
    let post = place.publish(place.ann, draft.clone()).await.unwrap();
    assert_eq!((post.author.handle.as_str(), post.version, post.tags.len()), ("ann", 1, 2));
    let thread = service::thread(place.world.pool(), None, draft.id, Sort::Score).await.unwrap();
    assert_eq!(thread.post, post, "a visitor reads it, too");
    let told = place.events("post.published").await;
    let mut topics: Vec<_> = told.iter().map(|(topic, _)| topic.as_str()).collect();
    topics.sort_unstable();
    assert_eq!(topics, ["feed:latest", "tag:baking", "tag:rye"]);
    let body: Post = serde_json::from_value(told[0].1.clone()).unwrap();
    assert_eq!(body, post);
}

#[tokio::test]
async fn publishing_twice_stores_one_row_and_other_words_under_the_same_id_are_a_conflict() {
    let place = place().await;
    let draft = question("Bread", &["rye"]);
    let post = place.publish(place.ann, draft.clone()).await.unwrap();
    assert_eq!(place.publish(place.ann, draft.clone()).await, Ok(post.clone()));
    let other = PostDraft { body: "Something else".to_owned(), ..draft.clone() };
    assert_eq!(place.publish(place.ann, other).await, Err(Error::Conflict));
    assert_eq!(place.publish(place.bob, draft.clone()).await, Err(Error::Conflict));
    place.rewrite(place.ann, post.id, words("Rye bread?")).await.unwrap();
    let known = place.publish(place.ann, draft.clone()).await.unwrap();
    assert_eq!((known.body.as_str(), known.version), ("Rye bread?", 2), "a late retry finds what became of it");
    assert_eq!(place.number("select count(*) from posts").await, 1);
}

#[tokio::test]
async fn those_who_publish_at_once_under_one_id_store_one_post() {
    let place = place().await;
    let draft = question("Bread", &["rye", "baking"]);
    let [one, other] = [(); 2].map(|()| place.publish(place.ann, draft.clone()));
    let (one, other) = tokio::join!(one, other);
    assert_eq!(one.unwrap(), other.unwrap());
    assert_eq!(place.number("select count(*) from posts").await, 1);
    assert_eq!(place.number("select sum(posts)::bigint from tags").await, 2);
}

#[tokio::test]
async fn a_question_is_answered_and_a_post_is_not() {
    let place = place().await;
    let asked = place.ask(place.ann, "Bread", &[]).await;
    let draft = AnswerDraft { id: AnswerId::new(), post_id: asked.id, body: "Rye".to_owned() };
    let server = &place.world.server;
    let answer = service::answer(server, place.bob, &draft).await.unwrap().into_inner();
    let again = service::answer(server, place.bob, &draft).await.unwrap();
    assert_eq!(again, service::Published::Known(answer.clone()));
    let thread = place.thread(place.ann, asked.id).await.unwrap();
    assert_eq!((thread.post.answers, &thread.answers.items), (1, &vec![answer.clone()]));
    let (topic, body) = place.events("answer.published").await.remove(0);
    assert_eq!(topic, format!("post:{}", asked.id));
    assert_eq!(serde_json::from_value::<Answer>(body).unwrap(), answer);
    let (_, tally) = place.events("post.tallied").await.remove(0);
    assert_eq!((&tally["answers"], &tally["tallied"]), (&1.into(), &1.into()));

    let note = PostDraft { kind: Kind::Post, ..question("A walk", &[]) };
    let note = place.publish(place.ann, note).await.unwrap();
    let refused = AnswerDraft { id: AnswerId::new(), post_id: note.id, ..draft };
    let refused = service::answer(server, place.bob, &refused).await.map(|_| ());
    assert_eq!(refused, Err(Error::invalid("post_id", "no_question")));
}

#[tokio::test]
async fn of_a_long_post_an_event_tells_the_beginning_and_fits_into_a_frame() {
    let place = place().await;
    let draft = PostDraft { body: "\u{1f980}".repeat(100_000), ..question("Crabs", &[]) };
    let post = place.publish(place.ann, draft.clone()).await.unwrap();
    assert_eq!((post.body, post.cut), (draft.body, false));
    let (_, told) = place.events("post.published").await.remove(0);
    let told: Post = serde_json::from_value(told).unwrap();
    assert_eq!((told.body.chars().count(), told.cut), (4_000, true));
    let longest = place.number("select max(octet_length(body::text))::bigint from events").await;
    assert!(longest < 60_000, "{longest}");
    let listing = service::Listing { feed: Feed::Latest, cursor: None, limit: 20 };
    let page = service::list(place.world.pool(), None, &listing).await.unwrap();
    assert_eq!((page.items[0].body.chars().count(), page.items[0].cut), (1_000, true));
}

#[tokio::test]
async fn a_text_names_the_people_in_it_but_not_its_author_and_an_edit_names_others() {
    let place = place().await;
    let draft = PostDraft { body: "@ann and @bob and @nobody_here".to_owned(), ..question("Bread", &[]) };
    let post = place.publish(place.ann, draft).await.unwrap();
    let named = "select coalesce(string_agg(a.handle, ' '), '') from mentions m join accounts a on a.id = m.account_id";
    let read = async || -> String {
        sqlx::query_scalar(named).fetch_one(&mut place.world.administrator().await).await.unwrap()
    };
    assert_eq!(read().await, "bob");
    place.rewrite(place.ann, post.id, words("@eve knows")).await.unwrap();
    assert_eq!(read().await, "eve");
    service::delete_post(place.world.pool(), place.ann, post.id, &Once::UNNAMED).await.unwrap();
    assert_eq!(read().await, "");
}
