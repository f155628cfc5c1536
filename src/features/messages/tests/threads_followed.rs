use super::{threads::club, *};
use crate::{
    features::messages::model::{Choice, Mark, thread_on},
    server::once::Once,
    shared::Error,
};

impl Talk {
    /// Follows a thread, or does so no longer.
    async fn follow(&self, who: AccountId, root: MessageId, follows: bool) -> Result<Mark> {
        let choice = Choice { muted: Some(!follows), archived: Some(!follows), ..Choice::default() };
        service::choose_mark(self.world.pool(), who, thread_on(root), choice, &Once::UNNAMED).await
    }

    /// Whether the thread of a message is muted for somebody, and put away.
    async fn put_away(&self, who: AccountId, root: MessageId) -> [bool; 2] {
        let mark = service::read(self.world.pool(), who, thread_on(root)).await.unwrap().mark;
        [mark.muted, mark.archived]
    }
}

#[tokio::test]
async fn who_follows_a_thread_no_longer_does_so_again_once_they_want_to_or_answer() {
    let (talk, cleo) = club().await;
    let root = talk.send(talk.ann, "where?").await;
    talk.answer_beside(talk.bob, &root, "here").await;
    talk.follow(talk.ann, root.id, false).await.unwrap();
    talk.answer_beside(cleo, &root, "there").await;
    assert_eq!(talk.put_away(talk.ann, root.id).await, [true, true], "whatever others say");
    assert_eq!(talk.put_away(talk.bob, root.id).await, [false, false]);
    talk.answer_beside(talk.ann, &root, "at noon").await;
    assert_eq!(talk.put_away(talk.ann, root.id).await, [false, false], "she has answered");
    for follows in [false, true] {
        talk.follow(talk.ann, root.id, follows).await.unwrap();
        talk.answer_beside(cleo, &root, "or later").await;
        assert_eq!(talk.put_away(talk.ann, root.id).await, [!follows; 2]);
    }
}

#[tokio::test]
async fn a_thread_that_is_only_put_away_or_only_muted_is_as_any_other_conversation() {
    let talk = talk().await;
    let (root, pool) = (talk.send(talk.ann, "where?").await, talk.world.pool());
    talk.answer_beside(talk.bob, &root, "here").await;
    let choose = async |choice| service::choose_mark(pool, talk.ann, thread_on(root.id), choice, &Once::UNNAMED).await;
    choose(Choice { archived: Some(true), ..Choice::default() }).await.unwrap();
    talk.answer_beside(talk.bob, &root, "or there").await;
    assert_eq!(talk.put_away(talk.ann, root.id).await, [false, false], "it is in the list again");
    choose(Choice { muted: Some(true), ..Choice::default() }).await.unwrap();
    talk.answer_beside(talk.ann, &root, "there").await;
    assert_eq!(talk.put_away(talk.ann, root.id).await, [true, false], "it stays as quiet as she wants it");
    let both = Choice { muted: Some(true), archived: Some(true), ..Choice::default() };
    service::choose_mark(pool, talk.ann, talk.conversation, both, &Once::UNNAMED).await.unwrap();
    talk.send(talk.bob, "are you there?").await;
    let mark = service::read(pool, talk.ann, talk.conversation).await.unwrap().mark;
    assert_eq!([mark.muted, mark.archived], [true, false], "a pair comes back");
}

#[tokio::test]
async fn who_only_looks_at_a_thread_follows_it_if_they_want_to_and_has_read_what_was_said() {
    let (talk, cleo) = club().await;
    let (root, bare) = (talk.send(talk.ann, "where?").await, talk.send(talk.ann, "when?").await);
    let thread = thread_on(root.id);
    talk.answer_beside(talk.bob, &root, "here").await;
    for (who, message) in [(talk.eve, root.id), (cleo, bare.id), (cleo, MessageId::new())] {
        assert_eq!(talk.follow(who, message, true).await, Err(Error::Missing));
    }
    talk.follow(cleo, root.id, true).await.unwrap();
    assert_eq!(talk.listed(cleo).await[0], (thread, 0));
    let told = format!(
        "select count(*) from events where kind = 'member.joined' and topic = 'inbox:{cleo}' and entity = '{thread}'"
    );
    assert_eq!(talk.number(&told).await, 1, "her devices hear of it");
    talk.answer_beside(talk.bob, &root, "or there").await;
    assert_eq!(talk.listed(cleo).await[0], (thread, 1));
    talk.follow(cleo, root.id, true).await.unwrap();
    assert_eq!(talk.number(&told).await, 1, "she follows it already");
}
