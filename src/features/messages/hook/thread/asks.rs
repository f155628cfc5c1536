//! What a screen asks of a conversation.

use leptos::prelude::*;

use super::Thread;
use crate::{
    features::{
        accounts::model::Account,
        messages::{
            model::{Conversation, Kind, MAX_BODY, Subject},
            state::Timeline,
        },
    },
    shared::{Error, id::AccountId, time::Time},
};

impl Thread {
    /// The conversation as it is now.
    #[must_use]
    pub fn conversation(self) -> Conversation {
        self.state.with(|state| state.conversation().clone())
    }

    /// Who in it has this account.
    #[must_use]
    pub fn account_of(self, id: AccountId) -> Option<Account> {
        self.state.with_untracked(|state| {
            let mut people = state.conversation().participants.iter().map(|person| &person.account);
            people.find(|account| account.id == id).cloned()
        })
    }

    /// Whether words of somebody whom the viewer blocked are folded away: not where only two people ever speak.
    #[must_use]
    pub fn folds(self) -> bool {
        self.state.with_untracked(|state| !state.conversation().is_of_two())
    }

    /// Whether a message says who wrote it, as it may be one of several people.
    #[must_use]
    pub fn is_of_several(self) -> bool {
        self.state.with_untracked(|state| state.conversation().kind != Kind::Pair)
    }

    /// Whether the viewer runs this group.
    #[must_use]
    pub fn is_run_by_viewer(self) -> bool {
        self.state.with(|state| state.conversation().is_run_by(state.viewer()))
    }

    /// What it is about, where somebody said so.
    #[must_use]
    pub fn subject(self) -> Option<Subject> {
        self.state.with(|state| state.conversation().subject.clone())
    }

    /// Whether there is no such conversation for the viewer any more.
    #[must_use]
    pub fn is_gone(self) -> bool {
        self.gone.get()
    }

    /// Whether the last row is the newest message.
    #[must_use]
    pub fn ends(self) -> Signal<bool> {
        Signal::derive(move || !self.state.read().newer())
    }

    /// The `seq` before which there are older messages.
    #[must_use]
    pub fn first(self) -> Option<i64> {
        self.state.with(|state| state.older().then(|| state.first()))
    }

    /// The `seq` after which there are newer messages, right now.
    #[must_use]
    pub fn last(self) -> Option<i64> {
        self.state.with_untracked(|state| state.newer().then(|| state.last()))
    }

    /// The `seq` of the last message here, where something of others is unread up to it, right now.
    #[must_use]
    pub fn unread_to(self) -> Option<i64> {
        self.state.with_untracked(|state| Some(state.last()).filter(|last| state.has_unread(*last)))
    }

    /// Whether there are messages that are not here, right now.
    #[must_use]
    pub fn is_part(self) -> bool {
        self.state.with_untracked(|state| state.older() || state.newer())
    }

    /// How many messages of others were not seen yet.
    #[must_use]
    pub fn unseen(self) -> i64 {
        self.state.with(Timeline::unread)
    }

    /// Whether a page is under way.
    #[must_use]
    pub fn reading(self) -> bool {
        self.reading.get()
    }

    /// Why a page could not be read.
    #[must_use]
    pub fn trouble(self) -> Option<Error> {
        self.trouble.get()
    }

    /// How many characters there is room for; negative past the limit.
    #[must_use]
    pub fn room(self) -> i64 {
        let limit = i64::try_from(MAX_BODY).unwrap_or(i64::MAX);
        limit - i64::try_from(self.text.read().chars().count()).unwrap_or(i64::MAX)
    }

    /// Words that were written here on another device, which what is written on this one does not replace.
    #[must_use]
    pub fn offered(self) -> Option<String> {
        self.inbox().drafts().offered(self.id)
    }

    /// Why what is written here is not kept by the server.
    #[must_use]
    pub fn draft_refusal(self) -> Option<Error> {
        self.inbox().drafts().refusal(self.id)
    }

    /// What somebody is called who is here, or who said something here before they went.
    #[must_use]
    pub fn name_of(self, account: AccountId) -> String {
        let name = self.state.with(|state| state.person(account).map(|person| person.name().to_owned()));
        name.unwrap_or_else(|| "Somebody who left".to_owned())
    }

    /// The names of those who are writing.
    #[must_use]
    pub fn typists(self) -> Vec<String> {
        self.inbox().typing.within(self.id).into_iter().map(|account| self.name_of(account)).collect()
    }

    /// A time of day where the viewer is.
    #[must_use]
    pub fn clock(self, time: Time) -> String {
        self.zone.clock(time)
    }

    /// The time of day of what stands beside something of another time, or its day where that is another one.
    #[must_use]
    pub fn clock_beside(self, time: Time, other: Time) -> String {
        if self.days_ago(other, time) == 0 {
            return self.clock(time);
        }
        let (here, there) = (self.zone.local(time), self.zone.local(other));
        if here.same_year(there) { here.day() } else { here.date() }
    }

    /// A day with its time where the viewer is.
    #[must_use]
    pub fn words(self, time: Time) -> String {
        self.zone.words(time)
    }

    /// How many days ago a moment lies where the viewer is.
    #[must_use]
    pub fn days_ago(self, time: Time, now: Time) -> i64 {
        self.zone.day(now) - self.zone.day(time)
    }
}
