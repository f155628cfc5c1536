//! What comes into a list.

use super::*;

#[test]
fn what_is_published_waits_above_what_is_read_until_it_is_asked_for() {
    let [one, two, three] = [1, 2, 3].map(|number| question(PostId(Uuid::from_u128(number))));
    let mut list = Listing::new(Page { items: vec![one.clone()], next: Some("more".to_owned()), total: None });
    for post in [&two, &three, &two] {
        list.take(&Feed::Latest, Told::Post(Box::new(post.clone())), |_| false);
    }
    assert_eq!((list.posts.len(), list.arrived().len()), (1, 2));
    list.show_arrived(&Feed::Latest);
    let ids: Vec<_> = list.posts.iter().map(|post| post.id).collect();
    assert_eq!((ids, list.arrived().len()), (vec![three.id, two.id, one.id], 0));
    list.take_page(Page { items: vec![one], next: None, total: None });
    assert_eq!((list.posts.len(), list.next), (3, None));
}

#[test]
fn a_list_takes_only_what_belongs_to_it_and_what_was_edited_is_not_new() {
    let answered = question(HERE);
    let edited = Post { version: 2, answers: 0, ..question(HERE) };
    let author = answered.author.id;
    for (feed, post, waits) in [
        (Feed::Unanswered, &answered, 0),
        (Feed::Latest, &edited, 0),
        (Feed::Tag("rust".to_owned()), &answered, 1),
        (Feed::Tag("go".to_owned()), &answered, 0),
        (Feed::Person(answered.author.id), &answered, 1),
        (Feed::Bookmarks, &answered, 0),
        (Feed::Following, &answered, 1),
        (Feed::Following, &edited, 0),
    ] {
        let mut list = Listing::default();
        list.take(&feed, Told::Post(Box::new(post.clone())), |person| person == author);
        assert_eq!(list.arrived().len(), waits, "{feed:?}");
    }
    let mut list = Listing::default();
    list.take(&Feed::Following, Told::Post(Box::new(answered)), |_| false);
    assert_eq!(list.arrived().len(), 0, "nobody follows its author");
}
