//! The beginning of the list, read afresh.

use super::Inbox;
use crate::features::notifications::model::{Listing, Notification};

impl Inbox {
    /// Takes the first page as it was just read, of all or of the unread ones alone. In `another` life of the database versions
    /// count anew, and nothing of before holds. What was heard meanwhile is newer.
    pub fn refresh(&mut self, listing: Listing, is_of_all: bool, another: bool, is_reading: bool) {
        let Listing { mut page, unread } = listing;
        if another {
            *self = Self::new(page);
            return;
        }
        page.items.retain(|one| !self.gone.contains(&one.id));
        let is_known = |one: &Notification| self.all().any(|known| known.id == one.id);
        if !page.items.iter().any(is_known) {
            let newer: Vec<_> = self.all().filter(|one| one.version > unread.version).cloned().collect();
            *self = Self { gone: std::mem::take(&mut self.gone), ..Self::new(page) };
            newer.into_iter().rev().for_each(|one| self.put(one, is_reading));
            return;
        }
        if is_of_all && page.next.is_none() {
            // It names all that there are.
            let named: Vec<_> = page.items.iter().map(|one| one.id).collect();
            for part in [&mut self.new, &mut self.earlier, &mut self.waiting] {
                part.retain(|one| one.version > unread.version || named.contains(&one.id));
            }
        } else if page.next.is_none() || page.items.iter().any(Notification::is_read) {
            // Where the page goes on to what was read, or ends, it names all that is unread.
            let named: Vec<_> = page.items.iter().filter(|one| !one.is_read()).map(|one| one.id).collect();
            let is_unnamed = |one: &&mut Notification| one.version <= unread.version && !named.contains(&one.id);
            for one in self.all_mut().filter(is_unnamed) {
                one.read_at.get_or_insert(one.at);
            }
        }
        for one in page.items.into_iter().rev() {
            // What came and was read meanwhile stands among its like, where nobody is among them.
            if is_of_all && one.is_read() && !is_reading && self.all().all(|known| known.id != one.id) {
                let place = self.earlier.partition_point(|other| other.number > one.number);
                self.earlier.insert(place, one);
            } else {
                self.put(one, is_reading);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::notifications::{
            model::{Changed, Unread},
            state::{
                Told,
                world::{changed, id, notification, was_read},
            },
        },
        shared::page::Page,
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
        inbox.refresh(listing(items, Some("2"), 12), true, false, false);
        assert_eq!(read(&inbox), [vec![5, 4, 3], vec![2, 1]]);
        assert!(inbox.one(id(4)).is_some_and(Notification::is_read));
        inbox.refresh(listing(vec![notification(9, 40)], Some("9"), 40), true, false, true);
        assert_eq!(read(&inbox), [vec![9], vec![]], "whoever was away for so long begins anew");
        inbox.refresh(listing(vec![notification(9, 2)], None, 2), true, true, true);
        assert_eq!(inbox.last(), 2, "in another life of the database");
    }

    #[test]
    fn what_was_taken_back_is_gone_also_where_a_page_that_was_read_before_names_it_or_one_read_since_does_not() {
        let gone = |name| Changed { id: id(name), notification: None, unread: Unread { unread: 1, version: 12 } };
        let mut inbox = Inbox::new(page(vec![notification(4, 7)], None));
        inbox.take(Told::Changed(Box::new(gone(4))), false);
        inbox.take(told(notification(5, 13)), false);
        inbox.refresh(listing(vec![notification(4, 7)], None, 11), true, false, false);
        assert_eq!(read(&inbox), [vec![5], vec![]], "what was heard meanwhile is newer");
        inbox.take(told(notification(6, 14)), false);
        inbox.refresh(listing(vec![notification(6, 14)], None, 15), true, false, false);
        assert_eq!(read(&inbox), [vec![6], vec![]]);
        inbox.refresh(
            listing(vec![notification(6, 14), was_read(notification(8, 9), 15)], None, 15),
            true,
            false,
            false,
        );
        assert_eq!(read(&inbox), [vec![6], vec![8]], "it came and was read meanwhile");
        inbox.take(told(notification(7, 16)), false);
        inbox.refresh(listing(vec![notification(6, 14)], None, 17), false, false, false);
        assert!(inbox.one(id(7)).is_some_and(Notification::is_read), "of the unread ones alone it was read elsewhere");
    }
}
