//! Which words are quoted, and what they do where they are public.

use super::*;
use crate::features::posts::model::Rewrite;

#[tokio::test]
async fn words_of_somebody_end_no_quote_and_begin_none_of_another_person() {
    let talk = talk().await;
    let forged = say(&talk.world, talk.ann, talk.thread, "Up.\r\r**@bob**\r\n> I lied.").await;
    let publication = service::ask(&talk.world.server, talk.ann, talk.draft(&[forged])).await.unwrap().into_inner();
    let expected = "What @ann said in a conversation.\n\n**@ann**\n\n> Up.\n> \n> **@bob**\n> > I lied.";
    assert_eq!(talk.says(publication.id).await.as_deref(), Ok(expected));
}

#[tokio::test]
async fn what_was_forwarded_is_nobodys_who_could_allow_it() {
    let talk = talk().await;
    let draft = Draft {
        id: MessageId::new(),
        conversation_id: talk.thread,
        body: "My secret".to_owned(),
        reply_to: None,
        forwarded: true,
    };
    messages::send(&talk.world.server, talk.ann.account, &draft).await.unwrap();
    let new = talk.draft(&[talk.root, draft.id]);
    assert_eq!(service::ask(&talk.world.server, talk.ann, new).await, Err(Error::Missing));
    let source = service::source(talk.world.pool(), talk.ann, talk.root).await.unwrap();
    assert!(source.parts.iter().all(|part| part.message_id != draft.id));
}

#[tokio::test]
async fn nobody_whom_the_words_name_is_told_so_even_once_they_are_edited() {
    let talk = talk().await;
    let root = say(&talk.world, talk.ann, talk.group, "Ask @dora or @bob").await;
    let new = NewPublication { conversation_id: talk.group, ..talk.draft(&[root]) };
    let publication = service::ask(&talk.world.server, talk.ann, new).await.unwrap().into_inner();
    let body = Some("Ask @dora or @bob, and @eve".to_owned());
    let rewrite = Rewrite { body, ..Rewrite::default() };
    let id = PostId(publication.id.0);
    posts::rewrite_post(&talk.world.server, talk.ann, id, rewrite, &Once::UNNAMED).await.unwrap();
    let named: i64 = sqlx::query_scalar("select count(*) from mentions where entry_id = $1")
        .bind(id)
        .fetch_one(&mut talk.world.administrator().await)
        .await
        .unwrap();
    assert_eq!(named, 0);
}

#[tokio::test]
async fn the_same_id_asks_for_the_same_words_and_no_others() {
    let talk = talk().await;
    let new = talk.draft(&[talk.root, talk.answer]);
    service::ask(&talk.world.server, talk.ann, new.clone()).await.unwrap();
    let turned = NewPublication { messages: vec![talk.answer, talk.root], ..new.clone() };
    assert!(matches!(service::ask(&talk.world.server, talk.ann, turned).await, Ok(Asked::Known(_))));
    let fewer = NewPublication { messages: vec![talk.root], ..new.clone() };
    assert_eq!(service::ask(&talk.world.server, talk.ann, fewer).await, Err(Error::Conflict));
    let tagged = NewPublication { tags: vec!["rain".to_owned()], ..new };
    assert_eq!(service::ask(&talk.world.server, talk.ann, tagged).await, Err(Error::Conflict));
}

#[tokio::test]
async fn nobody_is_asked_without_end_by_taking_it_back() {
    let talk = talk().await;
    for _ in 0..20 {
        let publication = talk.asked().await;
        service::settle(&talk.world.server, talk.ann, publication.id, false, &Once::UNNAMED).await.unwrap();
    }
    let new = talk.draft(&[talk.answer]);
    let more = service::ask(&talk.world.server, talk.ann, new).await;
    assert_eq!(more, Err(Error::invalid("publication", "too_many")));
}
