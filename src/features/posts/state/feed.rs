//! A list of posts as far as it was read, and what came since.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};

use super::Told;
use crate::{
    features::posts::model::{Bookmark, Feed, Post},
    shared::{
        id::{AccountId, PostId},
        page::Page,
        time::Time,
    },
};

/// So many posts more than are shown are read again at most.
const BEYOND: usize = 200;

/// Posts in the order of their list. What comes while somebody reads waits until they ask for it: nothing that is read
/// moves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// As they are shown.
    pub posts: Vec<Post>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// What came since, the latest first.
    waiting: Vec<Post>,
    /// Where that takes the place of what is shown, as more came than was read: where the page behind it begins.
    #[serde(default)]
    anew: Option<Anew>,
}

/// What stands behind a first page that was read anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Anew {
    /// Where the next page begins.
    next: Option<String>,
}

impl Listing {
    /// A list by its first page.
    #[must_use]
    pub fn new(page: Page<Post>) -> Self {
        Self { posts: page.items, next: page.next, waiting: Vec::new(), anew: None }
    }

    /// Takes the next page. What was there already says what holds now.
    pub fn take_page(&mut self, page: Page<Post>) {
        self.next = page.next;
        for post in page.items {
            match self.posts.iter_mut().find(|known| known.id == post.id) {
                Some(known) => known.catch_up(&post),
                None => self.posts.push(post),
            }
        }
    }

    /// Takes something that was told. A post that belongs to this list and is not in it waits; one that is kept no longer goes
    /// from the list of those that are. `is_theirs` says whether somebody is the viewer, or followed by them.
    pub fn take(&mut self, feed: &Feed, told: Told, is_theirs: impl Fn(AccountId) -> bool) {
        match told {
            Told::Post(post) => {
                let known = self.posts.iter_mut().chain(&mut self.waiting).find(|known| known.id == post.id);
                match known {
                    Some(known) => known.catch_up(&post),
                    None if is_new_in(feed, &post, &is_theirs) => self.waiting.insert(0, *post),
                    None => {}
                }
                self.waiting.retain(|post| !post.is_deleted());
            }
            Told::Tally(tally) => {
                let known = self.posts.iter_mut().chain(&mut self.waiting);
                known.filter(|known| tally.entry.id() == known.id.0).for_each(|known| known.take_tally(&tally));
            }
            Told::Bookmark(Bookmark { post_id, on: false }, _) if *feed == Feed::Bookmarks => {
                self.posts.retain(|post| post.id != post_id);
                self.waiting.retain(|post| post.id != post_id);
            }
            Told::Answer(_) | Told::Comment(_) | Told::Vote(..) | Told::Bookmark(..) => {}
        }
    }

    /// What waits to be shown.
    #[must_use]
    pub fn arrived(&self) -> &[Post] {
        &self.waiting
    }

    /// Shows what waits, above all else, or in its place where more came than was read; in a list whose latest comes first,
    /// where that has it.
    pub fn show_arrived(&mut self, feed: &Feed) {
        let older = std::mem::replace(&mut self.posts, std::mem::take(&mut self.waiting));
        match self.anew.take() {
            Some(Anew { next }) => self.next = next,
            None => self.posts.extend(older),
        }
        if feed.is_by_time() {
            self.posts.sort_by_key(latest);
        }
    }

    /// Whether what was read again from the beginning on is to be read on: up to the last that is shown, or a good deal further
    /// where that may stand there no longer.
    #[must_use]
    pub fn wants_behind(&self, read: &[Post]) -> bool {
        let is_read = |last: &Post| read.iter().any(|post| post.id == last.id);
        self.posts.last().is_some_and(|last| !is_read(last)) && read.len() < self.posts.len() + BEYOND
    }

    /// Takes what was read again from the beginning on, up to what was read before at least: what is not here waits where it
    /// stands before that. What stands behind it comes with the next page, or at once to a list that was read to its end.
    pub fn complete(&mut self, mut read: Page<Post>) {
        let known = read.items.iter().rposition(|post| self.holds(post.id));
        let behind = read.items.split_off(known.map_or(0, |last| last + 1));
        for post in read.items {
            if !self.holds(post.id) {
                self.waiting.push(post);
            }
        }
        if self.next.is_none() {
            self.take_page(Page { items: behind, next: read.next, total: None });
        }
    }

    /// Takes what was read afresh: what was not there waits, also where all of it is new to somebody who was away for long.
    /// A list in which nothing stands shows it at once.
    pub fn refresh(&mut self, page: Page<Post>) {
        if self.posts.is_empty() {
            *self = Self::new(page);
            return;
        }
        let is_known = |id: PostId| self.posts.iter().any(|known| known.id == id);
        let is_apart = !page.items.is_empty() && !page.items.iter().any(|post| is_known(post.id));
        self.anew = is_apart.then(|| Anew { next: page.next.clone() });
        let mut new = Vec::new();
        for post in page.items {
            match self.posts.iter_mut().find(|known| known.id == post.id) {
                Some(known) => known.catch_up(&post),
                None => new.push(post),
            }
        }
        self.waiting = new;
    }

    /// Takes a first page that was just read in the place of what was kept from an earlier time: who has not begun to read sees
    /// the list as it is now, and below it what was read further down then. What was published after the page was read waits.
    pub fn renew(&mut self, page: Page<Post>) {
        let Self { posts: mut known, next, waiting, .. } = std::mem::take(self);
        let newest = page.items.iter().map(|post| post.at).max();
        let last = page.items.last().map(|post| post.id);
        let covered = known.iter().rposition(|post| Some(post.id) == last).filter(|_| page.next.is_some());
        *self = Self::new(page);
        for post in &mut self.posts {
            let id = post.id;
            // Whatever was heard meanwhile is newer; what the viewer did with it is as the server says.
            for heard in known.iter().chain(&waiting).filter(|known| known.id == id) {
                post.catch_up(heard);
            }
        }
        let beyond = covered.map(|place| known.split_off(place + 1)).unwrap_or_default();
        let beyond: Vec<_> = beyond.into_iter().filter(|post| self.post(post.id).is_none()).collect();
        if !beyond.is_empty() {
            self.posts.extend(beyond);
            self.next = next;
        }
        let is_new = |post: &Post| newest.is_none_or(|newest| post.at > newest);
        self.waiting = waiting.into_iter().filter(|post| is_new(post) && self.post(post.id).is_none()).collect();
    }

    /// Whether a post is here, shown or waiting.
    fn holds(&self, id: PostId) -> bool {
        self.posts.iter().chain(&self.waiting).any(|known| known.id == id)
    }

    /// One of those that are shown.
    #[must_use]
    pub fn post(&self, id: PostId) -> Option<&Post> {
        self.posts.iter().find(|post| post.id == id)
    }
}

/// By what the latest post comes first.
fn latest(post: &Post) -> Reverse<(Time, PostId)> {
    Reverse((post.at, post.id))
}

/// Whether a post that was just published stands at the top of a list.
fn is_new_in(feed: &Feed, post: &Post, is_theirs: &impl Fn(AccountId) -> bool) -> bool {
    let belongs = match feed {
        Feed::Latest => true,
        Feed::Following => is_theirs(post.author.id),
        Feed::Questions => post.is_question(),
        Feed::Unanswered => post.is_question() && post.answers == 0,
        Feed::Tag(tag) => post.tags.contains(tag),
        Feed::Person(account) => post.author.id == *account,
        Feed::Top(_) | Feed::Bookmarks => false,
    };
    belongs && post.version == 1 && !post.is_deleted()
}
