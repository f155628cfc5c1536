//! The heartbeat of a connection: pings, and how long their answers may take.

/// How often a ping leaves. With [`PATIENCE`] a dead connection is found within 18 s.
const HEARTBEAT: i64 = 8_000;
/// How long a pong may take.
const PATIENCE: i64 = 10_000;
/// How long a pong may take when something says that the connection may be dead.
const IMPATIENCE: i64 = 4_000;

/// Pings, of which one at most is on the way.
#[derive(Clone, Debug, Default)]
pub struct Heartbeat {
    ping: Option<Ping>,
    next: i64,
    /// Whether the next ping has to be answered quickly.
    doubted: bool,
    /// Whether any was answered since the connection began.
    answered: bool,
}

#[derive(Clone, Copy, Debug)]
struct Ping {
    t: i64,
    patience: i64,
    until: i64,
}

impl Heartbeat {
    /// A connection begins: its first ping leaves at once.
    pub fn begin(&mut self, now: i64) {
        *self = Self { next: now, ..Self::default() };
    }

    /// The connection is over, and with it the ping that was on its way.
    pub fn end(&mut self) {
        self.ping = None;
    }

    /// A ping to send, where one is due.
    pub fn ping(&mut self, now: i64) -> Option<i64> {
        if self.ping.is_some() || now < self.next {
            return None;
        }
        let patience = if std::mem::take(&mut self.doubted) { IMPATIENCE } else { PATIENCE };
        self.ping = Some(Ping { t: now, patience, until: now + patience });
        self.next = now + HEARTBEAT;
        Some(now)
    }

    /// Sends a ping as soon as none is on the way.
    pub fn soon(&mut self, now: i64) {
        self.next = self.next.min(now);
    }

    /// Whether this answers the ping that is on the way.
    pub fn ponged(&mut self, t: i64) -> bool {
        let answers = self.ping.take_if(|ping| ping.t == t).is_some();
        self.answered |= answers;
        answers
    }

    /// Something came: the answer may stand behind more that is on the way, and has its whole time again.
    pub fn heard(&mut self, now: i64) {
        if let Some(ping) = &mut self.ping {
            ping.until = now + ping.patience;
        }
    }

    /// Whether any ping was answered since the connection began: only then is known up to where everything came.
    pub fn was_answered(&self) -> bool {
        self.answered
    }

    /// The connection may be dead: what is on the way has to be answered quickly, and so has the ping that leaves now,
    /// or after it.
    pub fn doubt(&mut self, now: i64) {
        self.next = now;
        self.doubted = true;
        if let Some(ping) = &mut self.ping {
            ping.patience = IMPATIENCE;
            ping.until = ping.until.min(now + IMPATIENCE);
        }
    }

    /// Whether an answer has not come in time.
    pub fn is_lost(&self, now: i64) -> bool {
        self.ping.is_some_and(|ping| ping.until <= now)
    }

    /// When a ping is due, or an answer overdue.
    pub fn deadline(&self) -> i64 {
        self.ping.map_or(self.next, |ping| ping.until)
    }
}

#[cfg(test)]
mod tests {
    use crate::sync::{
        Effect,
        Transport::WebSocket,
        connection::tests::{at, online},
    };

    #[test]
    fn an_answer_is_waited_for_as_long_as_something_comes_before_it() {
        let mut connection = online(0);
        connection.ping(0).expect("a first ping");
        for now in [9_000, 18_000, 27_000] {
            connection.heard(now);
            assert_eq!(connection.advance(at(now + 9_999)), []);
        }
        assert_eq!(connection.advance(at(37_000)), [Effect::Close(1)]);
    }

    #[test]
    fn what_comes_gives_a_connection_in_doubt_no_more_than_four_seconds() {
        let mut connection = online(0);
        connection.ping(0).expect("a first ping");
        connection.nudge(1_000);
        connection.heard(2_000);
        assert!(connection.ponged(0));
        assert_eq!(connection.ping(2_000), Some(2_000));
        connection.heard(3_000);
        assert_eq!(connection.advance(at(6_999)), []);
        assert_eq!(connection.advance(at(7_000)), [Effect::Close(1), Effect::Connect(2, WebSocket)]);
    }

    #[test]
    fn a_connection_that_never_answered_comes_back_later_each_time() {
        let mut connection = online(0);
        let (mut now, mut link) = (0, 1);
        for wait in [500, 1_000, 2_000] {
            connection.ping(now).expect("a first ping");
            now += 10_000;
            assert_eq!(connection.advance(at(now)), [Effect::Close(link)]);
            assert_eq!(connection.advance(at(now + wait - 1)), []);
            now += wait;
            link += 1;
            assert_eq!(connection.advance(at(now)), [Effect::Connect(link, WebSocket)]);
            connection.opened(now);
            connection.welcomed(at(now));
        }
    }
}
