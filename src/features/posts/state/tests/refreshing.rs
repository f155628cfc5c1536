//! A list that is read afresh while somebody reads it.

use super::*;

fn page(numbers: impl IntoIterator<Item = u128>, next: Option<&str>) -> Page<Post> {
    let items = numbers.into_iter().map(|number| question(PostId(Uuid::from_u128(number)))).collect();
    Page { items, next: next.map(str::to_owned), total: None }
}

fn numbers(list: &Listing) -> Vec<u128> {
    list.posts.iter().map(|post| post.id.0.as_u128()).collect()
}

#[test]
fn what_came_meanwhile_waits_and_moves_nothing_that_is_read() {
    let mut list = Listing::new(page([3, 2, 1], Some("older")));
    list.refresh(page([5, 4, 3], Some("newer")));
    assert_eq!((numbers(&list), list.arrived().len()), (vec![3, 2, 1], 2));
    list.show_arrived();
    assert_eq!((numbers(&list), list.next.as_deref()), (vec![5, 4, 3, 2, 1], Some("older")));
}

#[test]
fn where_more_came_than_was_read_it_waits_too_and_leaves_no_gap_once_it_is_shown() {
    let mut list = Listing::new(page([3, 2, 1], Some("older")));
    list.refresh(page([9, 8, 7], Some("newer")));
    assert_eq!((numbers(&list), list.arrived().len()), (vec![3, 2, 1], 3));
    list.take_page(page([0], None));
    assert_eq!(numbers(&list), [3, 2, 1, 0], "one reads on meanwhile");
    list.show_arrived();
    assert_eq!((numbers(&list), list.next.as_deref()), (vec![9, 8, 7], Some("newer")));
    list.refresh(page([9, 8, 7], Some("newer")));
    list.show_arrived();
    assert_eq!(numbers(&list), [9, 8, 7], "nothing waits any more");
}

#[test]
fn a_list_in_which_nothing_stands_shows_what_is_read_at_once() {
    let mut list = Listing::new(page([], None));
    list.refresh(page([2, 1], Some("older")));
    assert_eq!((numbers(&list), list.arrived().len(), list.next.as_deref()), (vec![2, 1], 0, Some("older")));
}
