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
}

#[derive(Clone, Copy, Debug)]
struct Ping {
    t: i64,
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
        self.ping = Some(Ping { t: now, until: now + patience });
        self.next = now + HEARTBEAT;
        Some(now)
    }

    /// Sends a ping as soon as none is on the way.
    pub fn soon(&mut self, now: i64) {
        self.next = self.next.min(now);
    }

    /// Whether this answers the ping that is on the way.
    pub fn ponged(&mut self, t: i64) -> bool {
        self.ping.take_if(|ping| ping.t == t).is_some()
    }

    /// The connection may be dead: what is on the way has to be answered quickly, and so has the ping that leaves now,
    /// or after it.
    pub fn doubt(&mut self, now: i64) {
        self.next = now;
        self.doubted = true;
        if let Some(ping) = &mut self.ping {
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
