use serde_json::json;

use super::*;
use crate::{
    features::messages::{
        model::{From, MAX_BODY, Revision},
        service::Edit,
    },
    server::once::Once,
    shared::{Error, id::OperationId, page::Page},
};

impl Talk {
    async fn edit(&self, who: AccountId, id: MessageId, body: &str) -> Result<Message> {
        self.edit_over(None, who, id, body).await
    }

    async fn edit_over(&self, seen: Option<i64>, who: AccountId, id: MessageId, body: &str) -> Result<Message> {
        let edit = Edit { id, body, expected_version: seen };
        service::edit(&self.world.server, who, edit, &Once::UNNAMED).await
    }

    async fn delete(&self, who: AccountId, id: MessageId) -> Result<Message> {
        service::delete(self.world.pool(), who, id, &Once::UNNAMED).await
    }

    /// What a message said, the newest first.
    async fn said(&self, who: AccountId, id: MessageId) -> Result<Vec<(i64, String)>> {
        let page = service::revisions(self.world.pool(), who, id, None, 100).await?;
        Ok(page.items.into_iter().map(|Revision { version, body, .. }| (version, body)).collect())
    }

    async fn stored(&self) -> Vec<Message> {
        let read = service::history(self.world.pool(), self.bob, self.conversation, From::Newest, 100).await;
        read.expect("bob may read it").messages
    }

    async fn preview(&self) -> (String, i64) {
        let read = service::read(self.world.pool(), self.bob, self.conversation).await.expect("bob may read it");
        read.last.map(|last| (last.body, last.version)).expect("something was said")
    }

    /// Makes a group of it, in which bob has this role.
    async fn regroup(&self, role: &str) {
        let change = "with grouped as (
              update conversations set kind = 'group', name = 'Cooks', pair_low = null, pair_high = null
                where id = '$id' returning id),
            promoted as (
              update participants set role = '$role' where account_id = '$bob' returning account_id)
            select count(*) from grouped, promoted";
        let change = change.replace("$id", &self.conversation.to_string()).replace("$role", role);
        assert_eq!(self.number(&change.replace("$bob", &self.bob.to_string())).await, 1);
    }
}

#[tokio::test]
async fn an_edited_message_says_so_and_what_it_said_before_stays_for_its_readers() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "helo").await;
    let edited = talk.edit(talk.ann, message.id, "hello").await.unwrap();
    assert_eq!((edited.body.as_str(), edited.version, edited.seq, edited.at), ("hello", 2, message.seq, message.at));
    assert!(edited.is_edited() && !edited.is_deleted());
    assert_eq!(talk.stored().await, std::slice::from_ref(&edited));
    assert_eq!(talk.preview().await, ("hello".to_owned(), 2));
    let said = [(2, "hello".to_owned()), (1, "helo".to_owned())];
    for who in [talk.ann, talk.bob] {
        assert_eq!(talk.said(who, message.id).await.as_deref(), Ok(&said[..]));
    }
    assert_eq!(talk.said(talk.eve, message.id).await, Err(Error::Missing));
    let (topic, body) = talk.last_event("message.edited").await;
    assert_eq!(topic, format!("conversation:{}", talk.conversation));
    assert_eq!(serde_json::from_value::<Message>(body).unwrap(), edited);
}

#[tokio::test]
async fn only_the_author_edits_and_only_what_may_be_said() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "mine").await;
    assert_eq!(talk.edit(talk.bob, message.id, "ours").await, Err(Error::Forbidden));
    assert_eq!(talk.edit(talk.eve, message.id, "theirs").await, Err(Error::Missing));
    assert_eq!(talk.edit(talk.ann, MessageId::new(), "nobody's").await, Err(Error::Missing));
    for (body, rule) in [(" ", "required"), ("a\0b", "characters"), (&*"ä".repeat(MAX_BODY + 1), "too_long")] {
        assert_eq!(talk.edit(talk.ann, message.id, body).await, Err(Error::invalid("body", rule)));
    }
    assert_eq!(talk.stored().await, [message]);
    assert_eq!(talk.number("select count(*) from message_revisions").await, 0);
}

#[tokio::test]
async fn saying_the_same_again_changes_nothing_and_tells_nobody() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "hello").await;
    assert_eq!(talk.edit(talk.ann, message.id, "hello").await, Ok(message));
    assert_eq!(talk.number("select count(*) from events where kind = 'message.edited'").await, 0);
}

#[tokio::test]
async fn an_edit_over_a_version_that_is_not_the_newest_changes_nothing() {
    let talk = talk().await;
    let id = talk.send(talk.ann, "helo").await.id;
    let edited = talk.edit_over(Some(1), talk.ann, id, "hello").await.unwrap();
    assert_eq!(edited.version, 2);
    for seen in [0, 1, 3] {
        assert_eq!(talk.edit_over(Some(seen), talk.ann, id, "good evening").await, Err(Error::Conflict), "{seen}");
        assert_eq!(talk.edit_over(Some(seen), talk.ann, id, "hello").await.as_ref(), Ok(&edited), "it says so already");
        assert_eq!(talk.edit_over(Some(seen), talk.bob, id, "ours").await, Err(Error::Forbidden));
        assert_eq!(talk.edit_over(Some(seen), talk.eve, id, "theirs").await, Err(Error::Missing));
    }
    assert_eq!(talk.stored().await, [edited]);
    assert_eq!(talk.number("select count(*) from message_revisions").await, 1);
    assert_eq!(talk.edit_over(Some(2), talk.ann, id, "good evening").await.map(|edited| edited.version), Ok(3));
}

#[tokio::test]
async fn of_two_edits_at_once_the_later_one_holds_and_both_are_among_what_it_said() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "0").await;
    for round in 1..10 {
        let (one, other) = (format!("one {round}"), format!("other {round}"));
        let (first, second) =
            tokio::join!(talk.edit(talk.ann, message.id, &one), talk.edit(talk.ann, message.id, &other));
        let later = [first.unwrap(), second.unwrap()].into_iter().max_by_key(|edited| edited.version).unwrap();
        assert_eq!(talk.stored().await, std::slice::from_ref(&later));
        let said = talk.said(talk.bob, message.id).await.unwrap();
        assert_eq!(said[0], (later.version, later.body));
        assert!(said.iter().any(|(_, body)| *body == one) && said.iter().any(|(_, body)| *body == other), "{said:?}");
    }
    assert_eq!(talk.number("select count(*) from message_revisions").await, 18);
}

#[tokio::test]
async fn what_a_message_said_is_read_page_by_page() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "1").await;
    for number in 2..=5 {
        talk.edit(talk.ann, message.id, &number.to_string()).await.unwrap();
    }
    let mut before = None;
    let mut pages = Vec::new();
    loop {
        let read = service::revisions(talk.world.pool(), talk.bob, message.id, before, 2).await.unwrap();
        let Page { items, next, .. } = read;
        pages.push(items.into_iter().map(|revision| revision.version).collect::<Vec<_>>());
        let Some(next) = next else { break };
        before = next.parse().ok();
    }
    assert_eq!(pages, [vec![5, 4], vec![3, 2], vec![1]]);
}

#[tokio::test]
async fn a_deleted_message_leaves_its_place_and_none_of_its_words_anywhere() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "a secret").await;
    talk.edit(talk.ann, message.id, "another secret").await.unwrap();
    let gone = talk.delete(talk.ann, message.id).await.unwrap();
    assert_eq!((gone.body.as_str(), gone.version, gone.seq, gone.author_id), ("", 3, message.seq, talk.ann));
    assert!(gone.is_deleted() && !gone.is_edited());
    assert_eq!(talk.delete(talk.ann, message.id).await, Ok(gone.clone()), "again");
    assert_eq!(talk.stored().await, std::slice::from_ref(&gone));
    assert_eq!(talk.preview().await, (String::new(), 3));
    assert_eq!(talk.said(talk.bob, message.id).await, Err(Error::Missing));
    assert_eq!(talk.edit(talk.ann, message.id, "back").await, Err(Error::Missing));
    let words = "select (select count(*) from events where body::text like '%secret%')
        + (select count(*) from message_revisions)";
    assert_eq!(talk.number(words).await, 0);
    // It says what became of the message. What was thought of it has events of its own.
    let gone = Message { reacted: 0, ..gone };
    for kind in ["message.sent", "message.edited", "message.deleted"] {
        let (_, told) = talk.last_event(kind).await;
        assert_eq!(serde_json::from_value::<Message>(told).unwrap(), gone, "{kind}");
    }
    assert_eq!(talk.number("select count(*) from events where kind = 'message.deleted'").await, 1);
}

#[tokio::test]
async fn a_message_is_deleted_by_its_author_and_in_a_group_by_who_runs_it() {
    let talk = talk().await;
    let messages = [talk.send(talk.ann, "one").await, talk.send(talk.ann, "two").await];
    assert_eq!(talk.delete(talk.bob, messages[0].id).await, Err(Error::Forbidden));
    assert_eq!(talk.delete(talk.eve, messages[0].id).await, Err(Error::Missing));
    assert_eq!(talk.delete(talk.ann, MessageId::new()).await, Err(Error::Missing));
    talk.regroup("member").await;
    assert_eq!(talk.delete(talk.bob, messages[0].id).await, Err(Error::Forbidden));
    for (role, message) in ["admin", "owner"].into_iter().zip(&messages) {
        talk.regroup(role).await;
        assert!(talk.delete(talk.bob, message.id).await.unwrap().is_deleted(), "{role}");
    }
    assert_eq!(talk.edit(talk.bob, messages[0].id, "mine").await, Err(Error::Missing));
}

#[tokio::test]
async fn the_preview_follows_its_own_message_alone() {
    let talk = talk().await;
    let (first, last) = (talk.send(talk.ann, "first").await, talk.send(talk.bob, "last").await);
    talk.edit(talk.ann, first.id, "first of all").await.unwrap();
    talk.delete(talk.ann, first.id).await.unwrap();
    assert_eq!(talk.preview().await, ("last".to_owned(), 1));
    talk.delete(talk.bob, last.id).await.unwrap();
    assert_eq!(talk.preview().await, (String::new(), 2));
    talk.send(talk.ann, "anew").await;
    assert_eq!(talk.preview().await, ("anew".to_owned(), 1));
}

#[tokio::test]
async fn an_act_that_is_named_is_applied_once_and_its_name_serves_no_other() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "hi").await;
    let once = Once::named(OperationId::new(), "hello");
    let edit = |body: &'static str, once: Once| {
        let (server, ann) = (&talk.world.server, talk.ann);
        let edit = Edit { id: message.id, body, expected_version: None };
        async move { service::edit(server, ann, edit, &once).await }
    };
    assert_eq!(edit("hello", once.clone()).await.unwrap().version, 2);
    edit("good evening", Once::UNNAMED).await.unwrap();
    let again = edit("hello", once).await.unwrap();
    assert_eq!((again.body.as_str(), again.version), ("good evening", 3));
    assert_eq!(talk.number("select count(*) from operations where result::text = 'null'").await, 1);
}

#[tokio::test]
async fn a_message_that_is_sent_again_is_known_whatever_became_of_it() {
    let talk = talk().await;
    let draft = draft(talk.conversation, "hi");
    talk.try_send(talk.ann, &draft).await.unwrap();
    let edited = talk.edit(talk.ann, draft.id, "hello").await.unwrap();
    assert_eq!(talk.try_send(talk.ann, &draft).await, Ok(Sent::Known(edited)));
    let other = Draft { body: "hello".to_owned(), ..draft.clone() };
    assert_eq!(talk.try_send(talk.ann, &other).await, Err(Error::Conflict), "that was not what was sent");
    let gone = talk.delete(talk.ann, draft.id).await.unwrap();
    assert_eq!(talk.try_send(talk.ann, &draft).await, Ok(Sent::Known(gone)));
    assert_eq!(talk.number("select count(*) from messages").await, 1);
}

#[tokio::test]
async fn who_was_away_reads_what_was_changed_of_what_they_have() {
    let talk = talk().await;
    let mut messages = Vec::new();
    for number in 1..=4 {
        messages.push(talk.send(talk.ann, &number.to_string()).await);
    }
    let edited = talk.edit(talk.ann, messages[1].id, "two").await.unwrap();
    let gone = talk.delete(talk.ann, messages[2].id).await.unwrap();
    let changed = async |who, range| service::changed(talk.world.pool(), who, talk.conversation, range).await;
    assert_eq!(changed(talk.bob, (1, 4)).await, Ok(vec![edited, gone.clone()]));
    assert_eq!(changed(talk.bob, (3, 3)).await, Ok(vec![gone]));
    assert_eq!(changed(talk.eve, (1, 4)).await, Err(Error::Missing));
}

#[tokio::test]
async fn a_message_with_its_longest_words_is_told_whole() {
    let talk = talk().await;
    let message = talk.send(talk.ann, "x").await;
    let longest = "ä".repeat(MAX_BODY);
    let edited = talk.edit(talk.ann, message.id, &longest).await.unwrap();
    let (_, told) = talk.last_event("message.edited").await;
    assert_eq!((&told["body"], &told["edited_at"]), (&json!(longest), &json!(edited.edited_at)));
    assert_eq!(talk.preview().await, ("ä".repeat(200), 2));
}
