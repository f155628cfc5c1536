//! One connection, kept alive: when to open, when to give up on it, when to come back (SYN-4).

use super::{
    backoff::backoff,
    effect::{Effect, Link, Moment},
    status::{Notice, State},
};

/// A connection that takes longer to open or to greet is given up.
const OPENING: i64 = 10_000;
/// How often a ping leaves. With [`PATIENCE`] a dead connection is found within 18 s.
const HEARTBEAT: i64 = 8_000;
/// How long a pong may take.
const PATIENCE: i64 = 10_000;
/// How long a pong may take when the device has just come back.
const IMPATIENCE: i64 = 4_000;
/// How long nobody is told that there is no connection.
const QUIET: i64 = 3_000;

/// The connection of a tab.
#[derive(Clone, Debug)]
pub struct Connection {
    phase: Phase,
    link: Link,
    failures: u32,
    reconnects: u32,
    greeted_once: bool,
    network: bool,
    ping: Option<Ping>,
    next_ping: i64,
    since: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Phase {
    /// The tab is not there.
    Idle,
    Waiting {
        until: i64,
    },
    Opening {
        until: i64,
    },
    Greeting {
        until: i64,
    },
    Online,
    /// The session is over.
    Ended,
}

#[derive(Clone, Copy, Debug)]
struct Ping {
    t: i64,
    until: i64,
}

impl Connection {
    /// Not there yet.
    pub fn new() -> Self {
        Self {
            phase: Phase::Idle,
            link: 0,
            failures: 0,
            reconnects: 0,
            greeted_once: false,
            network: true,
            ping: None,
            next_ping: 0,
            since: 0,
        }
    }

    /// The connection to send on, once it is open.
    pub fn link(&self) -> Option<Link> {
        matches!(self.phase, Phase::Greeting { .. } | Phase::Online).then_some(self.link)
    }

    /// Whether word of this connection is of the present one.
    pub fn is_current(&self, link: Link) -> bool {
        self.link == link && matches!(self.phase, Phase::Opening { .. } | Phase::Greeting { .. } | Phase::Online)
    }

    /// Whether the server has welcomed it.
    pub fn is_online(&self) -> bool {
        self.phase == Phase::Online
    }

    /// How often another connection followed a lost one.
    pub fn reconnects(&self) -> u32 {
        self.reconnects
    }

    /// Since when the state holds.
    pub fn since(&self) -> i64 {
        self.since
    }

    /// The tab is there.
    pub fn start(&mut self, now: i64) -> Option<Effect> {
        if !matches!(self.phase, Phase::Idle | Phase::Ended) {
            return None;
        }
        self.since = now;
        Some(self.open(now))
    }

    /// The tab goes away.
    pub fn leave(&mut self) -> Option<Effect> {
        let effect = self.cut();
        if self.phase != Phase::Ended {
            self.phase = Phase::Idle;
        }
        effect
    }

    /// It is open: the hello can leave.
    pub fn opened(&mut self, now: i64) {
        self.phase = Phase::Greeting { until: now + OPENING };
        self.ping = None;
        self.next_ping = now;
    }

    /// The server has answered the hello.
    pub fn welcomed(&mut self, now: i64) {
        self.reconnects += u32::from(self.greeted_once);
        self.greeted_once = true;
        self.phase = Phase::Online;
        self.since = now;
    }

    /// It is over.
    pub fn closed(&mut self, moment: Moment) {
        self.wait(moment, 0);
    }

    /// The server ends it and names the earliest time to come back, in seconds.
    pub fn dismissed(&mut self, reason: &str, retry_after: Option<f64>, moment: Moment) -> Option<Effect> {
        let effect = self.cut();
        if reason == "revoked" {
            self.phase = Phase::Ended;
            self.since = moment.now;
        } else {
            #[expect(clippy::cast_possible_truncation, reason = "clamped to a minute")]
            self.wait(moment, (retry_after.unwrap_or(0.0).clamp(0.0, 60.0) * 1_000.0) as i64);
        }
        effect
    }

    /// The browser gained or lost its network; a change is a reason to look at once.
    pub fn network(&mut self, there: bool, now: i64) -> Option<Effect> {
        self.network = there;
        if there {
            return self.nudge(now);
        }
        self.doubt(now);
        None
    }

    /// Something says that trying now is worth it: the tab is seen, the network is back.
    pub fn nudge(&mut self, now: i64) -> Option<Effect> {
        self.doubt(now);
        matches!(self.phase, Phase::Waiting { .. }).then(|| self.open(now))
    }

    /// A ping to send, where one is due. Only one is on the way at a time.
    pub fn ping(&mut self, now: i64) -> Option<i64> {
        if self.link().is_none() || self.ping.is_some() || now < self.next_ping {
            return None;
        }
        self.ping = Some(Ping { t: now, until: now + PATIENCE });
        self.next_ping = now + HEARTBEAT;
        Some(now)
    }

    /// Sends a ping as soon as none is on the way.
    pub fn ping_soon(&mut self, now: i64) {
        self.next_ping = self.next_ping.min(now);
    }

    /// Whether this answers the ping that is on the way; the connection is then known to work.
    pub fn ponged(&mut self, t: i64) -> bool {
        let answered = self.ping.take_if(|ping| ping.t == t).is_some();
        if answered {
            self.failures = 0;
        }
        answered
    }

    /// Does what is due: gives up on what takes too long, opens what waited long enough.
    pub fn advance(&mut self, moment: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        let late = self.ping.is_some_and(|ping| ping.until <= moment.now);
        match self.phase {
            Phase::Opening { until } | Phase::Greeting { until } if until <= moment.now => {
                effects.extend(self.cut());
                self.wait(moment, 0);
            }
            Phase::Greeting { .. } | Phase::Online if late => {
                effects.extend(self.cut());
                self.since = moment.now;
                effects.push(self.open(moment.now));
            }
            _ => {}
        }
        if let Phase::Waiting { until } = self.phase
            && until <= moment.now
        {
            effects.push(self.open(moment.now));
        }
        effects
    }

    /// When [`Self::advance`], [`Self::ping`] or [`Self::notice`] has something new to say.
    pub fn deadline(&self, now: i64) -> Option<i64> {
        let ping = self.ping.map_or(self.next_ping, |ping| ping.until);
        let due = match self.phase {
            Phase::Idle | Phase::Ended => return None,
            Phase::Waiting { until } | Phase::Opening { until } => until,
            Phase::Greeting { until } => until.min(ping),
            Phase::Online => return Some(ping),
        };
        let notice = self.since + QUIET;
        Some(if notice > now { due.min(notice) } else { due })
    }

    /// How it stands.
    pub fn state(&self) -> State {
        match self.phase {
            Phase::Online => State::Online,
            Phase::Ended => State::SignedOut,
            _ if !self.network => State::Offline,
            _ => State::Connecting,
        }
    }

    /// What to tell the person.
    pub fn notice(&self, now: i64) -> Option<Notice> {
        match self.state() {
            State::Online => None,
            State::SignedOut => Some(Notice::SignIn),
            _ if self.phase == Phase::Idle || now < self.since + QUIET => None,
            State::Offline => Some(Notice::Offline),
            State::Connecting => Some(Notice::Reconnecting),
        }
    }

    fn open(&mut self, now: i64) -> Effect {
        self.link += 1;
        self.ping = None;
        self.phase = Phase::Opening { until: now + OPENING };
        Effect::Connect(self.link)
    }

    fn wait(&mut self, Moment { now, chance }: Moment, at_least: i64) {
        if self.is_online() {
            self.since = now;
        }
        self.ping = None;
        self.failures += 1;
        self.phase = Phase::Waiting { until: now + at_least + backoff(self.failures, chance) };
    }

    fn cut(&mut self) -> Option<Effect> {
        self.ping = None;
        self.is_current(self.link).then_some(Effect::Close(self.link))
    }

    /// The device may have slept: what seems alive has to answer quickly.
    fn doubt(&mut self, now: i64) {
        if !self.is_online() {
            return;
        }
        self.next_ping = now;
        if let Some(ping) = &mut self.ping {
            ping.until = ping.until.min(now + IMPATIENCE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(now: i64) -> Moment {
        Moment { now, chance: 1.0 }
    }

    fn online(now: i64) -> Connection {
        let mut connection = Connection::new();
        connection.start(now);
        connection.opened(now);
        connection.welcomed(now);
        connection
    }

    #[test]
    fn a_dead_connection_is_found_within_twenty_seconds() {
        let mut connection = online(0);
        let mut now = 0;
        connection.ping(now).expect("a first ping");
        connection.ponged(0);
        loop {
            connection.ping(now);
            let effects = connection.advance(at(now));
            if !effects.is_empty() {
                assert_eq!(effects, [Effect::Close(1), Effect::Connect(2)]);
                break;
            }
            now = connection.deadline(now).expect("a heartbeat");
        }
        assert!(now <= 20_000, "{now}");
    }

    #[test]
    fn a_lost_connection_comes_back_later_each_time() {
        let mut connection = online(0);
        let mut now = 0;
        for wait in [500, 1_000, 2_000, 4_000] {
            connection.closed(at(now));
            assert_eq!(connection.advance(at(now + wait - 1)), []);
            now += wait;
            assert_eq!(connection.advance(at(now)).len(), 1);
        }
    }

    #[test]
    fn the_network_that_is_back_is_tried_at_once() {
        let mut connection = online(0);
        connection.network(false, 0);
        connection.closed(at(0));
        assert_eq!(connection.state(), State::Offline);
        assert_eq!(connection.network(true, 10), Some(Effect::Connect(2)));
    }

    #[test]
    fn nobody_is_told_of_a_short_cut() {
        let mut connection = online(0);
        connection.closed(at(10_000));
        assert_eq!(connection.notice(12_900), None);
        assert_eq!(connection.notice(13_000), Some(Notice::Reconnecting));
        connection.network(false, 13_000);
        assert_eq!(connection.notice(13_000), Some(Notice::Offline));
    }

    #[test]
    fn a_server_that_stops_is_left_alone_as_long_as_it_asked() {
        let mut connection = online(0);
        connection.dismissed("stopping", Some(2.0), Moment { now: 0, chance: 0.0 });
        assert_eq!(connection.advance(at(1_999)), []);
        assert_eq!(connection.advance(at(2_000)), [Effect::Connect(2)]);
    }

    #[test]
    fn a_session_that_is_over_is_not_tried_again() {
        let mut connection = online(0);
        assert_eq!(connection.dismissed("revoked", None, at(0)), Some(Effect::Close(1)));
        assert_eq!(connection.deadline(0), None);
        assert_eq!(connection.nudge(1), None);
        assert_eq!(connection.notice(1), Some(Notice::SignIn));
    }

    #[test]
    fn what_never_opens_is_given_up() {
        let mut connection = Connection::new();
        connection.start(0);
        assert_eq!(connection.advance(Moment { now: OPENING, chance: 0.5 }), [Effect::Close(1)]);
        assert!(!connection.is_current(1));
    }
}
