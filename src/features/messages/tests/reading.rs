use futures::future::join_all;

use super::*;
use crate::{
    features::messages::{
        live,
        model::{Choice, From},
        service::{Cursor, Listing},
    },
    server::{Viewer, once::Once},
    shared::{Error, id::SessionId, role::Role},
};

impl Talk {
    async fn list(&self, who: AccountId, listing: Listing) -> Vec<ConversationId> {
        let page = service::list(self.world.pool(), who, &listing).await.expect("a list");
        page.items.into_iter().map(|conversation| conversation.id).collect()
    }

    /// How often somebody was told that a conversation is there for them.
    async fn told(&self, who: AccountId) -> i64 {
        self.number(&format!("select count(*) from events where topic = 'inbox:{who}' and kind = 'member.joined'"))
            .await
    }

    /// Whether somebody may hear whether another is there.
    async fn sees(&self, who: AccountId, other: AccountId) -> bool {
        let viewer = Viewer::by_session(who, SessionId::new(), Role::Member);
        let (_, people) = live::audible(self.world.pool(), viewer, &[], &[other]).await.unwrap();
        people == [other]
    }

    async fn seqs(&self, from: From, limit: u32) -> (Vec<i64>, bool, bool) {
        let stretch = service::history(self.world.pool(), self.ann, self.conversation, from, limit).await.unwrap();
        (stretch.messages.iter().map(|message| message.seq).collect(), stretch.older, stretch.newer)
    }
}

#[tokio::test]
async fn a_pair_has_one_conversation_ever() {
    let talk = talk().await;
    let server = &talk.world.server;
    let opened = join_all((0..10).map(|n| {
        let (who, with) = if n % 2 == 0 { (talk.bob, "eve") } else { (talk.eve, "Bob") };
        service::open(server, who, ConversationId::new(), with)
    }))
    .await;
    let ids: Vec<_> = opened.iter().map(|opened| opened.as_ref().unwrap().id).collect();
    assert!(ids.iter().all(|id| *id == ids[0]));
    let made = opened.iter().filter(|opened| opened.as_ref().unwrap().created).count();
    assert_eq!(made, 2, "for each of the two it is new once");
    assert_eq!(talk.number("select count(*) from participants").await, 4);
    let (topic, body) = talk.last_event("member.joined").await;
    assert!(topic == format!("inbox:{}", talk.bob) || topic == format!("inbox:{}", talk.eve));
    assert_eq!(body["conversation_id"], ids[0].to_string());
}

#[tokio::test]
async fn after_sixty_new_conversations_one_waits_and_old_ones_are_found() {
    let mut talk = talk().await;
    talk.world.server.limits = Limits::on();
    for n in 0..61 {
        talk.world.person(&format!("person_{n}")).await;
    }
    let open = async |n: usize| {
        let handle = format!("person_{n}");
        service::open(&talk.world.server, talk.ann, ConversationId::new(), &handle).await
    };
    for n in 0..60 {
        assert!(open(n).await.unwrap().created, "{n}");
    }
    let refused = open(60).await;
    assert!(matches!(refused, Err(Error::Slow { retry_after: 1.. })), "{refused:?}");
    assert_eq!(talk.number("select count(*) from conversations").await, 61, "and nothing is left of it");
    assert!(!open(7).await.unwrap().created);
    assert!(service::open(&talk.world.server, talk.bob, ConversationId::new(), "person_60").await.unwrap().created);
}

#[tokio::test]
async fn nobody_talks_to_themselves_or_to_nobody() {
    let talk = talk().await;
    let open = |id, with| service::open(&talk.world.server, talk.ann, id, with);
    assert_eq!(open(ConversationId::new(), "ann").await, Err(Error::invalid("with", "self")));
    let long = "x".repeat(10_000);
    for nobody in ["zoe", "", "a\0b", "ann'; drop table accounts; --", &long] {
        assert_eq!(open(ConversationId::new(), nobody).await, Err(Error::Missing), "{nobody}");
    }
    assert_eq!(open(talk.conversation, "eve").await, Err(Error::Conflict));
    assert_eq!(talk.number("select count(*) from conversations").await, 1);
}

#[tokio::test]
async fn an_empty_conversation_is_listed_for_who_opened_it() {
    let talk = talk().await;
    assert_eq!(talk.list(talk.ann, Listing::default()).await, [talk.conversation]);
    assert_eq!(talk.list(talk.bob, Listing::default()).await, []);
    talk.send(talk.ann, "hi").await;
    assert_eq!(talk.list(talk.bob, Listing::default()).await, [talk.conversation]);
    assert_eq!(talk.list(talk.eve, Listing::default()).await, []);
}

#[tokio::test]
async fn opening_reaches_nobody_until_something_is_said() {
    let talk = talk().await;
    assert_eq!((talk.told(talk.ann).await, talk.told(talk.bob).await), (1, 0));
    for _ in 0..2 {
        talk.send(talk.ann, "hi").await;
        assert_eq!((talk.told(talk.ann).await, talk.told(talk.bob).await), (1, 1));
    }
    assert_eq!(talk.number("select count(*) from events where kind = 'participant.joined'").await, 2);
}

#[tokio::test]
async fn whoever_opens_what_the_other_opened_has_it_too() {
    let talk = talk().await;
    for created in [true, false] {
        let opened = service::open(&talk.world.server, talk.bob, ConversationId::new(), "ann").await.unwrap();
        assert_eq!((opened.id, opened.created), (talk.conversation, created), "for all that bob may know");
        assert_eq!(talk.list(talk.bob, Listing::default()).await, [talk.conversation]);
        assert_eq!((talk.told(talk.ann).await, talk.told(talk.bob).await), (1, 1));
    }
}

#[tokio::test]
async fn presence_is_for_those_in_whose_conversation_one_took_part() {
    let talk = talk().await;
    assert!(!talk.sees(talk.ann, talk.bob).await, "ann opened it, bob did nothing");
    assert!(talk.sees(talk.bob, talk.ann).await, "ann made it");
    talk.send(talk.ann, "hi").await;
    assert!(!talk.sees(talk.ann, talk.bob).await, "bob has not answered");
    talk.send(talk.bob, "hello").await;
    talk.send(talk.ann, "how are you?").await;
    assert!(talk.sees(talk.ann, talk.bob).await);
    assert!(!talk.sees(talk.eve, talk.bob).await && !talk.sees(talk.bob, talk.eve).await);
    assert!(talk.sees(talk.eve, talk.eve).await, "oneself");
}

#[tokio::test]
async fn the_list_stands_by_last_activity_with_pinned_ones_first() {
    let talk = talk().await;
    let mut all = Vec::new();
    for n in 0..7 {
        let other = talk.world.person(&format!("friend_{n}")).await;
        all.push(talk.world.pair(talk.ann, other).await);
    }
    for id in [all[3], all[5], talk.conversation] {
        talk.try_send(talk.ann, &draft(id, "hi")).await.unwrap();
    }
    let pin = Choice { pinned: Some(true), ..Choice::default() };
    service::choose(talk.world.pool(), talk.ann, all[0], pin, &Once::UNNAMED).await.unwrap();
    let expected = [all[0], talk.conversation, all[5], all[3], all[6], all[4], all[2], all[1]];
    assert_eq!(talk.list(talk.ann, Listing::default()).await, expected);

    let mut found = Vec::new();
    let mut listing = Listing { limit: 3, ..Listing::default() };
    loop {
        let page = service::list(talk.world.pool(), talk.ann, &listing).await.unwrap();
        assert!(page.items.len() <= 3);
        found.extend(page.items.iter().map(|conversation| conversation.id));
        let Some(next) = page.next else { break };
        listing.cursor = Some(Cursor::decode(&next).unwrap());
    }
    assert_eq!(found, expected, "page by page it is the same list");
    assert_eq!(service::count(talk.world.pool(), talk.ann, &listing).await, Ok(8));
}

#[tokio::test]
async fn a_list_is_narrowed_to_what_is_unread_put_away_or_looked_for() {
    let talk = talk().await;
    let with_eve = talk.world.pair(talk.ann, talk.eve).await;
    talk.send(talk.bob, "hi").await;
    sqlx::query("update accounts set display_name = 'Bob Kovac B.' where handle = 'bob'")
        .execute(&mut talk.administrator().await)
        .await
        .unwrap();
    let away = Choice { archived: Some(true), ..Choice::default() };
    service::choose(talk.world.pool(), talk.ann, with_eve, away, &Once::UNNAMED).await.unwrap();
    let (bobs, eves) = (vec![talk.conversation], vec![with_eve]);
    let some = |find: &str| Listing { find: Some(find.to_owned()), ..Listing::default() };
    for (listing, expected) in [
        (Listing { unread: Some(true), ..Listing::default() }, &bobs),
        (Listing { unread: Some(false), ..Listing::default() }, &eves),
        (Listing { archived: Some(true), ..Listing::default() }, &eves),
        (Listing { archived: Some(false), ..Listing::default() }, &bobs),
        (some("BO"), &bobs),
        (some("eve"), &eves),
        (some("kovač b"), &bobs),
        (some("BOB BOB"), &vec![]),
        (some("ann"), &vec![]),
        (some("%"), &vec![]),
    ] {
        assert_eq!(&talk.list(talk.ann, listing.clone()).await, expected, "{listing:?}");
    }
}

#[tokio::test]
async fn a_conversation_tells_its_people_and_its_preview() {
    let talk = talk().await;
    let message = talk.send(talk.bob, &"long ".repeat(100)).await;
    let seen = service::read(talk.world.pool(), talk.ann, talk.conversation).await.unwrap();
    let people: Vec<_> = seen.participants.iter().map(|person| person.account.handle.as_str()).collect();
    assert_eq!(people.len(), 2);
    assert!(people.contains(&"ann") && people.contains(&"bob"));
    let last = seen.last.as_ref().expect("somebody wrote");
    assert_eq!((last.author_id, last.at, last.body.chars().count()), (talk.bob, message.at, 200));
    assert_eq!((seen.last_seq, seen.unread()), (1, 1));
}

#[tokio::test]
async fn a_history_is_read_from_anywhere() {
    let talk = talk().await;
    assert_eq!(talk.seqs(From::Newest, 3).await, (vec![], false, false));
    for n in 0..9 {
        talk.send(talk.ann, &n.to_string()).await;
    }
    assert_eq!(talk.seqs(From::Newest, 3).await, (vec![7, 8, 9], true, false));
    assert_eq!(talk.seqs(From::Before(7), 3).await, (vec![4, 5, 6], true, true));
    assert_eq!(talk.seqs(From::Before(3), 3).await, (vec![1, 2], false, true));
    assert_eq!(talk.seqs(From::Before(1), 3).await, (vec![], false, true));
    assert_eq!(talk.seqs(From::After(7), 3).await, (vec![8, 9], true, false));
    assert_eq!(talk.seqs(From::Around(5), 3).await, (vec![4, 5, 6], true, true));
    assert_eq!(talk.seqs(From::Newest, 0).await, (vec![9], true, false));
    for seq in [i64::MIN, i64::MAX] {
        for from in [From::Before(seq), From::After(seq), From::Around(seq)] {
            talk.seqs(from, u32::MAX).await;
        }
    }
}

#[tokio::test]
async fn a_history_opens_at_the_first_message_that_is_unread() {
    let talk = talk().await;
    assert_eq!(talk.seqs(From::Unread, 30).await, (vec![], false, false));
    for n in 0..50 {
        talk.send(talk.bob, &n.to_string()).await;
    }
    assert_eq!(talk.seqs(From::Unread, 9).await, ((1..=9).collect(), false, true));
    talk.mark(talk.ann, None, Some(20)).await.unwrap();
    assert_eq!(talk.seqs(From::Unread, 9).await, ((18..=26).collect(), true, true), "21 is the first");
    talk.mark(talk.ann, None, Some(50)).await.unwrap();
    for n in 0..20 {
        talk.send(talk.ann, &n.to_string()).await;
    }
    assert_eq!(
        talk.seqs(From::Unread, 9).await,
        ((62..=70).collect(), true, false),
        "one's own words are never unread"
    );
    talk.send(talk.bob, "at last").await;
    assert_eq!(talk.seqs(From::Unread, 9).await, ((63..=71).collect(), true, false));
}

#[tokio::test]
async fn a_standing_is_told_where_something_is_unread_or_muted() {
    let talk = talk().await;
    let pool = talk.world.pool();
    assert_eq!(service::standings(pool, talk.bob).await, Ok(vec![]));
    for body in ["one", "two"] {
        talk.send(talk.ann, body).await;
    }
    assert_eq!(service::standings(pool, talk.ann).await, Ok(vec![]), "one's own words call nobody");
    talk.mark(talk.bob, Some(1), None).await.unwrap();
    let [standing] = &service::standings(pool, talk.bob).await.unwrap()[..] else { panic!("one") };
    assert_eq!((standing.conversation_id, standing.unread(), standing.delivered_seq), (talk.conversation, 2, 1));
    talk.mark(talk.bob, None, Some(2)).await.unwrap();
    assert_eq!(service::standings(pool, talk.bob).await, Ok(vec![]));
    let mute = Choice { muted: Some(true), ..Choice::default() };
    service::choose(pool, talk.bob, talk.conversation, mute, &Once::UNNAMED).await.unwrap();
    let [standing] = &service::standings(pool, talk.bob).await.unwrap()[..] else { panic!("one") };
    assert!(standing.mark.muted && standing.unread() == 0);
    assert_eq!(service::standings(pool, talk.eve).await, Ok(vec![]));
}

#[tokio::test]
async fn a_stranger_reads_nothing() {
    let talk = talk().await;
    talk.send(talk.ann, "between us").await;
    for id in [talk.conversation, ConversationId::new()] {
        let pool = talk.world.pool();
        assert_eq!(service::read(pool, talk.eve, id).await, Err(Error::Missing));
        assert_eq!(service::history(pool, talk.eve, id, From::Newest, 10).await, Err(Error::Missing));
        assert_eq!(service::history(pool, talk.eve, id, From::Unread, 10).await, Err(Error::Missing));
    }
}

#[test]
fn a_cursor_reads_back_as_written_and_nothing_else_is_one() {
    let at = crate::shared::time::Time::from_millis(1_790_000_000_123);
    let cursor = Cursor { pinned: true, at, id: ConversationId::new() };
    assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor));
    let long = "A".repeat(100_000);
    let mut odd = vec![2; 25];
    let odd_pinned = base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, &odd);
    odd[0] = 1;
    odd[1..9].copy_from_slice(&i64::MAX.to_be_bytes());
    let odd_time = base64::Engine::encode(&base64::prelude::BASE64_URL_SAFE_NO_PAD, &odd);
    for text in ["", "!", "äöü", "AAAA", &long, &odd_pinned, &odd_time] {
        assert_eq!(Cursor::decode(text), Err(Error::invalid("cursor", "unreadable")));
    }
}
