use super::*;
use crate::shared::Error;

#[tokio::test]
async fn comments_stand_on_posts_and_answers_and_reply_to_those_beside_them() {
    let place = place().await;
    let server = &place.world.server;
    let post = place.ask(place.ann, "Bread", &[]).await;
    let answer = place.answer(place.bob, post.id, "Rye").await;
    let on_post = place.comment(place.eve, Parent::Post(post.id), "Which oven?").await;
    let on_answer = place.comment(place.eve, Parent::Answer(answer.id), "How much?").await;
    let reply = |on: Parent, to: CommentId| CommentDraft {
        id: CommentId::new(),
        on,
        reply_to: Some(to),
        body: "A stone one".to_owned(),
    };
    let reply_here = reply(Parent::Post(post.id), on_post.id);
    let replied = service::comment(server, place.ann, &reply_here).await.unwrap().into_inner();
    assert_eq!((replied.reply_to, replied.answer_id, replied.post_id), (Some(on_post.id), None, post.id));
    let elsewhere = service::comment(server, place.ann, &reply(Parent::Post(post.id), on_answer.id)).await.map(|_| ());
    assert_eq!(elsewhere, Err(Error::Missing));
    let thread = place.thread(place.ann, post.id).await.unwrap();
    assert_eq!((thread.post.comments, thread.answers.items[0].comments), (2, 1));
    let ids: Vec<_> = thread.comments.iter().map(|comment| comment.id).collect();
    assert_eq!(ids, [on_post.id, replied.id, on_answer.id]);
    let (topic, told) = place.events("comment.published").await.remove(0);
    assert_eq!((topic, serde_json::from_value::<Comment>(told).unwrap()), (format!("post:{}", post.id), replied));

    service::delete_comment(place.world.pool(), place.eve, on_post.id, &Once::UNNAMED).await.unwrap();
    let thread = place.thread(place.ann, post.id).await.unwrap();
    assert_eq!((thread.post.comments, thread.comments.len()), (1, 3), "its place stays for the reply");
    assert!(thread.comments[0].is_deleted());
}

#[tokio::test]
async fn a_thread_brings_the_first_five_comments_of_each_and_pages_bring_the_others() {
    let place = place().await;
    let pool = place.world.pool();
    let post = place.ask(place.ann, "Bread", &[]).await;
    let answer = place.answer(place.bob, post.id, "Rye").await;
    for number in 0..7 {
        place.comment(place.eve, Parent::Post(post.id), &format!("on the post {number}")).await;
        place.comment(place.eve, Parent::Answer(answer.id), &format!("on the answer {number}")).await;
    }
    let thread = place.thread(place.ann, post.id).await.unwrap();
    assert_eq!((thread.comments.len(), thread.post.comments), (10, 7));
    let mut said = Vec::new();
    let mut cursor = None;
    loop {
        let page = service::comments(pool, None, Parent::Answer(answer.id), cursor.as_deref(), 3).await.unwrap();
        said.extend(page.items.into_iter().map(|comment| comment.body));
        cursor = page.next;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(said, (0..7).map(|number| format!("on the answer {number}")).collect::<Vec<_>>());
    let first = service::comments(pool, None, Parent::Answer(answer.id), None, 3).await.unwrap().next;
    let foreign = service::comments(pool, None, Parent::Post(post.id), first.as_deref(), 3).await.map(|_| ());
    assert_eq!(foreign, Err(Error::invalid("cursor", "unreadable")));
}
