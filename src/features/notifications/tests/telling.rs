//! Who is told of what, and who is not.

use super::*;
use crate::shared::id::ReportId;

/// What a notification leads to.
fn leads_to(notification: &Notification) -> Option<Entry> {
    notification.entry.as_ref().map(|preview| preview.entry)
}

#[tokio::test]
async fn each_act_tells_whom_it_concerns_and_leads_to_the_very_place() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    place.vote(place.bob, Entry::Post(post), 1).await;
    let answer = place.answer(place.bob, post, "Green").await.id;
    place.vote(place.ann, Entry::Answer(answer), 1).await;
    place.accept(place.ann, post, Some(answer)).await;
    place.comment(place.bob, Parent::Post(post), "Hm").await;
    let on_answer = place.comment(place.eve, Parent::Answer(answer), "With milk?").await.id;
    let reply = place.reply(place.dora, Parent::Answer(answer), Some(on_answer), "No").await.id;
    place.follow(place.bob, "ann", true).await;
    let named = place.comment(place.bob, Parent::Post(post), "Ask @dora").await.id;
    for (who, expected) in [
        (
            place.ann,
            vec![
                (Kind::PostComment, 1, Some(Entry::Comment(named)), "bob"),
                (Kind::NewFollower, 1, None, "bob"),
                (Kind::NewAnswer, 1, Some(Entry::Answer(answer)), "bob"),
                (Kind::PostUpvote, 1, Some(Entry::Post(post)), "bob"),
            ],
        ),
        (
            place.bob,
            vec![
                (Kind::AnswerComment, 2, Some(Entry::Comment(reply)), "dora"),
                (Kind::AnswerAccepted, 1, Some(Entry::Answer(answer)), "ann"),
                (Kind::AnswerUpvote, 1, Some(Entry::Answer(answer)), "ann"),
            ],
        ),
        (place.eve, vec![(Kind::CommentReply, 1, Some(Entry::Comment(reply)), "dora")]),
        (place.dora, vec![(Kind::Mention, 1, Some(Entry::Comment(named)), "bob")]),
    ] {
        let told = place.all(who).await.page.items;
        let told: Vec<_> = told.iter().map(|one| (one.kind, one.actor_count, leads_to(one), handles(one)[0])).collect();
        assert_eq!(told, expected);
    }
    let preview = place.only(place.eve).await.entry.unwrap();
    assert_eq!((preview.title.as_deref(), preview.excerpt.as_str()), (Some("Tea?"), "No"));
    assert_eq!((preview.post_id, preview.answer_id), (post, Some(answer)));
    assert_eq!(preview.address(), format!("/p/{post}/tea?at=comment-{reply}#comment-{reply}"));
}

#[tokio::test]
async fn nobody_is_told_what_somebody_does_whom_they_mute_until_they_do_not_and_what_was_told_before_stays() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    let before = place.answer(place.bob, post, "Green").await.id;
    place.world.mute(place.ann.account, place.bob.account, true).await;
    place.vote(place.bob, Entry::Post(post), 1).await;
    place.answer(place.bob, post, "Black").await;
    place.comment(place.bob, Parent::Post(post), "Hm").await;
    place.comment(place.bob, Parent::Answer(before), "As @ann says").await;
    place.follow(place.bob, "ann", true).await;
    let kinds = async |who: Viewer| place.all(who).await.page.items.iter().map(|one| one.kind).collect::<Vec<_>>();
    assert_eq!(kinds(place.ann).await, [Kind::NewAnswer]);
    assert_eq!(place.only(place.ann).await.actor_count, 1);
    place.vote(place.ann, Entry::Answer(before), 1).await;
    assert_eq!(kinds(place.bob).await, [Kind::AnswerUpvote], "he is told as before");
    place.vote(place.eve, Entry::Post(post), 1).await;
    place.world.mute(place.ann.account, place.bob.account, false).await;
    place.comment(place.bob, Parent::Post(post), "Well").await;
    assert_eq!(kinds(place.ann).await, [Kind::PostComment, Kind::PostUpvote, Kind::NewAnswer]);
}

#[tokio::test]
async fn what_happens_by_itself_is_told_by_its_name_and_nobody_did_it() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    let statement = format!(
        "set role tertulia_trigger;
         select notify_person('{ann}', 'badge_earned', 'first_post', null, null, null);
         select notify_person('{ann}', 'milestone', 'upvotes_100', null, 'post', '{post}')",
        ann = place.ann.account
    );
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut place.world.administrator().await).await.unwrap();
    let told = place.all(place.ann).await.page.items;
    let told: Vec<_> = told.iter().map(|one| (one.kind, one.name.as_deref(), one.actor_count, leads_to(one))).collect();
    let milestone = (Kind::Milestone, Some("upvotes_100"), 0, Some(Entry::Post(post)));
    assert_eq!(told, [milestone, (Kind::BadgeEarned, Some("first_post"), 0, None)]);
}

#[tokio::test]
async fn whose_words_a_moderator_removes_is_told_which_ones_and_why_and_neither_by_whom_nor_who_reported_them() {
    let place = place().await;
    let post = place.ask(place.eve, "Which?").await.id;
    let answer = place.answer(place.bob, post, "Cheap pills").await.id;
    let comment = place.comment(place.bob, Parent::Post(post), "Cheaper pills").await.id;
    let reports =
        [("answer", answer.0), ("comment", comment.0), ("post", post.0)].map(|(kind, id)| (kind, id, ReportId::new()));
    let statements = reports.iter().flat_map(|(kind, entry, id)| {
        let report = format!("select report_entry('{id}', '{kind}', '{entry}', 'spam', '')");
        let remove = format!("select remove_reported('{id}')");
        // Who signed up first runs the place.
        [(place.dora, report), (place.ann, remove.clone()), (place.ann, remove)]
    });
    let mut left = Vec::new();
    for (who, statement) in statements {
        let mut tx = place.world.pool().as_viewer(who.account).await.unwrap();
        sqlx::query(AssertSqlSafe(statement)).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let told = place.all(place.bob).await.page.items;
        left.extend(told.first().map(leads_to));
    }
    assert!(left.contains(&Some(Entry::Post(post))), "to the thread: {left:?}");
    let gone = |one: &Notification| {
        let removed = one.removed.clone().unwrap();
        assert_eq!((one.kind, one.actors.len(), one.actor_count, &one.person), (Kind::Moderation, 0, 0, &None));
        assert_eq!(removed.reason, "spam");
        (removed.what, removed.title, leads_to(one))
    };
    let of_bob: Vec<_> = place.all(place.bob).await.page.items.iter().map(gone).collect();
    assert_eq!(of_bob, [(What::Comment, None, None), (What::Answer, None, None)], "each once, and the thread is gone");
    let of_eve = place.all(place.eve).await.page.items;
    assert_eq!(of_eve.iter().map(gone).collect::<Vec<_>>(), [(What::Question, Some("Tea?".to_owned()), None)]);
    assert_eq!(place.all(place.dora).await.page.items, [], "nothing was settled yet");
}

#[tokio::test]
async fn who_reported_somebody_is_told_that_a_moderator_has_looked_at_it_and_not_which_one() {
    let place = place().await;
    let id = ReportId::new();
    // Who signed up first runs the place.
    for (who, statement) in [
        (place.bob, format!("select make_report('{id}', null, '{}', 'spam', '')", place.eve.account)),
        (place.ann, format!("select settle_report('{id}', 'done', 'a note for moderators')::text")),
    ] {
        let mut tx = place.world.pool().as_viewer(who.account).await.unwrap();
        let outcome: String = sqlx::query_scalar(AssertSqlSafe(statement)).fetch_one(&mut *tx).await.unwrap();
        assert!(["stored", "true"].contains(&outcome.as_str()), "{outcome}");
        tx.commit().await.unwrap();
    }
    let told = place.only(place.bob).await;
    assert_eq!((told.kind, told.actors.len(), told.actor_count), (Kind::Moderation, 0, 0));
    assert_eq!(told.person.map(|person| person.handle).as_deref(), Some("eve"));
    for who in [place.ann, place.eve] {
        assert_eq!(place.told(who).await, []);
    }
}

#[tokio::test]
async fn nobody_is_told_what_they_did_themselves_nor_of_a_vote_down_or_on_a_comment() {
    let place = place().await;
    let post = place.ask(place.ann, "Which? @ann").await.id;
    let answer = place.answer(place.ann, post, "Green").await.id;
    place.accept(place.ann, post, Some(answer)).await;
    let comment = place.comment(place.ann, Parent::Answer(answer), "Hm @ann").await.id;
    place.reply(place.ann, Parent::Answer(answer), Some(comment), "Or not").await;
    place.vote(place.bob, Entry::Post(post), -1).await;
    place.vote(place.bob, Entry::Comment(comment), 1).await;
    assert_eq!(place.told(place.ann).await, []);
    assert_eq!(place.events(place.ann).await, []);
}

#[tokio::test]
async fn of_one_text_a_person_is_told_once_and_rather_that_it_names_them() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    let answer = place.answer(place.bob, post, "Green, @ann, @dora and @nobody").await.id;
    assert_eq!(place.told(place.ann).await, [(Kind::Mention, 1)]);
    let comment = place.comment(place.ann, Parent::Answer(answer), "Hm").await.id;
    place.reply(place.dora, Parent::Answer(answer), Some(comment), "@ann, yes").await;
    assert_eq!(place.told(place.ann).await, [(Kind::Mention, 1), (Kind::Mention, 1)], "two texts");
    place.reply(place.bob, Parent::Answer(answer), Some(comment), "It is mine").await;
    assert_eq!(place.told(place.ann).await[0], (Kind::CommentReply, 1));
    assert_eq!(place.told(place.bob).await, [(Kind::AnswerComment, 2)], "not what he said himself");
}

#[tokio::test]
async fn who_is_named_by_an_edit_is_told_and_who_was_told_of_the_text_before_is_not() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    let comment = place.comment(place.bob, Parent::Post(post), "Hm @eve").await.id;
    place.rewrite_comment(place.bob, comment, "Hm @eve @dora @ann").await;
    for (who, kind) in [(place.ann, Kind::PostComment), (place.eve, Kind::Mention), (place.dora, Kind::Mention)] {
        assert_eq!(place.told(who).await, [(kind, 1)]);
        assert_eq!(place.events(who).await.len(), 1);
    }
}

#[tokio::test]
async fn the_first_twenty_of_a_thousand_whom_a_text_names_are_told() {
    let place = place().await;
    place
        .force(
            "set session_replication_role = replica;
             insert into accounts (id, handle, display_name)
               select gen_random_uuid(), 'p' || n, 'Person ' || n from generate_series(100, 1099) n",
        )
        .await;
    let body: Vec<_> = (100..1_100).map(|number| format!("@p{number}")).collect();
    place.ask(place.ann, &body.join(" ")).await;
    let told: Vec<String> = sqlx::query_scalar(
        "select a.handle from notifications n join accounts a on a.id = n.account_id order by a.handle",
    )
    .fetch_all(&mut place.world.administrator().await)
    .await
    .unwrap();
    assert_eq!(told, (100..120).map(|number| format!("p{number}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn whom_a_block_keeps_apart_is_told_nothing_either_way_nor_of_a_place_where_they_may_not_look() {
    let place = place().await;
    let (ann, bob, eve) = (place.ann, place.bob, place.eve);
    let post = place.ask(ann, "Which?").await.id;
    let answer = place.answer(eve, post, "Green").await.id;
    place.world.block(eve.account, bob.account, true).await;
    place.comment(bob, Parent::Post(post), "@eve").await;
    place.comment(eve, Parent::Answer(answer), "@bob").await;
    assert_eq!((place.told(bob).await, place.told(eve).await), (vec![], vec![]));
    // Dora and eve are not apart, but eve does not see what bob asks.
    let of_bob = place.ask(bob, "And coffee?").await.id;
    place.comment(place.dora, Parent::Post(of_bob), "@eve knows").await;
    assert_eq!((place.told(bob).await, place.told(eve).await), (vec![(Kind::PostComment, 1)], vec![]));
}

#[tokio::test]
async fn what_the_background_brings_in_tells_nobody() {
    let place = place().await;
    let post = place.ask(place.ann, "Which?").await.id;
    let statement = format!(
        "set role tertulia_jobs;
         insert into comments (id, post_id, author_id, body) values (gen_random_uuid(), '{post}', '{bob}', 'Hm');
         insert into votes (account_id, kind, entry_id, value) values ('{bob}', 'post', '{post}', 1);
         insert into follows (follower_id, followed_id) values ('{bob}', '{ann}')",
        ann = place.ann.account,
        bob = place.bob.account
    );
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut place.world.administrator().await).await.unwrap();
    assert_eq!(place.told(place.ann).await, []);
}
