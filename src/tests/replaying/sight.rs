//! What somebody sees, in the states of the product: read by its services, and brought up to date by what is told.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::stage::Stage;
use crate::{
    features::{
        accounts::{
            model::{Away, Me, Person},
            service as accounts, state as of_account,
        },
        badges::{model::Earned, service as badges},
        follows::{
            model::Suggestions,
            service as follows,
            state::{Graph, suggests_others},
        },
        messages::{
            model::From,
            service as messages,
            state::{Change, Inbox, Timeline, drafts::Drafts, scheduling::Plans},
        },
        notifications::{
            model::Notification,
            service as notifications,
            state::{self as of_notices, Tally, Wanted},
        },
        posts::{
            model::{Feed, Parent, Post, Sort},
            service as posts,
            state::{Listing, Talk, Told},
        },
        publications::{model::Publication, service as of_publications},
    },
    realtime::{Event, Position, Snapshot, Topic},
    server::Viewer,
    shared::{Error, id::AccountId},
};

/// Before all that is told.
const BEFORE: Position = Position { epoch: 1, xid: 0, id: 0 };

pub struct Sight {
    viewer: Viewer,
    me: Me,
    /// Their pages.
    people: BTreeMap<AccountId, Person>,
    graph: Graph,
    /// What each of them has earned.
    earned: BTreeMap<AccountId, Earned>,
    notices: of_notices::Inbox,
    tally: Tally,
    suggestions: Suggestions,
    /// The conversation of two, for who is in it.
    timeline: Option<Timeline>,
    inbox: Inbox,
    drafts: Drafts,
    plans: Plans,
    publications: Vec<Publication>,
    talk: Talk,
    listing: Listing,
}

impl Sight {
    /// Everything that somebody may look at, as they read it now.
    pub async fn read(stage: &Stage, viewer: Viewer) -> Self {
        let (pool, account) = (stage.world.pool(), viewer.account);
        let mut inbox = Inbox::new(account);
        let mut timeline = None;
        if let Ok(conversation) = messages::read(pool, account, stage.pair).await {
            let stretch = messages::stretch(pool, account, stage.pair, From::Newest, 50).await.expect("they are in it");
            inbox.insert(conversation.clone());
            timeline = Some(Timeline::new(account, Snapshot { position: BEFORE, data: conversation }, stretch));
        }
        let mut drafts = Drafts::default();
        let kept = messages::drafts(pool, account).await.expect("their own");
        assert!(drafts.refresh(kept, BEFORE.epoch, &[]).is_empty());
        let mut plans = Plans::default();
        plans.refresh(messages::all_scheduled(pool, account).await.expect("their own"));
        let (mut people, mut graph, mut earned) = (BTreeMap::new(), Graph::default(), BTreeMap::new());
        for other in stage.accounts() {
            if let Ok(person) = accounts::find_person(pool, Some(viewer), &other.handle).await {
                people.insert(other.id, person);
                let standing = follows::standing(pool, Some(viewer), &other.handle).await.expect("they are there");
                graph.learn_standing(&standing);
                earned
                    .insert(other.id, badges::earned(pool, Some(viewer), &other.handle).await.expect("they are there"));
            }
        }
        let notices = notifications::list(pool, viewer, false, (None, 50)).await.expect("their own");
        let listing = posts::Listing { feed: Feed::Latest, cursor: None, limit: 20 };
        Self {
            viewer,
            me: accounts::me(pool, viewer).await.expect("their own"),
            people,
            graph,
            earned,
            tally: Tally::new(BEFORE.epoch, notices.unread),
            notices: of_notices::Inbox::new(notices.page),
            suggestions: follows::suggestions(pool, viewer, follows::MOST).await.expect("their own"),
            timeline,
            inbox,
            drafts,
            plans,
            publications: publications(stage, viewer).await,
            talk: talk(stage, viewer).await,
            listing: Listing::new(posts::list(pool, Some(viewer), &listing).await.expect("a list")),
        }
    }

    /// Brings all of it up to what was told, where this person hears that.
    pub async fn hear(&mut self, stage: &Stage, owner: Option<AccountId>, event: &Event) {
        match event.topic {
            Topic::Me if owner == Some(self.viewer.account) => self.hear_own(stage, event).await,
            Topic::Conversation(_) => {
                let change = Change::read(event);
                if let (Some(timeline), Some(change)) = (&mut self.timeline, change) {
                    timeline.apply(&change, event.position);
                    self.inbox.apply(&change);
                }
            }
            Topic::Account(who) => {
                self.people.get_mut(&who).into_iter().for_each(|person| of_account::apply_to_person(person, event));
                self.earned.get_mut(&who).into_iter().for_each(|earned| earned.hear(&event.kind, &event.body));
                self.graph.hear(event);
            }
            Topic::Post(_) => self.hear_of_thread(event),
            Topic::Latest => {
                if let Some(told) = Told::of_event(event) {
                    self.listing.take(&Feed::Latest, told, |_| false);
                }
            }
            Topic::Me | Topic::Presence(_) | Topic::Tag(_) => {}
        }
    }

    fn hear_of_thread(&mut self, event: &Event) {
        if let Some(told) = Told::of_event(event) {
            self.talk.take(told);
        }
    }

    async fn hear_own(&mut self, stage: &Stage, event: &Event) {
        let (pool, account) = (stage.world.pool(), self.viewer.account);
        of_account::apply(&mut self.me, event);
        self.graph.hear(event);
        self.hear_of_thread(event);
        if let Some(told) = of_notices::Told::of_event(event) {
            self.notices.take(told, false);
        }
        self.tally.hear(&event.kind, &event.body);
        if suggests_others(event) {
            let others = follows::suggestions(pool, self.viewer, follows::MOST).await.expect("their own");
            if others.version >= self.suggestions.version {
                self.suggestions = others;
            }
        }
        if event.kind == "publication.changed" {
            self.publications = publications(stage, self.viewer).await;
        }
        if let Some(change) = Change::read(event) {
            self.inbox.apply(&change);
            if let (Some(timeline), Change::Marked(_, mark)) = (&mut self.timeline, &change) {
                timeline.mark(mark);
            }
        }
        // Events are light: what they do not tell is read.
        for id in self.drafts.hear(std::slice::from_ref(event)) {
            let draft = messages::draft(pool, account, id).await.expect("they are in it");
            self.drafts.look(draft, &[]);
        }
        if self.plans.hear(event) {
            self.plans.expect();
            self.plans.refresh(messages::all_scheduled(pool, account).await.expect("their own"));
        }
    }

    /// All of it by name, in one order.
    pub fn shown(&self, stage: &Stage) -> BTreeMap<String, Value> {
        let mut talk = self.talk.clone().without(&self.me.blocked.iter().map(|account| account.id).collect());
        talk.answers.sort_by_key(|answer| answer.id);
        let mut listing = self.listing.clone();
        listing.show_arrived(&Feed::Latest);
        let is_kept_away = |who| self.me.blocks(who) || self.me.keeps_away(Away::Muted, who);
        // The list gathers what many publish.
        let is_listed = |post: &&Post| !post.is_deleted() && !is_kept_away(post.author.id);
        let mut listed: Vec<_> = listing.posts.iter().filter(is_listed).map(|post| post.id).collect();
        listed.sort();
        let written = self.drafts.written(stage.pair, &[]);
        // The last word of a conversation is what the list shows of it.
        let mut conversation = json!(self.timeline.as_ref().map(Timeline::conversation));
        conversation.as_object_mut().into_iter().for_each(|shown| drop(shown.remove("last")));
        // What is unread the list counts, and what is pinned the open conversation shows.
        let mark = conversation.get_mut("mark").and_then(Value::as_object_mut);
        if let Some(mark) = mark {
            drop(mark.remove("own_past"));
        }
        let mut inbox = json!(self.inbox.conversations().collect::<Vec<_>>());
        let conversations = inbox.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut);
        conversations.for_each(|one| drop(one.remove("pins")));
        let messages = self.timeline.iter().flat_map(Timeline::messages).map(|one| bare(json!(one)));
        let messages: Vec<_> = messages.collect();
        let notices = self.notices.clone().anew(|one| self.tally.is_read(one));
        let mut suggestions = self.suggestions.clone();
        // Whom one follows since stands there as such, until it is read again.
        let is_followed = |who| self.graph.stored_tie(who).follows;
        suggestions.people.retain(|one| !is_kept_away(one.account.id) && !is_followed(one.account.id));
        let shown = [
            ("new notifications", json!(worded(notices.new))),
            ("notifications that were read", json!(worded(notices.earlier))),
            ("unread", json!(self.tally.count(&Wanted::default()))),
            ("suggestions", json!(suggestions)),
            ("me", json!(self.me)),
            ("conversation", conversation),
            ("messages", json!(messages)),
            ("inbox", inbox),
            ("draft", json!([written.body, written.version])),
            ("publications", json!(self.publications)),
            ("plans", json!(self.plans.shown(&[]))),
            ("post", json!(talk.post)),
            ("answers", json!(talk.answers)),
            ("comments", json!(talk.comments)),
            ("latest", json!(listed)),
        ];
        let people = self.people.iter().map(|(id, person)| (format!("person {id}"), json!(person)));
        let earned = self.earned.iter().map(|(id, earned)| (format!("person {id}'s badges"), json!(earned)));
        let ties = self.people.keys().map(|id| {
            let tie = self.graph.stored_tie(*id);
            (format!("person {id} in the graph"), json!([tie, self.graph.stored_stats(*id)]))
        });
        shown
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .chain(people)
            .chain(earned)
            .chain(ties)
            .collect()
    }
}

/// A deleted message without the counts of what it shows no more.
fn bare(mut message: Value) -> Value {
    if let Some(message) = message.as_object_mut().filter(|message| !message["deleted_at"].is_null()) {
        message.retain(|name, _| !["previewed", "reacted"].contains(&name.as_str()));
    }
    message
}

/// Without the words of what they lead to, as they were when the last of it happened: of an edit the thread tells. Nor with
/// the version, of which it is not told that it rose where all were read.
fn worded(mut notices: Vec<Notification>) -> Vec<Notification> {
    for one in &mut notices {
        one.version = 0;
    }
    for preview in notices.iter_mut().filter_map(|one| one.entry.as_mut()) {
        (preview.title, preview.excerpt) = (None, String::new());
    }
    notices
}

/// What is to be published of the conversation of two, and was.
async fn publications(stage: &Stage, viewer: Viewer) -> Vec<Publication> {
    of_publications::list(stage.world.pool(), viewer, Some(stage.pair)).await.expect("their own")
}

/// The thread of the question, with all that stands in it.
async fn talk(stage: &Stage, viewer: Viewer) -> Talk {
    let pool = stage.world.pool();
    let thread = posts::thread(pool, Some(viewer), stage.asked, Sort::Oldest).await.expect("it is there");
    let mut talk = Talk::new(thread, Sort::Oldest, Some(stage.account(viewer).clone()));
    for on in [Parent::Post(stage.asked), Parent::Answer(stage.answered)] {
        match posts::comments(pool, Some(viewer), on, None, 100).await {
            Ok(page) => talk.take_comments(page.items),
            // The answer is not there for them.
            Err(error) => assert_eq!(error, Error::Missing),
        }
    }
    talk
}
