use serde_json::json;

use super::*;
use crate::{
    features::messages::{
        model::{From, Reaction},
        service::React,
    },
    server::once::Once,
    shared::{Error, id::OperationId},
};

impl Talk {
    async fn react(&self, who: AccountId, message: MessageId, emoji: &str, on: bool) -> Result<Message> {
        service::react(&self.world.server, who, React { message, emoji, on }, &Once::UNNAMED).await
    }

    async fn first(&self) -> Message {
        let read = service::history(self.world.pool(), self.bob, self.conversation, From::Newest, 100).await;
        read.expect("bob may read it").messages.swap_remove(0)
    }
}

fn reaction(emoji: &str, by: &[AccountId]) -> Reaction {
    Reaction { emoji: emoji.to_owned(), by: by.to_vec() }
}

#[tokio::test]
async fn reactions_stand_in_the_order_of_first_use_with_those_who_chose_them() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    for (who, emoji) in [(talk.bob, "👍"), (talk.ann, "\u{2764}"), (talk.ann, "👍")] {
        talk.react(who, message.id, emoji, true).await.unwrap();
    }
    let thumbs = reaction("👍", &[talk.bob, talk.ann]);
    let heart = reaction("\u{2764}\u{fe0f}", &[talk.ann]);
    let reacted = Message { reactions: vec![thumbs, heart.clone()], reacted: 3, ..message.clone() };
    assert_eq!(talk.first().await, reacted);
    let (topic, body) = talk.last_event("message.reacted").await;
    assert_eq!(topic, format!("conversation:{}", talk.conversation));
    assert_eq!((&body["reactions"], &body["reacted"]), (&json!(reacted.reactions), &json!(3)));

    talk.react(talk.bob, message.id, "👍", false).await.unwrap();
    let without = talk.react(talk.ann, message.id, "👍", false).await.unwrap();
    assert_eq!((without.reactions, without.reacted, without.version), (vec![heart.clone()], 5, 1));
    let again = talk.react(talk.bob, message.id, "👍", true).await.unwrap();
    assert_eq!(again.reactions, [heart, reaction("👍", &[talk.bob])]);
}

#[tokio::test]
async fn to_react_the_same_again_changes_nothing_and_tells_nobody() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    assert_eq!(talk.react(talk.bob, message.id, "👍", false).await, Ok(message.clone()));
    let first = talk.react(talk.bob, message.id, "👍", true).await.unwrap();
    assert_eq!(talk.react(talk.bob, message.id, "👍", true).await, Ok(first));
    assert_eq!(talk.number("select count(*) from events where kind = 'message.reacted'").await, 1);
}

#[tokio::test]
async fn a_reaction_is_an_emoji_of_a_member_to_what_is_there() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    for none in ["fine", "", "👍👍", "a\0b"] {
        let refused = talk.react(talk.bob, message.id, none, true).await;
        assert_eq!(refused, Err(Error::invalid("emoji", "emoji")), "{none:?}");
    }
    assert_eq!(talk.react(talk.eve, message.id, "👍", true).await, Err(Error::Missing));
    assert_eq!(talk.react(talk.bob, MessageId::new(), "👍", true).await, Err(Error::Missing));
    assert_eq!(talk.first().await, message);
}

#[tokio::test]
async fn the_21st_different_reaction_is_refused_and_the_20_stay_open_to_all() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    let letters: Vec<_> = ('\u{1f34e}'..='\u{1f362}').map(String::from).collect();
    let (last, first) = letters.split_last().expect("21");
    assert_eq!(first.len(), 20);
    for emoji in first {
        talk.react(talk.bob, message.id, emoji, true).await.unwrap();
    }
    let full = Err(Error::invalid("emoji", "too_many"));
    assert_eq!(talk.react(talk.ann, message.id, last, true).await, full);
    let both = talk.react(talk.ann, message.id, &first[19], true).await.unwrap();
    assert_eq!(both.reactions[19], reaction(&first[19], &[talk.bob, talk.ann]));
    talk.react(talk.bob, message.id, &first[0], false).await.unwrap();
    let room = talk.react(talk.ann, message.id, last, true).await.unwrap();
    assert_eq!(room.reactions.len(), 20);
}

#[tokio::test]
async fn a_message_has_as_many_reactions_as_one_event_can_tell() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    sqlx::query(
        "update messages set reactions = jsonb_build_array(jsonb_build_object('emoji', '👍', 'by',
            (select jsonb_agg(gen_random_uuid()) from generate_series(1, 1499))))",
    )
    .execute(&mut talk.administrator().await)
    .await
    .unwrap();
    talk.react(talk.bob, message.id, "👍", true).await.unwrap();
    let longest = talk.number("select max(octet_length(body::text))::bigint from events").await;
    assert!((60_000..65_000).contains(&longest), "{longest}: a frame has 64 KiB");
    let full = Err(Error::invalid("emoji", "too_many"));
    for emoji in ["👍", "🎉"] {
        assert_eq!(talk.react(talk.ann, message.id, emoji, true).await, full, "{emoji}");
    }
    talk.react(talk.bob, message.id, "👍", false).await.unwrap();
    talk.react(talk.ann, message.id, "🎉", true).await.unwrap();
}

#[tokio::test]
async fn those_who_react_at_once_are_all_among_who_did() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    for round in 1..10 {
        let on = round % 2 == 1;
        let (one, other) =
            tokio::join!(talk.react(talk.ann, message.id, "👍", on), talk.react(talk.bob, message.id, "👍", on));
        one.and(other).expect("both may");
        let Message { reactions, reacted, .. } = talk.first().await;
        let number = reactions.iter().map(|reaction| reaction.by.len()).sum::<usize>();
        assert_eq!((number, reacted), (if on { 2 } else { 0 }, 2 * round));
    }
}

#[tokio::test]
async fn reactions_go_with_the_message_and_nothing_of_them_is_told_again() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await;
    talk.react(talk.bob, message.id, "👍", true).await.unwrap();
    let gone = service::delete(talk.world.pool(), talk.ann, message.id, &Once::UNNAMED).await.unwrap();
    assert!(gone.reactions.is_empty() && gone.reacted == 2);
    assert_eq!(talk.react(talk.bob, message.id, "👍", true).await, Err(Error::Missing));
    assert_eq!(talk.react(talk.bob, message.id, "👍", false).await, Err(Error::Missing));
    let told = format!("select count(*) from events where body::text like '%\"by\"%{}%'", talk.bob);
    assert_eq!(talk.number(&told).await, 0);
}

#[tokio::test]
async fn an_edit_and_a_reaction_leave_each_other_alone_and_both_are_read_later() {
    let talk = talk().await;
    let draft = draft(talk.conversation, "tea?");
    let message = talk.try_send(talk.ann, &draft).await.unwrap().into_message();
    talk.react(talk.bob, message.id, "👍", true).await.unwrap();
    let edit = service::Edit { id: message.id, body: "coffee?", expected_version: None };
    let edited = service::edit(&talk.world.server, talk.ann, edit, &Once::UNNAMED).await.unwrap();
    assert_eq!((edited.version, &edited.reactions), (2, &vec![reaction("👍", &[talk.bob])]));
    let known = talk.try_send(talk.ann, &draft).await.expect("a retry finds what it sent");
    assert_eq!(known, Sent::Known(edited));
    let untouched = talk.send(talk.ann, "or water").await;
    let other = talk.send(talk.bob, "water").await;
    let other = talk.react(talk.ann, other.id, "🎉", true).await.unwrap();
    let changed = service::changed(talk.world.pool(), talk.bob, talk.conversation, (untouched.seq, 9)).await;
    assert_eq!(changed, Ok(vec![other]));
}

#[tokio::test]
async fn a_reaction_is_applied_once_however_often_it_arrives() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "tea?").await.id;
    let once = Once::named(OperationId::new(), "👍");
    let react = React { message, emoji: "👍", on: true };
    service::react(&talk.world.server, talk.bob, react, &once).await.unwrap();
    let without = talk.react(talk.bob, message, "👍", false).await.unwrap();
    let late = service::react(&talk.world.server, talk.bob, react, &once).await;
    assert_eq!(late, Ok(without), "it is not there again");
}
