//! A list as far as it was read: it grows downwards page by page, and upwards with who is new.

use std::collections::BTreeSet;

use crate::{features::follows::model::Listing, shared::id::AccountId};

impl Listing {
    /// Takes the page after the last.
    pub fn extend(&mut self, page: Self) {
        let known: BTreeSet<_> = self.people.items.iter().map(|one| one.account.id).collect();
        self.people.items.extend(page.people.items.into_iter().filter(|one| !known.contains(&one.account.id)));
        self.people.next = page.people.next;
    }

    /// Takes the first page as it was just read. Who is new stands on top; who is gone of those whom the page covers goes,
    /// unless they are to stay for who looks.
    pub fn refresh(&mut self, first: Self, who_is_gone_stays: bool) {
        let Self { of, stats, mut people, version, .. } = first;
        let is_in_page = |id: AccountId| people.items.iter().any(|one| one.account.id == id);
        if who_is_gone_stays {
            let known: BTreeSet<_> = self.people.items.iter().map(|one| one.account.id).collect();
            people.items.retain(|one| !known.contains(&one.account.id));
            people.items.append(&mut self.people.items);
            people.next = self.people.next.take();
        } else {
            let last = people.items.last().map(|one| one.account.id);
            let covered = self.people.items.iter().rposition(|one| Some(one.account.id) == last);
            // Where more came than a page holds, the list begins anew.
            if let Some(place) = covered.filter(|_| people.next.is_some()) {
                let beyond = self.people.items.split_off(place + 1);
                let beyond: Vec<_> = beyond.into_iter().filter(|one| !is_in_page(one.account.id)).collect();
                if !beyond.is_empty() {
                    people.next = self.people.next.take();
                    people.items.extend(beyond);
                }
            }
        }
        people.total = Some(stats.of(self.side));
        *self = Self { of, side: self.side, stats, people, version };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::follows::{
            model::Side,
            state::world::{ANN, account, neighbour, stats},
        },
        shared::page::Page,
    };

    fn listing(numbers: &[u128], next: Option<&str>) -> Listing {
        let items = numbers.iter().copied().map(neighbour).collect();
        let people = Page { items, next: next.map(str::to_owned), total: None };
        Listing { of: account(ANN), side: Side::Followers, stats: stats(ANN, 9, 0, 1), people, version: 1 }
    }

    fn read(listing: &Listing) -> (Vec<u128>, Option<&str>) {
        let numbers = listing.people.items.iter().map(|one| one.account.id.0.as_u128());
        (numbers.collect(), listing.people.next.as_deref())
    }

    #[test]
    fn the_next_page_stands_below_and_nobody_twice() {
        let mut known = listing(&[9, 8], Some("8"));
        known.extend(listing(&[8, 7], None));
        assert_eq!(read(&known), (vec![9, 8, 7], None));
    }

    #[test]
    fn who_is_new_stands_on_top_and_who_is_gone_goes() {
        let mut known = listing(&[9, 8, 7, 6, 5], Some("5"));
        known.refresh(listing(&[10, 9, 7], Some("7")), false);
        assert_eq!(read(&known), (vec![10, 9, 7, 6, 5], Some("5")));
        known.refresh(listing(&[10], None), false);
        assert_eq!(read(&known), (vec![10], None), "that is all there is");
    }

    #[test]
    fn a_list_of_which_more_is_new_than_a_page_holds_begins_anew() {
        let mut known = listing(&[3, 2, 1], None);
        known.refresh(listing(&[9, 8], Some("8")), false);
        assert_eq!(read(&known), (vec![9, 8], Some("8")));
    }

    #[test]
    fn whom_one_follows_no_longer_stays_to_be_followed_again() {
        let mut known = listing(&[9, 8, 7], Some("7"));
        known.refresh(listing(&[10, 9, 7], Some("7")), true);
        assert_eq!(read(&known), (vec![10, 9, 8, 7], Some("7")));
    }
}
