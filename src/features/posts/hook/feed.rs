//! A list of posts while somebody looks at it.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::{
    hearing::told,
    listing::{FEEDS, Listed, name},
};
use crate::{
    client::{Age, Client, Heard, Incoming, read_until, use_client},
    features::{
        accounts::{
            hook::{use_left_out, use_me, use_unwanted},
            model::Me,
        },
        follows::hook::{Followees, hear_followees},
        posts::{
            model::{Bookmark, Feed, Post},
            rpc,
            state::{Listing, Told, settling},
        },
    },
    kit::{Further, Paging, is_reading, keep, put_back},
    realtime::{Position, Snapshot, Topic},
    shared::{
        Result,
        effect::Effect,
        id::{AccountId, PostId},
        page::Page,
    },
    sync::{Pending, overlaid},
};

/// A list that somebody looks at, copied freely.
#[derive(Clone, Copy)]
pub struct FeedList {
    client: Client,
    me: Signal<Option<Me>>,
    unwanted: Memo<BTreeSet<AccountId>>,
    pub(super) left_out: Memo<Option<BTreeSet<AccountId>>>,
    pub(super) feed: StoredValue<Feed>,
    pub(super) listing: RwSignal<Listing>,
    /// As the screen has it: with what is on its way to the server.
    pub shown: Memo<Listing>,
    /// Of when it is.
    pub age: Age,
    pending: Signal<Vec<Pending>>,
    /// Whether it began further down than its beginning.
    pub is_late: bool,
    hearing: StoredValue<Option<Heard>>,
    /// Where the list is of whom the viewer follows.
    followees: Option<Followees>,
    /// What was told before those were known.
    held: StoredValue<Vec<Told>>,
    since: Position,
    paging: Paging,
}

/// A list as it was read, kept up to date from there on while members look.
#[must_use]
pub fn follow_feed(Listed { feed, drawn, is_late, .. }: Listed) -> FeedList {
    let (client, age, is_copy) = (use_client(), Age::of(&drawn), drawn.is_copy);
    let Snapshot { position, data } = drawn.snapshot;
    let (topic, gathers) = (topic(&feed), feed.gathers());
    let followees = (feed == Feed::Following).then(|| hear_followees(position));
    let (listing, pending) = (RwSignal::new(data), client.pending());
    let list = FeedList {
        client,
        me: use_me(),
        unwanted: use_unwanted(gathers),
        left_out: use_left_out(gathers),
        feed: StoredValue::new(feed),
        listing,
        shown: Memo::new(move |_| overlaid(&*listing.read(), &pending.read())),
        age,
        pending,
        is_late,
        hearing: StoredValue::new(None),
        followees,
        held: StoredValue::new(Vec::new()),
        since: position,
        paging: Paging::new(),
    };
    // First, so that it comes before the end of the subscription when all of this ends.
    list.keep();
    if let Some(topic) = topic {
        let heard = client.subscribe(topic, Some(position), move |incoming| list.hear(incoming));
        list.hearing.set_value(Some(heard));
    }
    if let Some(followees) = followees {
        list.await_people(followees);
    }
    list.settle();
    if is_copy {
        list.refresh();
    }
    list.reread_when_let_back();
    list
}

/// Where one hears of what comes into a list, if anywhere.
fn topic(feed: &Feed) -> Option<Topic> {
    match feed {
        Feed::Top(_) => None,
        Feed::Bookmarks => Some(Topic::Me),
        Feed::Tag(tag) => tag.parse().ok().map(Topic::Tag),
        _ => Some(Topic::Latest),
    }
}

impl FeedList {
    /// Where the next page begins.
    #[must_use]
    pub fn next(self) -> Option<String> {
        self.listing.read().next.clone()
    }

    /// How it is with the next page.
    #[must_use]
    pub fn further(self) -> Further {
        self.paging.further()
    }

    /// Reads the next page, if there is one and none is under way, unless it could not be read.
    pub fn more(self) {
        if !self.paging.has_failed() {
            self.ask();
        }
    }

    /// Reads the next page, also one that could not be read.
    pub fn ask(self) {
        if let Some(cursor) = self.listing.with_untracked(|listing| listing.next.clone()) {
            let page = rpc::list_posts(self.feed.get_value(), Some(cursor));
            self.paging.read(page, move |Snapshot { data, .. }| {
                self.listing.try_update(|listing| listing.take_page(data));
            });
        }
    }

    /// Which are shown, in their order: at once without what people wrote whom the viewer blocks, nor, where it gathers what
    /// many publish, whom they mute.
    #[must_use]
    pub fn ids(self) -> Vec<PostId> {
        self.shown.read().posts.iter().filter(|post| self.is_wanted(post)).map(|post| post.id).collect()
    }

    /// How many wait to be shown; none while all of it waits to be read afresh.
    #[must_use]
    pub fn arrived(self) -> usize {
        if self.age.is_awaited() {
            return 0;
        }
        self.shown.read().arrived().iter().filter(|post| self.is_wanted(post)).count()
    }

    fn is_wanted(self, post: &Post) -> bool {
        !self.unwanted.read().contains(&post.author.id)
    }

    /// Shows what came since.
    pub fn show_arrived(self) {
        self.feed.with_value(|feed| self.listing.update(|listing| listing.show_arrived(feed)));
    }

    fn keep(self) {
        let name = self.feed.with_value(name);
        let snapshot = move || {
            let heard = self.hearing.try_get_value().flatten().and_then(Heard::position);
            // What is held is told again to who comes back.
            let holds = self.held.try_with_value(|held| !held.is_empty())?;
            let position = heard.filter(|_| !holds).unwrap_or(self.since);
            Some(Snapshot { position, data: self.listing.try_get_untracked()? })
        };
        let left = move || {
            let (feed, drawn) = (self.feed.try_get_value()?, self.age.left(snapshot()?)?);
            let left_out = self.left_out.try_get_untracked()?;
            Some(Listed { feed, drawn, is_late: self.is_late, left_out })
        };
        keep(&name, left);
        put_back(&name, move |left: Listed| {
            if self.feed.try_get_value().is_some_and(|feed| feed == left.feed) {
                self.listing.try_set(left.drawn.snapshot.data);
                self.reread_where_let_back(left.left_out.as_ref());
            }
        });
        if !self.is_late {
            self.age.keep(FEEDS, name, move || self.listing.track(), snapshot);
        }
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => {
                let told = told(&events, self.me);
                // What is kept elsewhere is told without its words.
                if told.iter().any(|told| matches!(told, Told::Bookmark(Bookmark { on: true, .. }, _))) {
                    self.refresh();
                }
                self.take(told);
            }
            Incoming::Refetch => self.refresh(),
            Incoming::CaughtUp => self.age.catch_up(),
            Incoming::Signal { .. } => {}
        }
    }

    /// Takes what was told; while nobody can say yet whether it belongs here, it is held.
    fn take(self, told: Vec<Told>) {
        if self.followees.is_some_and(|followees| !followees.are_known()) {
            self.held.try_update_value(|held| held.extend(told));
            return;
        }
        let Some(feed) = self.feed.try_get_value() else { return };
        let is_theirs = |who| self.followees.is_some_and(|followees| followees.hold(who));
        self.listing.try_update(|listing| told.into_iter().for_each(|told| listing.take(&feed, told, is_theirs)));
    }

    /// Takes what the server answered to what was deleted of it: from then on it is confirmed.
    fn settle(self) {
        Effect::new(move || {
            let answers = self.pending.with(|pending| self.listing.with(|all| settling::deletions(all, pending)));
            for (id, told) in answers {
                if let Some(told) = told {
                    let feed = self.feed.get_value();
                    self.listing.update(|all| all.take(&feed, told, |_| false));
                }
                self.client.settle(id);
            }
        });
    }

    /// Takes what was held once those are known whom the viewer follows. Whoever had nobody to read and follows somebody reads
    /// them at once; a list in which something stands is left as it is.
    fn await_people(self, followees: Followees) {
        Effect::new(move |_| {
            if followees.became_known() {
                let held = self.held.try_update_value(std::mem::take).unwrap_or_default();
                self.take(held);
            }
        });
        Effect::new(move |_| {
            let is_empty = self.listing.with_untracked(|listing| listing.posts.is_empty());
            if followees.changed() && is_empty {
                self.refresh();
            }
        });
    }

    /// Reads the beginning afresh, as soon as the server can be reached. It takes the place of what was kept from an earlier
    /// time where nobody has begun to read that; of another life of the database nothing is left then.
    fn refresh(self) {
        let take = move |Snapshot { position, data }: Snapshot<Page<Post>>| {
            let is_of_before = untrack(|| self.age.is_awaited()) && !is_reading();
            self.listing.try_update(|listing| {
                if !is_of_before {
                    listing.refresh(data);
                } else if position.epoch == self.since.epoch {
                    listing.renew(data);
                } else {
                    *listing = Listing::new(data);
                }
            });
            self.age.renew();
            self.hearing.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
        };
        self.read(None, Box::new(take));
    }

    /// Reads a page as soon as the server can be reached, and takes it where the list is still looked at.
    pub(super) fn read(self, cursor: Option<String>, take: Box<dyn FnOnce(Snapshot<Page<Post>>)>) {
        let Some(feed) = self.feed.try_get_value() else { return };
        read_until(
            move || rpc::list_posts(feed.clone(), cursor.clone()),
            move || self.listing.try_with_untracked(|_| ()).is_some(),
            move |answer: Result<_>| {
                if let Ok(page) = answer {
                    take(page);
                }
            },
        );
    }
}
