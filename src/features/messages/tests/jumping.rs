//! The ways to a place of a history: a message by its name, and a moment.

use super::*;
use crate::{
    features::messages::model::From,
    shared::{Error, time::Time},
};

impl Talk {
    /// Ann says something on each of so many days of 2026, at noon.
    async fn talk_daily(&self, days: i64) -> Vec<Message> {
        let mut said = Vec::new();
        for day in 1..=days {
            said.push(self.send(self.ann, &format!("on day {day}")).await);
        }
        let noons = "set session_replication_role = replica;
            update messages set at = timestamptz '2025-12-31 12:00Z' + seq * interval '24 hours'";
        sqlx::raw_sql(noons).execute(&mut self.administrator().await).await.unwrap();
        said
    }

    async fn stretch_from(&self, from: From) -> (Vec<i64>, bool, bool) {
        let stretch = service::history(self.world.pool(), self.ann, self.conversation, from, 3).await.unwrap();
        (stretch.messages.iter().map(|message| message.seq).collect(), stretch.older, stretch.newer)
    }
}

fn since(text: &str) -> From {
    From::Since(Time::read(text).expect("a moment"))
}

#[tokio::test]
async fn a_moment_leads_to_the_first_message_since() {
    let talk = talk().await;
    assert_eq!(talk.stretch_from(since("2026-01-05T00:00:00Z")).await, (vec![], false, false));
    talk.talk_daily(31).await;
    for day in 3..=30_i64 {
        for moment in ["00:00:00Z", "12:00:00Z"] {
            let moment = since(&format!("2026-01-{day:02}T{moment}"));
            assert_eq!(talk.stretch_from(moment).await, (vec![day - 1, day, day + 1], true, day < 30), "{moment:?}");
        }
        let later = since(&format!("2026-01-{:02}T12:00:00.001Z", day - 1));
        assert_eq!(talk.stretch_from(later).await.0, [day - 1, day, day + 1]);
    }
    assert_eq!(talk.stretch_from(since("1970-01-01T00:00:00Z")).await, (vec![1, 2, 3], false, true));
    assert_eq!(talk.stretch_from(since("2026-01-31T12:00:00Z")).await, (vec![30, 31], true, false));
    let after_all = ["2026-01-31T12:00:00.001Z", "9999-12-31T23:59:59.999Z"];
    for moment in after_all {
        assert_eq!(talk.stretch_from(since(moment)).await, (vec![29, 30, 31], true, false), "{moment}");
    }
}

#[tokio::test]
async fn a_message_leads_to_where_it_stands_and_one_of_elsewhere_to_what_is_unread() {
    let talk = talk().await;
    let said = talk.talk_daily(9).await;
    assert_eq!(talk.stretch_from(From::Message(said[4].id)).await, (vec![4, 5, 6], true, true));
    let elsewhere = talk.world.pair(talk.bob, talk.eve).await;
    let foreign = talk.try_send(talk.bob, &draft(elsewhere, "between us")).await.unwrap().into_message();
    let opening = talk.stretch_from(From::Unread).await;
    for id in [foreign.id, MessageId::new()] {
        assert_eq!(talk.stretch_from(From::Message(id)).await, opening);
    }
}

#[tokio::test]
async fn a_stranger_is_led_nowhere() {
    let talk = talk().await;
    let said = talk.talk_daily(3).await;
    for id in [talk.conversation, ConversationId::new()] {
        for from in [From::Message(said[1].id), since("2026-01-02T00:00:00Z")] {
            let led = service::history(talk.world.pool(), talk.eve, id, from, 3).await;
            assert_eq!(led, Err(Error::Missing), "{from:?}");
        }
    }
}
