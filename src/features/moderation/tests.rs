//! Reports against a real Postgres: what is kept, who reads it, and what becomes of it.
#![allow(clippy::unwrap_used, reason = "what a test cannot go on without ends it")]

mod entries;

use super::{
    model::{About, NewReport, Reason, State},
    service,
};
use crate::{
    features::messages::service as messages,
    server::{Limits, Reach, Viewer, once::Once},
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId, ReportId, SessionId},
        role::Role,
    },
    tests::given::{self, World},
};

/// Root, who runs the place; ann and bob, who talk; and eve, who does not belong there.
struct Place {
    world: World,
    root: AccountId,
    ann: AccountId,
    bob: AccountId,
    eve: AccountId,
    pair: ConversationId,
}

async fn place() -> Place {
    let mut world = given::world().await;
    world.server.limits = Limits::off();
    let (root, ann) = (world.person("root").await, world.person("ann").await);
    let (bob, eve) = (world.person("bob").await, world.person("eve").await);
    let pair = world.pair(ann, bob).await;
    for number in 1..=8 {
        world.say(bob, pair, &format!("offer {number}")).await;
    }
    Place { world, root, ann, bob, eve, pair }
}

fn member(account: AccountId) -> Viewer {
    Viewer::by_session(account, SessionId::new(), Role::Member)
}

fn about(about: About) -> NewReport {
    NewReport { id: ReportId::new(), about, reason: Reason::Spam, words: "he sells pills".to_owned() }
}

impl Place {
    fn moderator(&self) -> Viewer {
        Viewer { role: Role::Administrator, ..member(self.root) }
    }

    async fn message(&self, body: &str) -> MessageId {
        sqlx::query_scalar("select id from messages where body = $1")
            .bind(body)
            .fetch_one(&mut self.world.administrator().await)
            .await
            .unwrap()
    }

    async fn report(&self, who: AccountId, report: &NewReport) -> Result<bool> {
        service::report(&self.world.server, member(who), report.clone()).await
    }

    async fn reports(&self) -> Vec<super::model::Report> {
        service::list(self.world.pool(), self.moderator(), None, None).await.unwrap().items
    }
}

#[tokio::test]
async fn a_report_holds_the_message_and_the_five_before_it_also_once_they_are_deleted() {
    let place = place().await;
    let report = about(About::Message(place.message("offer 7").await));
    assert_eq!(place.report(place.ann, &report).await, Ok(true));
    assert_eq!(place.report(place.ann, &report).await, Ok(false), "the same call again");
    let again = NewReport { id: ReportId::new(), ..report.clone() };
    assert_eq!(place.report(place.ann, &again).await, Ok(false), "once for each message");
    let message = place.message("offer 7").await;
    messages::delete(place.world.pool(), place.bob, message, &Once::UNNAMED).await.unwrap();
    let reports = place.reports().await;
    let [found] = &reports[..] else { panic!("one report") };
    let bodies: Vec<_> = found.evidence.messages.iter().map(|exhibit| exhibit.body.as_str()).collect();
    assert_eq!(bodies, ["offer 2", "offer 3", "offer 4", "offer 5", "offer 6", "offer 7"]);
    let people = (found.reporter.handle.as_str(), found.account.handle.as_str());
    assert_eq!((people, found.words.as_str(), found.state), (("ann", "bob"), "he sells pills", State::Open));
}

#[tokio::test]
async fn a_report_of_an_answer_holds_its_message_and_those_before_it_also_by_who_takes_no_part_in_the_thread() {
    let place = place().await;
    let thread = ConversationId(place.message("offer 1").await.0);
    for number in 1..=7 {
        place.world.say(place.bob, thread, &format!("pill {number}")).await;
    }
    let report = about(About::Message(place.message("pill 7").await));
    assert_eq!(place.report(place.eve, &report).await, Err(Error::Missing));
    assert_eq!(place.report(place.ann, &report).await, Ok(true), "she has said nothing there");
    let reports = place.reports().await;
    let [found] = &reports[..] else { panic!("one report") };
    let bodies: Vec<_> = found.evidence.messages.iter().map(|exhibit| exhibit.body.as_str()).collect();
    assert_eq!(
        bodies,
        ["offer 1", "pill 2", "pill 3", "pill 4", "pill 5", "pill 6", "pill 7"],
        "after what they answer"
    );
}

#[tokio::test]
async fn nobody_reports_what_they_may_not_read_nor_what_is_their_own() {
    let place = place().await;
    let report = about(About::Message(place.message("offer 1").await));
    assert_eq!(place.report(place.eve, &report).await, Err(Error::Missing));
    assert_eq!(place.report(place.eve, &about(About::Message(MessageId::new()))).await, Err(Error::Missing));
    assert_eq!(place.report(place.bob, &report).await, Err(Error::invalid("about", "self")));
    assert_eq!(place.report(place.bob, &about(About::Person(place.bob))).await, Err(Error::invalid("about", "self")));
    assert_eq!(place.report(place.ann, &report).await, Ok(true));
    let other = NewReport { id: report.id, ..about(About::Person(place.bob)) };
    let otherwise = NewReport { reason: Reason::Abuse, ..report.clone() };
    let in_other_words = NewReport { words: "and he shouts".to_owned(), ..report.clone() };
    for other in [other, otherwise, in_other_words] {
        assert_eq!(place.report(place.ann, &other).await, Err(Error::Conflict), "{other:?}");
    }
    assert_eq!(place.reports().await.len(), 1);
    let conversation = place.pair.to_string();
    assert!(!serde_json::json!(place.reports().await).to_string().contains(&conversation), "only what is shown of it");
}

#[tokio::test]
async fn a_person_is_reported_with_their_profile_and_anew_once_the_first_report_is_settled() {
    let place = place().await;
    assert_eq!(place.report(place.eve, &about(About::Person(place.bob))).await, Ok(true));
    assert_eq!(place.report(place.eve, &about(About::Person(place.bob))).await, Ok(false));
    let reports = place.reports().await;
    let [found] = &reports[..] else { panic!("one report") };
    assert!(found.evidence.profile.is_some() && found.evidence.messages.is_empty());
    let act = (State::Done, " told him ");
    let done = service::settle(place.world.pool(), place.moderator(), found.id, act, &Once::UNNAMED).await.unwrap();
    assert_eq!((done.state, done.note.as_str()), (State::Done, "told him"));
    assert_eq!(done.closed_by.map(|account| account.id), Some(place.root));
    let kept: (String, String) = sqlx::query_as("select act, note from moderation_actions")
        .fetch_one(&mut place.world.administrator().await)
        .await
        .unwrap();
    assert_eq!(kept, ("done".to_owned(), "told him".to_owned()));
    assert_eq!(place.report(place.eve, &about(About::Person(place.bob))).await, Ok(true));
    assert_eq!(place.reports().await.len(), 2);
}

#[tokio::test]
async fn for_members_there_are_no_reports_whatever_their_session_says_of_them() {
    let place = place().await;
    let report = about(About::Person(place.bob));
    place.report(place.ann, &report).await.unwrap();
    let pool = place.world.pool();
    // The other one's role was taken away a moment ago, and this node does not know it yet.
    for who in [member(place.ann), Viewer { role: Role::Moderator, ..member(place.ann) }] {
        assert_eq!(service::list(pool, who, None, None).await, Err(Error::Missing));
        let settled = service::settle(pool, who, report.id, (State::Done, ""), &Once::UNNAMED).await;
        assert_eq!(settled, Err(Error::Missing));
    }
    let unknown = service::settle(pool, place.moderator(), ReportId::new(), (State::Done, ""), &Once::UNNAMED).await;
    assert_eq!(unknown, Err(Error::Missing));
}

#[tokio::test]
async fn a_program_of_a_moderator_reads_and_settles_reports_by_a_token_for_that_and_by_no_other() {
    let place = place().await;
    let report = about(About::Person(place.bob));
    place.report(place.ann, &report).await.unwrap();
    let pool = place.world.pool();
    let reach = Reach::Token { reads: true, writes: true };
    let plain = Viewer { reach, ..member(place.root) };
    assert_eq!(service::list(pool, plain, None, None).await, Err(Error::Missing));
    let settled = service::settle(pool, plain, report.id, (State::Done, ""), &Once::UNNAMED).await;
    assert_eq!(settled, Err(Error::Missing));
    let lent = Viewer { reach, ..place.moderator() };
    assert_eq!(service::list(pool, lent, None, None).await.unwrap().items.len(), 1);
    service::settle(pool, lent, report.id, (State::Done, ""), &Once::UNNAMED).await.unwrap();
}

#[tokio::test]
async fn a_report_is_not_opened_again_beside_a_newer_one_and_what_is_so_already_is_no_act() {
    let place = place().await;
    let (first, next) = (about(About::Person(place.bob)), about(About::Person(place.bob)));
    place.report(place.eve, &first).await.unwrap();
    let settle = async |id: ReportId, state: State| {
        service::settle(place.world.pool(), place.moderator(), id, (state, "told him"), &Once::UNNAMED).await
    };
    let done = settle(first.id, State::Done).await.unwrap();
    assert_eq!(settle(first.id, State::Done).await, Ok(done), "when it was done stays");
    assert_eq!(place.report(place.eve, &next).await, Ok(true));
    assert_eq!(settle(first.id, State::Open).await, Err(Error::Conflict));
    settle(next.id, State::Done).await.unwrap();
    assert_eq!(settle(first.id, State::Open).await.unwrap().state, State::Open);
    let acts: i64 = sqlx::query_scalar("select count(*) from moderation_actions")
        .fetch_one(&mut place.world.administrator().await)
        .await
        .unwrap();
    assert_eq!(acts, 3);
    let of_another = NewReport { about: About::Person(place.ann), ..next };
    assert_eq!(place.report(place.eve, &of_another).await, Err(Error::Conflict), "the id is of a report of bob");
}

#[tokio::test]
async fn reports_come_page_by_page_the_newest_first() {
    let place = place().await;
    for body in ["offer 1", "offer 2", "offer 3"] {
        let report = about(About::Message(place.message(body).await));
        place.report(place.ann, &report).await.unwrap();
    }
    let (pool, moderator) = (place.world.pool(), place.moderator());
    let first = service::list(pool, moderator, Some(2), None).await.unwrap();
    let rest = service::list(pool, moderator, Some(2), first.next.as_deref()).await.unwrap();
    let numbers: Vec<_> = first.items.iter().chain(&rest.items).map(|report| report.number).collect();
    assert_eq!((numbers.len(), rest.next), (3, None));
    assert!(numbers.is_sorted_by(|one, next| one > next), "{numbers:?}");
    for another in ["then", "7"] {
        let wrong = service::list(pool, moderator, None, Some(another)).await;
        assert_eq!(wrong, Err(Error::invalid("cursor", "unreadable")));
    }
}

#[tokio::test]
async fn what_is_reported_of_a_moderator_is_there_for_the_others_and_for_themselves_only_where_there_are_none() {
    let place = place().await;
    let pool = place.world.pool();
    let appoint = async |role: &str| {
        let mut administrator = place.world.administrator().await;
        sqlx::query("update accounts set role = $1 where id = $2")
            .bind(role)
            .bind(place.bob)
            .execute(&mut administrator)
            .await
            .unwrap();
    };
    appoint("moderator").await;
    let (of_bob, of_root) = (about(About::Person(place.bob)), about(About::Person(place.root)));
    for report in [&of_bob, &of_root] {
        assert_eq!(place.report(place.ann, report).await, Ok(true));
    }
    let bob = Viewer { role: Role::Moderator, ..member(place.bob) };
    let seen = async |who| {
        let page = service::list(pool, who, None, None).await.unwrap();
        page.items.into_iter().map(|report| report.id).collect::<Vec<_>>()
    };
    assert_eq!((seen(bob).await, seen(place.moderator()).await), (vec![of_root.id], vec![of_bob.id]));
    let done = (State::Done, "");
    assert_eq!(service::settle(pool, bob, of_bob.id, done, &Once::UNNAMED).await, Err(Error::Missing));
    service::settle(pool, place.moderator(), of_bob.id, done, &Once::UNNAMED).await.unwrap();

    appoint("member").await;
    assert_eq!(seen(place.moderator()).await, [of_root.id, of_bob.id], "he looks after the place alone now");
    service::settle(pool, place.moderator(), of_root.id, done, &Once::UNNAMED).await.unwrap();
}
