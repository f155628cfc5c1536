//! Where in a conversation one is led: to a message, to a day, to the line before what is unread.
//!
//! `/messages/{conversation}?at={message}` opens a conversation at a message, or goes there where it is open; `?day=`
//! opens it at a day.

use super::{Key, Row, Timeline};
use crate::{
    features::messages::model::{From, Message},
    shared::{id::MessageId, time::Time},
};

/// By what name the address of a conversation says which message to go to.
pub const AT: &str = "at";

/// Where the line "new messages" lies from what is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// Further up, here or not.
    Above,
    /// Among what is seen.
    Seen,
    /// Further down, here or not.
    Below,
}

impl Timeline {
    /// Where the line lies for who sees the rows between these two; nothing where there is none, or what is seen is not
    /// among the rows.
    #[must_use]
    pub fn bearing(&self, rows: &[Row], highest: Key, lowest: Key) -> Option<Bearing> {
        let line = self.line()?;
        let place = |key| rows.iter().position(|row| row.key() == key);
        let Some(drawn) = place(Key::New) else {
            let is_below = self.newer() && self.last() <= line;
            return if self.first() > line + 1 { Some(Bearing::Above) } else { is_below.then_some(Bearing::Below) };
        };
        let (highest, lowest) = (place(highest)?, place(lowest)?);
        Some(if drawn < highest {
            Bearing::Above
        } else if drawn > lowest {
            Bearing::Below
        } else {
            Bearing::Seen
        })
    }

    /// The message to which one is led who asks for this page, as far as it is here.
    #[must_use]
    pub fn goal(&self, from: From) -> Option<MessageId> {
        match from {
            From::Message(id) => self.seq(id).map(|_| id),
            From::Since(time) => {
                let since = self.messages().find(|message| message.at >= time);
                since.or_else(|| self.messages().next_back()).map(|message| message.id)
            }
            From::Newest | From::Before(_) | From::After(_) | From::Around(_) | From::Unread => None,
        }
    }

    /// The first message that was said at this moment or later, where what is here tells that it is.
    #[must_use]
    pub fn since(&self, time: Time) -> Option<&Message> {
        let begins_before = !self.older() || self.messages().next().is_some_and(|first| first.at < time);
        self.messages().find(|message| message.at >= time).filter(|_| begins_before).map(|message| &**message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::messages::state::world::{ANN, World};

    /// Ann has read 10 of 60 messages, one of which was said each minute; here are some of them.
    fn open(first: i64, last: i64) -> (World, Timeline) {
        let mut world = World::with(60);
        world.read(10);
        let timeline = Timeline::new(ANN, world.snapshot(), world.stretch(first, last));
        (world, timeline)
    }

    fn rows(timeline: &Timeline) -> Vec<Row> {
        timeline.rows(&[], true, |_| 0)
    }

    fn key(world: &World, seq: usize) -> Key {
        Key::Message(world.messages[seq - 1].id)
    }

    #[test]
    fn the_line_lies_above_among_or_below_what_is_seen() {
        let (world, timeline) = open(1, 60);
        let rows = rows(&timeline);
        for (highest, lowest, bearing) in
            [(20, 30, Bearing::Above), (5, 15, Bearing::Seen), (1, 9, Bearing::Below), (11, 15, Bearing::Above)]
        {
            let found = timeline.bearing(&rows, key(&world, highest), key(&world, lowest));
            assert_eq!(found, Some(bearing), "{highest} to {lowest}");
        }
        assert_eq!(timeline.bearing(&rows, Key::New, key(&world, 15)), Some(Bearing::Seen));
    }

    #[test]
    fn a_line_that_is_not_here_lies_where_it_would_be_read() {
        for (first, last, bearing) in [(30, 60, Bearing::Above), (1, 9, Bearing::Below)] {
            let (world, timeline) = open(first, last);
            let found = timeline.bearing(&rows(&timeline), key(&world, 30), key(&world, 40));
            assert_eq!(found, Some(bearing), "{first} to {last}");
        }
        let (world, mut timeline) = open(1, 60);
        timeline.draw_line(None);
        assert_eq!(timeline.bearing(&rows(&timeline), key(&world, 1), key(&world, 5)), None);
    }

    #[test]
    fn the_line_is_drawn_where_it_belongs_and_nowhere_else() {
        let is_drawn = |timeline: &Timeline| rows(timeline).iter().any(|row| matches!(row, Row::New));
        assert!(is_drawn(&open(1, 60).1) && is_drawn(&open(11, 60).1));
        let (_, mut timeline) = open(30, 60);
        assert!(!is_drawn(&timeline), "what is unread begins further up");
        timeline.begin_line_here();
        assert!(is_drawn(&timeline), "but for one's own words, it begins here");
    }

    #[test]
    fn who_asks_for_a_message_or_a_moment_is_led_there() {
        let (world, timeline) = open(11, 40);
        let id = |seq: usize| world.messages[seq - 1].id;
        let minute = |minute: i64| Time::from_millis(minute * 60_000);
        assert_eq!(timeline.goal(From::Message(id(20))), Some(id(20)));
        assert_eq!(timeline.goal(From::Message(id(50))), None, "it is not here");
        assert_eq!(timeline.goal(From::Since(minute(20))), Some(id(20)));
        assert_eq!(timeline.goal(From::Since(Time::from_millis(20 * 60_000 + 1))), Some(id(21)));
        assert_eq!(timeline.goal(From::Since(minute(90))), Some(id(40)), "nothing was said since");
        assert_eq!(timeline.goal(From::Unread), None);
    }

    #[test]
    fn what_is_here_tells_where_a_day_begins_unless_that_may_lie_further_away() {
        let (_, timeline) = open(11, 40);
        let since = |minute: i64| timeline.since(Time::from_millis(minute * 60_000)).map(|message| message.seq);
        assert_eq!([since(10), since(11), since(12), since(40), since(41)], [None, None, Some(12), Some(40), None]);
        let (_, whole) = open(1, 40);
        assert_eq!(whole.since(Time::from_millis(0)).map(|message| message.seq), Some(1));
    }
}
