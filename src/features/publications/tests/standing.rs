//! What stays as it was allowed once it is public, and what those who said it take out again.

use super::*;
use crate::{
    features::posts::model::{Entry, Rewrite},
    shared::id::CommentId,
};

impl Talk {
    /// What ann and bob said, published by ann.
    async fn published(&self) -> PublicationId {
        let id = self.asked().await.id;
        self.consent(self.bob, id, true).await.unwrap();
        self.publish(id).await.unwrap();
        id
    }

    async fn rewrite(&self, id: PublicationId, rewrite: Rewrite) -> Result<()> {
        let done = posts::rewrite_post(&self.world.server, self.ann, PostId(id.0), rewrite, &Once::UNNAMED).await;
        done.map(drop)
    }

    /// All that the question says and said.
    async fn ever_said(&self, id: PublicationId) -> Vec<String> {
        let entry = Entry::Post(PostId(id.0));
        let page = posts::revisions(self.world.pool(), None, entry, None, 20).await.unwrap();
        page.items.into_iter().map(|one| one.body).collect()
    }
}

fn words_only(body: &str) -> Rewrite {
    Rewrite { body: Some(body.to_owned()), ..Rewrite::default() }
}

const LEFT: &str = "What @ann said in a conversation.\n\n**@ann**\n\n> Where to?";

#[tokio::test]
async fn who_published_what_others_said_cannot_have_it_say_something_else() {
    let talk = talk().await;
    let id = talk.published().await;
    let said = talk.says(id).await.unwrap();
    let quoted = Err(Error::invalid("body", "quoted"));
    for forged in [said.replace("Up.", "Down."), said.clone() + "\n\n> I lied", "Mine".to_owned()] {
        assert_eq!(talk.rewrite(id, words_only(&forged)).await, quoted, "{forged}");
    }
    let titled = Rewrite { title: Some("Where did we walk?".to_owned()), ..words_only(&said) };
    assert_eq!(talk.rewrite(id, titled).await, Ok(()), "title and tags are the asker's own");
    assert_eq!(talk.says(id).await, Ok(said));
}

#[tokio::test]
async fn an_answer_that_quotes_others_stays_as_they_allowed_it_even_once_its_author_is_out_of_the_conversation() {
    let talk = talk().await;
    let question = talk.draft(&[talk.root]);
    service::ask(&talk.world.server, talk.ann, question.clone()).await.unwrap();
    let eves = say(&talk.world, talk.eve, talk.thread, "Rain").await;
    let new = NewPublication {
        question_id: Some(PostId(question.id.0)),
        title: None,
        tags: Vec::new(),
        ..talk.draft(&[talk.answer, eves])
    };
    let (server, pool, once) = (&talk.world.server, talk.world.pool(), &Once::UNNAMED);
    service::ask(server, talk.bob, new.clone()).await.unwrap();
    talk.consent(talk.eve, new.id, true).await.unwrap();
    service::settle(server, talk.bob, new.id, true, once).await.unwrap();
    messages::remove_participant(pool, talk.bob.account, talk.group, "bob", once).await.unwrap();
    let answer = AnswerId(new.id.0);
    assert_eq!(posts::quotes_others(pool, talk.bob, Entry::Answer(answer)).await, Ok(true), "its form says so");
    let rewrite = words_only("Sun, says eve");
    let refused = posts::rewrite_answer(server, talk.bob, answer, &rewrite, once).await;
    assert_eq!(refused.map(drop), Err(Error::invalid("body", "quoted")));
}

#[tokio::test]
async fn what_is_all_ones_own_can_say_something_else() {
    let talk = talk().await;
    let new = talk.draft(&[talk.root]);
    service::ask(&talk.world.server, talk.ann, new.clone()).await.unwrap();
    let entry = Entry::Post(PostId(new.id.0));
    assert_eq!(posts::quotes_others(talk.world.pool(), talk.ann, entry).await, Ok(false));
    assert_eq!(talk.rewrite(new.id, words_only("Where do we go?")).await, Ok(()));
    let strange = Entry::Comment(CommentId::new());
    assert_eq!(posts::quotes_others(talk.world.pool(), talk.ann, strange).await, Ok(false));
}

#[tokio::test]
async fn whoever_is_quoted_takes_their_words_out_of_what_is_public_and_of_what_it_said_before() {
    let talk = talk().await;
    let id = talk.published().await;
    let titled = Rewrite { title: Some("Where did we walk?".to_owned()), ..Rewrite::default() };
    talk.rewrite(id, titled).await.unwrap();
    for who in [talk.eve, talk.dora] {
        assert_eq!(talk.consent(who, id, false).await, Err(Error::Missing), "only one's own");
    }
    assert_eq!(talk.consent(talk.bob, id, true).await, Ok(()), "what is allowed is so");
    assert_eq!(talk.consent(talk.bob, id, false).await, Ok(()));
    assert_eq!(talk.consent(talk.bob, id, false).await, Ok(()), "once more");
    assert_eq!(talk.consent(talk.bob, id, true).await, Err(Error::Missing), "for good");
    assert_eq!(talk.says(id).await.as_deref(), Ok(LEFT));
    assert!(talk.ever_said(id).await.iter().all(|said| said == LEFT));
    assert_eq!(talk.rewrite(id, words_only("Where do we go?")).await, Ok(()), "what is left is the asker's own");
}

#[tokio::test]
async fn where_nothing_is_left_of_what_is_public_it_is_deleted() {
    let talk = talk().await;
    let new = talk.draft(&[talk.answer]);
    service::ask(&talk.world.server, talk.ann, new.clone()).await.unwrap();
    talk.consent(talk.bob, new.id, true).await.unwrap();
    talk.publish(new.id).await.unwrap();
    talk.consent(talk.bob, new.id, false).await.unwrap();
    let post = posts::thread(talk.world.pool(), None, PostId(new.id.0), Sort::Oldest).await.unwrap().post;
    assert!(post.is_deleted() && post.body.is_empty() && post.title.is_none());
    assert!(talk.list(talk.ann).await.is_empty(), "no line leads to it");
}

#[tokio::test]
async fn whoever_left_sees_that_they_are_quoted_and_not_where_they_said_it() {
    let talk = talk().await;
    let id = talk.published().await;
    let (pool, bob) = (talk.world.pool(), talk.bob);
    messages::remove_participant(pool, bob.account, talk.group, "bob", &Once::UNNAMED).await.unwrap();
    let origins = service::origins(pool, bob, PostId(id.0)).await.unwrap();
    assert!(origins.iter().map(|one| (one.id, one.conversation_id, one.is_quoted)).eq([(id, None, true)]));
    assert!(talk.list(bob).await.is_empty(), "of that conversation nothing is there for them");
    talk.consent(bob, id, false).await.unwrap();
    assert_eq!(talk.says(id).await.as_deref(), Ok(LEFT));
    assert_eq!(service::origins(pool, bob, PostId(id.0)).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_block_keeps_nobody_from_taking_out_what_they_said() {
    let talk = talk().await;
    let id = talk.published().await;
    talk.world.block(talk.ann.account, talk.bob.account, true).await;
    assert_eq!(talk.consent(talk.bob, id, false).await, Ok(()));
    assert_eq!(talk.says(id).await.as_deref(), Ok(LEFT));
}

#[tokio::test]
async fn what_was_said_once_it_is_public_is_edited_and_deleted_apart_from_it() {
    let talk = talk().await;
    let id = talk.published().await;
    let said = talk.says(id).await;
    messages::delete(talk.world.pool(), talk.bob.account, talk.answer, &Once::UNNAMED).await.unwrap();
    assert_eq!(talk.says(id).await, said, "until bob takes it out there, too");
    talk.consent(talk.bob, id, false).await.unwrap();
    assert_eq!(talk.says(id).await.as_deref(), Ok(LEFT));
}

#[tokio::test]
async fn what_is_asked_in_a_thread_waits_in_the_conversation_of_that_too_until_it_is_published() {
    let talk = talk().await;
    let id = talk.asked().await.id;
    let listed = async |who: Viewer| {
        let all = service::list(talk.world.pool(), who, Some(talk.group)).await.unwrap();
        all.into_iter().map(|one| (one.id, one.thread_of, one.place())).collect::<Vec<_>>()
    };
    let place = format!("/messages/{}/thread/{}", talk.group, talk.thread);
    for who in [talk.ann, talk.bob] {
        assert_eq!(listed(who).await, [(id, Some(talk.group), place.clone())]);
    }
    assert_eq!(listed(talk.eve).await, [], "who said nothing of it");
    talk.consent(talk.bob, id, true).await.unwrap();
    talk.publish(id).await.unwrap();
    assert_eq!(listed(talk.bob).await, [], "the thread leads to it");
}
