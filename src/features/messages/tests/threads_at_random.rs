//! Whatever is said in a group and in its threads, and in whatever order: each thread has a seq without holes, its message
//! tells how far it goes, and what is unread is what others said after the mark of who takes part in it.

use std::collections::{BTreeMap, BTreeSet};

use rand::{Rng, SeedableRng, rngs::SmallRng};
use uuid::Uuid;

use super::{threads::club, unread::events, *};
use crate::{
    features::messages::{
        model::{From, Kind, thread_on},
        service::Listing,
        state::{Change, Inbox, Tally, View},
    },
    realtime::Event,
    server::once::Once,
};

/// What somebody's page knows that was read once and has followed since what the hub brings to them.
struct Screen {
    account: AccountId,
    there: BTreeSet<ConversationId>,
    inbox: Inbox,
    tally: Tally,
}

impl Screen {
    async fn open(talk: &Talk, account: AccountId) -> Self {
        let pool = talk.world.pool();
        let page = service::list(pool, account, &Listing::default()).await.unwrap();
        let there = page.items.iter().map(|conversation| conversation.id).collect();
        let mut inbox = Inbox::new(account);
        inbox.take_page(View::default(), page);
        let tally = Tally::new(account, service::standings(pool, account).await.unwrap());
        Self { account, there, inbox, tally }
    }

    /// Takes what happened in one transaction: of a conversation that came to be there in it, too.
    async fn hear(&mut self, talk: &Talk, events: &[(String, Event)]) {
        let own = format!("inbox:{}", self.account);
        let changes: Vec<_> = events.iter().filter_map(|(topic, event)| Some((topic, Change::read(event)?))).collect();
        for (topic, change) in &changes {
            if let Change::Joined(id) = change
                && **topic == own
            {
                self.there.insert(*id);
            }
        }
        for (topic, change) in &changes {
            let place = topic.strip_prefix("conversation:").and_then(|id| id.parse().ok());
            if **topic == own || place.is_some_and(|place: ConversationId| self.there.contains(&place)) {
                self.inbox.apply(change);
                self.tally.apply(change);
            }
        }
        let missing: Vec<_> = self.inbox.missing().collect();
        for id in missing {
            let read = service::read(talk.world.pool(), self.account, id).await;
            self.inbox.insert(read.expect("whoever hears of it is in it"));
        }
    }

    /// How much is unread in the group and its threads as far as they stand in the list, as it was followed.
    fn unread(&self) -> BTreeMap<Uuid, i64> {
        let meant = self.inbox.conversations().filter(|known| known.kind != Kind::Pair);
        meant.map(|known| (known.id.0, self.inbox.unread_in(known.id))).collect()
    }
}

#[tokio::test]
async fn threads_are_in_order_and_counted_for_those_in_them_whatever_happens() {
    for seed in 0..4 {
        let (talk, cleo) = club().await;
        let mut admin = talk.administrator().await;
        let mut chance = SmallRng::seed_from_u64(seed);
        let mut roots = vec![talk.send(talk.ann, "the first").await];
        let mut heard = events(&mut admin).await.len();
        let mut screens = Vec::new();
        for account in [talk.ann, talk.bob, cleo] {
            screens.push(Screen::open(&talk, account).await);
        }
        for step in 0..40 {
            let who = screens[chance.random_range(0..screens.len())].account;
            act(&talk, &mut chance, who, &mut roots).await;
            let all = events(&mut admin).await;
            for screen in &mut screens {
                screen.hear(&talk, &all[heard..]).await;
                let when = format!("seed {seed}, step {step}");
                let truth = truly_unread(&mut admin, screen.account).await;
                let fresh = Screen::open(&talk, screen.account).await;
                assert_eq!([screen.unread(), fresh.unread()], [truth.clone(), truth.clone()], "{when}");
                let unread = truth.values().filter(|unread| **unread > 0).count();
                assert_eq!([screen.tally.calling(), fresh.tally.calling()], [unread; 2], "{when}");
            }
            heard = all.len();
        }
        for root in &roots {
            in_order(&talk, cleo, root.id).await;
        }
        for screen in &mut screens {
            for id in screen.there.clone() {
                service::mark_all_read(talk.world.pool(), screen.account, id, &Once::UNNAMED).await.unwrap();
            }
            let all = events(&mut admin).await;
            screen.hear(&talk, &all[heard..]).await;
            assert!(screen.unread().values().all(|unread| *unread == 0), "seed {seed}: nothing is stuck");
            assert_eq!(screen.tally.calling(), 0, "seed {seed}");
        }
    }
}

/// Somebody in the group does something there, or in a thread, whether or not they take part in it.
async fn act(talk: &Talk, chance: &mut SmallRng, who: AccountId, roots: &mut Vec<Message>) {
    let (pool, root) = (talk.world.pool(), roots[chance.random_range(0..roots.len())].clone());
    match chance.random_range(0..10) {
        0 | 1 => roots.push(talk.send(who, "something new").await),
        2 => {
            let read = Some(chance.random_range(0..20));
            service::mark(pool, who, talk.conversation, None, read).await.unwrap();
        }
        3 | 4 => {
            let is_answered = service::message(pool, who, root.id).await.unwrap().answers.is_some();
            let read = Some(chance.random_range(0..6));
            let marked = service::mark(pool, who, thread_on(root.id), None, read).await;
            assert_eq!(marked.is_ok(), is_answered, "{marked:?}");
        }
        _ => drop(talk.answer_beside(who, &root, "an answer").await),
    }
}

/// Asserts that a thread has no hole, and that its message tells how far it goes.
async fn in_order(talk: &Talk, who: AccountId, root: MessageId) {
    let pool = talk.world.pool();
    let answers = service::thread(pool, who, root, From::Newest, 100).await.unwrap().messages;
    let seqs: Vec<_> = answers.iter().map(|message| message.seq).collect();
    let last = i64::try_from(answers.len()).unwrap();
    assert_eq!(seqs, (1..=last).collect::<Vec<_>>());
    let told = service::message(pool, who, root).await.unwrap().answers;
    assert_eq!(told.as_ref().map_or(0, |told| told.count), last);
    if let Some(told) = told {
        let mut people: Vec<AccountId> = Vec::new();
        for message in answers.iter().rev() {
            if !people.contains(&message.author_id) {
                people.push(message.author_id);
            }
        }
        people.truncate(3);
        assert_eq!(told.people, people, "who said the last of them");
        assert_eq!(Some(told.at), answers.last().map(|message| message.at));
    }
}

/// For each conversation that stands in somebody's list, how many messages of others lie past their mark, counted one by one.
async fn truly_unread(admin: &mut PgConnection, account: AccountId) -> BTreeMap<Uuid, i64> {
    let counted: Vec<(Uuid, i64)> = sqlx::query_as(
        "select k.conversation_id, count(m.seq) filter (where m.author_id <> k.account_id and m.seq > k.read_seq)
           from marks k join conversations c on c.id = k.conversation_id and c.kind <> 'pair'
             left join messages m on m.conversation_id = k.conversation_id
           where k.account_id = $1 group by k.conversation_id",
    )
    .bind(account)
    .fetch_all(admin)
    .await
    .expect("a statement of ours");
    counted.into_iter().collect()
}
