use super::*;
use crate::{
    features::messages::{
        model::{Choice, Conversation, Details, GroupRole, Kind, Subject},
        service::{Listing, NewGroup, Opened},
    },
    server::once::Once,
    shared::Error,
};

/// A group that ann owns; bob is an admin in it and cleo a member, eve and dan are strangers.
pub(super) struct Club {
    pub talk: Talk,
    pub cleo: AccountId,
    pub dan: AccountId,
    pub id: ConversationId,
}

pub(super) async fn club() -> Club {
    let talk = talk().await;
    let (cleo, dan) = (talk.world.person("cleo").await, talk.world.person("dan").await);
    let id = talk.world.group(talk.ann, &[talk.bob, cleo]).await;
    let club = Club { talk, cleo, dan, id };
    club.set(club.talk.ann, "bob", Some(GroupRole::Admin)).await.expect("it is ann's");
    club
}

impl Club {
    pub async fn set(&self, who: AccountId, handle: &str, role: Option<GroupRole>) -> Result<Conversation> {
        service::set_participant(&self.talk.world.server, who, self.id, (handle, role), &Once::UNNAMED).await
    }

    pub async fn remove(&self, who: AccountId, handle: &str) -> Result<()> {
        service::remove_participant(self.talk.world.pool(), who, self.id, handle, &Once::UNNAMED).await
    }

    async fn change(&self, who: AccountId, details: Details) -> Result<Conversation> {
        service::change(self.talk.world.pool(), who, self.id, &details, &Once::UNNAMED).await
    }

    pub async fn read(&self, who: AccountId) -> Result<Conversation> {
        service::read(self.talk.world.pool(), who, self.id).await
    }

    /// Who is in it, and as what.
    pub async fn people(&self) -> String {
        sqlx::query_scalar(
            "select coalesce(string_agg(a.handle || ' ' || p.role, ', ' order by a.handle), '')
               from participants p join accounts a on a.id = p.account_id where p.conversation_id = $1",
        )
        .bind(self.id)
        .fetch_one(&mut self.talk.administrator().await)
        .await
        .expect("a statement of ours")
    }
}

fn called(name: &str) -> Details {
    Details { name: Some(name.to_owned()), ..Details::default() }
}

fn about(words: &str, link: Option<&str>) -> Details {
    let subject = Subject { words: words.to_owned(), link: link.map(str::to_owned) };
    Details { subject: Some(subject), ..Details::default() }
}

#[tokio::test]
async fn a_group_is_made_once_and_everybody_in_it_hears_of_it() {
    let talk = talk().await;
    let make = async |who: AccountId, id: ConversationId, name: &str, with: &[&str]| {
        let with = with.iter().map(|&handle| handle.to_owned()).collect();
        service::create_group(&talk.world.server, who, &NewGroup { id, name: name.to_owned(), with }).await
    };
    let id = ConversationId::new();
    assert_eq!(make(talk.ann, id, " Book club", &["bob", "eve"]).await, Ok(Opened { id, created: true }));
    assert_eq!(make(talk.ann, id, "Book club", &["Eve", "bob"]).await, Ok(Opened { id, created: false }));
    for (who, name, with) in [
        (talk.ann, "Cook club", &["bob", "eve"][..]),
        (talk.ann, "Book club", &["bob"]),
        (talk.bob, "Book club", &["ann"]),
    ] {
        assert_eq!(make(who, id, name, with).await, Err(Error::Conflict), "{name} {with:?}");
    }
    assert_eq!(make(talk.ann, talk.conversation, "Book club", &["bob"]).await, Err(Error::Conflict), "it is another");
    for who in [talk.ann, talk.bob, talk.eve] {
        let told = format!(
            "select count(*) from events where topic = 'inbox:{who}' and kind = 'member.joined' and entity = '{id}'"
        );
        assert_eq!(talk.number(&told).await, 1);
        let listed = service::list(talk.world.pool(), who, &Listing::default()).await.unwrap();
        assert_eq!(listed.items[0].id, id, "it stands in their list before anything is said in it");
    }
    let group = service::read(talk.world.pool(), talk.bob, id).await.unwrap();
    assert_eq!((group.kind, group.name.as_deref(), group.people()), (Kind::Group, Some("Book club"), Some(3)));
    let owners = group.participants.iter().filter(|person| person.role == GroupRole::Owner);
    assert_eq!(owners.map(|person| person.account.id).collect::<Vec<_>>(), [talk.ann]);
    let renamed = service::change(talk.world.pool(), talk.ann, id, &called("Cooks"), &Once::UNNAMED).await.unwrap();
    assert_eq!(renamed.name.as_deref(), Some("Cooks"));
    assert_eq!(make(talk.ann, id, "Book club", &["bob", "eve"]).await, Ok(Opened { id, created: false }));
}

#[tokio::test]
async fn a_group_of_an_id_of_other_people_is_made_under_another_one_and_found_again() {
    let talk = talk().await;
    let theirs = talk.conversation;
    let name_it = async |name: &str| {
        let group = NewGroup { id: theirs, name: name.to_owned(), with: vec!["bob".to_owned()] };
        service::create_group(&talk.world.server, talk.eve, &group).await
    };
    let made = name_it("Book club").await.unwrap();
    assert!(made.created && made.id != theirs, "eve learns of nothing that is not hers");
    assert_eq!(name_it("Book club").await, Ok(Opened { id: made.id, created: false }));
    assert_eq!(name_it("Cook club").await, Err(Error::Conflict), "that one is hers");
    let group = service::read(talk.world.pool(), talk.eve, made.id).await.unwrap();
    assert_eq!((group.name.as_deref(), group.people()), (Some("Book club"), Some(2)));
    assert_eq!(talk.number("select count(*) from conversations where kind = 'group'").await, 1);
}

#[tokio::test]
async fn what_makes_no_group_is_refused_with_the_field() {
    let talk = talk().await;
    let (long, tower) = ("ä".repeat(81), format!("club{}", "\u{336}".repeat(9)));
    let many: Vec<_> = (0..256).map(|n| format!("person_{n}")).collect();
    let many: Vec<_> = many.iter().map(String::as_str).collect();
    for (name, with, field, rule) in [
        ("", &["bob"][..], "name", "required"),
        (&*long, &["bob"], "name", "too_long"),
        ("a\u{202e}b", &["bob"], "name", "characters"),
        (&*tower, &["bob"], "name", "characters"),
        ("club", &[], "with", "required"),
        ("club", &["bob", "eve", "bob"], "with", "twice"),
        ("club", &["bob", "nobody"], "with/nobody", "unknown"),
        ("club", &["nobody", "bob", "eve", "no_one"], "with/nobody", "unknown"),
        ("club", &["bob", &*tower], "with", "unknown"),
        ("club", &["bob", "no\0body"], "with", "unknown"),
        ("club", &["bob", "ann"], "with", "self"),
        ("club", &many[..], "with", "too_many"),
    ] {
        let with = with.iter().map(|&handle| handle.to_owned()).collect();
        let group = NewGroup { id: ConversationId::new(), name: name.to_owned(), with };
        let made = service::create_group(&talk.world.server, talk.ann, &group).await;
        assert_eq!(made, Err(Error::invalid(field, rule)), "{name} {rule}");
    }
    assert_eq!(talk.number("select count(*) from conversations where kind = 'group'").await, 0);
}

#[tokio::test]
async fn owners_and_admins_bring_people_in_and_only_owners_give_roles() {
    use GroupRole::{Admin, Member, Owner};
    let club = club().await;
    let Talk { ann, bob, eve, .. } = club.talk;
    let unknown = Some(Error::invalid("handle", "unknown"));
    let last = Some(Error::invalid("role", "last_owner"));
    for (who, handle, role, refused, people) in [
        (eve, "dan", None, Some(Error::Missing), "ann owner, bob admin, cleo member"),
        (eve, "nobody", None, Some(Error::Missing), "ann owner, bob admin, cleo member"),
        (club.cleo, "dan", None, Some(Error::Forbidden), "ann owner, bob admin, cleo member"),
        (club.cleo, "cleo", Some(Admin), Some(Error::Forbidden), "ann owner, bob admin, cleo member"),
        (bob, "nobody", None, unknown, "ann owner, bob admin, cleo member"),
        (bob, "dan", Some(Admin), Some(Error::Forbidden), "ann owner, bob admin, cleo member"),
        (bob, "DAN", None, None, "ann owner, bob admin, cleo member, dan member"),
        (bob, "dan", None, None, "ann owner, bob admin, cleo member, dan member"),
        (bob, "dan", Some(Admin), Some(Error::Forbidden), "ann owner, bob admin, cleo member, dan member"),
        (bob, "bob", Some(Owner), Some(Error::Forbidden), "ann owner, bob admin, cleo member, dan member"),
        (ann, "ann", Some(Member), last, "ann owner, bob admin, cleo member, dan member"),
        (ann, "dan", Some(Admin), None, "ann owner, bob admin, cleo member, dan admin"),
        (ann, "dan", None, None, "ann owner, bob admin, cleo member, dan admin"),
        (ann, "bob", Some(Owner), None, "ann owner, bob owner, cleo member, dan admin"),
        (ann, "ann", Some(Member), None, "ann member, bob owner, cleo member, dan admin"),
        (bob, "eve", Some(Admin), None, "ann member, bob owner, cleo member, dan admin, eve admin"),
    ] {
        assert_eq!(club.set(who, handle, role).await.err(), refused, "{handle} {role:?}");
        assert_eq!(club.people().await, people, "{handle} {role:?}");
    }
    let (topic, body) = club.talk.last_event("participant.changed").await;
    assert_eq!(topic, format!("conversation:{}", club.id));
    assert_eq!((&body["account_id"], &body["role"]), (&ann.to_string().into(), &"member".into()));
}

#[tokio::test]
async fn owners_remove_anybody_admins_members_and_members_only_themselves() {
    let club = club().await;
    let Talk { ann, bob, eve, .. } = club.talk;
    club.set(ann, "dan", Some(GroupRole::Admin)).await.unwrap();
    for (who, handle, refused, people) in [
        (eve, "cleo", Some(Error::Missing), "ann owner, bob admin, cleo member, dan admin"),
        (eve, "eve", Some(Error::Missing), "ann owner, bob admin, cleo member, dan admin"),
        (club.cleo, "bob", Some(Error::Forbidden), "ann owner, bob admin, cleo member, dan admin"),
        (bob, "dan", Some(Error::Forbidden), "ann owner, bob admin, cleo member, dan admin"),
        (club.dan, "bob", Some(Error::Forbidden), "ann owner, bob admin, cleo member, dan admin"),
        (bob, "ann", Some(Error::Forbidden), "ann owner, bob admin, cleo member, dan admin"),
        (bob, "eve", Some(Error::Missing), "ann owner, bob admin, cleo member, dan admin"),
        (ann, "nobody", Some(Error::Missing), "ann owner, bob admin, cleo member, dan admin"),
        (bob, "cleo", None, "ann owner, bob admin, dan admin"),
        (bob, "cleo", Some(Error::Missing), "ann owner, bob admin, dan admin"),
        (ann, "bob", None, "ann owner, dan admin"),
        (club.dan, "Dan", None, "ann owner"),
    ] {
        assert_eq!(club.remove(who, handle).await.err(), refused, "{handle}");
        assert_eq!(club.people().await, people, "{handle}");
    }
}

#[tokio::test]
async fn a_pair_stays_a_pair() {
    let talk = talk().await;
    let pool = talk.world.pool();
    let server = &talk.world.server;
    let bring_in = service::set_participant(server, talk.ann, talk.conversation, ("eve", None), &Once::UNNAMED).await;
    assert_eq!(bring_in.err(), Some(Error::Forbidden));
    for handle in ["ann", "bob"] {
        let removed = service::remove_participant(pool, talk.ann, talk.conversation, handle, &Once::UNNAMED).await;
        assert_eq!(removed, Err(Error::Forbidden), "{handle}");
    }
    let named = service::change(pool, talk.ann, talk.conversation, &called("us"), &Once::UNNAMED).await;
    assert_eq!(named.err(), Some(Error::invalid("name", "unsupported")));
    let discuss =
        async || service::change(pool, talk.bob, talk.conversation, &about("Rent", None), &Once::UNNAMED).await;
    assert_eq!(discuss().await.err(), Some(Error::Missing), "nothing was said: for bob it is not there yet");
    let told = service::set_participant(server, talk.bob, talk.conversation, ("eve", None), &Once::UNNAMED).await;
    assert_eq!(told.err(), Some(Error::Missing));
    let left = service::remove_participant(pool, talk.bob, talk.conversation, "bob", &Once::UNNAMED).await;
    assert_eq!(left, Err(Error::Missing));
    talk.send(talk.ann, "hi").await;
    assert_eq!(
        discuss().await.unwrap().subject.map(|subject| subject.words).as_deref(),
        Some("Rent"),
        "both may say so"
    );
}

#[tokio::test]
async fn where_the_last_owner_goes_the_oldest_admin_inherits_else_the_oldest_member() {
    let club = club().await;
    club.set(club.talk.ann, "dan", Some(GroupRole::Admin)).await.unwrap();
    club.set(club.talk.ann, "eve", None).await.unwrap();
    for (who, handle, people) in [
        (club.talk.ann, "ann", "bob owner, cleo member, dan admin, eve member"),
        (club.talk.bob, "bob", "cleo member, dan owner, eve member"),
        (club.dan, "dan", "cleo owner, eve member"),
        (club.talk.eve, "eve", "cleo owner"),
        (club.cleo, "cleo", ""),
    ] {
        club.remove(who, handle).await.expect("everybody may go");
        assert_eq!(club.people().await, people, "{handle}");
        assert_eq!(club.read(who).await.err(), Some(Error::Missing), "{handle}");
    }
    assert_eq!(club.set(club.talk.ann, "ann", None).await.err(), Some(Error::Missing), "nobody sees it any more");
}

#[tokio::test]
async fn the_name_and_the_subject_are_changed_over_what_was_seen() {
    let club = club().await;
    let Talk { ann, bob, eve, .. } = club.talk;
    for (who, refused) in [(eve, Error::Missing), (club.cleo, Error::Forbidden)] {
        assert_eq!(club.change(who, called("Cooks")).await.err(), Some(refused));
    }
    let seen = club.read(bob).await.unwrap().version;
    let over = |details: Details, expected: i64| Details { expected_version: Some(expected), ..details };
    let renamed = club.change(bob, over(called("Cooks"), seen)).await.unwrap();
    assert_eq!((renamed.name.as_deref(), renamed.version), (Some("Cooks"), seen + 1));
    assert_eq!(club.change(ann, over(called(" Cooks "), seen)).await.unwrap().version, seen + 1, "it is so already");
    assert_eq!(club.change(ann, over(called("Bakers"), seen)).await.err(), Some(Error::Conflict));
    let about_bread = club.change(ann, about("Bread", Some("https://example.org/bread"))).await.unwrap();
    assert_eq!((about_bread.name.as_deref(), about_bread.version), (Some("Cooks"), seen + 2));
    let (topic, body) = club.talk.last_event("conversation.changed").await;
    assert_eq!(topic, format!("conversation:{}", club.id));
    assert_eq!(body["subject"], serde_json::json!({"words": "Bread", "link": "https://example.org/bread"}));
    assert_eq!((&body["name"], &body["version"]), (&"Cooks".into(), &(seen + 2).into()));
    assert_eq!(club.change(ann, about("", None)).await.unwrap().subject, None);
    assert_eq!(club.change(ann, Details::default()).await.unwrap().version, seen + 3, "nothing is asked for");
    assert_eq!(club.talk.number("select count(*) from events where kind = 'conversation.changed'").await, 3);
}

#[tokio::test]
async fn a_list_is_narrowed_to_groups_or_to_pairs() {
    let Club { talk, id, .. } = club().await;
    for (group, expected) in [(Some(true), vec![id]), (Some(false), vec![talk.conversation])] {
        let listing = Listing { group, ..Listing::default() };
        let page = service::list(talk.world.pool(), talk.ann, &listing).await.unwrap();
        assert_eq!(page.items.iter().map(|found| found.id).collect::<Vec<_>>(), expected);
        assert_eq!(service::count(talk.world.pool(), talk.ann, &listing).await, Ok(1));
    }
    assert_eq!(service::count(talk.world.pool(), talk.ann, &Listing::default()).await, Ok(2));
    let away = Choice { archived: Some(true), ..Choice::default() };
    service::choose(talk.world.pool(), talk.ann, id, away, &Once::UNNAMED).await.unwrap();
    let listing = Listing { group: Some(true), archived: Some(false), ..Listing::default() };
    assert_eq!(service::count(talk.world.pool(), talk.ann, &listing).await, Ok(0));
}
