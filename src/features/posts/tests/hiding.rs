use super::*;
use crate::shared::Error;

#[tokio::test]
async fn two_people_of_whom_one_blocked_the_other_are_gone_for_each_other() {
    let place = place().await;
    let server = &place.world.server;
    let asked = place.ask(place.ann, "Bread", &["rye"]).await;
    let other = place.ask(place.bob, "Salt", &["rye"]).await;
    let answer = place.answer(place.ann, other.id, "A little").await;
    let by_eve = place.ask(place.eve, "Water", &[]).await;
    place.world.block(place.ann.account, place.bob.account, true).await;
    for (who, gone) in [(place.ann, other.id), (place.bob, asked.id)] {
        assert_eq!(place.thread(who, gone).await.map(|_| ()), Err(Error::Missing));
        assert_eq!(place.vote(who, Entry::Post(gone), 1).await, Err(Error::Missing));
        let draft = AnswerDraft { id: AnswerId::new(), post_id: gone, body: "Hm".to_owned() };
        assert_eq!(service::answer(server, who, &draft).await.map(|_| ()), Err(Error::Missing));
        let bookmark = service::bookmark(server, who, gone, true, &Once::UNNAMED).await;
        assert_eq!(bookmark.map(|_| ()), Err(Error::Missing));
        let latest = place.list(Some(who), Feed::Latest).await;
        assert!(latest.len() == 2 && latest.contains(&by_eve.id) && !latest.contains(&gone));
        assert_eq!(place.list(Some(who), Feed::Tag("rye".into())).await.len(), 1);
        let heard = super::super::live::audible(place.world.pool(), who, &[gone, by_eve.id]).await;
        assert_eq!(heard, Ok(vec![by_eve.id]));
    }
    let thread = place.thread(place.bob, other.id).await.unwrap();
    assert_eq!((thread.answers.items.len(), thread.post.answers), (0, 1));
    assert_eq!(place.vote(place.bob, Entry::Answer(answer.id), 1).await, Err(Error::Missing));
    assert_eq!(place.list(Some(place.eve), Feed::Latest).await.len(), 3);
    place.world.block(place.ann.account, place.bob.account, false).await;
    assert!(place.thread(place.bob, asked.id).await.is_ok());
}

#[tokio::test]
async fn what_somebody_keeps_is_known_to_nobody_else() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let told = "select count(*) from events where topic <> 'inbox:' || (select id from accounts where handle = 'bob')";
    let before = place.number(told).await;
    for on in [true, true] {
        let kept = service::bookmark(&place.world.server, place.bob, post.id, on, &Once::UNNAMED).await.unwrap();
        assert!(kept.on);
    }
    assert_eq!(place.list(Some(place.bob), Feed::Bookmarks).await, [post.id]);
    assert_eq!(place.list(Some(place.ann), Feed::Bookmarks).await, []);
    let listing = service::Listing { feed: Feed::Bookmarks, cursor: None, limit: 20 };
    let visitor = service::list(place.world.pool(), None, &listing).await.map(|_| ());
    assert_eq!(visitor, Err(Error::SignIn));
    assert!(place.thread(place.bob, post.id).await.unwrap().post.bookmarked);
    assert!(!place.thread(place.ann, post.id).await.unwrap().post.bookmarked);
    assert_eq!(place.number(told).await, before);
    service::bookmark(&place.world.server, place.bob, post.id, false, &Once::UNNAMED).await.unwrap();
    assert_eq!(place.list(Some(place.bob), Feed::Bookmarks).await, []);
}

#[tokio::test]
async fn what_stands_on_something_hidden_is_hidden_with_what_it_said_before() {
    let place = place().await;
    let pool = place.world.pool();
    let post = place.ask(place.ann, "Bread", &[]).await;
    let by_eve = place.answer(place.eve, post.id, "Rye").await;
    let below = place.comment(place.eve, Parent::Answer(by_eve.id), "Or wheat").await;
    let other = place.ask(place.eve, "Salt", &[]).await;
    let by_ann = place.answer(place.ann, other.id, "A little").await;
    let below_ann = place.comment(place.eve, Parent::Answer(by_ann.id), "How much?").await;
    let hidden = [Entry::Answer(by_eve.id), Entry::Comment(below.id), Entry::Comment(below_ann.id)];
    let server = &place.world.server;
    let once = &Once::UNNAMED;
    service::rewrite_answer(server, place.eve, by_eve.id, &words("Spelt"), once).await.unwrap();
    for comment in [below.id, below_ann.id] {
        service::rewrite_comment(server, place.eve, comment, &words("Or oats"), once).await.unwrap();
    }
    let rows = async |who: Viewer| {
        let mut tx = pool.as_viewer(who.account).await.unwrap();
        sqlx::query_scalar::<_, i64>("select count(*) from post_revisions").fetch_one(&mut *tx).await.unwrap()
    };
    for (on, found, kept) in [(false, true, 3), (true, false, 0)] {
        place.world.block(place.ann.account, place.bob.account, on).await;
        for entry in hidden {
            let said = service::revisions(pool, Some(place.bob), entry, None, 20).await;
            assert_eq!(said.is_ok(), found, "{entry:?}");
        }
        assert_eq!(rows(place.bob).await, kept, "also to a statement that asks for all");
        assert_eq!(rows(place.eve).await, 3);
    }
}

#[tokio::test]
async fn an_answer_of_somebody_who_is_hidden_is_not_accepted() {
    let place = place().await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let answer = place.answer(place.bob, post.id, "Rye").await;
    for (blocker, blocked) in [(place.ann, place.bob), (place.bob, place.ann)] {
        place.world.block(blocker.account, blocked.account, true).await;
        assert_eq!(place.accept(place.ann, post.id, Some(answer.id)).await.map(|_| ()), Err(Error::Missing));
        place.world.block(blocker.account, blocked.account, false).await;
    }
    assert_eq!(place.accept(place.ann, post.id, Some(answer.id)).await.unwrap().accepted_id, Some(answer.id));
}

#[tokio::test]
async fn nobody_is_named_to_whom_the_writer_or_the_post_is_hidden() {
    let place = place().await;
    let named = async || place.number("select count(*) from mentions").await;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let other = place.ask(place.eve, "Salt", &[]).await;
    place.world.block(place.ann.account, place.bob.account, true).await;
    place.comment(place.ann, Parent::Post(other.id), "Ask @bob").await;
    place.comment(place.bob, Parent::Post(other.id), "Ask @ann").await;
    place.comment(place.eve, Parent::Post(post.id), "Ask @bob").await;
    assert_eq!(named().await, 0);
    place.comment(place.eve, Parent::Post(other.id), "Ask @bob and @ann").await;
    assert_eq!(named().await, 2);
}
