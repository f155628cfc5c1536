//! Cursors: what a listener has heard of its topic, so that each event is heard once (SYN-3).

use std::collections::HashSet;

use crate::realtime::Position;

/// How far a listener has heard.
///
/// Two things are kept apart. *Heard* is what was given to the listener already; *since* is the place up
/// to which nothing is missing, from which to resume. They differ while the server still brings what
/// was missed: an event of a conversation may come by way of `me` before the missed ones before it do,
/// and a connection that ends in between must resume before them. A ping that was sent after the
/// subscription, and answered, says that they have all come: the server answers the frames of a
/// connection in their order.
#[derive(Clone, Debug)]
pub struct Cursor {
    since: Option<Position>,
    heard: HashSet<Position>,
    stage: Stage,
    /// Whether the listener was told to read afresh on this connection.
    afresh: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Catching,
    Asked,
    Live,
}

impl Cursor {
    /// Nothing is missing up to here; what comes next is not known yet.
    pub fn new(since: Option<Position>) -> Self {
        Self { since, heard: HashSet::new(), stage: Stage::Catching, afresh: false }
    }

    /// From where to resume. It never goes back.
    pub fn since(&self) -> Option<Position> {
        self.since
    }

    /// Whether nothing is missing up to the last event of the connection.
    pub fn is_live(&self) -> bool {
        self.stage == Stage::Live
    }

    /// Takes an event in; false where it was heard before.
    ///
    /// One of another life of the database is heard, but moves nothing before the listener was told to read
    /// afresh: what that life did earlier is unknown here.
    pub fn hear(&mut self, position: Position) -> bool {
        let known = self.since.is_none_or(|since| since.epoch == position.epoch);
        if !known && self.afresh && self.is_live() {
            self.since = Some(position);
            return true;
        }
        if known && self.since.is_some_and(|since| !position.is_after(since)) || self.heard.contains(&position) {
            return false;
        }
        if known && self.is_live() {
            self.since = Some(position);
            return true;
        }
        self.heard.insert(position)
    }

    /// The connection has ended, or the topic is asked for anew: something may be missing.
    pub fn lose(&mut self) {
        self.stage = Stage::Catching;
        self.afresh = false;
    }

    /// A ping follows the subscription.
    pub fn ask(&mut self) {
        if self.stage == Stage::Catching {
            self.stage = Stage::Asked;
        }
    }

    /// The ping was answered: everything missed has come.
    pub fn catch_up(&mut self) {
        if self.stage == Stage::Asked {
            self.join();
        }
    }

    /// Nothing is missing up to what was heard.
    pub fn join(&mut self) {
        self.stage = Stage::Live;
        let since = self.since;
        let is_foreign = |position: &Position| since.is_some_and(|since| since.epoch != position.epoch);
        // Once it was told to read afresh it goes on in the other life.
        let moves = self.afresh && self.heard.iter().any(is_foreign);
        let counts = |position: &Position| is_foreign(position) == moves;
        let last = self.heard.iter().copied().filter(counts).max_by_key(|position| (position.xid, position.id));
        if let Some(last) = last.filter(|last| moves || since.is_none_or(|since| last.is_after(since))) {
            self.since = Some(last);
        }
        self.heard.retain(|position| !moves && !counts(position));
    }

    /// Whoever listens reads afresh: what was before `latest` is of no interest any more. What was heard after it is not
    /// heard again.
    pub fn reset(&mut self, latest: Option<Position>) {
        let is_later = |position: &Position| latest.is_some_and(|latest| position.is_after(latest));
        self.since = self.since.filter(is_later).or(latest);
        self.heard.retain(is_later);
        self.afresh = true;
    }

    /// Nothing is missing up to `since` any more, as somebody knows who brings the events. What was heard beyond it is
    /// still not heard again.
    ///
    /// It goes to another life of the database once, after it was told to read afresh: who brings the events may know
    /// an older place of this listener than it has reached, in a life that is over.
    pub fn go_on(&mut self, since: Option<Position>) {
        let goes = |since: &Position| match self.since {
            Some(known) if known.epoch == since.epoch => since.is_after(known),
            Some(_) => self.afresh,
            None => true,
        };
        let Some(since) = since.filter(goes) else { return };
        self.since = Some(since);
        self.afresh = false;
        self.heard.retain(|position| position.epoch != since.epoch || position.is_after(since));
    }

    /// Where "from now on" begins, for who brings no events itself.
    pub fn begin_at(&mut self, now: Position) {
        self.since.get_or_insert(now);
    }

    /// Where "from now on" begins, for a listener that named no position. Returns whether the listener has
    /// to read afresh, as what it knows is of another life of the database.
    pub fn begin(&mut self, now: Position) -> bool {
        let lost = self.since.get_or_insert(now).epoch != now.epoch;
        if lost {
            self.reset(Some(now));
        }
        lost
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(id: i64) -> Position {
        Position { epoch: 1, xid: 1, id }
    }

    fn live(since: i64) -> Cursor {
        let mut cursor = Cursor::new(Some(at(since)));
        cursor.join();
        cursor
    }

    #[test]
    fn an_event_is_heard_once() {
        let mut cursor = live(3);
        assert_eq!([3, 4, 4, 6, 5].map(|id| cursor.hear(at(id))), [false, true, false, true, false]);
        assert_eq!(cursor.since(), Some(at(6)));
    }

    #[test]
    fn an_early_event_does_not_hide_the_missed_ones_before_it() {
        let mut cursor = Cursor::new(Some(at(3)));
        assert!(cursor.hear(at(9)));
        assert_eq!(cursor.since(), Some(at(3)), "a cut now resumes before what is missing");
        assert_eq!([4, 5, 9].map(|id| cursor.hear(at(id))), [true, true, false]);
        cursor.ask();
        cursor.catch_up();
        assert_eq!(cursor.since(), Some(at(9)));
    }

    #[test]
    fn an_answer_to_an_earlier_question_proves_nothing() {
        let mut cursor = Cursor::new(Some(at(3)));
        cursor.hear(at(9));
        cursor.catch_up();
        assert!(!cursor.is_live());
    }

    #[test]
    fn what_was_heard_before_a_cut_is_not_heard_again_after_it() {
        let mut cursor = Cursor::new(Some(at(3)));
        cursor.hear(at(9));
        cursor.lose();
        assert_eq!([4, 9].map(|id| cursor.hear(at(id))), [true, false]);
    }

    #[test]
    fn another_life_of_the_database_is_heard_once_and_resumed_from_the_old_place_until_read_afresh() {
        let other = |id| Position { epoch: 2, xid: 1, id };
        let mut cursor = live(300);
        assert_eq!([other(1), other(1)].map(|place| cursor.hear(place)), [true, false]);
        cursor.lose();
        cursor.ask();
        cursor.catch_up();
        assert_eq!(cursor.since(), Some(at(300)), "a cut now must not hide that all has to be read afresh");
        assert!(!cursor.hear(other(1)));
        assert!(cursor.begin(other(1)), "it has to be read afresh");
        assert_eq!([other(1), other(2)].map(|place| cursor.hear(place)), [false, true]);
        assert_eq!(cursor.since(), Some(other(2)));
    }

    #[test]
    fn a_database_that_changes_under_a_connection_is_followed_once_all_was_read_afresh() {
        let other = |id| Position { epoch: 2, xid: 1, id };
        let mut cursor = live(300);
        cursor.reset(Some(at(300)));
        assert_eq!([other(1), other(1), other(2)].map(|place| cursor.hear(place)), [true, false, true]);
        assert_eq!(cursor.since(), Some(other(2)));
    }

    #[test]
    fn what_was_heard_after_the_place_to_read_afresh_from_is_not_heard_again() {
        let mut early = Cursor::new(Some(at(3)));
        assert!(early.hear(at(9)));
        early.reset(Some(at(7)));
        assert_eq!([8, 9].map(|id| early.hear(at(id))), [true, false]);
        let mut live = live(9);
        live.reset(Some(at(7)));
        assert_eq!([8, 9, 10].map(|id| live.hear(at(id))), [false, false, true]);
    }

    #[test]
    fn who_has_gone_on_to_another_life_of_the_database_is_not_brought_back_to_the_old_place() {
        let other = |id| Position { epoch: 2, xid: 1, id };
        let mut cursor = Cursor::new(Some(at(300)));
        cursor.go_on(Some(other(1)));
        assert_eq!(cursor.since(), Some(at(300)), "nobody said that all has to be read afresh");
        cursor.reset(Some(at(300)));
        assert!(cursor.hear(other(2)));
        cursor.go_on(Some(other(2)));
        cursor.go_on(Some(at(300)));
        assert_eq!((cursor.since(), cursor.hear(other(2))), (Some(other(2)), false));
    }

    #[test]
    fn what_was_heard_of_another_life_before_all_was_caught_up_is_not_heard_again() {
        let other = |id| Position { epoch: 2, xid: 1, id };
        let mut cursor = Cursor::new(Some(at(3)));
        cursor.reset(Some(at(3)));
        assert!(cursor.hear(other(1)));
        cursor.ask();
        cursor.catch_up();
        assert_eq!([other(1), other(2)].map(|place| cursor.hear(place)), [false, true]);
    }
}
