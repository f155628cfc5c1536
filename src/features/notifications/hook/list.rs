//! The list of notifications while somebody looks at it.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::bell::{Bell, use_bell};
use crate::{
    client::{Age, Drawn, Heard, Incoming, read_until, use_client},
    features::{
        accounts::{
            hook::{KeptAway, use_kept_away},
            model::Away,
        },
        notifications::{
            model::{Listing, Notification},
            rpc,
            state::{Inbox, Told},
        },
    },
    kit::{Further, Paging, is_reading, keep, kept, put_back},
    realtime::{Position, Snapshot, Topic},
    shared::{
        Result,
        id::NotificationId,
        json::{Reading, reading},
    },
    sync::Collection,
};

/// All of them, and those that were unread, as one last looked at them.
const LISTS: Collection = Collection { name: "notifications", most: 2, spare: false };

/// What the address of the page says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Whether those alone that are unread.
    pub only_unread: bool,
    /// Where the page begins, for who has no JavaScript.
    pub cursor: Option<String>,
}

impl Asked {
    /// Under which name the list is kept.
    fn name(&self) -> &'static str {
        if self.only_unread { "unread" } else { "" }
    }

    /// Under which name it is kept how it was left.
    fn place(&self) -> &'static str {
        if self.only_unread { "unread notifications" } else { "notifications" }
    }
}

/// The list as it was read, or as it was left.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Listed {
    asked: Asked,
    drawn: Drawn<Inbox>,
}

/// The list: as one left it where one comes back to it, else as this browser keeps it, which events bring up to date, else as
/// the server has it.
#[must_use]
pub fn use_list(asked: Memo<Asked>) -> Reading<Result<Listed>> {
    let (client, bell) = (use_client(), use_bell());
    reading(
        move || asked.get(),
        move |asked| {
            let left = kept::<Listed>(asked.place()).filter(|left| left.asked == asked);
            let place = asked.cursor.is_none().then(|| (LISTS, asked.name()));
            let drawn = client.drawn(place, read(asked.clone()));
            async move {
                if let Some(left) = left {
                    return Ok(left);
                }
                let Drawn { snapshot: Snapshot { position, mut data }, of, is_copy } = drawn.await?;
                if is_copy {
                    bell.ready().await;
                    data = data.anew(|one| untrack(|| bell.is_read(one)));
                }
                Ok(Listed { asked, drawn: Drawn { snapshot: Snapshot { position, data }, of, is_copy } })
            }
        },
    )
}

async fn read(Asked { only_unread, cursor }: Asked) -> Result<Snapshot<Inbox>> {
    let Snapshot { position, data } = rpc::list_notifications(only_unread, cursor).await?;
    let begin = if only_unread { Inbox::of_unread } else { Inbox::new };
    Ok(Snapshot { position, data: begin(data.page) })
}

/// The list that somebody looks at, copied freely.
#[derive(Clone, Copy)]
pub struct List {
    bell: Bell,
    away: Memo<KeptAway>,
    asked: StoredValue<Asked>,
    /// What is shown.
    pub inbox: RwSignal<Inbox>,
    /// Of when it is.
    pub age: Age,
    hearing: StoredValue<Option<Heard>>,
    since: StoredValue<Position>,
    paging: Paging,
}

/// The list as it was read, kept up to date from there on.
#[must_use]
pub fn follow_list(Listed { asked, drawn }: Listed) -> List {
    let age = Age::of(&drawn);
    let Snapshot { position, data: mut inbox } = drawn.snapshot;
    inbox.enter(position.epoch);
    let list = List {
        bell: use_bell(),
        away: use_kept_away(Away::Blocked),
        asked: StoredValue::new(asked),
        inbox: RwSignal::new(inbox),
        age,
        hearing: StoredValue::new(None),
        since: StoredValue::new(position),
        paging: Paging::new(),
    };
    // First, so that it comes before the end of the subscription when all of this ends.
    list.keep();
    let heard = use_client().subscribe(Topic::Me, Some(position), move |incoming| list.hear(incoming));
    list.hearing.set_value(Some(heard));
    list
}

impl List {
    /// Whether those alone are asked for that are unread.
    #[must_use]
    pub fn only_unread(self) -> bool {
        self.asked.with_value(|asked| asked.only_unread)
    }

    /// Whether it began further down than its beginning.
    #[must_use]
    pub fn is_late(self) -> bool {
        self.asked.with_value(|asked| asked.cursor.is_some())
    }

    /// Those of a part that are shown: at once without what people did alone whom the viewer blocks.
    #[must_use]
    pub fn ids(self, part: fn(&Inbox) -> &[Notification]) -> Vec<NotificationId> {
        let (inbox, away) = (self.inbox.read(), self.away.read());
        part(&inbox).iter().filter(|one| !one.is_of_none_but(&away.shown)).map(|one| one.id).collect()
    }

    /// One of them, without whom the viewer blocks among who did it.
    #[must_use]
    pub fn one(self, id: NotificationId) -> Option<Notification> {
        let one = self.inbox.with(|inbox| inbox.one(id).cloned())?;
        Some(one.without(&self.away.read().shown))
    }

    /// Where the next page begins.
    #[must_use]
    pub fn next(self) -> Option<String> {
        self.inbox.read().next.clone()
    }

    /// How it is with the next page.
    #[must_use]
    pub fn further(self) -> Further {
        self.paging.further()
    }

    /// Reads the next page, if there is one and none is under way, unless it could not be read.
    pub fn more(self) {
        if !self.paging.has_failed() {
            self.ask();
        }
    }

    /// Reads the next page, also one that could not be read.
    pub fn ask(self) {
        if let Some(cursor) = self.inbox.with_untracked(|inbox| inbox.next.clone()) {
            let page = rpc::list_notifications(self.only_unread(), Some(cursor));
            self.paging.read(page, move |Snapshot { data: Listing { page, .. }, .. }| {
                self.inbox.try_update(|inbox| inbox.take_page(page));
            });
        }
    }

    /// Shows what came since.
    pub fn show_arrived(self) {
        self.inbox.update(Inbox::show_arrived);
    }

    /// Whether one of those that are shown was read, or is on its way to be.
    #[must_use]
    pub fn is_read(self, one: &Notification) -> bool {
        self.bell.is_read(one)
    }

    /// Has one read that was not.
    pub fn read(self, id: NotificationId) {
        let one = self.inbox.with_untracked(|inbox| inbox.one(id).cloned());
        if let Some(one) = one.filter(|one| !untrack(|| self.is_read(one))) {
            self.bell.read(&one);
        }
    }

    /// Has all read that are here or further down.
    pub fn read_all(self) {
        self.bell.read_all(self.inbox.with_untracked(Inbox::last));
    }

    fn keep(self) {
        let (key, place) = self.asked.with_value(|asked| (asked.name(), asked.place()));
        let snapshot = move || {
            let heard = self.hearing.try_get_value().flatten().and_then(Heard::position);
            let position = heard.or_else(|| self.since.try_get_value())?;
            // What holds no longer is not kept as if it was heard up to here.
            self.inbox.try_with_untracked(|inbox| !inbox.is_doubted()).filter(|holds| *holds)?;
            Some(Snapshot { position, data: self.inbox.try_get_untracked()? })
        };
        let left = move || Some(Listed { asked: self.asked.try_get_value()?, drawn: self.age.left(snapshot()?)? });
        keep(place, left);
        put_back(place, move |left: Listed| {
            if self.asked.try_get_value().is_some_and(|asked| asked == left.asked) {
                self.inbox.try_set(left.drawn.snapshot.data);
            }
        });
        if !self.is_late() {
            self.age.keep(LISTS, key.to_owned(), move || self.inbox.track(), snapshot);
        }
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => {
                // What leads to somebody's thread says what that is called, which is there no longer, or again.
                if events.iter().any(|event| ["person.blocked", "person.unblocked"].contains(&event.kind.as_str())) {
                    self.inbox.try_update(Inbox::doubt);
                    self.refresh();
                }
                let told = events.iter().filter_map(|event| Some((event.position.epoch, Told::of_event(event)?)));
                let told: Vec<_> = told.collect();
                if !told.is_empty() {
                    let is_reading = is_reading();
                    self.inbox.try_update(|inbox| {
                        for (epoch, told) in told {
                            inbox.hear(epoch, told, is_reading);
                        }
                    });
                }
            }
            Incoming::Refetch => self.refresh(),
            Incoming::CaughtUp => self.age.renew(),
            Incoming::Signal { .. } => {}
        }
    }

    /// Reads the beginning afresh, as soon as the server can be reached.
    fn refresh(self) {
        let Some(only_unread) = self.asked.try_with_value(|asked| asked.only_unread) else { return };
        read_until(
            move || rpc::list_notifications(only_unread, None),
            move || self.inbox.try_with_untracked(|_| ()).is_some(),
            move |answer: Result<Snapshot<Listing>>| {
                if let Ok(Snapshot { position, data }) = answer {
                    self.since.set_value(position);
                    self.inbox.update(|inbox| inbox.refresh(data, position.epoch, is_reading()));
                    self.age.renew();
                    self.hearing.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
                }
            },
        );
    }
}
