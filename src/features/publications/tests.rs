//! Publications against a real Postgres: what becomes public, and who knows of it before.
#![allow(clippy::unwrap_used, reason = "what a test cannot go on without ends it")]

mod ending;
mod plans;
mod quoting;
mod standing;

use super::{
    model::{Consent, NewPublication, Publication, Stage, words},
    service::{self, Asked},
};
use crate::{
    features::{
        messages::{
            model::{Draft, thread_on},
            service as messages,
        },
        posts::{model::Sort, service as posts},
    },
    server::{Limits, Viewer, once::Once},
    shared::{
        Error, Result,
        id::{AccountId, AnswerId, ConversationId, MessageId, PostId, PublicationId, SessionId},
        role::Role,
    },
    tests::given::{self, World},
};

/// Ann, bob and eve, who are in a group, and dora, who is not. Bob has answered ann in the thread of what she said.
struct Talk {
    world: World,
    ann: Viewer,
    bob: Viewer,
    eve: Viewer,
    dora: Viewer,
    group: ConversationId,
    thread: ConversationId,
    root: MessageId,
    answer: MessageId,
}

async fn talk() -> Talk {
    let mut world = given::world().await;
    world.server.limits = Limits::off();
    let mut people = Vec::new();
    for handle in ["ann", "bob", "eve", "dora"] {
        people.push(Viewer::by_session(world.person(handle).await, SessionId::new(), Role::Member));
    }
    let (ann, bob, eve, dora) = (people[0], people[1], people[2], people[3]);
    let group = world.group(ann.account, &[bob.account, eve.account]).await;
    let root = say(&world, ann, group, "Where to?").await;
    let thread = thread_on(root);
    let answer = say(&world, bob, thread, "Up.\nOr down.").await;
    Talk { world, ann, bob, eve, dora, group, thread, root, answer }
}

async fn say(world: &World, who: Viewer, conversation_id: ConversationId, body: &str) -> MessageId {
    let (id, body) = (MessageId::new(), body.to_owned());
    let draft = Draft { id, conversation_id, body, reply_to: None, forwarded: false };
    messages::send(&world.server, who.account, &draft).await.unwrap();
    id
}

impl Talk {
    fn draft(&self, messages: &[MessageId]) -> NewPublication {
        NewPublication {
            id: PublicationId::new(),
            conversation_id: self.thread,
            question_id: None,
            title: Some("Where do we walk?".to_owned()),
            tags: vec!["Walks".to_owned()],
            messages: messages.to_vec(),
        }
    }

    /// Ann asks for what she and bob said.
    async fn asked(&self) -> Publication {
        let new = self.draft(&[self.answer, self.root]);
        service::ask(&self.world.server, self.ann, new).await.unwrap().into_inner()
    }

    async fn consent(&self, who: Viewer, id: PublicationId, allowed: bool) -> Result<()> {
        service::consent(&self.world.server, who, id, allowed, &Once::UNNAMED).await
    }

    async fn publish(&self, id: PublicationId) -> Result<Stage> {
        service::settle(&self.world.server, self.ann, id, true, &Once::UNNAMED).await
    }

    async fn list(&self, who: Viewer) -> Vec<Publication> {
        service::list(self.world.pool(), who, Some(self.thread)).await.unwrap()
    }

    /// What ann sees of it.
    async fn seen(&self, id: PublicationId) -> Publication {
        self.list(self.ann).await.into_iter().find(|one| one.id == id).unwrap()
    }

    /// What a question says to a visitor.
    async fn says(&self, id: PublicationId) -> Result<String> {
        Ok(posts::thread(self.world.pool(), None, PostId(id.0), Sort::Oldest).await?.post.body)
    }
}

#[tokio::test]
async fn what_all_allow_is_published_with_who_said_it_and_leads_back_only_those_who_were_there() {
    let talk = talk().await;
    let publication = talk.asked().await;
    assert_eq!(publication.tags, ["walks"]);
    let said: Vec<_> = publication.parts.iter().map(|part| (part.message_id, part.consent)).collect();
    assert_eq!(said, [(talk.root, Consent::Own), (talk.answer, Consent::Asked)], "in the order of the thread");
    assert_eq!(talk.publish(publication.id).await, Err(Error::invalid("publication", "waiting")));
    assert_eq!(talk.says(publication.id).await, Err(Error::Missing), "nothing is public before");
    talk.consent(talk.bob, publication.id, true).await.unwrap();
    let agreed = talk.seen(publication.id).await;
    assert_eq!(talk.publish(publication.id).await, Ok(Stage::Published));
    assert_eq!(talk.publish(publication.id).await, Ok(Stage::Published), "once more");
    let expected =
        "From a conversation between @ann and @bob.\n\n**@ann**\n\n> Where to?\n\n**@bob**\n\n> Up.\n> Or down.";
    assert_eq!(talk.says(publication.id).await.as_deref(), Ok(expected));
    assert_eq!(words(&agreed.parts).as_deref(), Some(expected), "as its preview says");
    for (who, leads) in [(talk.ann, true), (talk.bob, true), (talk.eve, true), (talk.dora, false)] {
        let origins = service::origins(talk.world.pool(), who, PostId(publication.id.0)).await.unwrap();
        assert_eq!(origins.iter().map(|one| one.conversation_id).eq([Some(talk.thread)]), leads);
        let line = talk.list(who).await;
        assert_eq!(line.iter().map(|one| one.state).eq([Stage::Published]), leads);
    }
}

#[tokio::test]
async fn what_somebody_declines_is_left_out_for_good() {
    let talk = talk().await;
    let publication = talk.asked().await;
    talk.consent(talk.bob, publication.id, true).await.unwrap();
    talk.consent(talk.bob, publication.id, false).await.unwrap();
    assert_eq!(talk.consent(talk.bob, publication.id, false).await, Ok(()), "once more");
    assert_eq!(talk.consent(talk.bob, publication.id, true).await, Err(Error::Missing));
    let part = talk.seen(publication.id).await.parts.pop().unwrap();
    assert_eq!((part.consent, part.body.as_str()), (Consent::Declined, ""));
    talk.publish(publication.id).await.unwrap();
    let said = talk.says(publication.id).await.unwrap();
    assert_eq!(said, "What @ann said in a conversation.\n\n**@ann**\n\n> Where to?");
}

#[tokio::test]
async fn ones_own_words_need_no_consent_and_those_of_others_alone_are_nothing_where_they_decline() {
    let talk = talk().await;
    let own = talk.draft(&[talk.root]);
    let asked = service::ask(&talk.world.server, talk.ann, own.clone()).await.unwrap();
    assert!(matches!(asked, Asked::New(Publication { state: Stage::Published, .. })));
    assert!(matches!(service::ask(&talk.world.server, talk.ann, own).await, Ok(Asked::Known(_))));
    let others = talk.draft(&[talk.answer]);
    service::ask(&talk.world.server, talk.ann, others.clone()).await.unwrap();
    talk.consent(talk.bob, others.id, false).await.unwrap();
    assert_eq!(talk.publish(others.id).await, Err(Error::invalid("publication", "empty")));
    assert_eq!(talk.says(others.id).await, Err(Error::Missing));
}

#[tokio::test]
async fn nobody_else_knows_what_is_asked_and_each_is_shown_their_own_words() {
    let talk = talk().await;
    let publication = talk.asked().await;
    let own = talk.list(talk.bob).await.pop().unwrap();
    assert_eq!(own.parts.iter().map(|part| part.message_id).collect::<Vec<_>>(), [talk.answer]);
    for who in [talk.eve, talk.dora] {
        assert!(talk.list(who).await.is_empty());
        assert_eq!(talk.consent(who, publication.id, true).await, Err(Error::Missing));
        let settled = service::settle(&talk.world.server, who, publication.id, true, &Once::UNNAMED).await;
        assert_eq!(settled, Err(Error::Missing));
    }
    let bobs = service::settle(&talk.world.server, talk.bob, publication.id, true, &Once::UNNAMED).await;
    assert_eq!(bobs, Err(Error::Missing), "who was asked does not publish it");
    let heard: Vec<String> = sqlx::query_scalar("select topic from events where kind = 'publication.changed'")
        .fetch_all(&mut talk.world.administrator().await)
        .await
        .unwrap();
    assert!(
        heard.iter().all(|topic| [talk.ann, talk.bob].iter().any(|who| *topic == format!("inbox:{}", who.account)))
    );
    let source = service::source(talk.world.pool(), talk.dora, talk.root).await;
    assert_eq!(source, Err(Error::Missing));
}

#[tokio::test]
async fn a_thread_becomes_an_answer_to_a_question_that_is_there() {
    let talk = talk().await;
    let question = talk.draft(&[talk.root]);
    service::ask(&talk.world.server, talk.ann, question.clone()).await.unwrap();
    let answer = |question_id| NewPublication {
        question_id: Some(question_id),
        title: None,
        tags: Vec::new(),
        ..talk.draft(&[talk.root, talk.answer])
    };
    let lost = service::ask(&talk.world.server, talk.bob, answer(PostId::new())).await;
    assert_eq!(lost, Err(Error::invalid("question_id", "no_question")));
    let new = answer(PostId(question.id.0));
    service::ask(&talk.world.server, talk.bob, new.clone()).await.unwrap();
    talk.consent(talk.ann, new.id, true).await.unwrap();
    service::settle(&talk.world.server, talk.bob, new.id, true, &Once::UNNAMED).await.unwrap();
    let thread = posts::thread(talk.world.pool(), None, PostId(question.id.0), Sort::Oldest).await.unwrap();
    let said = &thread.answers.items[0];
    assert_eq!((said.id, said.author.id), (AnswerId(new.id.0), talk.bob.account));
}

#[tokio::test]
async fn what_can_be_published_of_a_message_is_its_thread_or_it_alone() {
    let talk = talk().await;
    let alone = say(&talk.world, talk.eve, talk.group, "Rain").await;
    for (message, place, said) in [
        (talk.root, talk.thread, vec![talk.root, talk.answer]),
        (talk.answer, talk.thread, vec![talk.root, talk.answer]),
        (alone, talk.group, vec![alone]),
    ] {
        let source = service::source(talk.world.pool(), talk.ann, message).await.unwrap();
        let found: Vec<_> = source.parts.iter().map(|part| part.message_id).collect();
        assert_eq!((source.conversation_id, found), (place, said));
    }
    let stray = NewPublication { messages: vec![talk.root, alone], ..talk.draft(&[]) };
    assert_eq!(service::ask(&talk.world.server, talk.ann, stray).await, Err(Error::Missing), "it stands elsewhere");
}
