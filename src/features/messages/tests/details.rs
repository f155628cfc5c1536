//! The details of a conversation: people by the list, and the forms of their page.

use super::{
    groups::{Club, club},
    *,
};
use crate::{
    features::messages::model::{GroupRole, Mark},
    shared::Error,
};

impl Club {
    async fn add(&self, who: AccountId, handles: &[&str]) -> Result<()> {
        let handles: Vec<_> = handles.iter().map(|&handle| handle.to_owned()).collect();
        service::add_people(&self.talk.world.server, who, self.id, &handles).await
    }

    /// Submits a form of the group's details: where it leads, or why not.
    async fn submit(&self, who: AccountId, name: &str, fields: &str) -> Result<String> {
        self.talk.submit(who, name, format!("conversation_id={}&{fields}", self.id)).await
    }

    fn page(&self) -> String {
        format!("/messages/{}/details", self.id)
    }
}

#[tokio::test]
async fn several_people_come_into_a_group_together_or_nobody_does() {
    let club = club().await;
    let before = "ann owner, bob admin, cleo member";
    for (who, handles, error) in [
        (club.talk.ann, &["dan", "nobody"][..], Error::invalid("with/nobody", "unknown")),
        (club.talk.ann, &["dan", "Dan"], Error::invalid("with", "twice")),
        (club.talk.ann, &[], Error::invalid("with", "required")),
        (club.cleo, &["dan"], Error::Forbidden),
        (club.cleo, &["nobody"], Error::Forbidden),
        (club.talk.eve, &["dan"], Error::Missing),
        (club.talk.eve, &["nobody"], Error::Missing),
    ] {
        assert_eq!(club.add(who, handles).await, Err(error), "{handles:?}");
        assert_eq!(club.people().await, before, "{handles:?}");
    }
    assert_eq!(club.add(club.talk.bob, &["ann", "Dan", "eve"]).await, Ok(()));
    assert_eq!(club.people().await, "ann owner, bob admin, cleo member, dan member, eve member");
    let dan = ["dan".to_owned()];
    let pair = service::add_people(&club.talk.world.server, club.talk.ann, club.talk.conversation, &dan).await;
    assert_eq!(pair, Err(Error::Forbidden), "a pair stays a pair");
}

#[tokio::test]
async fn the_257th_of_a_group_is_refused_and_so_is_who_would_have_come_with_them() {
    let club = club().await;
    let fill = "with people as (
          insert into accounts (id, handle, display_name)
            select gen_random_uuid(), 'p' || n || '_', 'Person' from generate_series(1, 252) n returning id)
        insert into participants (conversation_id, account_id) select $1, id from people";
    sqlx::query(fill).bind(club.id).execute(&mut club.talk.administrator().await).await.unwrap();
    let refused = club.add(club.talk.ann, &["dan", "eve"]).await;
    assert_eq!(refused, Err(Error::invalid("with", "too_many")));
    assert_eq!(club.read(club.dan).await, Err(Error::Missing));
    assert_eq!(club.add(club.talk.ann, &["dan"]).await, Ok(()));
    assert_eq!(club.read(club.dan).await.unwrap().people(), Some(256));
    assert_eq!(club.add(club.talk.ann, &["eve"]).await, Err(Error::invalid("with", "too_many")));
}

#[tokio::test]
async fn whoever_leaves_is_out_and_the_last_owner_is_followed() {
    let club = club().await;
    let leave = async |who: AccountId, id| service::leave(club.talk.world.pool(), who, id).await;
    assert_eq!(leave(club.talk.eve, club.id).await, Err(Error::Missing));
    assert_eq!(leave(club.talk.ann, club.talk.conversation).await, Err(Error::Forbidden));
    let heir = club.read(club.talk.ann).await.unwrap().heir_of(club.talk.ann).map(|heir| heir.id);
    assert_eq!((heir, leave(club.talk.ann, club.id).await), (Some(club.talk.bob), Ok(())));
    assert_eq!(club.people().await, "bob owner, cleo member", "as the page had told her");
    assert_eq!(leave(club.talk.ann, club.id).await, Err(Error::Missing));
}

#[tokio::test]
async fn whose_account_is_deleted_owns_nothing_and_inherits_nothing() {
    let club = club().await;
    let Talk { ann, bob, .. } = club.talk;
    let leave = async |who: AccountId| service::leave(club.talk.world.pool(), who, club.id).await;
    let delete = async |handle: &str| {
        let delete = sqlx::query("update accounts set deleted_at = now() where handle = $1").bind(handle.to_owned());
        delete.execute(&mut club.talk.administrator().await).await.unwrap();
    };
    club.set(ann, "dan", Some(GroupRole::Owner)).await.unwrap();
    delete("dan").await;
    let last = Err(Error::invalid("role", "last_owner"));
    let down = service::set_role(club.talk.world.pool(), ann, club.id, "ann", GroupRole::Member).await;
    assert_eq!(down, last, "the other owner is gone");
    let heir = club.read(ann).await.unwrap().heir_of(ann).map(|heir| heir.id);
    assert_eq!((heir, leave(ann).await), (Some(bob), Ok(())));
    assert_eq!(club.people().await, "bob owner, cleo member, dan owner");
    delete("cleo").await;
    let group = club.read(bob).await.unwrap();
    assert_eq!((group.heir_of(bob), group.is_left_to(bob)), (None, true));
    assert_eq!(leave(bob).await, Ok(()));
    assert_eq!(club.people().await, "cleo member, dan owner", "nobody sees it any more");
}

#[tokio::test]
async fn the_forms_of_the_details_do_what_they_say_and_lead_back_there() {
    let club = club().await;
    let (ann, page) = (club.talk.ann, Ok(club.page()));
    let titled = "version=1&name=Cooks&subject=Soups&link=https%3A%2F%2Fexample.org%2Fsoups";
    for (name, fields) in [
        ("change_conversation", titled),
        ("add_people", "with=%40dan"),
        ("set_role", "handle=dan&role=admin"),
        ("remove_person", "handle=cleo"),
        ("choose_for", "muted=true&pinned=true"),
    ] {
        assert_eq!(club.submit(ann, name, fields).await, page, "{name}");
    }
    assert_eq!(club.people().await, "ann owner, bob admin, dan admin");
    let group = club.read(ann).await.unwrap();
    let subject = group.subject.as_ref().map(|subject| (subject.words.as_str(), subject.link.as_deref()));
    assert_eq!((group.name.as_deref(), subject), (Some("Cooks"), Some(("Soups", Some("https://example.org/soups")))));
    assert!(matches!(group.mark, Mark { muted: true, pinned: true, archived: false, .. }));
    assert_eq!(club.submit(ann, "choose_for", "archived=true").await, page);
    let mark = club.read(ann).await.unwrap().mark;
    assert!(matches!(mark, Mark { muted: false, pinned: false, archived: true, .. }), "what is not on is off");

    for (who, name, fields, error) in [
        (ann, "change_conversation", titled.replace("Cooks", "Bakers"), Error::Conflict),
        (ann, "change_conversation", "version=2&name=+&subject=&link=".to_owned(), Error::invalid("name", "required")),
        (ann, "set_role", "handle=ann&role=member".to_owned(), Error::invalid("role", "last_owner")),
        (club.talk.bob, "set_role", "handle=dan&role=owner".to_owned(), Error::Forbidden),
        (club.talk.bob, "remove_person", "handle=ann".to_owned(), Error::Forbidden),
        (club.talk.eve, "choose_for", "muted=true".to_owned(), Error::Missing),
    ] {
        assert_eq!(club.submit(who, name, &fields).await, Err(error), "{name} {fields}");
    }
    assert_eq!(club.submit(ann, "leave_group", "").await, Ok("/messages".to_owned()));
    assert_eq!(club.people().await, "bob owner, dan admin");
}

#[tokio::test]
async fn a_role_brings_nobody_back_and_whoever_is_brought_back_is_what_they_were() {
    use GroupRole::{Admin, Member};
    let club = club().await;
    let Talk { ann, bob, eve, .. } = club.talk;
    let give = async |who: AccountId, handle: &str, role: GroupRole| {
        service::set_role(club.talk.world.pool(), who, club.id, handle, role).await
    };
    assert_eq!(give(ann, "Cleo", Admin).await, Ok(()));
    club.remove(ann, "cleo").await.unwrap();
    for (who, handle) in [(ann, "cleo"), (ann, "nobody"), (bob, "cleo"), (eve, "bob"), (club.cleo, "cleo")] {
        assert_eq!(give(who, handle, Admin).await, Err(Error::Missing), "{handle}");
    }
    assert_eq!(club.submit(ann, "set_role", "handle=cleo&role=admin").await, Err(Error::Missing));
    assert_eq!(club.people().await, "ann owner, bob admin");
    assert_eq!(club.submit(ann, "bring_back", "handle=cleo&role=admin").await, Ok(club.page()));
    assert_eq!(club.people().await, "ann owner, bob admin, cleo admin");
    for (who, handle, role, given) in [
        (bob, "cleo", Member, Err(Error::Forbidden)),
        (ann, "ann", Member, Err(Error::invalid("role", "last_owner"))),
        (ann, "cleo", Member, Ok(())),
        (club.cleo, "bob", Member, Err(Error::Forbidden)),
    ] {
        assert_eq!(give(who, handle, role).await, given, "{handle}");
    }
    assert_eq!(club.people().await, "ann owner, bob admin, cleo member");
}

#[tokio::test]
async fn both_of_a_pair_say_what_it_is_about_and_its_form_has_no_name() {
    let talk = talk().await;
    talk.send(talk.ann, "Shall we?").await;
    let fields = format!("conversation_id={}&version=1&subject=The+boat&link=", talk.conversation);
    let page = format!("/messages/{}/details", talk.conversation);
    assert_eq!(talk.submit(talk.bob, "change_conversation", fields).await, Ok(page));
    let pair = service::read(talk.world.pool(), talk.ann, talk.conversation).await.unwrap();
    assert_eq!(pair.subject.map(|subject| subject.words).as_deref(), Some("The boat"));
}
