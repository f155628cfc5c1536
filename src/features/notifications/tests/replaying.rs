//! What a person was told, and what their devices hear since, is what they are told now.

use std::collections::BTreeMap;

use rand::{Rng, SeedableRng, rngs::SmallRng};

use super::*;
use crate::features::notifications::model::{AllRead, Unread};

/// What a device holds: of each notification what it last heard, also that there is none.
#[derive(Clone, Debug, Default)]
struct Held {
    all: BTreeMap<NotificationId, (i64, Option<Notification>)>,
    read: Vec<AllRead>,
    unread: Unread,
}

impl Held {
    fn of(listing: Listing) -> Self {
        let all = listing.page.items.into_iter().map(|one| (one.id, (one.version, Some(one)))).collect();
        Self { all, read: Vec::new(), unread: listing.unread }
    }

    fn hear(&mut self, kind: &str, body: Value) {
        let unread = if kind == "notifications.read" {
            let read: AllRead = serde_json::from_value(body).unwrap();
            self.read.push(read);
            read.unread
        } else {
            let Changed { id, notification, unread } = serde_json::from_value(body).unwrap();
            let version = notification.as_ref().map_or(unread.version, |one| one.version);
            let held = self.all.entry(id).or_insert((version, notification.clone()));
            if version > held.0 {
                *held = (version, notification);
            }
            unread
        };
        if unread.version > self.unread.version {
            self.unread = unread;
        }
        for (version, held) in self.all.values_mut() {
            let Some(held) = held.as_mut().filter(|held| !held.is_read()) else { continue };
            let read = self.read.iter().find(|read| held.number <= read.through && *version < read.unread.version);
            if let Some(read) = read {
                (held.read_at, held.version, *version) = (Some(read.read_at), read.unread.version, read.unread.version);
            }
        }
    }

    /// In the order of a list.
    fn listed(&self) -> (Vec<Notification>, Unread) {
        let mut all: Vec<_> = self.all.values().filter_map(|(_, held)| held.clone()).collect();
        all.sort_by_key(|one| (one.is_read(), -one.number));
        (all, self.unread)
    }
}

/// Somebody does something or other that concerns ann, or she reads; what is refused is refused.
async fn act(
    place: &Place,
    post: PostId,
    (answers, comments): (&[AnswerId], &mut Vec<CommentId>),
    chance: &mut SmallRng,
) {
    let (server, pool, once) = (&place.world.server, place.world.pool(), &Once::UNNAMED);
    let who = [place.bob, place.eve, place.dora][chance.random_range(0..3)];
    let answer = answers[chance.random_range(0..answers.len())];
    let body = if chance.random_bool(0.3) { "Hm @ann" } else { "Hm" };
    match chance.random_range(0..9) {
        0 | 1 => {
            let on = if chance.random_bool(0.5) { Entry::Post(post) } else { Entry::Answer(answer) };
            let _ = posts::vote(server, who, Vote { on, value: chance.random_range(-1..=1) }, once).await;
        }
        2 | 3 => comments.push(place.comment(who, Parent::Answer(answer), body).await.id),
        4 if !comments.is_empty() => {
            let comment = comments[chance.random_range(0..comments.len())];
            let _ = posts::delete_comment(pool, who, comment, once).await;
        }
        5 if !comments.is_empty() => {
            let comment = comments[chance.random_range(0..comments.len())];
            let rewrite = Rewrite { body: Some(body.to_owned()), ..Rewrite::default() };
            let _ = posts::rewrite_comment(server, who, comment, &rewrite, once).await;
        }
        6 => place.follow(who, "ann", chance.random_bool(0.6)).await,
        7 => {
            let told = place.all(place.ann).await.page.items;
            if let Some(one) = told.get(chance.random_range(0..6)) {
                place.read(place.ann, one.id).await;
            }
        }
        _ => {
            let told = place.all(place.ann).await.page.items;
            if let Some(one) = told.get(chance.random_range(0..6)) {
                service::read_all(pool, place.ann, one.number, once).await.unwrap();
            }
        }
    }
}

/// Without words that an edit has changed since: of that the topic of the thread tells.
fn worded(mut listed: Vec<Notification>) -> Vec<Notification> {
    for preview in listed.iter_mut().filter_map(|one| one.entry.as_mut()) {
        preview.excerpt.clear();
    }
    listed
}

#[tokio::test]
async fn what_was_told_and_the_events_since_are_what_is_told_now_however_often_they_come() {
    for seed in 0..3 {
        let place = place().await;
        let post = place.ask(place.ann, "Which?").await.id;
        let answers =
            [place.answer(place.ann, post, "Green").await.id, place.answer(place.bob, post, "Black").await.id];
        let (mut comments, mut chance) = (Vec::new(), SmallRng::seed_from_u64(seed));
        for _ in 0..20 {
            act(&place, post, (&answers, &mut comments), &mut chance).await;
        }
        let mut held = Held::of(place.all(place.ann).await);
        for _ in 0..40 {
            act(&place, post, (&answers, &mut comments), &mut chance).await;
        }
        let events = place.events(place.ann).await;
        assert!(events.len() > 20, "{}", events.len());
        // From the beginning, so that what is held already is told again.
        for (kind, body) in events.iter().chain(&events[events.len() / 2..]) {
            held.hear(kind, body.clone());
        }
        let now = place.all(place.ann).await;
        let (listed, unread) = held.listed();
        assert_eq!((worded(listed), unread), (worded(now.page.items), now.unread), "seed {seed}");
    }
}
