use super::*;
use crate::{
    features::notifications::{
        model::Unread,
        state::world::{account, changed, id, notification, was_read},
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
fn what_happened_before_all_were_read_and_is_told_later_is_unread_where_it_stands_behind_that_place() {
    let mut inbox = known();
    let unread = Unread { unread: 1, version: 11 };
    inbox.take(Told::AllRead(AllRead { through: 7, read_at: Time::from_millis(1), unread }), false);
    inbox.take(told(notification(4, 10)), false);
    inbox.take(told(Notification { version: 9, actor_count: 2, ..notification(3, 6) }), false);
    inbox.take(told(notification(5, 5)), false);
    assert_eq!(read(&inbox), [vec![4, 3], vec![2, 5, 1]]);
    let shown = [4, 3, 5].map(|name| inbox.one(id(name)).map(|one| (one.is_read(), one.version, one.actor_count)));
    assert_eq!(shown, [Some((false, 10, 1)), Some((true, 9, 2)), Some((true, 5, 1))]);
}

#[test]
fn what_was_read_before_it_was_ever_told_stands_among_its_like_as_far_as_the_list_goes() {
    let mut inbox = known();
    inbox.take(told(was_read(notification(5, 5), 10)), false);
    inbox.take(told(was_read(notification(6, 2), 11)), false);
    inbox.take(told(was_read(notification(7, 4), 12)), true);
    inbox.take(told(notification(5, 5)), false);
    assert_eq!((read(&inbox), inbox.arrived()), ([vec![4, 3], vec![2, 5, 1]], 0));
    inbox.show_arrived();
    assert_eq!(read(&inbox), [vec![4, 3], vec![2, 5, 7, 1]]);
    let mut unread = Inbox::of_unread(page(vec![notification(4, 7)], None));
    unread.take(told(was_read(notification(5, 5), 10)), false);
    assert_eq!(read(&unread), [vec![4], vec![]]);
}

#[test]
fn in_another_life_of_the_database_versions_count_anew_and_one_that_is_over_tells_nothing() {
    let mut inbox = known();
    inbox.enter(1);
    inbox.hear(2, told(was_read(notification(3, 2), 3)), false);
    assert!(inbox.one(id(3)).is_some_and(Notification::is_read));
    inbox.hear(1, told(notification(3, 40)), false);
    assert!(inbox.one(id(3)).is_some_and(Notification::is_read));
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

#[test]
fn what_somebody_did_alone_is_of_none_but_them_and_what_others_did_too_or_nobody_is_not() {
    let [bob, cleo] = ["Bob", "Cleo"].map(|name| account(name).id);
    let one = notification(1, 1);
    assert!(one.is_of_none_but(&[bob, cleo].into()) && !one.is_of_none_but(&[cleo].into()));
    let of = |actors: &[&str], actor_count| {
        let actors = actors.iter().map(|name| account(name)).collect();
        Notification { actors, actor_count, ..one.clone() }
    };
    assert!(of(&["Bob", "Cleo"], 2).is_of_none_but(&[bob, cleo].into()));
    for (actors, count) in [(&["Bob", "Cleo"][..], 2), (&["Bob"][..], 2), (&[][..], 0)] {
        assert!(!of(actors, count).is_of_none_but(&[bob].into()), "{actors:?} {count}");
    }
    let told = of(&["Bob", "Cleo"], 5).without(&[bob].into());
    assert_eq!((told.actors, told.actor_count), (vec![account("Cleo")], 4));
}
