//! The last events in memory, by channel: what most resumes are answered from.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use crate::realtime::{
    Position,
    line::{Channel, Effect, Line},
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
        if line.effect == Effect::Gone {
            self.blank(&line);
        }
        self.bytes += line.size();
        self.by_channel.entry(line.channel).or_default().push_back(Arc::clone(&line));
        self.lines.push_back((now, line));
        while self.bytes > BYTES || self.lines.front().is_some_and(|(since, _)| now.duration_since(*since) > AGE) {
            let Some((_, oldest)) = self.lines.pop_front() else { break };
            self.release(&oldest);
        }
    }

    /// Nothing is told again of what is gone but that.
    fn blank(&mut self, last: &Line) {
        let told = self.by_channel.get_mut(&last.channel);
        let said = |line: &Line| line.entity == last.entity && line.effect != Effect::Numbers;
        for line in told.into_iter().flatten().filter(|line| said(line)) {
            let Some(blank) = line.told_as(last).map(Arc::new) else { continue };
            let place = self.lines.partition_point(|(_, other)| line.position.is_after(other.position));
            if let Some((_, held)) = self.lines.get_mut(place) {
                self.bytes = self.bytes - held.size() + blank.size();
                *held = Arc::clone(&blank);
            }
            *line = blank;
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
    use crate::{
        realtime::line::{Row, frames},
        shared::time::Time,
    };

    const START: Position = Position { epoch: 1, xid: 10, id: 10 };

    fn line(id: i64) -> Arc<Line> {
        let (topic, kind) = (format!("account:{}", uuid::Uuid::nil()), "account.changed".into());
        let row =
            Row { xid: 11, id, at: Time::from_millis(1), topic, kind, entity: uuid::Uuid::nil(), body: "{}".into() };
        Arc::new(Line::of(&row, 1).expect("a row as the triggers write it"))
    }

    #[test]
    fn nothing_of_what_is_gone_is_told_again() {
        let event = |id, kind: &str, entity, body: &str| {
            let (topic, at) = (format!("conversation:{}", uuid::Uuid::nil()), Time::from_millis(1));
            let row = Row { xid: 11, id, at, topic, kind: kind.into(), entity, body: body.into() };
            Arc::new(Line::of(&row, 1).expect("a row as the triggers write it"))
        };
        let [one, other] = [1, 2].map(uuid::Uuid::from_u128);
        let (mut recent, now) = (Recent::after(START), Instant::now());
        for line in [
            event(11, "message.sent", one, r#"{"body":"a secret"}"#),
            event(12, "message.sent", other, r#"{"body":"no secret"}"#),
            event(13, "message.edited", one, r#"{"body":"another secret"}"#),
            event(14, "message.deleted", one, r#"{"body":""}"#),
        ] {
            recent.push(line, now);
        }
        let channel = event(11, "message.sent", one, "{}").channel;
        let told = frames(recent.after_in(channel, START, 10).map(|line| &**line));
        let text = told[0].as_str();
        assert!(text.contains("no secret") && !text.contains("a secret") && !text.contains("another secret"), "{text}");
        for kind in ["message.sent", "message.edited", "message.deleted"] {
            assert!(text.contains(kind), "{text}");
        }
        let sizes: usize = recent.lines.iter().map(|(_, line)| line.size()).sum();
        assert_eq!(recent.bytes, sizes);
    }

    #[test]
    fn nothing_of_a_post_that_is_gone_is_told_again_but_its_numbers() {
        let post = uuid::Uuid::from_u128(1);
        let (mut recent, now) = (Recent::after(START), Instant::now());
        let mut channel = None;
        for (id, kind, body) in [
            (11, "post.published", r#"{"body":"a secret"}"#),
            (12, "post.tallied", r#"{"score":1}"#),
            (13, "post.edited", r#"{"body":"another secret"}"#),
            (14, "post.deleted", r#"{"body":""}"#),
        ] {
            let (topic, at) = (format!("post:{post}"), Time::from_millis(1));
            let row = Row { xid: 11, id, at, topic, kind: kind.into(), entity: post, body: body.into() };
            let line = Line::of(&row, 1).expect("a row as the triggers write it");
            channel = Some(line.channel);
            recent.push(Arc::new(line), now);
        }
        let channel = channel.expect("there were some");
        let told = frames(recent.after_in(channel, START, 10).map(|line| &**line));
        let text = told[0].as_str();
        assert!(!text.contains("secret") && text.contains(r#"{"score":1}"#), "{text}");
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
