//! The ways to another place of a conversation: to a message that was found, to a day, to where the unread ones begin.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{Thread, changing::focus_on_row, paging::PAGE};
use crate::{
    features::messages::{
        hook::focus::focus_on_log,
        model::{From, Message, Stretch},
        rpc,
        state::{AT, Bearing, Key, Row, Timeline, threads::open_in},
    },
    kit::{Toasts, use_toasts},
    shared::{
        Result,
        effect::Effect,
        hydration::{is_served, use_alive},
        id::MessageId,
        time::Time,
    },
};

/// What the stylesheet calls the animation that lights up a message.
const LIGHT: &str = "shown";
/// Milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// Where somebody wants to go, and where they were led.
#[derive(Clone, Copy)]
pub struct Jumping {
    /// The day that stands in the dialog at first, as `2026-11-21`, while somebody is asked for one.
    pub day: RwSignal<Option<String>>,
    /// The message at which a page of the server opens.
    goal: StoredValue<Option<MessageId>>,
    /// The message that is lit up, as one was just led to it.
    shown: RwSignal<Option<MessageId>>,
    /// The line "new messages" that was seen, by its place.
    passed: RwSignal<Option<i64>>,
    /// Counts the jumps: the last one holds.
    jumps: StoredValue<u32>,
    /// Held apart, so that a handle stays small.
    toasts: StoredValue<Toasts>,
}

impl Jumping {
    pub(super) fn new() -> Self {
        Self {
            day: RwSignal::new(None),
            goal: StoredValue::new(None),
            shown: RwSignal::new(None),
            passed: RwSignal::new(None),
            jumps: StoredValue::new(0),
            toasts: StoredValue::new(use_toasts()),
        }
    }
}

impl Thread {
    /// Opens at what was asked for: a page of the server stands there from the beginning.
    pub fn open_at(self, page: From) {
        let goal = self.state.with_untracked(|state| state.goal(page));
        self.jumping.goal.set_value(goal);
        if let Some(goal) = goal.filter(|_| !is_served()) {
            Effect::new(move || self.scroll.to(Key::Message(goal)));
        }
    }

    /// The message at which the page of the server opens.
    #[must_use]
    pub fn goal(self) -> Option<MessageId> {
        self.jumping.goal.get_value()
    }

    /// Goes to the message that the address names, and takes it out of the address: who loads the page anew, or comes back
    /// to it, finds it as they left it.
    pub fn follow_address(self) {
        let (location, navigate, is_alive) = (use_location(), use_navigate(), use_alive());
        let (path, query) = (location.pathname, location.query);
        let asked = Memo::new(move |_| {
            // Of a conversation that stands beside an open thread the address names no message.
            let is_here = open_in(&path.read()) == Some(self.id);
            query.with(|query| query.get_str(AT).and_then(|id| id.parse::<MessageId>().ok())).filter(|_| is_here)
        });
        Effect::new(move || {
            let Some(id) = asked.get().filter(|_| is_alive.get()) else { return };
            untrack(|| self.go_to_message(id));
            let (here, navigate) = (path.get_untracked(), navigate.clone());
            // Once the browser has an entry for it: what is drawn on the way there is drawn before.
            request_animation_frame(move || {
                if asked.try_get_untracked().flatten() == Some(id) {
                    navigate(&here, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
                }
            });
        });
    }

    /// Goes to a message, and reads what stands around it where that is not here.
    pub fn go_to_message(self, id: MessageId) {
        if self.line(id).is_some() {
            self.show_row(id);
        } else {
            self.jump(From::Message(id), move |page| page.messages.iter().find(|message| message.id == id).map(named));
        }
    }

    /// Has somebody asked for a day to go to; this one is offered first.
    pub fn ask_for_day(self, day: String) {
        self.jumping.day.set(Some(day));
    }

    /// The day on which the uppermost message was said that is seen, for a start.
    #[must_use]
    pub fn day_in_view(self) -> String {
        let highest = self.scroll.seen_now().map(|(highest, _)| highest);
        let rows = self.rows.get_untracked();
        let place = rows.iter().position(|row| Some(row.key()) == highest).unwrap_or_default();
        let at = rows[place..].iter().find_map(|row| match row {
            Row::Day(_, at) => Some(*at),
            Row::Message(line) => Some(line.message.at),
            Row::New => None,
        });
        at.map(|at| untrack(|| self.day_of(at))).unwrap_or_default()
    }

    /// The day of a moment where the viewer is, as `2026-11-21`.
    #[must_use]
    pub fn day_of(self, time: Time) -> String {
        self.zone.local(time).in_figures()
    }

    /// Goes to what was said first on a day, given as `2026-11-21`, or after it where nothing was said on it; to the newest
    /// where nothing was said since. Whether that is a day.
    #[must_use]
    pub fn go_to_day(self, day: &str) -> bool {
        let Some(begins) = Time::read(&format!("{day}T00:00:00Z")) else { return false };
        let since = untrack(|| self.zone.moment(begins));
        let tell = move |first: &Message| {
            if untrack(|| self.zone.day(first.at)) != begins.millis() / DAY {
                self.jumping.toasts.get_value().say(format!("Nothing was said on {}.", begins.long_date()));
            }
        };
        if let Some(first) = self.state.with_untracked(|state| state.since(since).cloned()) {
            tell(&first);
            self.show_row(first.id);
        } else {
            self.jump(From::Since(since), move |page| {
                let first = page.messages.iter().find(|message| message.at >= since);
                let first = first.or_else(|| page.messages.last())?;
                tell(first);
                Some(named(first))
            });
        }
        true
    }

    /// Where the line before the unread messages lies, until it was seen.
    #[must_use]
    pub fn way_to_unread(self) -> Memo<Option<Bearing>> {
        let (highest, lowest, rows) = (self.scroll.highest(), self.scroll.lowest(), self.rows);
        let bearing = Memo::new(move |_| {
            let (highest, lowest) = (highest.get()?, lowest.get()?);
            let rows = rows.get();
            self.state.with(|state| state.bearing(&rows, highest, lowest))
        });
        let line = Memo::new(move |_| self.state.with(Timeline::line));
        Effect::new(move || {
            if bearing.get() == Some(Bearing::Seen) {
                self.jumping.passed.set(line.get());
            }
        });
        Memo::new(move |_| {
            let is_passed = self.jumping.passed.get() == line.get();
            bearing.get().filter(|bearing| !is_passed && *bearing != Bearing::Seen)
        })
    }

    /// Goes to where the unread messages begin, and reads what stands there where that is not here.
    pub fn to_first_unread(self) {
        if self.rows.get_untracked().iter().any(|row| matches!(row, Row::New)) {
            self.show(Key::New);
            return;
        }
        let (line, viewer) = self.state.with_untracked(|state| (state.line(), state.viewer()));
        let Some(line) = line else { return };
        self.jump(From::Around(line.saturating_add(1)), move |page| {
            let mut unread = page.messages.iter().filter(|message| message.seq > line);
            let first = unread.next()?;
            let is_line_here = first.author_id != viewer || unread.any(|message| message.author_id != viewer);
            Some(if is_line_here { (first.seq, Key::New) } else { named(first) })
        });
    }

    /// Reads a page and goes to what is looked for in it, which is told by its `seq` and its key.
    pub(super) fn jump(self, from: From, find: impl FnOnce(&Stretch) -> Option<(i64, Key)> + 'static) {
        let number = self.jumping.jumps.try_update_value(|jumps| {
            *jumps = jumps.wrapping_add(1);
            *jumps
        });
        spawn_local(async move {
            let answer = rpc::read_history(self.id, from, PAGE).await;
            let is_last = number.is_some() && self.jumping.jumps.try_get_value() == number;
            if is_last && self.gone.try_get_untracked() == Some(false) {
                self.land(answer.map(|page| page.data), find);
            }
        });
    }

    fn land(self, answer: Result<Stretch>, find: impl FnOnce(&Stretch) -> Option<(i64, Key)>) {
        match answer.map(|page| (find(&page), page)) {
            Ok((Some((seq, key)), page)) => {
                self.state.try_update(|state| {
                    state.show_again(page);
                    state.let_go(seq);
                });
                self.show(key);
            }
            Ok((None, page)) if page.messages.is_empty() => {
                self.jumping.toasts.get_value().say("Nothing was said here yet.");
            }
            Ok((None, _)) => self.jumping.toasts.get_value().warn("That message is not in this conversation."),
            Err(error) => self.jumping.toasts.get_value().warn(error.to_string()),
        }
    }

    pub(super) fn show_row(self, id: MessageId) {
        self.show(Key::Message(id));
    }

    /// Brings a row to the upper edge, and the focus there; a message is lit up.
    fn show(self, key: Key) {
        self.jumping.shown.set(if let Key::Message(id) = key { Some(id) } else { None });
        self.scroll.to(key);
        let log = self.log();
        // Once it is drawn.
        request_animation_frame(move || match key {
            Key::Message(id) => focus_on_row(log, id),
            Key::New | Key::Day(_) => _ = focus_on_log(log),
        });
    }

    /// Whether a message is lit up, as one was just led to it.
    #[must_use]
    pub fn is_shown(self, id: MessageId) -> bool {
        self.jumping.shown.try_get().flatten() == Some(id)
    }

    /// Lights no message up any more once the animation that does so has ended: who comes across it later is not led there.
    pub fn end_showing(self, animation: &str) {
        if animation == LIGHT {
            self.jumping.shown.try_set(None);
        }
    }
}

/// What a message is told by.
fn named(message: &Message) -> (i64, Key) {
    (message.seq, Key::Message(message.id))
}
