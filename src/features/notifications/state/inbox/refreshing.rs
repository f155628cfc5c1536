//! The beginning of the list, read afresh.

use super::Inbox;
use crate::{
    features::notifications::model::{Listing, Notification},
    shared::page::Page,
};

impl Inbox {
    /// Takes the first page as it was just read in this life of the database; nothing of another one holds. What was heard
    /// meanwhile is newer.
    pub fn refresh(&mut self, listing: Listing, epoch: u32, is_reading: bool) {
        let Listing { mut page, unread } = listing;
        self.enter(epoch);
        page.items.retain(|one| !self.gone.contains(&one.id));
        if self.is_doubted() || !page.items.iter().any(|one| self.all().any(|known| known.id == one.id)) {
            self.begin_anew(page, unread.version, is_reading);
            return;
        }
        // What has not happened since then, and is not named, was gone, or else read.
        let is_older = |one: &Notification| one.number <= unread.version;
        if !self.only_unread && page.next.is_none() {
            // It names all that there are.
            let named: Vec<_> = page.items.iter().map(|one| one.id).collect();
            for part in [&mut self.new, &mut self.earlier, &mut self.waiting] {
                part.retain(|one| !is_older(one) || named.contains(&one.id));
            }
        } else if page.next.is_none() || page.items.iter().any(Notification::is_read) {
            // Where the page goes on to what was read, or ends, it names all that is unread.
            let named: Vec<_> = page.items.iter().filter(|one| !one.is_read()).map(|one| one.id).collect();
            for one in self.all_mut().filter(|one| is_older(one) && !named.contains(&one.id)) {
                one.read_at.get_or_insert(one.at);
            }
        }
        page.items.into_iter().rev().for_each(|one| self.put(one, is_reading));
    }

    /// Takes the first page in place of all that is here, but for what was told since.
    fn begin_anew(&mut self, page: Page<Notification>, version: i64, is_reading: bool) {
        let newer: Vec<_> = self.all().filter(|one| one.version > version).cloned().collect();
        for part in [&mut self.new, &mut self.earlier, &mut self.waiting] {
            part.clear();
        }
        self.take_page(page);
        for one in newer.into_iter().rev() {
            if one.number > version || self.one(one.id).is_some() {
                self.put(one, is_reading);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::notifications::{
        model::{Changed, Unread},
        state::{
            Told,
            world::{changed, id, notification, was_read},
        },
    };

    fn page(items: Vec<Notification>, next: Option<&str>) -> Page<Notification> {
        Page { items, next: next.map(str::to_owned), total: None }
    }

    fn listing(items: Vec<Notification>, next: Option<&str>, version: i64) -> Listing {
        Listing { page: page(items, next), unread: Unread { unread: 1, version } }
    }

    fn told(one: Notification) -> Told {
        Told::Changed(Box::new(changed(one, 0)))
    }

    /// What stands in both parts, by name.
    fn read(inbox: &Inbox) -> [Vec<u128>; 2] {
        [&inbox.new, &inbox.earlier].map(|part| part.iter().map(|one| one.id.0.as_u128()).collect())
    }

    #[test]
    fn the_first_page_read_afresh_brings_what_is_new_and_what_was_read_elsewhere() {
        let were_read = [notification(2, 8), notification(1, 3)].map(|one| was_read(one, 9));
        let all = [notification(4, 7), notification(3, 6)].into_iter().chain(were_read).collect();
        let mut inbox = Inbox::new(page(all, Some("1")));
        let items = vec![notification(5, 12), notification(3, 6), was_read(notification(2, 8), 9)];
        inbox.refresh(listing(items, Some("2"), 12), 1, false);
        assert_eq!(read(&inbox), [vec![5, 4, 3], vec![2, 1]]);
        assert!(inbox.one(id(4)).is_some_and(Notification::is_read));
        inbox.refresh(listing(vec![notification(9, 40)], Some("9"), 40), 1, true);
        assert_eq!(read(&inbox), [vec![9], vec![]], "whoever was away for so long begins anew");
    }

    #[test]
    fn what_holds_no_longer_gives_way_to_what_is_read_next() {
        let mut inbox = Inbox::new(page(vec![notification(4, 7), notification(3, 6)], Some("6")));
        inbox.doubt();
        assert!(inbox.is_doubted());
        inbox.refresh(listing(vec![notification(4, 7)], None, 7), 1, false);
        assert_eq!((read(&inbox), inbox.is_doubted()), ([vec![4], vec![]], false));
    }

    #[test]
    fn in_another_life_of_the_database_it_begins_anew_but_for_what_was_heard_in_that_already() {
        let mut inbox = Inbox::new(page(vec![notification(4, 70), notification(3, 60)], Some("60")));
        inbox.enter(1);
        inbox.hear(2, told(notification(5, 4)), false);
        inbox.refresh(listing(vec![notification(4, 3)], None, 3), 2, true);
        assert_eq!((read(&inbox), inbox.arrived(), inbox.last()), ([vec![4], vec![]], 1, 4));
        inbox.refresh(listing(vec![notification(9, 2)], None, 2), 3, true);
        assert_eq!((read(&inbox), inbox.last()), ([vec![9], vec![]], 2));
    }

    #[test]
    fn what_was_taken_back_is_gone_also_where_a_page_that_was_read_before_names_it_or_one_read_since_does_not() {
        let gone = |name| Changed { id: id(name), notification: None, unread: Unread { unread: 1, version: 12 } };
        let mut inbox = Inbox::new(page(vec![notification(4, 7)], None));
        inbox.take(Told::Changed(Box::new(gone(4))), false);
        inbox.take(told(notification(5, 13)), false);
        inbox.refresh(listing(vec![notification(4, 7)], None, 11), 1, false);
        assert_eq!(read(&inbox), [vec![5], vec![]], "what was heard meanwhile is newer");
        inbox.take(told(notification(6, 14)), false);
        inbox.refresh(listing(vec![notification(6, 14)], None, 15), 1, false);
        assert_eq!(read(&inbox), [vec![6], vec![]]);
        let items = vec![notification(6, 14), was_read(notification(8, 9), 15)];
        inbox.refresh(listing(items, None, 15), 1, false);
        assert_eq!(read(&inbox), [vec![6], vec![8]], "it came and was read meanwhile");
    }

    #[test]
    fn of_the_unread_ones_alone_whatever_is_not_named_was_read_elsewhere() {
        let mut inbox = Inbox::of_unread(page(vec![notification(6, 14)], None));
        inbox.take(told(notification(7, 16)), false);
        inbox.refresh(listing(vec![notification(6, 14)], None, 17), 1, false);
        assert!(inbox.one(id(7)).is_some_and(Notification::is_read));
    }
}
