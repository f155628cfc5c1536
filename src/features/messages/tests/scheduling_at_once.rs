//! Scheduled messages with the library of jobs at work.

use std::{sync::Arc, time::Duration};

use futures::future::join_all;
use tokio::time::{sleep, timeout};

use super::{scheduling::ahead, *};
use crate::{
    features::messages::{jobs::define, model::Rescheduled},
    server::{
        jobs::{Jobs, Load, load},
        once::Once,
    },
    shared::time::Time,
};

impl Talk {
    /// Waits until a statement of an administrator answers this number.
    async fn until_number(&self, statement: &str, number: i64) {
        let comes = async {
            while self.number(statement).await != number {
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(Duration::from_secs(30), comes).await.unwrap_or_else(|_| panic!("never {number}: {statement}"));
    }

    fn work(&self) -> Jobs {
        Jobs::start(self.world.server.clone(), define)
    }
}

const SAID: &str = "select count(*) from messages";
const JOBS: &str = "select count(*) from tertulia_work._private_jobs";

#[tokio::test]
async fn two_servers_that_work_at_once_say_each_message_once() {
    let talk = talk().await;
    for number in 0..20 {
        talk.schedule(talk.ann, &format!("message {number}")).await.unwrap();
    }
    talk.hour_passes().await;
    let servers = [talk.work(), talk.work()];
    talk.until_number(JOBS, 0).await;
    join_all(servers.map(Jobs::stop)).await;
    assert_eq!(talk.number_said().await, 20);
    assert_eq!(talk.number("select count(distinct body) from messages").await, 20);
    assert_eq!(talk.number("select count(*) from scheduled_messages").await, 0);
}

#[tokio::test]
async fn what_was_due_while_no_server_ran_is_said_by_the_next_one() {
    let talk = talk().await;
    talk.schedule(talk.ann, "due").await.unwrap();
    talk.work().stop().await;
    talk.hour_passes().await;
    assert_eq!(load(talk.world.pool()).await, Ok(Load { waiting: 0, due: 1, failed: 0 }));
    let server = talk.work();
    talk.until_number(SAID, 1).await;
    server.stop().await;
    assert_eq!(load(talk.world.pool()).await, Ok(Load { waiting: 0, due: 0, failed: 0 }));
}

#[tokio::test]
async fn what_is_to_be_sent_now_does_not_wait_for_its_time_and_what_waits_does() {
    let talk = talk().await;
    let one = talk.schedule(talk.ann, "now after all").await.unwrap();
    talk.schedule(talk.ann, "in an hour").await.unwrap();
    let server = talk.work();
    let now = Rescheduled { now: true, ..Rescheduled::default() };
    service::reschedule(&talk.world.server, talk.ann, one.id, (&now, None), &Once::UNNAMED).await.unwrap();
    talk.until_number(SAID, 1).await;
    talk.until_number(JOBS, 1).await;
    server.stop().await;
    assert_eq!(load(talk.world.pool()).await, Ok(Load { waiting: 1, due: 0, failed: 0 }));
    let said = "select count(*) from messages where body = 'now after all'";
    assert_eq!(talk.number(said).await, 1);
}

#[tokio::test]
async fn what_a_killed_server_had_begun_is_taken_up_by_another() {
    let talk = talk().await;
    talk.schedule(talk.ann, "later").await.unwrap();
    talk.hour_passes().await;
    sqlx::raw_sql(
        "update scheduled_messages set state = 'sending';
         update tertulia_work._private_jobs set locked_by = 'killed', locked_at = now() - interval '1 hour', attempts = 1;
         insert into tertulia_work._private_workers (id, last_heartbeat_at) values ('killed', now() - interval '1 hour')",
    )
    .execute(&mut talk.administrator().await)
    .await
    .unwrap();
    let server = talk.work();
    talk.until_number(SAID, 1).await;
    talk.until_number(JOBS, 0).await;
    server.stop().await;
}

#[tokio::test]
async fn what_was_said_before_a_server_was_killed_did_not_fail_though_its_author_was_removed_since() {
    let talk = talk().await;
    let group = talk.world.group(talk.ann, &[talk.bob]).await;
    let later = draft(group, "later");
    service::schedule(&talk.world.server, talk.bob, &later, ahead(60_000), &Once::UNNAMED).await.unwrap();
    talk.hour_passes().await;
    let claim = "update scheduled_messages set state = 'sending'";
    sqlx::raw_sql(claim).execute(&mut talk.administrator().await).await.unwrap();
    talk.try_send(talk.bob, &later).await.unwrap();
    service::remove_participant(talk.world.pool(), talk.ann, group, "bob", &Once::UNNAMED).await.unwrap();
    service::send_scheduled(&talk.world.server, later.id, false).await.unwrap();
    assert_eq!(talk.number("select count(*) from scheduled_messages").await, 0);
    assert_eq!(
        (talk.number_said().await, talk.last_event("scheduled.removed").await.1["version"].as_i64()),
        (1, Some(2))
    );
}

#[tokio::test]
async fn where_nobody_can_stop_it_any_more_nothing_goes_on() {
    let talk = talk().await;
    let holders = || Arc::strong_count(&talk.world.server.config);
    let before = holders();
    let server = talk.work();
    talk.until_number("select count(*) from tertulia_work._private_workers", 1).await;
    drop(server);
    let ends = async {
        while holders() > before {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(Duration::from_secs(30), ends).await.unwrap();
}

#[tokio::test]
async fn at_its_time_it_is_said_within_a_second() {
    let talk = talk().await;
    let server = talk.work();
    talk.until_number("select count(*) from tertulia_work._private_workers", 1).await;
    let at = ahead(2_000);
    let later = draft(talk.conversation, "in two seconds");
    service::schedule(&talk.world.server, talk.ann, &later, at, &Once::UNNAMED).await.unwrap();
    // A second has at most twenty looks. The clock would also count what the machine stood still.
    let mut looks = 0;
    while talk.number_said().await == 0 {
        looks += i32::from(Time::now() > at);
        assert!(looks < 20, "it is late");
        sleep(Duration::from_millis(50)).await;
    }
    server.stop().await;
    let early = format!("select count(*) from messages where at < timestamptz '{at}'");
    assert_eq!(talk.number(&early).await, 0);
}
