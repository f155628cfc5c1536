//! How many notifications are unread, known without reading them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Told, Wanted};
use crate::{
    features::notifications::model::{AllRead, Notification, Unread},
    shared::id::NotificationId,
};

/// Notifications of which is remembered what was told.
const MOST: usize = 500;

/// What was told of the viewer's notifications.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    unread: Unread,
    /// What was told last of single ones.
    told: BTreeMap<NotificationId, Standing>,
    /// When all were read last.
    all_read: Option<AllRead>,
    /// The life of the database of which the versions are.
    epoch: u32,
}

/// How one of them stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Standing {
    number: i64,
    version: i64,
    is_read: bool,
}

impl Tally {
    /// As just read.
    #[must_use]
    pub fn new(epoch: u32, unread: Unread) -> Self {
        Self { unread, told: BTreeMap::new(), all_read: None, epoch }
    }

    /// Takes what was read afresh; in another life of the database versions count anew.
    pub fn refresh(&mut self, epoch: u32, unread: Unread) {
        if self.epoch != epoch {
            *self = Self::new(epoch, unread);
        } else if unread.version >= self.unread.version {
            self.unread = unread;
        }
    }

    /// Takes what was told.
    pub fn take(&mut self, told: &Told) {
        let unread = match told {
            Told::Changed(changed) => {
                let standing = changed.notification.as_ref().map(|one| Standing {
                    number: one.number,
                    version: one.version,
                    is_read: one.is_read(),
                });
                let gone = Standing { number: 0, version: changed.unread.version, is_read: true };
                self.note(changed.id, standing.unwrap_or(gone));
                changed.unread
            }
            Told::AllRead(all) => {
                self.note_all(*all);
                all.unread
            }
        };
        if unread.version >= self.unread.version {
            self.unread = unread;
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
        match self.told.get(&one.id).filter(|told| told.version > one.version) {
            Some(told) => told.is_read,
            None => one.is_read() || self.all_read.is_some_and(|all| covers(all, one.number, one.version)),
        }
    }

    fn note(&mut self, id: NotificationId, standing: Standing) {
        let held = self.told.entry(id).or_insert(standing);
        if standing.version >= held.version {
            *held = standing;
        }
        if self.told.len() > MOST {
            let oldest = self.told.iter().min_by_key(|(_, one)| one.version).map(|(id, _)| *id);
            oldest.map(|id| self.told.remove(&id));
        }
    }

    fn note_all(&mut self, all: AllRead) {
        let version = all.unread.version;
        for one in self.told.values_mut().filter(|one| covers(all, one.number, one.version)) {
            *one = Standing { version, is_read: true, ..*one };
        }
        if self.all_read.is_none_or(|before| before.unread.version <= version) {
            self.all_read = Some(all);
        }
    }
}

/// Whether a notification was read when all were.
pub(super) fn covers(all: AllRead, number: i64, version: i64) -> bool {
    number <= all.through && version < all.unread.version
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        features::notifications::{
            model::Changed,
            state::{
                read, read_all,
                world::{changed, id, notification, pending, was_read},
            },
        },
        shared::{id::OperationId, time::Time},
        sync::Pending,
    };

    fn told(notification: Notification, unread: i64) -> Told {
        Told::Changed(Box::new(changed(notification, unread)))
    }

    fn all(through: i64, version: i64, unread: i64) -> Told {
        Told::AllRead(AllRead { through, read_at: Time::from_millis(0), unread: Unread { unread, version } })
    }

    fn wanted(operations: &[Pending]) -> Wanted {
        Wanted::of(operations)
    }

    /// Three are unread, and the last thing that happened has the number 5.
    fn known() -> Tally {
        Tally::new(1, Unread { unread: 3, version: 5 })
    }

    #[test]
    fn what_is_told_late_or_twice_changes_nothing() {
        let mut tally = known();
        tally.take(&told(notification(9, 7), 5));
        tally.take(&told(notification(8, 6), 4));
        tally.take(&told(notification(9, 7), 5));
        assert_eq!(tally.count(&Wanted::default()), 5);
        tally.refresh(1, Unread { unread: 3, version: 5 });
        assert_eq!(tally.count(&Wanted::default()), 5, "it was read before");
        tally.refresh(2, Unread { unread: 1, version: 2 });
        assert_eq!(tally.count(&Wanted::default()), 1, "another life counts anew");
    }

    #[test]
    fn what_is_on_its_way_to_be_read_is_counted_off_at_once_and_once() {
        let mut tally = known();
        let reading = wanted(&[pending(read(OperationId::new(), &notification(1, 4)))]);
        assert_eq!(tally.count(&reading), 2);
        tally.take(&told(was_read(notification(1, 4), 6), 2));
        assert_eq!(tally.count(&reading), 2, "its event has come before its answer");
        assert!(tally.is_read(&notification(1, 4)));
        tally.take(&told(notification(1, 7), 3));
        assert_eq!(tally.count(&reading), 3, "somebody did it again");
        assert!(!tally.is_read(&was_read(notification(1, 4), 6)));
    }

    #[test]
    fn what_comes_after_all_were_read_is_unread() {
        let mut tally = known();
        let reading = wanted(&[pending(read_all(OperationId::new(), 5))]);
        assert_eq!(tally.count(&reading), 0);
        tally.take(&told(notification(2, 6), 4));
        assert_eq!(tally.count(&reading), 1);
        tally.take(&all(5, 7, 1));
        assert_eq!((tally.count(&reading), tally.count(&Wanted::default())), (1, 1));
        assert!(tally.is_read(&notification(1, 4)) && !tally.is_read(&notification(2, 6)));
        tally.take(&all(6, 8, 0));
        assert!(tally.is_read(&notification(2, 6)));
    }

    #[test]
    fn what_is_gone_is_not_unread() {
        let mut tally = known();
        let gone = Changed { id: id(1), notification: None, unread: Unread { unread: 2, version: 6 } };
        tally.take(&Told::Changed(Box::new(gone)));
        assert_eq!(tally.count(&wanted(&[pending(read(OperationId::new(), &notification(1, 4)))])), 2);
    }
}
