use super::*;
use crate::{
    features::messages::model::{KeptDraft, MAX_DRAFT},
    shared::Error,
};

impl Talk {
    /// Saves over the version that was seen; the version that holds then.
    async fn save(&self, who: AccountId, body: &str, seen: i64) -> Result<i64> {
        let saved = service::save_draft(self.world.pool(), who, self.conversation, body, Some(seen)).await?;
        assert_eq!((saved.conversation_id, saved.body.as_str()), (self.conversation, body));
        Ok(saved.version)
    }

    async fn drafts(&self, who: AccountId) -> Vec<(String, i64)> {
        let drafts = service::drafts(self.world.pool(), who).await.expect("they may read theirs");
        drafts.into_iter().map(|KeptDraft { body, version, .. }| (body, version)).collect()
    }
}

#[tokio::test]
async fn a_draft_is_kept_for_whoever_wrote_it_and_for_nobody_else() {
    let talk = talk().await;
    assert_eq!(talk.save(talk.ann, "half a thought", 0).await, Ok(1));
    assert_eq!(talk.drafts(talk.ann).await, [("half a thought".to_owned(), 1)]);
    assert_eq!((talk.drafts(talk.bob).await, talk.drafts(talk.eve).await), (vec![], vec![]));
    let (topic, body) = talk.last_event("draft.changed").await;
    assert_eq!(topic, format!("inbox:{}", talk.ann));
    let told: KeptDraft = serde_json::from_value(body).unwrap();
    assert_eq!(told, KeptDraft { conversation_id: talk.conversation, body: "half a thought".into(), version: 1 });
    assert_eq!(talk.number("select count(*) from events where kind = 'draft.changed'").await, 1);
}

#[tokio::test]
async fn words_that_were_not_seen_are_never_written_over() {
    let talk = talk().await;
    talk.save(talk.ann, "half", 0).await.unwrap();
    assert_eq!(talk.save(talk.ann, "half a thought", 1).await, Ok(2));
    for body in ["half an hour", ""] {
        assert_eq!(talk.save(talk.ann, body, 1).await, Err(Error::Conflict), "{body:?}");
    }
    let unseen = service::save_draft(talk.world.pool(), talk.ann, talk.conversation, "anything", None).await;
    assert_eq!(unseen, Err(Error::Conflict));
    assert_eq!(talk.drafts(talk.ann).await, [("half a thought".to_owned(), 2)]);
}

#[tokio::test]
async fn of_two_devices_that_save_at_once_over_the_same_one_is_told_of_the_other() {
    let talk = talk().await;
    talk.save(talk.ann, "half", 0).await.unwrap();
    for seen in 1..20 {
        let (one, other) = (format!("one {seen}"), format!("other {seen}"));
        let saved = tokio::join!(talk.save(talk.ann, &one, seen), talk.save(talk.ann, &other, seen));
        let kept = match saved {
            (Ok(_), Err(Error::Conflict)) => one,
            (Err(Error::Conflict), Ok(_)) => other,
            both => panic!("{both:?}"),
        };
        assert_eq!(talk.drafts(talk.ann).await, [(kept, seen + 1)]);
    }
}

#[tokio::test]
async fn saving_the_same_again_changes_nothing_and_tells_nobody() {
    let talk = talk().await;
    for seen in [0, 0, 7] {
        assert_eq!(talk.save(talk.ann, "half", seen).await, Ok(1));
    }
    assert_eq!(talk.number("select count(*) from events where kind = 'draft.changed'").await, 1);
}

#[tokio::test]
async fn what_was_sent_is_no_draft_any_more_and_its_version_goes_on() {
    let talk = talk().await;
    talk.save(talk.ann, "half", 0).await.unwrap();
    assert_eq!(talk.save(talk.ann, "", 1).await, Ok(2));
    assert_eq!(talk.drafts(talk.ann).await, []);
    let (_, body) = talk.last_event("draft.changed").await;
    assert_eq!((&body["body"], &body["version"]), (&"".into(), &2.into()));
    assert_eq!(talk.save(talk.ann, "anew", 0).await, Ok(3), "over no words nothing is lost");
}

#[tokio::test]
async fn a_stranger_keeps_nothing_and_nobody_what_is_too_long() {
    let talk = talk().await;
    assert_eq!(talk.save(talk.eve, "let me in", 0).await, Err(Error::Missing));
    for (body, rule) in [("ä".repeat(MAX_DRAFT + 1), "too_long"), ("a\0b".to_owned(), "characters")] {
        assert_eq!(talk.save(talk.ann, &body, 0).await, Err(Error::invalid("body", rule)));
    }
    assert_eq!(talk.save(talk.ann, &"ä".repeat(MAX_DRAFT), 0).await, Ok(1));
    assert_eq!(talk.number("select count(*) from drafts").await, 1);
}

#[tokio::test]
async fn what_does_not_fit_a_frame_is_told_without_its_words() {
    let talk = talk().await;
    let longest = "\u{1}".repeat(MAX_DRAFT);
    assert_eq!(talk.save(talk.ann, &longest, 0).await, Ok(1));
    let (_, body) = talk.last_event("draft.changed").await;
    assert_eq!(body, serde_json::json!({"conversation_id": talk.conversation, "body": null, "version": 1}));
    assert_eq!(talk.drafts(talk.ann).await, [(longest, 1)]);
}
