use super::*;
use crate::{
    features::messages::model::{KeptDraft, MAX_DRAFT},
    server::Limit,
    shared::{Error, id::OperationId},
};

impl Talk {
    /// Saves over the version that was seen; the version that holds then.
    async fn save(&self, who: AccountId, body: &str, seen: i64) -> Result<i64> {
        let saved = self.save_as(OperationId(MessageId::new().0), who, body, Some(seen)).await?;
        assert_eq!((saved.conversation_id, saved.body.as_str()), (self.conversation, body));
        Ok(saved.version)
    }

    async fn save_as(&self, id: OperationId, who: AccountId, body: &str, seen: Option<i64>) -> Result<KeptDraft> {
        let save = service::Save { id, conversation_id: self.conversation, body, expected_version: seen };
        service::save_draft(&self.world.server, who, save).await
    }

    async fn drafts(&self, who: AccountId) -> Vec<(String, i64)> {
        let read = service::drafts(self.world.pool(), who).await.expect("they may read theirs");
        assert!(read.is_whole);
        read.drafts.into_iter().map(|KeptDraft { body, version, .. }| (body, version)).collect()
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
    let unseen = talk.save_as(OperationId(MessageId::new().0), talk.ann, "anything", None).await;
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
async fn what_met_other_words_is_kept_under_its_name_once_those_are_gone() {
    let talk = talk().await;
    talk.save(talk.ann, "half an hour", 0).await.unwrap();
    let name = OperationId(MessageId::new().0);
    assert_eq!(talk.save_as(name, talk.ann, "half a thought", None).await, Err(Error::Conflict));
    talk.save(talk.ann, "", 1).await.unwrap();
    let kept = KeptDraft { conversation_id: talk.conversation, body: "half a thought".to_owned(), version: 3 };
    assert_eq!(talk.save_as(name, talk.ann, "half a thought", None).await, Ok(kept));
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
async fn what_is_long_is_told_without_its_words_and_read_by_itself() {
    let talk = talk().await;
    let longest = "\u{1}".repeat(MAX_DRAFT);
    for (seen, body) in (0..).zip(["ä".repeat(1_000), longest.clone()]) {
        assert_eq!(talk.save(talk.ann, &body, seen).await, Ok(seen + 1));
        let (_, told) = talk.last_event("draft.changed").await;
        let words = (seen == 0).then_some(body);
        assert_eq!(told, serde_json::json!({"conversation_id": talk.conversation, "body": words, "version": seen + 1}));
    }
    assert_eq!(talk.drafts(talk.ann).await, [(longest.clone(), 2)]);
    for (who, body, version) in [(talk.ann, longest.as_str(), 2), (talk.bob, "", 0), (talk.eve, "", 0)] {
        let draft = service::draft(talk.world.pool(), who, talk.conversation).await;
        assert_eq!(draft, Ok(KeptDraft { conversation_id: talk.conversation, body: body.to_owned(), version }));
    }
}

#[tokio::test]
async fn a_save_that_comes_late_or_again_does_not_bring_back_what_was_sent() {
    let talk = talk().await;
    let (typed, sent) = (OperationId(MessageId::new().0), OperationId(MessageId::new().0));
    talk.save_as(typed, talk.ann, "half", Some(0)).await.unwrap();
    talk.save_as(sent, talk.ann, "", Some(1)).await.unwrap();
    let kept = |body: &str, version| KeptDraft { conversation_id: talk.conversation, body: body.to_owned(), version };
    assert_eq!(talk.save_as(typed, talk.ann, "half", Some(0)).await, Ok(kept("", 2)), "what is kept by now");
    for seen in 2..12 {
        talk.save(talk.ann, &format!("{seen}"), seen).await.unwrap();
    }
    assert_eq!(talk.save_as(sent, talk.ann, "", Some(1)).await, Ok(kept("11", 12)));
    talk.save(talk.ann, "", 12).await.unwrap();
    assert_eq!(talk.save_as(typed, talk.ann, "half", Some(0)).await, Ok(kept("", 13)), "however long ago that was");
}

#[tokio::test]
async fn the_same_words_under_two_names_are_kept_once_and_neither_brings_them_back() {
    let talk = talk().await;
    let names = [OperationId(MessageId::new().0), OperationId(MessageId::new().0)];
    for name in names {
        assert_eq!(talk.save_as(name, talk.ann, "half", Some(0)).await.unwrap().version, 1);
    }
    talk.save(talk.ann, "", 1).await.unwrap();
    for name in names {
        assert_eq!(talk.save_as(name, talk.ann, "half", Some(0)).await.unwrap().body, "");
    }
}

#[tokio::test]
async fn of_all_that_was_told_of_a_draft_only_the_last_holds_words() {
    let talk = talk().await;
    talk.save(talk.bob, "what bob writes there", 0).await.unwrap();
    for (seen, body) in (0..).zip(["half", "half a", "half a thought"]) {
        talk.save(talk.ann, body, seen).await.unwrap();
    }
    let told = "select count(*) from events where kind = 'draft.changed'";
    assert_eq!(talk.number(told).await, 4);
    assert_eq!(talk.number(&format!("{told} and body ->> 'body' is not null")).await, 2, "and the last of bob");
    let (_, last) = talk.last_event("draft.changed").await;
    assert_eq!(last["body"], "half a thought");
}

#[tokio::test]
async fn who_keeps_what_they_write_more_than_sixty_times_a_minute_has_to_wait() {
    let mut talk = talk().await;
    talk.world.server.limits = Limits::on();
    for _ in 0..60 {
        talk.world.server.limits.check(Limit::Drafts, &talk.ann.to_string()).unwrap();
    }
    assert!(matches!(talk.save(talk.ann, "more", 0).await, Err(Error::Slow { .. })));
    assert_eq!(talk.save(talk.bob, "mine", 0).await, Ok(1), "nobody else has to");
}

#[tokio::test]
async fn a_draft_goes_with_the_participant() {
    let talk = talk().await;
    talk.save(talk.ann, "half", 0).await.unwrap();
    let leave =
        "with gone as (delete from participants where account_id = '$ann' returning 1) select count(*) from gone";
    assert_eq!(talk.number(&leave.replace("$ann", &talk.ann.to_string())).await, 1);
    assert_eq!(talk.number("select count(*) from drafts").await, 0);
    assert_eq!(talk.save(talk.ann, "half", 0).await, Err(Error::Missing));
}

#[tokio::test]
async fn a_reading_that_does_not_hold_all_drafts_says_so() {
    let talk = talk().await;
    let long = "ä".repeat(MAX_DRAFT);
    for number in 0..26 {
        let other = talk.world.person(&format!("person{number}")).await;
        let conversation_id = talk.world.pair(talk.ann, other).await;
        let id = OperationId(MessageId::new().0);
        let save = service::Save { id, conversation_id, body: &long, expected_version: Some(0) };
        service::save_draft(&talk.world.server, talk.ann, save).await.unwrap();
    }
    let read = service::drafts(talk.world.pool(), talk.ann).await.unwrap();
    assert_eq!((read.drafts.len(), read.is_whole), (25, false));
}
