//! How many notifications are unread, known without reading them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Wanted,
    operation::{READ, READ_ALL},
    sweep::Sweeps,
    told::{CHANGED, READ_UP_TO},
};
use crate::{
    features::notifications::model::{AllRead, Notification, Unread},
    realtime::Event,
    shared::{id::NotificationId, json::typed},
};

/// Notifications of which is remembered what was told.
const MOST: usize = 500;

/// What was told of the viewer's notifications, member by member: each page has it, and to read them whole takes much of a
/// program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    unread: Unread,
    /// What was told last of single ones.
    told: BTreeMap<NotificationId, Standing>,
    /// When all were read.
    #[serde(default)]
    sweeps: Sweeps,
    /// The life of the database of which the versions are.
    epoch: u32,
}

/// How one of them stands; the greater was told later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Standing {
    version: i64,
    is_read: bool,
    number: i64,
}

impl Standing {
    const fn of(one: &Notification) -> Self {
        Self { number: one.number, version: one.version, is_read: one.read_at.is_some() }
    }

    /// The same after all were read. It keeps its version: what happened again before that is told only later.
    fn under(self, sweeps: &Sweeps) -> Self {
        Self { is_read: self.is_read || sweeps.cover(self.number, self.version), ..self }
    }
}

impl Tally {
    /// As just read.
    #[must_use]
    pub fn new(epoch: u32, unread: Unread) -> Self {
        Self { unread, told: BTreeMap::new(), sweeps: Sweeps::default(), epoch }
    }

    /// Takes what was read afresh in this life of the database. What was heard in it already may be newer.
    pub fn refresh(&mut self, epoch: u32, unread: Unread) {
        self.enter(epoch);
        self.count_is(unread);
    }

    /// Takes what an event tells. One of a life of the database that is over tells nothing.
    pub fn hear_event(&mut self, event: &Event) {
        if event.position.epoch >= self.epoch {
            self.enter(event.position.epoch);
            self.hear(&event.kind, &event.body);
        }
    }

    /// Takes what an event of this kind tells, or the answer to an operation.
    pub fn hear(&mut self, kind: &str, body: &Value) {
        match kind {
            CHANGED | READ => self.hear_changed(body),
            READ_UP_TO | READ_ALL => self.hear_all_read(body),
            _ => return,
        };
        if let Ok(unread) = typed::<Unread>(body) {
            self.count_is(unread);
        }
    }

    /// How many are unread, without those that are on their way to be read.
    #[must_use]
    pub fn count(&self, wanted: &Wanted) -> i64 {
        let many = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let unread = self.unread.unread;
        if wanted.through.is_some() {
            let since = self.told.iter().filter(|(id, one)| !one.is_read && !wanted.reads(**id, one.number));
            return many(since.count()).min(unread);
        }
        let is_counted = |(id, through): &(&NotificationId, &i64)| {
            self.told.get(id).is_none_or(|one| !one.is_read && one.number <= **through)
        };
        (unread - many(wanted.ids.iter().filter(is_counted).count())).max(0)
    }

    /// Whether one of them was read, whatever was told of it since it was read from the server.
    #[must_use]
    pub fn is_read(&self, one: &Notification) -> bool {
        let read = Standing::of(one).under(&self.sweeps);
        self.told.get(&one.id).copied().max(Some(read)).is_some_and(|last| last.is_read)
    }

    /// In another life of the database versions count anew.
    fn enter(&mut self, epoch: u32) {
        if self.epoch != epoch {
            *self = Self::new(epoch, Unread { version: 0, ..self.unread });
        }
    }

    fn count_is(&mut self, unread: Unread) {
        if unread.version >= self.unread.version {
            self.unread = unread;
        }
    }

    fn hear_changed(&mut self, body: &Value) -> Option<()> {
        let id = typed::<NotificationId>(&body["id"]).ok()?;
        let one = &body["notification"];
        let standing = if one.is_null() {
            Standing { number: 0, version: body["version"].as_i64()?, is_read: true }
        } else {
            let is_read = !one["read_at"].is_null();
            Standing { number: one["number"].as_i64()?, version: one["version"].as_i64()?, is_read }
        };
        let standing = standing.under(&self.sweeps);
        let held = self.told.entry(id).or_insert(standing);
        *held = standing.max(*held);
        if self.told.len() > MOST {
            let oldest = self.told.iter().min_by_key(|(_, one)| one.version).map(|(id, _)| *id)?;
            self.told.remove(&oldest);
        }
        Some(())
    }

    fn hear_all_read(&mut self, body: &Value) -> Option<()> {
        self.sweeps.take(typed::<AllRead>(body).ok()?);
        self.told.values_mut().for_each(|one| *one = one.under(&self.sweeps));
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        features::notifications::state::{
            read, read_all,
            world::{changed, id, notification, pending, was_read},
        },
        realtime::Topic,
        shared::{id::OperationId, time::Time},
    };

    fn tell(tally: &mut Tally, one: Notification, unread: i64) {
        tally.hear(CHANGED, &json!(changed(one, unread)));
    }

    fn tell_all_read(tally: &mut Tally, (through, version): (i64, i64), unread: i64) {
        let body = json!({"through": through, "read_at": "2026-11-28T12:00:00Z", "unread": unread, "version": version});
        tally.hear(READ_UP_TO, &body);
    }

    /// Three are unread, and the last thing that happened has the number 5.
    fn known() -> Tally {
        Tally::new(1, Unread { unread: 3, version: 5 })
    }

    #[test]
    fn what_is_told_late_or_twice_changes_nothing() {
        let mut tally = known();
        tell(&mut tally, notification(9, 7), 5);
        tell(&mut tally, notification(8, 6), 4);
        tell(&mut tally, notification(9, 7), 5);
        assert_eq!(tally.count(&Wanted::default()), 5);
        tally.refresh(1, Unread { unread: 3, version: 5 });
        assert_eq!(tally.count(&Wanted::default()), 5, "it was read before");
        tally.refresh(2, Unread { unread: 1, version: 2 });
        assert_eq!(tally.count(&Wanted::default()), 1, "another life counts anew");
    }

    #[test]
    fn what_was_heard_in_another_life_of_the_database_is_newer_than_what_is_read_there_up_to_before_it() {
        let event = |position: &str, one, unread| Event {
            position: position.parse().expect("a position"),
            topic: Topic::Me,
            kind: CHANGED.into(),
            at: Time::from_millis(0),
            body: json!(changed(one, unread)),
        };
        let mut tally = known();
        tally.hear_event(&event("2.1.1", notification(9, 3), 2));
        tally.refresh(2, Unread { unread: 1, version: 2 });
        tally.hear_event(&event("1.9.9", notification(8, 40), 7));
        assert_eq!(tally.count(&Wanted::default()), 2);
    }

    #[test]
    fn what_happened_before_all_were_read_and_is_told_later_is_unread_where_it_stands_behind_that_place() {
        let mut tally = known();
        tell(&mut tally, notification(1, 4), 3);
        tell_all_read(&mut tally, (5, 9), 1);
        tell(&mut tally, notification(1, 8), 4);
        assert!(!tally.is_read(&notification(1, 8)) && !tally.is_read(&notification(1, 4)));
        tell_all_read(&mut tally, (3, 10), 1);
        assert!(tally.is_read(&notification(2, 5)), "one that went less far came later");
        tell(&mut tally, notification(2, 5), 4);
        assert!(tally.is_read(&notification(2, 5)));
    }

    #[test]
    fn what_is_on_its_way_to_be_read_is_counted_off_at_once_and_once() {
        let mut tally = known();
        let reading = Wanted::of(&[pending(read(OperationId::new(), &notification(1, 4)))]);
        assert_eq!(tally.count(&reading), 2);
        tell(&mut tally, was_read(notification(1, 4), 6), 2);
        assert_eq!(tally.count(&reading), 2, "its event has come before its answer");
        assert!(tally.is_read(&notification(1, 4)));
        tell(&mut tally, notification(1, 7), 3);
        assert_eq!(tally.count(&reading), 3, "somebody did it again");
        assert!(!tally.is_read(&was_read(notification(1, 4), 6)));
    }

    #[test]
    fn what_comes_after_all_were_read_is_unread() {
        let mut tally = known();
        let reading = Wanted::of(&[pending(read_all(OperationId::new(), 5))]);
        assert_eq!(tally.count(&reading), 0);
        tell(&mut tally, notification(2, 6), 4);
        assert_eq!(tally.count(&reading), 1);
        tell_all_read(&mut tally, (5, 7), 1);
        assert_eq!((tally.count(&reading), tally.count(&Wanted::default())), (1, 1));
        assert!(tally.is_read(&notification(1, 4)) && !tally.is_read(&notification(2, 6)));
        tell_all_read(&mut tally, (6, 8), 0);
        assert!(tally.is_read(&notification(2, 6)));
    }

    #[test]
    fn what_is_gone_is_not_unread() {
        let mut tally = known();
        tally.hear(CHANGED, &json!({"id": id(1), "notification": null, "unread": 2, "version": 6}));
        let reading = Wanted::of(&[pending(read(OperationId::new(), &notification(1, 4)))]);
        assert_eq!(tally.count(&reading), 2);
    }

    #[test]
    fn an_answer_tells_as_its_event_does() {
        let mut tally = known();
        tally.hear(READ, &json!(changed(was_read(notification(1, 4), 6), 2)));
        assert_eq!((tally.count(&Wanted::default()), tally.is_read(&notification(1, 4))), (2, true));
        tally.hear("vote.cast", &json!({"unread": 0, "version": 9}));
        assert_eq!(tally.count(&Wanted::default()), 2);
    }
}
