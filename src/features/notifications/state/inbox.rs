//! The list of notifications as far as it was read, and what came since; `refreshing` reads its beginning afresh.

mod refreshing;

use std::{cmp::Reverse, collections::VecDeque};

use serde::{Deserialize, Serialize};

use super::{Told, tally::Sweep};
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
}

/// Of so many it is remembered that they are gone.
const MOST_GONE: usize = 100;

impl Inbox {
    /// A list by its first page.
    #[must_use]
    pub fn new(page: Page<Notification>) -> Self {
        let mut inbox = Self::default();
        inbox.take_page(page);
        inbox
    }

    /// The same as it would stand there if it was read now: what waits is shown, and what `is_read` is no longer new.
    #[must_use]
    pub fn anew(mut self, is_read: impl Fn(&Notification) -> bool) -> Self {
        self.show_arrived();
        let (read, new): (Vec<_>, Vec<_>) = self.new.into_iter().partition(is_read);
        let mut earlier = read;
        earlier.extend(self.earlier);
        earlier.sort_by_key(|one| Reverse(one.number));
        Self { new, earlier, next: self.next, waiting: Vec::new(), gone: self.gone }
    }

    /// Takes the next page. What is here already says what holds now.
    pub fn take_page(&mut self, page: Page<Notification>) {
        self.next = page.next;
        for one in page.items {
            if !self.gone.contains(&one.id) && !self.catch_up(&one) {
                let part = if one.is_read() { &mut self.earlier } else { &mut self.new };
                part.push(one);
            }
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
        self.waiting.len()
    }

    /// Shows what waits, above all else.
    pub fn show_arrived(&mut self) {
        for one in std::mem::take(&mut self.waiting).into_iter().rev() {
            self.raise(one);
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

    fn put(&mut self, one: Notification, is_reading: bool) {
        let known = self.all().filter(|known| known.id == one.id).map(|known| (known.version, known.number)).max();
        match known {
            Some((version, _)) if version > one.version => {}
            Some((_, number)) if one.is_read() || one.number <= number => _ = self.catch_up(&one),
            None if one.is_read() || self.gone.contains(&one.id) => {}
            _ if is_reading => {
                self.waiting.retain(|other| other.id != one.id);
                self.waiting.insert(0, one);
            }
            _ => self.raise(one),
        }
    }

    /// Has one stand on top of what is new, and nowhere else.
    fn raise(&mut self, one: Notification) {
        self.remove(one.id);
        self.new.insert(0, one);
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
        let sweep = Sweep::of(all);
        for one in self.all_mut().filter(|one| !one.is_read() && sweep.covers(one.number, one.version)) {
            one.read_at = Some(all.read_at);
            one.version = all.unread.version;
        }
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

    fn all(&self) -> impl Iterator<Item = &Notification> {
        self.new.iter().chain(&self.earlier).chain(&self.waiting)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut Notification> {
        self.new.iter_mut().chain(&mut self.earlier).chain(&mut self.waiting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::notifications::{
            model::Unread,
            state::world::{changed, id, notification, was_read},
        },
        shared::time::Time,
    };

    fn page(items: Vec<Notification>, next: Option<&str>) -> Page<Notification> {
        Page { items, next: next.map(str::to_owned), total: None }
    }

    fn told(one: Notification) -> Told {
        Told::Changed(Box::new(changed(one, 0)))
    }

    /// What stands in both parts, by name.
    fn read(inbox: &Inbox) -> [Vec<u128>; 2] {
        [&inbox.new, &inbox.earlier].map(|part| part.iter().map(|one| one.id.0.as_u128()).collect())
    }

    /// Two are unread, and two are not.
    fn known() -> Inbox {
        let read = [notification(2, 8), notification(1, 3)].map(|one| was_read(one, 9));
        Inbox::new(page([notification(4, 7), notification(3, 6)].into_iter().chain(read).collect(), Some("1")))
    }

    #[test]
    fn what_comes_stands_on_top_at_once_or_waits_while_somebody_reads_and_then_too() {
        let mut inbox = known();
        inbox.take(told(notification(5, 10)), false);
        assert_eq!(read(&inbox), [vec![5, 4, 3], vec![2, 1]]);
        inbox.take(told(notification(2, 11)), true);
        inbox.take(told(notification(6, 12)), true);
        inbox.take(told(notification(6, 13)), true);
        assert_eq!((read(&inbox), inbox.arrived()), ([vec![5, 4, 3], vec![2, 1]], 2));
        inbox.show_arrived();
        assert_eq!((read(&inbox), inbox.arrived(), inbox.last()), ([vec![6, 2, 5, 4, 3], vec![1]], 0, 13));
    }

    #[test]
    fn what_is_read_stays_where_it_is_until_the_list_is_read_anew() {
        let mut inbox = known();
        inbox.take(told(was_read(notification(4, 7), 10)), false);
        assert_eq!(read(&inbox), [vec![4, 3], vec![2, 1]]);
        assert!(inbox.one(id(4)).is_some_and(Notification::is_read));
        inbox.take(told(notification(4, 7)), false);
        assert!(inbox.one(id(4)).is_some_and(Notification::is_read), "it was told before");
        inbox.take(told(notification(5, 11)), true);
        assert_eq!(read(&inbox.anew(Notification::is_read)), [vec![5, 3], vec![2, 4, 1]]);
    }

    #[test]
    fn all_are_read_up_to_a_place_and_what_came_after_is_not() {
        let mut inbox = known();
        inbox.take(told(notification(5, 10)), false);
        let unread = Unread { unread: 1, version: 11 };
        inbox.take(Told::AllRead(AllRead { through: 7, read_at: Time::from_millis(1), unread }), false);
        let unread: Vec<_> = inbox.new.iter().filter(|one| !one.is_read()).map(|one| one.id).collect();
        assert_eq!(unread, [id(5)]);
    }

    #[test]
    fn what_was_taken_back_is_gone() {
        let mut inbox = known();
        let gone = Changed { id: id(3), notification: None, unread: Unread::default() };
        inbox.take(Told::Changed(Box::new(gone)), true);
        assert_eq!(read(&inbox), [vec![4], vec![2, 1]]);
    }

    #[test]
    fn the_next_page_stands_below_each_in_its_part_and_none_twice() {
        let mut inbox = known();
        inbox.take_page(page(vec![notification(3, 6), was_read(notification(0, 1), 2)], None));
        assert_eq!((read(&inbox), inbox.next.clone()), ([vec![4, 3], vec![2, 1, 0]], None));
    }
}
