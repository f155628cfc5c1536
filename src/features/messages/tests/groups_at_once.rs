//! Groups that several people change at the same moment.

use futures::future::{join, join_all};

use super::{
    groups::{Club, club},
    *,
};
use crate::{
    features::messages::{model::GroupRole, service::NewGroup},
    shared::Error,
};

/// Often enough that each order of two acts comes about.
const TIMES: usize = 8;

impl Club {
    async fn owners(&self) -> i64 {
        let owners = "select count(*) from participants where role = 'owner'";
        self.talk.number(owners).await
    }
}

#[tokio::test]
async fn a_group_that_is_made_at_once_from_everywhere_is_made_once() {
    let talk = talk().await;
    let group = &NewGroup { id: ConversationId::new(), name: "Book club".to_owned(), with: vec!["bob".to_owned()] };
    let made = join_all((0..8).map(|_| service::create_group(&talk.world.server, talk.ann, group))).await;
    assert_eq!(made.iter().filter(|made| made.as_ref().is_ok_and(|opened| opened.created)).count(), 1);
    assert!(made.iter().all(|made| made.as_ref().is_ok_and(|opened| opened.id == group.id)), "{made:?}");
    assert_eq!(talk.number("select count(*) from conversations where kind = 'group'").await, 1);
}

#[tokio::test]
async fn of_two_owners_who_remove_each_other_at_once_one_stays() {
    for _ in 0..TIMES {
        let club = club().await;
        let Talk { ann, bob, .. } = club.talk;
        club.set(ann, "bob", Some(GroupRole::Owner)).await.unwrap();
        let (by_ann, by_bob) = join(club.remove(ann, "bob"), club.remove(bob, "ann")).await;
        let (stays, goes) = if by_ann.is_ok() { ("ann", by_bob) } else { ("bob", by_ann) };
        assert_eq!(goes, Err(Error::Missing), "who is out is a stranger");
        assert_eq!(club.people().await, format!("{stays} owner, cleo member"));
    }
}

#[tokio::test]
async fn two_admins_cannot_remove_each_other() {
    let club = club().await;
    club.set(club.talk.ann, "cleo", Some(GroupRole::Admin)).await.unwrap();
    let both = join(club.remove(club.talk.bob, "cleo"), club.remove(club.cleo, "bob")).await;
    assert_eq!(both, (Err(Error::Forbidden), Err(Error::Forbidden)));
    assert_eq!(club.people().await, "ann owner, bob admin, cleo admin");
}

#[tokio::test]
async fn a_group_has_an_owner_when_the_last_one_leaves_while_somebody_comes() {
    for _ in 0..TIMES {
        let club = club().await;
        let (left, came) = join(club.remove(club.talk.ann, "ann"), club.set(club.talk.bob, "dan", None)).await;
        assert_eq!((left, came.err()), (Ok(()), None));
        assert_eq!(club.people().await, "bob owner, cleo member, dan member");
    }
}

#[tokio::test]
async fn a_group_has_an_owner_when_all_of_them_leave_at_once() {
    for _ in 0..TIMES {
        let club = club().await;
        let Talk { ann, bob, .. } = club.talk;
        club.set(ann, "bob", Some(GroupRole::Owner)).await.unwrap();
        assert_eq!(join(club.remove(ann, "ann"), club.remove(bob, "bob")).await, (Ok(()), Ok(())));
        assert_eq!(club.people().await, "cleo owner");
    }
}

#[tokio::test]
async fn of_two_owners_who_step_down_at_once_one_stays_owner() {
    for _ in 0..TIMES {
        let club = club().await;
        let Talk { ann, bob, .. } = club.talk;
        club.set(ann, "bob", Some(GroupRole::Owner)).await.unwrap();
        let down = Some(GroupRole::Member);
        let (one, other) = join(club.set(ann, "ann", down), club.set(bob, "bob", down)).await;
        let mut refused = one.err().into_iter().chain(other.err());
        assert_eq!((refused.next(), refused.next()), (Some(Error::invalid("role", "last_owner")), None));
        assert_eq!(club.owners().await, 1);
    }
}

#[tokio::test]
async fn whoever_leaves_while_they_are_given_a_role_is_out() {
    for _ in 0..TIMES {
        let club = club().await;
        let give = service::set_role(club.talk.world.pool(), club.talk.ann, club.id, "cleo", GroupRole::Admin);
        let (given, left) = join(give, club.remove(club.cleo, "cleo")).await;
        assert!(matches!(given, Ok(()) | Err(Error::Missing)), "{given:?}");
        assert_eq!(left, Ok(()));
        assert_eq!(club.people().await, "ann owner, bob admin");
    }
}

#[tokio::test]
async fn of_two_who_come_at_once_only_one_is_the_256th() {
    let club = club().await;
    let fill = "with people as (
          insert into accounts (id, handle, display_name)
            select gen_random_uuid(), 'p' || n || '_', 'Person' from generate_series(1, 252) n returning id)
        insert into participants (conversation_id, account_id) select $1, id from people";
    sqlx::query(fill).bind(club.id).execute(&mut club.talk.administrator().await).await.unwrap();
    let (dan, eve) = join(club.set(club.talk.ann, "dan", None), club.set(club.talk.bob, "eve", None)).await;
    let mut refused = dan.err().into_iter().chain(eve.err());
    assert_eq!((refused.next(), refused.next()), (Some(Error::invalid("participants", "too_many")), None));
    let people = format!("select count(*) from participants where conversation_id = '{}'", club.id);
    assert_eq!(club.talk.number(&people).await, 256);
    club.remove(club.talk.ann, "p7_").await.unwrap();
    for handle in ["dan", "eve"] {
        club.set(club.talk.ann, handle, None).await.expect("there is room again, and one of them is in it");
    }
}

#[tokio::test]
async fn whoever_is_removed_while_they_write_has_said_it_or_is_a_stranger() {
    for _ in 0..TIMES {
        let club = club().await;
        let said = draft(club.id, "am I still in?");
        let (sent, removed) = join(club.talk.try_send(club.cleo, &said), club.remove(club.talk.bob, "cleo")).await;
        removed.unwrap();
        let stored = club.talk.number("select count(*) from messages").await;
        assert_eq!(sent.map(|sent| sent.into_message().seq), if stored == 1 { Ok(1) } else { Err(Error::Missing) });
        let unread =
            "select c.last_seq - k.read_seq - k.own_past from marks k join conversations c on c.id = k.conversation_id
            join accounts a on a.id = k.account_id where a.handle = 'bob' and c.kind = 'group'";
        assert_eq!(club.talk.number(unread).await, stored, "the others read it, or there is nothing");
    }
}
