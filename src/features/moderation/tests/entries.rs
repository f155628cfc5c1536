//! Reports of what is published.

use super::*;
use crate::features::posts::{
    model::{Answer, AnswerDraft, CommentDraft, Entry, Kind, Parent, Post, PostDraft, Sort},
    service as posts,
};
use crate::shared::id::{AnswerId, CommentId, PostId};

/// What bob published: a question, and an answer with a comment.
struct Published {
    post: Post,
    answer: AnswerId,
    comment: CommentId,
}

async fn published(place: &Place) -> Published {
    let (server, bob) = (&place.world.server, member(place.bob));
    let (title, body) = (Some("Cheap pills".to_owned()), "Who buys them?".to_owned());
    let draft = PostDraft { id: PostId::new(), kind: Kind::Question, title, body, tags: vec!["pills".to_owned()] };
    let post = posts::publish(server, bob, draft).await.unwrap().into_inner();
    let draft = AnswerDraft { id: AnswerId::new(), post_id: post.id, body: "I do".to_owned() };
    let answer = posts::answer(server, bob, &draft).await.unwrap().into_inner().id;
    let (id, body) = (CommentId::new(), "Me too".to_owned());
    let draft = CommentDraft { id, on: Parent::Answer(answer), reply_to: None, body };
    let comment = posts::comment(server, bob, &draft).await.unwrap().into_inner().id;
    Published { post, answer, comment }
}

impl Published {
    fn all(&self) -> [Entry; 3] {
        [Entry::Post(self.post.id), Entry::Answer(self.answer), Entry::Comment(self.comment)]
    }
}

async fn remove(place: &Place, who: Viewer, id: ReportId) -> Result<super::super::model::Report> {
    service::remove(place.world.pool(), who, id, &Once::UNNAMED).await
}

#[tokio::test]
async fn a_report_of_an_entry_holds_what_it_said_and_leads_to_it_once_for_each_who_reports_it() {
    let place = place().await;
    let published = published(&place).await;
    for entry in published.all() {
        let report = about(entry.into());
        assert_eq!(place.report(place.ann, &report).await, Ok(true), "{entry:?}");
        assert_eq!(place.report(place.ann, &report).await, Ok(false), "the same call again");
        assert_eq!(place.report(place.ann, &about(entry.into())).await, Ok(false), "once for each entry");
        assert_eq!(place.report(place.eve, &about(entry.into())).await, Ok(true), "and for each person");
        assert_eq!(place.report(place.bob, &about(entry.into())).await, Err(Error::invalid("about", "self")));
        let otherwise = NewReport { about: About::Person(place.bob), ..report };
        assert_eq!(place.report(place.ann, &otherwise).await, Err(Error::Conflict));
    }
    assert_eq!(place.report(place.ann, &about(About::Person(place.bob))).await, Ok(true), "besides what he said");
    let reports = place.reports().await;
    let found = reports.iter().find(|report| report.evidence.entry.as_ref().is_some_and(|entry| entry.body == "I do"));
    let entry = found.unwrap().evidence.entry.clone().unwrap();
    assert_eq!((entry.about, entry.title.as_deref()), (Entry::Answer(published.answer), Some("Cheap pills")));
    let address = format!("/p/{0}/cheap-pills?at=answer-{1}#answer-{1}", published.post.id, published.answer);
    assert_eq!((entry.address(), entry.author.as_str()), (address, "bob"));
}

#[tokio::test]
async fn whom_one_has_blocked_can_be_reported_still_and_who_blocked_one_is_not_there() {
    let place = place().await;
    let published = published(&place).await;
    place.world.block(place.ann, place.bob, true).await;
    place.world.block(place.bob, place.eve, true).await;
    for entry in published.all() {
        assert_eq!(place.report(place.ann, &about(entry.into())).await, Ok(true));
        assert_eq!(place.report(place.eve, &about(entry.into())).await, Err(Error::Missing));
    }
}

#[tokio::test]
async fn a_moderator_deletes_what_was_reported_and_the_report_still_says_what_it_was() {
    let place = place().await;
    let published = published(&place).await;
    for entry in published.all().into_iter().rev() {
        let report = about(entry.into());
        place.report(place.ann, &report).await.unwrap();
        assert_eq!(remove(&place, member(place.ann), report.id).await.map(|_| ()), Err(Error::Missing));
        for _ in 0..2 {
            let removed = remove(&place, place.moderator(), report.id).await.unwrap();
            assert!(removed.gone && removed.evidence.entry.is_some_and(|entry| !entry.body.is_empty()));
        }
        assert_eq!(place.report(place.eve, &about(entry.into())).await, Err(Error::Missing), "it is gone");
    }
    let thread = posts::thread(place.world.pool(), None, published.post.id, Sort::Score).await.unwrap();
    assert!(thread.post.is_deleted() && thread.post.tags.is_empty());
    assert!(thread.answers.items.iter().all(Answer::is_deleted));
    let acts: i64 = sqlx::query_scalar("select count(*) from moderation_actions where act = 'removed'")
        .fetch_one(&mut place.world.administrator().await)
        .await
        .unwrap();
    assert_eq!(acts, 3, "each once");
    let told: Vec<String> =
        sqlx::query_scalar("select distinct kind from events where kind like '%.deleted' order by kind")
            .fetch_all(&mut place.world.administrator().await)
            .await
            .unwrap();
    assert_eq!(told, ["answer.deleted", "comment.deleted", "post.deleted"]);
}

#[tokio::test]
async fn a_report_of_a_person_or_a_message_removes_nothing() {
    let place = place().await;
    let report = about(About::Person(place.bob));
    place.report(place.ann, &report).await.unwrap();
    assert_eq!(remove(&place, place.moderator(), report.id).await.map(|_| ()), Err(Error::Missing));
    assert_eq!(remove(&place, place.moderator(), ReportId::new()).await.map(|_| ()), Err(Error::Missing));
}
