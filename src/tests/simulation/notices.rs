//! What the server keeps of what a person was told that others did, and what reading does to it.

use uuid::Uuid;

use super::own::person;
use crate::{
    features::{
        notifications::model::{AllRead, Changed, Kind, Listing, Notification, Unread},
        posts::model::Entry,
    },
    shared::{
        id::{AccountId, NotificationId},
        page::Page,
        time::Time,
    },
};

/// Something that somebody did and somebody else is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    pub kind: Kind,
    /// What it happened to; nothing where that is the person.
    pub to: Option<Entry>,
    pub by: AccountId,
    /// What it leads to.
    pub entry: Option<Entry>,
}

/// What a person was told.
#[derive(Clone, Debug, Default)]
pub struct Notices {
    pub all: Vec<Notice>,
    /// How many of them are unread, and the version of all.
    pub unread: Unread,
}

/// The same kind of act on the same thing.
#[derive(Clone, Debug)]
pub struct Notice {
    acts: Vec<Act>,
    told: Notification,
}

impl Notice {
    /// As it is told.
    pub fn told(&self) -> Notification {
        let mut actors = Vec::new();
        for act in self.acts.iter().rev() {
            if !actors.contains(&act.by) {
                actors.push(act.by);
            }
        }
        let actor_count = i64::try_from(actors.len()).expect("few");
        Notification { actors: actors.into_iter().map(person).collect(), actor_count, ..self.told.clone() }
    }
}

impl Notices {
    /// All of it, as it is read.
    pub fn listing(&self) -> Listing {
        let mut items: Vec<_> = self.all.iter().map(Notice::told).collect();
        items.sort_by_key(|one| (one.is_read(), -one.number));
        Listing { page: Page { items, next: None, total: None }, unread: self.unread }
    }

    /// Puts an act to its like, or begins with it, and returns what is to tell; nothing of what was told before.
    pub fn tell(&mut self, owner: AccountId, act: Act, now: i64) -> Option<Changed> {
        let place = self.all.iter().position(|one| one.told.kind == act.kind && one.acts[0].to == act.to);
        if place.is_some_and(|place| self.all[place].acts.contains(&act)) {
            return None;
        }
        self.unread.version += 1;
        let number = self.unread.version;
        let place = place.unwrap_or_else(|| {
            let id = NotificationId(Uuid::from_u128((owner.0.as_u128() << 64) | u128::from(number.unsigned_abs())));
            self.all.push(begun(id, act.kind));
            self.all.len() - 1
        });
        let Notice { acts, told } = &mut self.all[place];
        self.unread.unread += i64::from(acts.is_empty() || told.is_read());
        acts.push(act);
        (told.at, told.read_at, told.number, told.version) = (Time::from_millis(now), None, number, number);
        Some(self.changed(self.all[place].told.id))
    }

    /// Leaves out these acts, and returns what is to tell. What none is left of is gone.
    pub fn take_back(&mut self, is_gone: impl Fn(&Act, &Notification) -> bool) -> Vec<Changed> {
        let mut changes = Vec::new();
        for place in (0..self.all.len()).rev() {
            let Notice { acts, told } = &mut self.all[place];
            let before = acts.len();
            acts.retain(|act| !is_gone(act, told));
            if acts.len() == before {
                continue;
            }
            self.unread.version += 1;
            told.version = self.unread.version;
            let (id, is_left, is_read) = (told.id, !acts.is_empty(), told.is_read());
            if !is_left {
                self.all.remove(place);
                self.unread.unread -= i64::from(!is_read);
            }
            changes.push(self.changed(id));
        }
        changes
    }

    /// Has one read, unless something happened to it after that place; what holds then, if it is there, and whether that is
    /// news.
    pub fn read(&mut self, id: NotificationId, through: i64, now: i64) -> Option<(Changed, bool)> {
        let Unread { unread, version } = self.unread;
        let told = self.all.iter_mut().map(|one| &mut one.told).find(|told| told.id == id)?;
        let is_news = !told.is_read() && told.number <= through;
        if is_news {
            (told.read_at, told.version) = (Some(Time::from_millis(now)), version + 1);
            self.unread = Unread { unread: unread - 1, version: version + 1 };
        }
        Some((self.changed(id), is_news))
    }

    /// Has all read up to a place; what holds then, and whether that is news.
    pub fn read_all(&mut self, through: i64, now: i64) -> (AllRead, bool) {
        let (read_at, version) = (Time::from_millis(now), self.unread.version + 1);
        let told = self.all.iter_mut().map(|one| &mut one.told);
        let mut read = 0;
        for one in told.filter(|one| !one.is_read() && one.number <= through) {
            (one.read_at, one.version) = (Some(read_at), version);
            read += 1;
        }
        if read > 0 {
            self.unread = Unread { unread: self.unread.unread - read, version };
        }
        (AllRead { through: through.min(self.unread.version), read_at, unread: self.unread }, read > 0)
    }

    fn changed(&self, id: NotificationId) -> Changed {
        let notification = self.all.iter().find(|one| one.told.id == id).map(Notice::told);
        Changed { id, notification, unread: self.unread }
    }
}

/// One that nothing was told of yet.
fn begun(id: NotificationId, kind: Kind) -> Notice {
    let told = Notification {
        id,
        kind,
        actors: Vec::new(),
        actor_count: 0,
        entry: None,
        name: None,
        person: None,
        removed: None,
        at: Time::from_millis(0),
        read_at: None,
        number: 0,
        version: 0,
    };
    Notice { acts: Vec::new(), told }
}
