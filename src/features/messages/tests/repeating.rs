//! Acts that are repeated under their names: applied once, and answered with what may be read by then.

use super::{
    groups::{Club, club},
    *,
};
use crate::{
    features::messages::model::{Choice, Conversation, Details, GroupRole},
    server::once::Once,
    shared::{Error, id::OperationId},
};

impl Club {
    /// Ann renames the group, mutes it and gives cleo a role: all that answers with the conversation.
    async fn act(&self, [rename, mute, promote]: &[Once; 3]) -> [Result<Conversation>; 3] {
        let (server, ann) = (&self.talk.world.server, self.talk.ann);
        let details = Details { name: Some("Cooks".to_owned()), ..Details::default() };
        let choice = Choice { muted: Some(true), ..Choice::default() };
        [
            service::change(&server.pool, ann, self.id, &details, rename).await,
            service::choose(&server.pool, ann, self.id, choice, mute).await,
            service::set_participant(server, ann, self.id, ("cleo", Some(GroupRole::Admin)), promote).await,
        ]
    }
}

fn named() -> [Once; 3] {
    ["rename", "mute", "promote"].map(|act| Once::named(OperationId::new(), act))
}

#[tokio::test]
async fn words_that_are_deleted_are_not_kept_with_an_act_and_not_answered_again() {
    let (club, acts) = (club().await, named());
    let said = club.talk.try_send(club.talk.ann, &draft(club.id, "a secret")).await.unwrap().into_message();
    let last = |answer: Result<Conversation>| answer.unwrap().last.map(|last| last.body);
    assert_eq!(club.act(&acts).await.map(last), [(); 3].map(|()| Some("a secret".to_owned())));
    assert_eq!(club.talk.number("select count(*) from operations").await, 3);
    assert_eq!(club.talk.number("select count(*) from operations where result::text like '%secret%'").await, 0);

    service::delete(club.talk.world.pool(), club.talk.ann, said.id, &Once::UNNAMED).await.unwrap();
    let before = club.read(club.talk.ann).await.unwrap();
    assert_eq!(before.last.as_ref().map(|last| last.body.as_str()), Some(""));
    assert_eq!(club.act(&acts).await, [(); 3].map(|()| Ok(before.clone())), "nothing was done again");
}

#[tokio::test]
async fn whoever_was_removed_is_told_nothing_by_an_act_of_before() {
    let (club, acts) = (club().await, named());
    for answer in club.act(&acts).await {
        answer.unwrap();
    }
    club.set(club.talk.ann, "bob", Some(GroupRole::Owner)).await.unwrap();
    club.remove(club.talk.bob, "ann").await.unwrap();
    assert_eq!(club.act(&acts).await, [(); 3].map(|()| Err(Error::Missing)));
}
