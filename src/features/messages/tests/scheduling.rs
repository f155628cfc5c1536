use serde_json::{Value, json};

use super::*;
use crate::{
    features::messages::{
        model::{Rescheduled, Scheduled, Stage},
        service::Planned,
    },
    server::once::Once,
    shared::{Error, id::OperationId, time::Time},
};

const HOUR: i64 = 60 * 60 * 1000;

/// So many milliseconds from now.
pub(super) fn ahead(millis: i64) -> Time {
    Time::from_millis(Time::now().millis() + millis)
}

impl Talk {
    /// Somebody schedules something here for in an hour.
    pub(super) async fn schedule(&self, who: AccountId, body: &str) -> Result<Scheduled> {
        self.plan_later(who, &draft(self.conversation, body), &Once::UNNAMED).await
    }

    async fn plan_later(&self, who: AccountId, draft: &Draft, once: &Once) -> Result<Scheduled> {
        match service::schedule(&self.world.server, who, draft, ahead(HOUR), once).await? {
            Planned::New(scheduled) | Planned::Known(scheduled) => Ok(scheduled),
            Planned::Over => Err(Error::Missing),
        }
    }

    /// The hour has passed for all that is scheduled, and for its jobs.
    pub(super) async fn hour_passes(&self) {
        sqlx::raw_sql(
            "update scheduled_messages set at = at - interval '1 hour';
             update tertulia_work._private_jobs set run_at = run_at - interval '1 hour'",
        )
        .execute(&mut self.administrator().await)
        .await
        .unwrap();
    }

    async fn send_scheduled(&self, id: MessageId) -> Result<()> {
        service::send_scheduled(&self.world.server, id, false).await
    }

    pub(super) async fn number_said(&self) -> i64 {
        self.number("select count(*) from messages").await
    }

    async fn number_waiting(&self) -> i64 {
        self.number("select count(*) from scheduled_messages").await
    }

    async fn number_of_jobs(&self) -> i64 {
        self.number("select count(*) from tertulia_work._private_jobs").await
    }

    async fn change_later(&self, who: AccountId, id: MessageId, change: &Rescheduled) -> Result<Option<Scheduled>> {
        service::reschedule(&self.world.server, who, id, (change, None), &Once::UNNAMED).await
    }
}

fn words(body: &str) -> Rescheduled {
    Rescheduled { body: Some(body.to_owned()), ..Rescheduled::default() }
}

#[tokio::test]
async fn what_is_scheduled_waits_for_its_time_and_is_said_once_then() {
    let talk = talk().await;
    let one = talk.schedule(talk.ann, "later").await.unwrap();
    assert_eq!((one.state, one.version), (Stage::Waiting, 1));
    let expected = json!({"message_id": one.id, "conversation_id": talk.conversation, "version": 1});
    assert_eq!(talk.last_event("scheduled.changed").await, (format!("inbox:{}", talk.ann), expected));
    talk.send_scheduled(one.id).await.unwrap();
    assert_eq!((talk.number_said().await, talk.number_of_jobs().await), (0, 1), "not yet");

    talk.hour_passes().await;
    for _ in 0..2 {
        talk.send_scheduled(one.id).await.unwrap();
    }
    assert_eq!((talk.number_said().await, talk.number_waiting().await), (1, 0));
    let (topic, body) = talk.last_event("message.sent").await;
    assert_eq!((topic, &body["id"]), (format!("conversation:{}", talk.conversation), &json!(one.id)));
    assert_eq!(talk.last_event("scheduled.removed").await.1["message_id"], json!(one.id));
}

#[tokio::test]
async fn what_is_begun_before_its_time_is_begun_again_at_its_time() {
    let talk = talk().await;
    let one = talk.schedule(talk.ann, "later").await.unwrap();
    // Its job, which is over once it has run, was planned by a clock that was put back since.
    sqlx::raw_sql("delete from tertulia_work._private_jobs").execute(&mut talk.administrator().await).await.unwrap();
    talk.send_scheduled(one.id).await.unwrap();
    let planned = "select count(*) from tertulia_work._private_jobs j join scheduled_messages s
                     on s.id::text = j.key and s.at = j.run_at";
    assert_eq!((talk.number_said().await, talk.number(planned).await), (0, 1));

    service::cancel(talk.world.pool(), talk.ann, one.id, &Once::UNNAMED).await.unwrap();
    talk.send_scheduled(one.id).await.unwrap();
    assert_eq!(talk.number_of_jobs().await, 0, "what was taken back is left alone");
}

#[tokio::test]
async fn what_was_sent_before_the_program_was_killed_is_not_said_again() {
    let talk = talk().await;
    let one = talk.schedule(talk.ann, "later").await.unwrap();
    talk.hour_passes().await;
    let claim = "update scheduled_messages set state = 'sending'";
    sqlx::raw_sql(claim).execute(&mut talk.administrator().await).await.unwrap();
    let said = Draft { id: one.id, ..draft(talk.conversation, "later") };
    talk.try_send(talk.ann, &said).await.unwrap();
    talk.send_scheduled(one.id).await.unwrap();
    assert_eq!((talk.number_said().await, talk.number_waiting().await), (1, 0));
}

#[tokio::test]
async fn the_same_act_again_schedules_nothing_again_also_once_it_is_over() {
    let talk = talk().await;
    let (later, once) = (draft(talk.conversation, "later"), Once::named(OperationId::new(), "later"));
    let planned = talk.plan_later(talk.ann, &later, &once).await.unwrap();
    assert_eq!(talk.plan_later(talk.ann, &later, &once).await, Ok(planned.clone()));
    service::cancel(talk.world.pool(), talk.ann, planned.id, &Once::UNNAMED).await.unwrap();
    let again = service::schedule(&talk.world.server, talk.ann, &later, ahead(-HOUR), &once).await;
    assert_eq!(again, Ok(Planned::Over));
    assert_eq!((talk.number_waiting().await, talk.number_of_jobs().await), (0, 0));
}

#[tokio::test]
async fn its_author_changes_it_and_takes_it_back_and_nobody_else_knows_of_it() {
    let talk = talk().await;
    let one = talk.schedule(talk.ann, "later").await.unwrap();
    let pool = talk.world.pool();
    for other in [talk.bob, talk.eve] {
        assert_eq!(service::all_scheduled(pool, other).await, Ok(Vec::new()));
        assert_eq!(service::scheduled(pool, other, one.id).await, Err(Error::Missing));
        assert_eq!(talk.change_later(other, one.id, &words("mine")).await, Err(Error::Missing));
        assert_eq!(service::cancel(pool, other, one.id, &Once::UNNAMED).await, Err(Error::Missing));
    }
    let later = Rescheduled { at: Some(ahead(2 * HOUR)), ..words("later still") };
    let changed = talk.change_later(talk.ann, one.id, &later).await.unwrap().unwrap();
    assert_eq!((changed.body.as_str(), changed.version), ("later still", 2));
    assert_eq!(talk.change_later(talk.ann, one.id, &later).await.unwrap(), Some(changed), "the same changes nothing");
    talk.hour_passes().await;
    talk.send_scheduled(one.id).await.unwrap();
    assert_eq!(
        (talk.number_said().await, talk.number_of_jobs().await),
        (0, 1),
        "it is for another time, and so is its one job"
    );

    service::cancel(pool, talk.ann, one.id, &Once::UNNAMED).await.unwrap();
    assert_eq!((talk.number_waiting().await, talk.number_of_jobs().await), (0, 0));
    assert_eq!(service::cancel(pool, talk.ann, one.id, &Once::UNNAMED).await, Err(Error::Missing));
    assert_eq!(talk.number("select count(*) from events where body::text like '%later%'").await, 0);
}

#[tokio::test]
async fn what_is_being_sent_changes_no_more() {
    let talk = talk().await;
    let one = talk.schedule(talk.ann, "later").await.unwrap();
    let claim = "update scheduled_messages set state = 'sending'";
    sqlx::raw_sql(claim).execute(&mut talk.administrator().await).await.unwrap();
    assert_eq!(talk.change_later(talk.ann, one.id, &words("other")).await, Err(Error::Conflict));
    let cancelled = service::cancel(talk.world.pool(), talk.ann, one.id, &Once::UNNAMED).await;
    assert_eq!(cancelled, Err(Error::Conflict));
}

#[tokio::test]
async fn who_is_accepted_no_more_by_then_is_told_that_no_other_words_would_help() {
    let talk = talk().await;
    talk.send(talk.ann, "tea?").await;
    let one = talk.schedule(talk.bob, "later").await.unwrap();
    talk.world.block(talk.ann, talk.bob, true).await;
    talk.hour_passes().await;
    talk.send_scheduled(one.id).await.unwrap();
    let failed = service::scheduled(talk.world.pool(), talk.bob, one.id).await.unwrap();
    assert_eq!((failed.state, failed.trouble.as_deref()), (Stage::Failed, Some("not_accepting")));
    assert_eq!((failed.body.as_str(), talk.number_said().await), ("later", 1));
}

#[tokio::test]
async fn who_was_removed_meanwhile_is_told_so_and_keeps_the_words() {
    let talk = talk().await;
    let group = talk.world.group(talk.ann, &[talk.bob]).await;
    let one = talk.plan_later(talk.bob, &draft(group, "later"), &Once::UNNAMED).await.unwrap();
    service::remove_participant(talk.world.pool(), talk.ann, group, "bob", &Once::UNNAMED).await.unwrap();
    talk.hour_passes().await;
    talk.send_scheduled(one.id).await.unwrap();
    let failed = service::scheduled(talk.world.pool(), talk.bob, one.id).await.unwrap();
    assert_eq!((failed.state, failed.trouble.as_deref()), (Stage::Failed, Some("missing")));
    assert_eq!((failed.body.as_str(), failed.version, talk.number_said().await), ("later", 2, 0));
    assert_eq!(talk.last_event("scheduled.changed").await.1["version"], json!(2));

    let now = Rescheduled { now: true, ..Rescheduled::default() };
    talk.change_later(talk.bob, one.id, &now).await.unwrap();
    let back = service::set_participant(&talk.world.server, talk.ann, group, ("bob", None), &Once::UNNAMED).await;
    back.unwrap();
    talk.send_scheduled(one.id).await.unwrap();
    assert_eq!(
        (talk.number_said().await, talk.number_waiting().await),
        (1, 0),
        "it is tried again when its author says so"
    );
}

#[tokio::test]
async fn who_is_not_taken_words_from_meanwhile_is_told_so_and_keeps_the_words() {
    let talk = talk().await;
    let one = talk.schedule(talk.bob, "later").await.unwrap();
    talk.world.block(talk.ann, talk.bob, true).await;
    talk.hour_passes().await;
    talk.send_scheduled(one.id).await.unwrap();
    let failed = service::scheduled(talk.world.pool(), talk.bob, one.id).await.unwrap();
    assert_eq!((failed.state, failed.trouble.as_deref()), (Stage::Failed, Some("not_accepting")));
    assert_eq!((failed.body.as_str(), talk.number_said().await), ("later", 0));
}

#[tokio::test]
async fn whose_account_is_deleted_says_nothing_later_and_nothing_of_that_is_kept() {
    let talk = talk().await;
    let one = talk.schedule(talk.ann, "later").await.unwrap();
    talk.schedule(talk.bob, "later").await.unwrap();
    let delete = format!("update accounts set deleted_at = now() where id = '{}'", talk.ann);
    sqlx::raw_sql(AssertSqlSafe(delete)).execute(&mut talk.administrator().await).await.unwrap();
    assert_eq!(talk.number_waiting().await, 1, "bob's");
    talk.hour_passes().await;
    talk.send_scheduled(one.id).await.unwrap();
    assert_eq!(talk.number_said().await, 0);
}

#[tokio::test]
async fn nobody_has_more_than_a_hundred() {
    let talk = talk().await;
    let many = format!(
        "insert into scheduled_messages (id, account_id, conversation_id, body, at)
          select gen_random_uuid(), '{}', '{}', 'later', now() + interval '1 day' from generate_series(1, 100)",
        talk.ann, talk.conversation
    );
    sqlx::raw_sql(AssertSqlSafe(many)).execute(&mut talk.administrator().await).await.unwrap();
    assert_eq!(talk.schedule(talk.ann, "one more").await, Err(Error::invalid("scheduled", "too_many")));
    talk.schedule(talk.bob, "his first").await.unwrap();
}

#[tokio::test]
async fn a_bot_schedules_changes_and_takes_back() {
    let talk = talk().await;
    let ann = Some(talk.ann);
    let new = json!({"id": MessageId::new(), "conversation_id": talk.conversation, "body": "later", "at": ahead(HOUR)});
    let (status, one) = talk.call(ann, "POST", "/api/scheduled", new.clone()).await;
    assert_eq!((status, &one["id"], &one["state"], &one["at"]), (201, &new["id"], &json!("waiting"), &new["at"]));
    assert_eq!(talk.call(ann, "POST", "/api/scheduled", new.clone()).await, (200, one.clone()));
    let mut otherwise = new.clone();
    otherwise["body"] = json!("something else");
    assert_eq!(talk.call(ann, "POST", "/api/scheduled", otherwise).await.0, 409);
    assert_eq!(talk.call(Some(talk.eve), "POST", "/api/scheduled", new_in(&talk)).await.0, 404);
    for (at, rule) in [(ahead(-1_000), "past"), (ahead(400 * 24 * HOUR), "too_far")] {
        let mut wrong = new_in(&talk);
        wrong["at"] = json!(at);
        let (status, problem) = talk.call(ann, "POST", "/api/scheduled", wrong).await;
        assert_eq!((status, &problem["field"], &problem["rule"]), (422, &json!("at"), &json!(rule)));
    }
    let (status, page) = talk.call(ann, "GET", "/api/scheduled", Value::Null).await;
    assert_eq!((status, &page["total"], &page["items"]), (200, &json!(1), &json!([one])));

    let path = format!("/api/scheduled/{}", one["id"].as_str().unwrap());
    assert_eq!(talk.call(ann, "GET", &path, Value::Null).await, (200, one));
    let edit = json!({"body": "later still", "version": 1});
    let (status, changed) = talk.call(ann, "PATCH", &path, edit.clone()).await;
    assert_eq!((status, &changed["body"], &changed["version"]), (200, &json!("later still"), &json!(2)));
    let (status, problem) = talk.call(ann, "PATCH", &path, edit).await;
    assert_eq!((status, &problem["newest"]), (409, &changed));
    assert_eq!(talk.call(Some(talk.bob), "PATCH", &path, json!({"body": "his"})).await.0, 404);
    assert_eq!(talk.call(Some(talk.bob), "DELETE", &path, Value::Null).await.0, 404);
    assert_eq!(talk.call(ann, "DELETE", &path, Value::Null).await.0, 204);
    assert_eq!(talk.call(ann, "GET", &path, Value::Null).await.0, 404);
    assert_eq!(talk.call(ann, "POST", "/api/scheduled", new).await.0, 404, "it was given up under this name");
}

fn new_in(talk: &Talk) -> Value {
    json!({"id": MessageId::new(), "conversation_id": talk.conversation, "body": "later", "at": ahead(HOUR)})
}
