//! The last events in memory, by channel: what most resumes are answered from.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use crate::realtime::{
    Position,
    line::{Channel, Line},
};

/// How long an event is held.
const AGE: Duration = Duration::from_mins(10);
/// Bytes of events that are held.
const BYTES: usize = 64 * 1024 * 1024;

/// Everything published after `floor`, in order.
#[derive(Debug)]
pub struct Recent {
    floor: Position,
    lines: VecDeque<(Instant, Arc<Line>)>,
    by_channel: HashMap<Channel, VecDeque<Arc<Line>>>,
    bytes: usize,
}

impl Recent {
    /// Nothing yet: what comes after the position will be held.
    #[must_use]
    pub fn after(floor: Position) -> Self {
        Self { floor, lines: VecDeque::new(), by_channel: HashMap::new(), bytes: 0 }
    }

    /// Whether everything after the position is here.
    #[must_use]
    pub fn reaches(&self, since: Position) -> bool {
        since == self.floor || since.is_after(self.floor)
    }

    /// The channel's events after the position, in order, at most `limit`.
    pub fn after_in(&self, channel: Channel, since: Position, limit: usize) -> impl Iterator<Item = &Arc<Line>> {
        let lines = self.by_channel.get(&channel);
        let start = lines.map_or(0, |lines| lines.partition_point(|line| !line.position.is_after(since)));
        lines.into_iter().flat_map(move |lines| lines.range(start..).take(limit))
    }

    /// Adds the newest event and lets go of what is too old or too much.
    pub fn push(&mut self, line: Arc<Line>, now: Instant) {
        self.bytes += line.size();
        self.by_channel.entry(line.channel).or_default().push_back(Arc::clone(&line));
        self.lines.push_back((now, line));
        while self.bytes > BYTES || self.lines.front().is_some_and(|(since, _)| now.duration_since(*since) > AGE) {
            let Some((_, oldest)) = self.lines.pop_front() else { break };
            self.release(&oldest);
        }
    }

    fn release(&mut self, oldest: &Line) {
        self.bytes -= oldest.size();
        self.floor = oldest.position;
        if let Some(lines) = self.by_channel.get_mut(&oldest.channel) {
            lines.pop_front();
            if lines.is_empty() {
                self.by_channel.remove(&oldest.channel);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{realtime::line::Row, shared::time::Time};

    const START: Position = Position { epoch: 1, xid: 10, id: 10 };

    fn line(id: i64) -> Arc<Line> {
        let (topic, kind) = (format!("account:{}", uuid::Uuid::nil()), "account.changed".into());
        let row =
            Row { xid: 11, id, at: Time::from_millis(1), topic, kind, entity: uuid::Uuid::nil(), body: "{}".into() };
        Arc::new(Line::of(&row, 1).expect("a row as the triggers write it"))
    }

    #[test]
    fn what_is_let_go_is_known_to_be_missing() {
        let (mut recent, now) = (Recent::after(START), Instant::now());
        recent.push(line(11), now);
        recent.push(line(12), now + AGE);
        assert!(recent.reaches(START));
        recent.push(line(13), now + AGE + Duration::from_secs(1));
        assert!(!recent.reaches(START));
        let held = recent.after_in(line(11).channel, START, 10).map(|line| line.position.id).collect::<Vec<_>>();
        assert_eq!(held, [12, 13]);
        assert!(recent.reaches(Position { xid: 11, id: 11, ..START }));
        assert!(!recent.reaches(Position { epoch: 2, ..START }));
    }
}
