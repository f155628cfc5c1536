//! The list of notifications as far as it was read, and what came since; `refreshing` reads its beginning afresh.

mod refreshing;
#[cfg(test)]
mod tests;

use std::{cmp::Reverse, collections::VecDeque};

use serde::{Deserialize, Serialize};

use super::{Told, sweep::Sweeps};
use crate::{
    features::notifications::model::{AllRead, Changed, Notification},
    shared::{id::NotificationId, page::Page},
};

/// Notifications, those first that were unread when they were read from the server or have come since. None leaves its
/// place by being read: whoever reads them one by one finds the next where it was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inbox {
    /// What is new.
    pub new: Vec<Notification>,
    /// What was read before.
    pub earlier: Vec<Notification>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// What has come since, and is not shown yet.
    waiting: Vec<Notification>,
    /// What was taken back last: it never comes again, but may still be named by what was read before.
    #[serde(default)]
    gone: VecDeque<NotificationId>,
    /// When all were read.
    #[serde(default)]
    sweeps: Sweeps,
    /// Whether those alone stand here that are unread.
    #[serde(default)]
    only_unread: bool,
    /// The life of the database of which the versions are, once that is known.
    #[serde(default)]
    epoch: Option<u32>,
}

/// Of so many it is remembered that they are gone.
const MOST_GONE: usize = 100;

/// The version of what holds no longer, as what was told in another life of the database: whatever is told next is newer.
const OF_BEFORE: i64 = 0;

impl Inbox {
    /// A list by its first page.
    #[must_use]
    pub fn new(page: Page<Notification>) -> Self {
        Self::default().begun(page)
    }

    /// A list of the unread ones alone, by its first page.
    #[must_use]
    pub fn of_unread(page: Page<Notification>) -> Self {
        Self { only_unread: true, ..Self::default() }.begun(page)
    }

    /// It is of this life of the database: in another one versions count anew, and whatever is told next holds.
    pub fn enter(&mut self, epoch: u32) {
        if self.epoch.replace(epoch).is_some_and(|before| before != epoch) {
            self.doubt();
            self.gone.clear();
            self.sweeps = Sweeps::default();
        }
    }

    /// Nothing that is here holds any more: what is read next takes its place.
    pub fn doubt(&mut self) {
        self.all_mut().for_each(|one| one.version = OF_BEFORE);
    }

    /// Whether something here holds no longer, and nothing was read since.
    #[must_use]
    pub fn is_doubted(&self) -> bool {
        self.all().any(|one| one.version == OF_BEFORE)
    }

    /// The same as it would stand there if it was read now: what waits is shown, and what `is_read` is no longer new.
    #[must_use]
    pub fn anew(mut self, is_read: impl Fn(&Notification) -> bool) -> Self {
        self.show_arrived();
        let (read, mut new): (Vec<_>, Vec<_>) = std::mem::take(&mut self.new).into_iter().partition(is_read);
        let mut earlier = if self.only_unread { Vec::new() } else { read };
        earlier.append(&mut self.earlier);
        for part in [&mut new, &mut earlier] {
            part.sort_by_key(|one| Reverse(one.number));
        }
        Self { new, earlier, ..self }
    }

    /// Takes the next page. What is here already says what holds now.
    pub fn take_page(&mut self, page: Page<Notification>) {
        self.next = page.next;
        for mut one in page.items {
            self.sweeps.mark(&mut one);
            if !self.gone.contains(&one.id) && !self.catch_up(&one) {
                let is_earlier = one.is_read() && !self.only_unread;
                let part = if is_earlier { &mut self.earlier } else { &mut self.new };
                part.push(one);
            }
        }
    }

    /// Takes what was told in this life of the database; one that is over tells nothing.
    pub fn hear(&mut self, epoch: u32, told: Told, is_reading: bool) {
        if self.epoch.is_none_or(|known| known <= epoch) {
            self.enter(epoch);
            self.take(told, is_reading);
        }
    }

    /// Takes what was told. What is new stands on top at once, but waits while somebody `is_reading` further down: nothing
    /// that they read moves.
    pub fn take(&mut self, told: Told, is_reading: bool) {
        match told {
            Told::Changed(changed) => match *changed {
                Changed { notification: Some(one), .. } => self.put(one, is_reading),
                Changed { id, notification: None, .. } => self.end(id),
            },
            Told::AllRead(all) => self.read_all(all),
        }
    }

    /// How many wait to be shown.
    #[must_use]
    pub fn arrived(&self) -> usize {
        self.waiting.iter().filter(|one| !one.is_read()).count()
    }

    /// Shows what waits: above all else, but for what was read meanwhile.
    pub fn show_arrived(&mut self) {
        for one in std::mem::take(&mut self.waiting).into_iter().rev() {
            self.show(one);
        }
    }

    /// One of those that are shown.
    #[must_use]
    pub fn one(&self, id: NotificationId) -> Option<&Notification> {
        self.new.iter().chain(&self.earlier).find(|one| one.id == id)
    }

    /// The greatest number there is; 0 where nothing is here.
    #[must_use]
    pub fn last(&self) -> i64 {
        self.all().map(|one| one.number).max().unwrap_or_default()
    }

    fn put(&mut self, mut one: Notification, is_reading: bool) {
        self.sweeps.mark(&mut one);
        let known = self.all().filter(|known| known.id == one.id).map(|known| (known.version, known.number)).max();
        match known {
            Some((version, _)) if version > one.version => {}
            Some((_, number)) if one.is_read() || one.number <= number => _ = self.catch_up(&one),
            None if self.gone.contains(&one.id) || one.is_read() && !self.reaches(&one) => {}
            _ if is_reading => {
                self.waiting.retain(|other| other.id != one.id);
                self.waiting.insert(0, one);
            }
            _ => self.show(one),
        }
    }

    /// Whether one that was read and is not here would stand among what is.
    fn reaches(&self, one: &Notification) -> bool {
        !self.only_unread && (self.next.is_none() || self.earlier.iter().any(|other| other.number < one.number))
    }

    /// Has one stand in its part alone, above all that happened before it.
    fn show(&mut self, one: Notification) {
        self.remove(one.id);
        let part = if one.is_read() { &mut self.earlier } else { &mut self.new };
        let place = part.iter().position(|other| other.number < one.number).unwrap_or(part.len());
        part.insert(place, one);
    }

    /// Lets what is known of one say what holds now; whether it is here.
    fn catch_up(&mut self, one: &Notification) -> bool {
        let mut is_here = false;
        for known in self.all_mut().filter(|known| known.id == one.id) {
            is_here = true;
            if known.version <= one.version {
                known.clone_from(one);
            }
        }
        is_here
    }

    fn read_all(&mut self, all: AllRead) {
        let Self { new, earlier, waiting, sweeps, .. } = self;
        sweeps.take(all);
        new.iter_mut().chain(earlier).chain(waiting).for_each(|one| sweeps.mark(one));
    }

    /// There is none of this id from now on.
    fn end(&mut self, id: NotificationId) {
        self.remove(id);
        self.gone.push_back(id);
        if self.gone.len() > MOST_GONE {
            self.gone.pop_front();
        }
    }

    fn remove(&mut self, id: NotificationId) {
        for part in [&mut self.new, &mut self.earlier, &mut self.waiting] {
            part.retain(|one| one.id != id);
        }
    }

    fn begun(mut self, page: Page<Notification>) -> Self {
        self.take_page(page);
        self
    }

    fn all(&self) -> impl Iterator<Item = &Notification> {
        self.new.iter().chain(&self.earlier).chain(&self.waiting)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Notification> {
        self.new.iter_mut().chain(&mut self.earlier).chain(&mut self.waiting)
    }
}
