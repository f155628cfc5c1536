//! What coming into a group brings, and what going takes away.

use super::{
    groups::{Club, club},
    *,
};
use crate::{
    features::messages::{
        live,
        model::{From, GroupRole, Participant},
        service::{Edit, Listing, NewGroup, Opened, Save},
    },
    server::{Limit, Viewer, once::Once},
    shared::{
        Error,
        id::{OperationId, SessionId},
        role::Role,
    },
};

impl Club {
    async fn say(&self, who: AccountId, body: &str) -> Result<Message> {
        self.talk.try_send(who, &draft(self.id, body)).await.map(Sent::into_message)
    }

    async fn mark(&self, who: AccountId, read: i64) -> Result<()> {
        service::mark(self.talk.world.pool(), who, self.id, Some(read), Some(read)).await
    }

    async fn participant(&self, who: AccountId) -> Participant {
        let group = self.read(self.talk.ann).await.expect("it is ann's");
        group.participants.into_iter().find(|person| person.account.id == who).expect("they are in it")
    }
}

#[tokio::test]
async fn whoever_comes_in_may_read_from_the_beginning_and_has_nothing_unread() {
    let club = club().await;
    for body in ["one", "two", "three"] {
        club.say(club.talk.ann, body).await.unwrap();
    }
    club.set(club.talk.bob, "dan", None).await.unwrap();
    let history = service::history(club.talk.world.pool(), club.dan, club.id, From::Newest, 50).await.unwrap();
    assert_eq!(history.messages.iter().map(|message| message.seq).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(club.read(club.dan).await.unwrap().unread(), 0);
    let dan = club.participant(club.dan).await;
    assert_eq!((dan.delivered_seq, dan.seen_seq), (3, 3), "what all had read is read by all");
    club.say(club.talk.ann, "four").await.unwrap();
    assert_eq!(club.read(club.dan).await.unwrap().unread(), 1);
    let told = club.talk.last_event("member.joined").await;
    assert_eq!(told, (format!("inbox:{}", club.dan), serde_json::json!({"conversation_id": club.id})));
}

#[tokio::test]
async fn whoever_brought_in_too_many_waits_and_goes_on_giving_roles() {
    let mut club = club().await;
    club.talk.world.server.limits = Limits::on();
    let ann = club.talk.ann;
    while club.talk.world.server.limits.check(Limit::Invitations, &ann.to_string()).is_ok() {}
    let refused = club.set(ann, "dan", None).await;
    assert!(matches!(refused, Err(Error::Slow { retry_after: 1.. })), "{refused:?}");
    assert_eq!(club.people().await, "ann owner, bob admin, cleo member", "and nothing is left of it");
    club.set(ann, "cleo", Some(GroupRole::Admin)).await.expect("she is in it already");
    club.set(club.talk.bob, "dan", None).await.expect("bob has brought in nobody");
    assert_eq!(club.people().await, "ann owner, bob admin, cleo admin, dan member");
}

#[tokio::test]
async fn whoever_makes_a_group_brings_people_in_and_what_comes_to_nothing_does_not_count() {
    let mut club = club().await;
    club.talk.world.server.limits = Limits::on();
    let (server, ann) = (&club.talk.world.server, club.talk.ann);
    server.limits.check_all(Limit::Invitations, &ann.to_string(), 253).unwrap();
    let make = async |id: ConversationId, with: &[&str]| {
        let with = with.iter().map(|&handle| handle.to_owned()).collect();
        service::create_group(server, ann, &NewGroup { id, name: "Cooks".to_owned(), with }).await
    };
    let add = async |handles: &[&str]| {
        let handles: Vec<_> = handles.iter().map(|&handle| handle.to_owned()).collect();
        service::add_people(server, ann, club.id, &handles).await
    };
    let id = ConversationId::new();
    for _ in 0..2 {
        let refused = make(id, &["bob", "cleo", "dan", "eve"]).await;
        assert!(matches!(refused, Err(Error::Slow { .. })), "{refused:?}");
    }
    for created in [true, false] {
        assert_eq!(make(id, &["bob"]).await, Ok(Opened { id, created }), "254 are counted, and no one of them twice");
    }
    add(&["bob", "cleo"]).await.expect("they are in it already");
    add(&["cleo", "dan"]).await.expect("that makes 255");
    club.remove(club.dan, "dan").await.unwrap();
    for _ in 0..2 {
        let refused = add(&["dan", "eve"]).await;
        assert!(matches!(refused, Err(Error::Slow { .. })), "{refused:?}");
    }
    assert_eq!(club.people().await, "ann owner, bob admin, cleo member", "all of them or nobody");
    add(&["eve"]).await.expect("that makes 256");
    let refused = add(&["dan"]).await;
    assert!(matches!(refused, Err(Error::Slow { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_is_written_after_one_was_brought_back_is_newer_than_all_that_was_written_before() {
    let club = club().await;
    let (server, cleo) = (&club.talk.world.server, club.cleo);
    let save =
        |body, expected_version| Save { id: OperationId::new(), conversation_id: club.id, body, expected_version };
    let first = service::save_draft(server, cleo, save("half", None)).await.unwrap();
    let last = service::save_draft(server, cleo, save("half a thought", Some(first.version))).await.unwrap();
    club.remove(club.talk.bob, "cleo").await.unwrap();
    club.set(club.talk.bob, "cleo", None).await.unwrap();
    let anew = service::save_draft(server, cleo, save("half a thought more", Some(last.version))).await.unwrap();
    assert!(anew.version > last.version, "{anew:?} {last:?}");
}

#[tokio::test]
async fn whoever_is_removed_has_nothing_of_it_left() {
    let club = club().await;
    let (pool, cleo) = (club.talk.world.pool(), club.cleo);
    let said = club.say(cleo, "mine").await.unwrap();
    let save =
        || Save { id: OperationId::new(), conversation_id: club.id, body: "half a thought", expected_version: None };
    service::save_draft(&club.talk.world.server, cleo, save()).await.unwrap();
    let viewer = Viewer::by_session(cleo, SessionId::new(), Role::Member);
    assert_eq!(live::audible(pool, viewer, &[club.id], &[]).await.unwrap().0, [club.id]);

    club.remove(club.talk.bob, "cleo").await.unwrap();
    assert_eq!(club.read(cleo).await.err(), Some(Error::Missing));
    assert_eq!(service::history(pool, cleo, club.id, From::Newest, 50).await.err(), Some(Error::Missing));
    assert_eq!(club.say(cleo, "still here?").await.err(), Some(Error::Missing));
    let edit = Edit { id: said.id, body: "mine no more", expected_version: None };
    assert_eq!(service::edit(&club.talk.world.server, cleo, edit, &Once::UNNAMED).await, Err(Error::Missing));
    assert_eq!(club.mark(cleo, 1).await.err(), Some(Error::Missing));
    assert_eq!(service::save_draft(&club.talk.world.server, cleo, save()).await.err(), Some(Error::Missing));
    assert_eq!(live::audible(pool, viewer, &[club.id], &[]).await.unwrap().0, []);
    assert!(!live::conversations_of(pool, cleo).await.unwrap().contains(&club.id));
    let listing = Listing { find: Some("book".to_owned()), ..Listing::default() };
    assert_eq!(service::list(pool, cleo, &listing).await.unwrap().items, []);
    for table in ["marks", "drafts", "participants"] {
        let left =
            format!("select count(*) from {table} where account_id = '{cleo}' and conversation_id = '{}'", club.id);
        assert_eq!(club.talk.number(&left).await, 0, "{table}");
    }
    assert_eq!(club.talk.last_event("member.left").await.0, format!("inbox:{cleo}"));
    let kept = service::history(pool, club.talk.bob, club.id, From::Newest, 50).await.unwrap();
    assert_eq!(kept.messages, [said], "what they said stays for the others");
}

#[tokio::test]
async fn whoever_left_is_named_beside_what_they_said() {
    let club = club().await;
    let farewell = club.say(club.cleo, "farewell").await.unwrap();
    club.say(club.talk.ann, "take care").await.unwrap();
    let (pool, bob) = (club.talk.world.pool(), club.talk.bob);
    let former = async |from: From| service::history(pool, bob, club.id, from, 50).await.unwrap().former;
    assert_eq!(former(From::Newest).await, [], "she is in it");
    club.remove(club.cleo, "cleo").await.unwrap();
    let left = former(From::Newest).await;
    let [cleo] = &left[..] else { panic!("one of them has left") };
    assert_eq!((cleo.id, cleo.handle.as_str(), cleo.deleted), (club.cleo, "cleo", false));
    assert_eq!(former(From::After(1)).await, [], "she said nothing there");
    let answer = Draft { reply_to: Some(farewell.id), ..draft(club.id, "we miss you") };
    club.talk.try_send(bob, &answer).await.unwrap();
    assert_eq!(former(From::After(2)).await, left, "she is quoted there");
    sqlx::query("update accounts set deleted_at = now() where handle = 'cleo'")
        .execute(&mut club.talk.administrator().await)
        .await
        .unwrap();
    assert_eq!(former(From::Newest).await[0].name(), "Deleted account");
}

#[tokio::test]
async fn whoever_comes_back_has_a_newer_mark_than_their_devices_hold() {
    let club = club().await;
    for body in ["one", "two"] {
        club.say(club.talk.ann, body).await.unwrap();
        let last = club.read(club.cleo).await.unwrap().last_seq;
        club.mark(club.cleo, last).await.unwrap();
    }
    let before = club.read(club.cleo).await.unwrap().mark;
    club.remove(club.cleo, "cleo").await.unwrap();
    club.say(club.talk.ann, "without cleo").await.unwrap();
    club.set(club.talk.ann, "cleo", None).await.unwrap();
    let after = club.read(club.cleo).await.unwrap().mark;
    assert!(after.version > before.version, "{before:?} {after:?}");
    assert_eq!((after.read_seq, after.own_past), (3, 0));
    club.mark(club.cleo, 3).await.unwrap();
    club.say(club.cleo, "back again").await.unwrap();
    let now = club.read(club.cleo).await.unwrap();
    assert_eq!((now.unread(), now.mark.own_past), (0, 1));
}
