//! A list that is read afresh while somebody reads it.

use super::*;
use crate::features::posts::model::Span;

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
    list.show_arrived(&Feed::Latest);
    assert_eq!((numbers(&list), list.next.as_deref()), (vec![5, 4, 3, 2, 1], Some("older")));
}

#[test]
fn what_waits_comes_in_by_time_where_the_list_is_by_that_and_above_all_else_where_it_is_not() {
    for (feed, then) in [(Feed::Latest, [5, 2]), (Feed::Top(Span::Week), [2, 5]), (Feed::Bookmarks, [2, 5])] {
        let mut list = Listing::new(page([5], None));
        list.refresh(page([2, 5], None));
        list.show_arrived(&feed);
        assert_eq!(numbers(&list), then, "{feed:?}");
    }
}

#[test]
fn where_more_came_than_was_read_it_waits_too_and_leaves_no_gap_once_it_is_shown() {
    let mut list = Listing::new(page([3, 2, 1], Some("older")));
    list.refresh(page([9, 8, 7], Some("newer")));
    assert_eq!((numbers(&list), list.arrived().len()), (vec![3, 2, 1], 3));
    list.take_page(page([0], None));
    assert_eq!(numbers(&list), [3, 2, 1, 0], "one reads on meanwhile");
    list.show_arrived(&Feed::Latest);
    assert_eq!((numbers(&list), list.next.as_deref()), (vec![9, 8, 7], Some("newer")));
    list.refresh(page([9, 8, 7], Some("newer")));
    list.show_arrived(&Feed::Latest);
    assert_eq!(numbers(&list), [9, 8, 7], "nothing waits any more");
}

#[test]
fn a_list_in_which_nothing_stands_shows_what_is_read_at_once() {
    let mut list = Listing::new(page([], None));
    list.refresh(page([2, 1], Some("older")));
    assert_eq!((numbers(&list), list.arrived().len(), list.next.as_deref()), (vec![2, 1], 0, Some("older")));
}

#[test]
fn what_was_kept_gives_way_to_what_was_just_read_and_what_was_read_further_down_stays_below() {
    let mut list = Listing::new(page([5, 4, 3, 2, 1], Some("older")));
    list.renew(page([6, 5, 3], Some("newer")));
    assert_eq!((numbers(&list), list.next.as_deref()), (vec![6, 5, 3, 2, 1], Some("older")), "the fourth is gone");
    list.renew(page([9, 8, 7], Some("newer")));
    assert_eq!((numbers(&list), list.next.as_deref()), (vec![9, 8, 7], Some("newer")), "more came than was read");
    list.renew(page([8], None));
    assert_eq!((numbers(&list), list.next.as_deref()), (vec![8], None), "that is all there is");
    assert_eq!(list.arrived(), []);
}

#[test]
fn of_what_is_read_in_the_place_of_what_was_kept_whatever_is_newer_holds_and_what_the_viewer_did_as_the_server_says() {
    let told = |number, change: fn(&mut Post)| {
        let mut post = question(PostId(Uuid::from_u128(number)));
        change(&mut post);
        Told::Post(Box::new(post))
    };
    let mut list = Listing::new(page([2, 1], None));
    list.take(&Feed::Latest, told(1, |post| (post.version, post.body) = (2, "Thus?".to_owned())), |_| false);
    list.take(&Feed::Latest, told(3, |post| post.at = Time::from_millis(999)), |_| false);
    list.take(&Feed::Latest, told(4, |post| post.at = Time::from_millis(1_001)), |_| false);
    let mut read = page([2, 1], None);
    read.items[1].bookmarked = true;
    list.renew(read);
    let first = &list.posts[1];
    assert_eq!((first.version, &*first.body, first.bookmarked), (2, "Thus?", true));
    let waiting: Vec<_> = list.arrived().iter().map(|post| post.id.0.as_u128()).collect();
    assert_eq!(waiting, [4], "the third was there before the page was read, and is not in it");
}

#[test]
fn what_was_left_out_when_a_list_was_read_waits_and_is_shown_where_the_list_has_it() {
    let mut list = Listing::new(page([6, 4, 2], Some("older")));
    list.complete(page([6, 5, 4, 3, 2, 1], None));
    assert_eq!(
        (numbers(&list), list.arrived().len()),
        (vec![6, 4, 2], 2),
        "what is behind all that was read comes with it"
    );
    list.show_arrived(&Feed::Latest);
    assert_eq!((numbers(&list), list.next.as_deref()), (vec![6, 5, 4, 3, 2], Some("older")));
    list.complete(page([6, 5, 4, 3, 2, 1], None));
    assert_eq!(list.arrived().len(), 0);
}

#[test]
fn a_list_that_was_read_to_its_end_has_at_once_what_was_left_out_behind_all_of_it_and_goes_on_where_the_reading_does() {
    let mut list = Listing::new(page([6, 4], None));
    list.complete(page([6, 5, 4, 3, 2], Some("older")));
    assert_eq!(
        (numbers(&list), list.arrived().len(), list.next.as_deref()),
        (vec![6, 4, 3, 2], 1, Some("older")),
        "nothing that is read moves"
    );
    let mut empty = Listing::new(page([], None));
    empty.complete(page([2, 1], None));
    assert_eq!((numbers(&empty), empty.arrived().len(), empty.next), (vec![2, 1], 0, None));
}

#[test]
fn a_list_is_read_again_up_to_the_last_that_is_shown_however_much_was_left_out_before_it() {
    let list = Listing::new(page([900, 1], Some("older")));
    assert!(list.wants_behind(&page((800..=900).rev(), None).items));
    assert!(!list.wants_behind(&page([900, 2, 1], None).items));
    assert!(!list.wants_behind(&page((600..=900).rev(), None).items), "the last of them may be gone");
    assert!(!Listing::default().wants_behind(&[]));
}
