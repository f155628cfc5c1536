//! What people are told of that others did, what they read of it, and whom they are suggested.

use serde_json::{Value, json};

use super::{Server, square::read};
use crate::{
    features::{
        follows::model::Dismissal,
        notifications::model::{Changed, Kind},
        posts::model::Entry,
    },
    realtime::Topic,
    shared::{Error, Result, id::AccountId},
    sync::Operation,
    tests::simulation::{Fault, notices::Act, room::READ},
};

impl Server {
    /// Tells somebody what somebody else did, unless they have muted those.
    pub(super) fn notify(&mut self, whom: AccountId, act: Act, now: i64) {
        let is_muted = self.own[&whom].muted.contains(&act.by);
        if whom != act.by && !is_muted && !self.are_apart([whom, act.by]) {
            let told = self.own.get_mut(&whom).expect("everybody has").notices.tell(whom, act, now);
            self.tell_notices(whom, told, now);
        }
    }

    /// Takes back that somebody did something, where that was not read.
    pub(super) fn withdraw(&mut self, whom: AccountId, (kind, to): (Kind, Option<Entry>), by: AccountId, now: i64) {
        let own = self.own.get_mut(&whom).expect("everybody has");
        let is_it = |act: &Act| act.kind == kind && act.to == to && act.by == by;
        let told = own.notices.take_back(|act, told| is_it(act) && !told.is_read());
        self.tell_notices(whom, told, now);
    }

    /// What was deleted is told of no more.
    pub(super) fn end_notices(&mut self, entry: Entry, now: i64) {
        let people: Vec<_> = self.own.keys().copied().collect();
        for whom in people {
            let own = self.own.get_mut(&whom).expect("everybody has");
            let told = own.notices.take_back(|act, _| act.entry == Some(entry));
            self.tell_notices(whom, told, now);
        }
    }

    /// Neither of two people is told what the other did.
    pub(super) fn end_notices_between(&mut self, [one, other]: [AccountId; 2], now: i64) {
        for (whom, by) in [(one, other), (other, one)] {
            let own = self.own.get_mut(&whom).expect("everybody has");
            let told = own.notices.take_back(|act, _| act.by == by);
            self.tell_notices(whom, told, now);
        }
    }

    /// Somebody has read one of them, or all up to a place, however often that comes.
    pub(super) fn read_notices(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<Value> {
        let Operation { id, kind, body, .. } = operation;
        let through = read(&body["through"])?;
        let notices = &mut self.own.get_mut(&account).expect("everybody has").notices;
        let (told, answer, is_news) = if kind == READ {
            let read = notices.read(read(&body["notification_id"])?, through, now);
            let (changed, is_news) = read.ok_or(Error::Missing)?;
            ("notification.changed", json!(changed), is_news)
        } else {
            let (all, is_news) = notices.read_all(through, now);
            ("notifications.read", json!(all), is_news)
        };
        if is_news {
            self.changed.push(*id);
            self.speak(Topic::Me, Some(account), told, answer.clone(), now);
        } else if self.fault == Some(Fault::RepeatedReading) && self.applied.contains_key(id) {
            self.own.get_mut(&account).expect("everybody has").notices.unread.unread -= 1;
        }
        self.applied.insert(*id, Value::Null);
        Ok(answer)
    }

    /// Somebody is suggested no more to who does not want that, once.
    pub(super) fn dismiss(&mut self, account: AccountId, operation: &Operation, now: i64) -> Result<Value> {
        if let Some(answer) = self.known(account, operation) {
            return Ok(answer);
        }
        let Dismissal { account: whom } = read(&operation.body)?;
        if self.are_apart([account, whom.id]) {
            return Err(Error::Missing);
        }
        let answer = json!({"account_id": whom.id});
        self.applied.insert(operation.id, answer.clone());
        if self.own.get_mut(&account).expect("everybody has").suggested.dismiss(whom.id) {
            self.changed.push(operation.id);
            self.tell_suggestions(account, now);
        }
        Ok(answer)
    }

    /// Suggests to somebody all whom they may want to follow.
    pub fn suggest_to(&mut self, account: AccountId, now: i64) {
        let others = self.own.keys().copied().filter(|other| *other != account && !self.are_apart([account, *other]));
        let dismissed = &self.own[&account].suggested.dismissed;
        let forgets = self.fault == Some(Fault::ForgottenDismissal);
        let may_be = |other: &AccountId| {
            !self.square.follows.contains(&(account, *other)) && (forgets || !dismissed.contains(other))
        };
        let people = others.filter(may_be).collect();
        if self.own.get_mut(&account).expect("everybody has").suggested.suggest(people) {
            self.tell_suggestions(account, now);
        }
    }

    fn tell_suggestions(&mut self, account: AccountId, now: i64) {
        let told = json!({"account_id": account, "version": self.own[&account].suggested.version});
        self.speak(Topic::Me, Some(account), "suggestions.changed", told, now);
    }

    fn tell_notices(&mut self, whom: AccountId, told: impl IntoIterator<Item = Changed>, now: i64) {
        for changed in told {
            self.speak(Topic::Me, Some(whom), "notification.changed", json!(changed), now);
        }
    }
}
