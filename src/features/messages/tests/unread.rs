//! What is unread comes from one mark of a person in a conversation: however they are told of it, it is what others said
//! after that mark, and nothing once they have read to the end.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng, rngs::SmallRng};
use serde_json::Value;
use uuid::Uuid;

use super::{
    groups::{Club, club},
    *,
};
use crate::{
    features::messages::{
        model::{Choice, Standing},
        service::{Edit, Listing},
        state::{Change, Inbox, Tally, View},
    },
    realtime::{Event, Position, Topic},
    server::once::Once,
    shared::{Error, time::Time},
};

/// What somebody's page knows that was read once and has followed the events since.
struct Screen {
    account: AccountId,
    is_in: bool,
    inbox: Inbox,
    tally: Tally,
}

impl Screen {
    async fn open(club: &Club, account: AccountId) -> Self {
        let pool = club.talk.world.pool();
        let page = service::list(pool, account, &Listing::default()).await.unwrap();
        let is_in = page.items.iter().any(|conversation| conversation.id == club.id);
        let mut inbox = Inbox::new(account);
        inbox.take_page(View::default(), page);
        let tally = Tally::new(account, service::standings(pool, account).await.unwrap());
        Self { account, is_in, inbox, tally }
    }

    /// Takes what this person hears of all that happened, and reads what has to be read for it.
    async fn hear(&mut self, club: &Club, events: &[(String, Event)]) {
        let (own, group) = (format!("inbox:{}", self.account), format!("conversation:{}", club.id));
        for (topic, event) in events {
            let Some(change) = Change::read(event) else { continue };
            match &change {
                Change::Joined(id) if *topic == own && *id == club.id => self.is_in = true,
                Change::Left(id) if *topic == own && *id == club.id => self.is_in = false,
                _ => {}
            }
            if *topic == own || *topic == group && self.is_in {
                self.inbox.apply(&change);
                self.tally.apply(&change);
            }
        }
        let missing: Vec<_> = self.inbox.missing().collect();
        for id in missing {
            match service::read(club.talk.world.pool(), self.account, id).await {
                Ok(conversation) => self.inbox.insert(conversation),
                Err(error) => {
                    assert_eq!(error, Error::Missing);
                    self.inbox.remove(id);
                }
            }
        }
    }

    /// Whatever tells of it tells of so many; of none, and not of the group, for who is out of it.
    async fn tells(&self, club: &Club, unread: Option<i64>, when: &str) {
        let (pool, id) = (club.talk.world.pool(), club.id);
        let read = service::read(pool, self.account, id).await;
        let page = service::list(pool, self.account, &Listing::default()).await.unwrap();
        let listed = page.items.iter().find(|conversation| conversation.id == id);
        let standings = service::standings(pool, self.account).await.unwrap();
        let standing = standings.iter().find(|standing| standing.conversation_id == id);
        let Some(unread) = unread else {
            assert_eq!((read, listed, standing), (Err(Error::Missing), None, None), "{when}");
            assert!(self.inbox.known(id).is_none(), "{when}");
            return assert_eq!(self.tally.calling(), 0, "{when}");
        };
        let read = read.expect("they are in it");
        let fresh = Self::open(club, self.account).await;
        let told = [
            read.unread(),
            listed.expect("they are in it").unread(),
            standing.map_or(0, Standing::unread),
            fresh.inbox.unread_in(id),
            self.inbox.unread_in(id),
        ];
        assert_eq!(told, [unread; 5], "{when}");
        let calls = unread > 0 && !read.mark.archived && !read.mark.muted;
        assert_eq!([fresh.tally.calling(), self.tally.calling()], [usize::from(calls); 2], "{when}");
    }
}

#[tokio::test]
async fn unread_is_what_others_said_after_the_mark_whatever_happens_and_nothing_at_the_end() {
    for seed in 0..4 {
        let club = club().await;
        let mut admin = club.talk.administrator().await;
        let mut chance = SmallRng::seed_from_u64(seed);
        let mut said = Vec::new();
        let mut heard = events(&mut admin).await.len();
        let mut screens = Vec::new();
        for account in [club.talk.ann, club.talk.bob, club.cleo] {
            screens.push(Screen::open(&club, account).await);
        }
        for step in 0..40 {
            let there: Vec<_> = screens.iter().filter(|screen| screen.is_in).map(|screen| screen.account).collect();
            let who = there[chance.random_range(0..there.len())];
            act(&club, &mut chance, who, there.contains(&club.cleo), &mut said).await;
            let (all, truth) = (events(&mut admin).await, truly_unread(&mut admin, club.id).await);
            for screen in &mut screens {
                screen.hear(&club, &all[heard..]).await;
                screen.tells(&club, truth.get(&screen.account.0).copied(), &format!("seed {seed}, step {step}")).await;
            }
            heard = all.len();
        }
        for screen in screens.iter().filter(|screen| screen.is_in) {
            service::mark_all_read(club.talk.world.pool(), screen.account, club.id, &Once::UNNAMED).await.unwrap();
        }
        let all = events(&mut admin).await;
        for screen in &mut screens {
            screen.hear(&club, &all[heard..]).await;
            screen.tells(&club, screen.is_in.then_some(0), &format!("seed {seed}, at the end")).await;
        }
    }
}

/// Somebody who is in the group does something there.
async fn act(
    club: &Club,
    chance: &mut SmallRng,
    who: AccountId,
    cleo_is_in: bool,
    said: &mut Vec<(AccountId, MessageId)>,
) {
    let pool = club.talk.world.pool();
    let own = said.iter().rev().find(|(author, _)| *author == who).map(|(_, id)| *id);
    match (chance.random_range(0..14), own) {
        (0, Some(id)) => {
            let edit = Edit { id, body: &format!("edited {}", said.len()), expected_version: None };
            service::edit(&club.talk.world.server, who, edit, &Once::UNNAMED).await.unwrap();
        }
        (1, Some(id)) => {
            service::delete(pool, who, id, &Once::UNNAMED).await.unwrap();
            said.retain(|(_, other)| *other != id);
        }
        (2..=4, _) => {
            let read = Some(chance.random_range(0..20));
            service::mark(pool, who, club.id, None, read).await.unwrap();
        }
        (5, _) => service::mark_all_read(pool, who, club.id, &Once::UNNAMED).await.unwrap(),
        (6 | 7, _) => {
            let (muted, archived) = (Some(chance.random()), Some(chance.random()));
            let choice = Choice { muted, archived, ..Choice::default() };
            service::choose(pool, who, club.id, choice, &Once::UNNAMED).await.unwrap();
        }
        (8, _) if cleo_is_in => club.remove(club.cleo, "cleo").await.unwrap(),
        (8, _) => drop(club.set(club.talk.ann, "cleo", None).await.unwrap()),
        _ => {
            let sent = club.talk.try_send(who, &draft(club.id, "hello")).await.unwrap().into_message();
            said.push((who, sent.id));
        }
    }
}

/// All that happened, and to which topic it belongs.
pub(super) async fn events(admin: &mut PgConnection) -> Vec<(String, Event)> {
    let rows: Vec<(String, String, Value)> = sqlx::query_as("select topic, kind, body from events order by xid, id")
        .fetch_all(admin)
        .await
        .expect("a statement of ours");
    let event = |(place, (topic, kind, body)): (u64, (String, String, Value))| {
        let position = Position { epoch: 1, xid: place, id: 1 };
        (topic, Event { position, topic: Topic::Me, kind, at: Time::from_millis(0), body })
    };
    (1..).zip(rows).map(event).collect()
}

/// For each who is in it, how many messages of others lie past their mark, counted one by one.
async fn truly_unread(admin: &mut PgConnection, id: ConversationId) -> BTreeMap<Uuid, i64> {
    let counted: Vec<(Uuid, i64)> = sqlx::query_as(
        "select k.account_id, count(m.seq) filter (where m.author_id <> k.account_id and m.seq > k.read_seq)
           from participants p join marks k on k.account_id = p.account_id and k.conversation_id = p.conversation_id
             left join messages m on m.conversation_id = p.conversation_id
           where p.conversation_id = $1 group by k.account_id",
    )
    .bind(id)
    .fetch_all(admin)
    .await
    .expect("a statement of ours");
    counted.into_iter().collect()
}
