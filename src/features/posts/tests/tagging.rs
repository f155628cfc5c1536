use super::*;

#[tokio::test]
async fn a_tag_counts_the_posts_that_have_it() {
    let place = place().await;
    let pool = place.world.pool();
    let first = place.ask(place.ann, "Bread", &["rye", "baking"]).await;
    let second = place.ask(place.bob, "Cake", &["baking"]).await;
    let found = async |typed: &str| {
        let tags = service::find_tags(pool, None, typed, 20).await.unwrap();
        tags.into_iter().map(|tag| (tag.name, tag.posts)).collect::<Vec<_>>()
    };
    let counted =
        |tags: &[(&str, i64)]| tags.iter().map(|(name, posts)| ((*name).to_owned(), *posts)).collect::<Vec<_>>();
    assert_eq!(found("").await, counted(&[("baking", 2), ("rye", 1)]));
    assert_eq!(found("#BA").await, counted(&[("baking", 2)]));
    for typed in ["bakinge", "b%", "z", "/"] {
        assert_eq!(found(typed).await, [], "{typed}");
    }
    let tags = Rewrite { tags: Some(vec!["flour".to_owned(), "rye".to_owned()]), ..Rewrite::default() };
    place.rewrite(place.ann, first.id, tags).await.unwrap();
    assert_eq!(found("").await, counted(&[("baking", 1), ("flour", 1), ("rye", 1)]));
    service::delete_post(pool, place.bob, second.id, &Once::UNNAMED).await.unwrap();
    assert_eq!(found("").await, counted(&[("flour", 1), ("rye", 1)]));
}

#[tokio::test]
async fn those_who_use_the_same_tags_at_once_do_not_hold_each_other_up() {
    let place = place().await;
    for round in 0..5 {
        let title = format!("Round {round}");
        let one = place.publish(place.ann, question(&title, &["a", "b", "c", "d"]));
        let other = place.publish(place.bob, question(&title, &["d", "c", "b", "a"]));
        let (one, other) = tokio::join!(one, other);
        one.and(other).expect("both may");
    }
    assert_eq!(place.number("select min(posts) from tags").await, 10);
}

#[tokio::test]
async fn lively_is_what_more_people_write_about_in_these_days_than_usual() {
    let place = place().await;
    let lively = async |who| {
        let tags = service::trending_tags(place.world.pool(), who, 3).await.unwrap();
        tags.into_iter().map(|tag| tag.name).collect::<Vec<_>>()
    };
    for number in 0..20 {
        place.ask(place.ann, &format!("Long ago {number}"), &["tea", "moss"]).await;
    }
    sqlx::query("update post_tags set at = at - interval '20 days'")
        .execute(&mut place.world.administrator().await)
        .await
        .unwrap();
    assert_eq!(lively(None).await, [] as [&str; 0], "nothing is written in these days");
    for who in [place.ann, place.bob, place.eve] {
        place.ask(who, "Tea again", &["tea"]).await;
    }
    for who in [place.ann, place.bob] {
        place.ask(who, "Bread", &["bread"]).await;
    }
    for number in 0..5 {
        place.ask(place.eve, &format!("Cheap {number}"), &["pills"]).await;
    }
    assert_eq!(lively(None).await, ["bread", "tea", "pills"], "one person alone makes nothing lively");
    place.world.block(place.ann.account, place.eve.account, true).await;
    assert_eq!(lively(Some(place.ann)).await, ["bread", "tea"], "whom one does not see counts for nothing");
    place.world.mute(place.bob.account, place.eve.account, true).await;
    assert_eq!(lively(Some(place.bob)).await, ["bread", "tea"], "nor who is muted");
}
