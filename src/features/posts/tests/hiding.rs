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
        let heard = super::super::live::audible(place.world.pool(), who, &[gone, by_eve.id], &["rye".into()]).await;
        assert_eq!(heard, Ok((vec![by_eve.id], vec!["rye".to_owned()])));
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
    let before = place.number("select count(*) from events").await;
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
    assert_eq!(place.number("select count(*) from events").await, before);
    service::bookmark(&place.world.server, place.bob, post.id, false, &Once::UNNAMED).await.unwrap();
    assert_eq!(place.list(Some(place.bob), Feed::Bookmarks).await, []);
}
