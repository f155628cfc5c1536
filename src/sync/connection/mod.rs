//! One connection, kept alive: when to open, when to give up on it, when to come back (SYN-4).
//!
//! `heartbeat` finds out that it is dead where nothing says so; `choice` knows what to connect by, `rest` when to do
//! without, `told` what people are told of it.

mod choice;
mod heartbeat;
mod rest;
#[cfg(test)]
mod tests;
mod told;

use super::{
    Transport,
    backoff::backoff,
    effect::{Effect, Link, Moment},
    status::QUIET,
};
use choice::Choice;
use heartbeat::Heartbeat;

/// The connection of a tab.
#[derive(Clone, Debug)]
pub struct Connection {
    phase: Phase,
    link: Link,
    failures: u32,
    reconnects: u32,
    greeted_once: bool,
    /// Since when the browser says that there is no network, unless something shows that it is wrong.
    cut_off: Option<i64>,
    /// What to tell of the last farewell.
    farewell: Option<Farewell>,
    /// Whether an event stream may not be held, as nobody looks.
    spared: bool,
    heartbeat: Heartbeat,
    choice: Choice,
    since: i64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Farewell {
    /// The member's other tabs are too many.
    Crowded,
    /// The log-in is over.
    Revoked,
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
    /// Nobody looks at what an event stream would bring.
    Resting,
    /// The session is over.
    Ended,
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
            cut_off: None,
            farewell: None,
            spared: false,
            heartbeat: Heartbeat::default(),
            choice: Choice::new(),
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

    /// What it goes by, once the server has welcomed it.
    pub fn transport(&self) -> Option<Transport> {
        self.is_online().then(|| self.choice.transport())
    }

    /// How often another connection followed a lost one.
    pub fn reconnects(&self) -> u32 {
        self.reconnects
    }

    /// The tab is there.
    pub fn start(&mut self, now: i64) -> Option<Effect> {
        if !matches!(self.phase, Phase::Idle | Phase::Ended) {
            return None;
        }
        self.since = now;
        self.choice.begin();
        self.open(now)
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
        self.phase = Phase::Greeting { until: now + self.choice.patience() };
        self.heartbeat.begin(now);
    }

    /// The server has answered the hello.
    pub fn welcomed(&mut self, moment: Moment) {
        self.choice.works(moment);
        self.reconnects += u32::from(self.greeted_once);
        self.greeted_once = true;
        self.phase = Phase::Online;
        self.since = moment.now;
        self.cut_off = None;
        self.farewell = None;
    }

    /// It is over.
    pub fn closed(&mut self, moment: Moment) {
        self.blame();
        self.wait(moment, 0);
    }

    /// The server ends it and names the earliest time to come back, in seconds.
    pub fn dismissed(&mut self, reason: &str, retry_after: Option<f64>, moment: Moment) -> Option<Effect> {
        let effect = self.cut();
        self.farewell = match reason {
            "too_many" => Some(Farewell::Crowded),
            "revoked" => Some(Farewell::Revoked),
            _ => None,
        };
        if self.farewell == Some(Farewell::Revoked) {
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
        if there {
            self.cut_off = None;
            return self.nudge(now);
        }
        self.cut_off.get_or_insert(now);
        self.doubt(now);
        None
    }

    /// Something says that trying now is worth it: the tab is seen, the network is back.
    pub fn nudge(&mut self, now: i64) -> Option<Effect> {
        self.doubt(now);
        if matches!(self.phase, Phase::Waiting { .. } | Phase::Ended) { self.open(now) } else { None }
    }

    /// A ping to send, where one is due. Only one is on the way at a time.
    pub fn ping(&mut self, now: i64) -> Option<i64> {
        self.link().and_then(|_| self.heartbeat.ping(now))
    }

    /// Sends a ping as soon as none is on the way.
    pub fn ping_soon(&mut self, now: i64) {
        self.heartbeat.soon(now);
    }

    /// Something came on it.
    pub fn heard(&mut self, now: i64) {
        self.heartbeat.heard(now);
    }

    /// Whether this answers the ping that is on the way; the connection is then known to work. A ping that left with
    /// the last of the network may be answered still: only a later one shows that the browser is wrong.
    pub fn ponged(&mut self, t: i64) -> bool {
        let answered = self.heartbeat.ponged(t);
        if answered {
            self.failures = 0;
            self.cut_off = self.cut_off.filter(|since| t < since + QUIET);
        }
        answered
    }

    /// Does what is due: gives up on what takes too long, opens what waited long enough.
    pub fn advance(&mut self, moment: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        let lost = self.heartbeat.is_lost(moment.now);
        match self.phase {
            Phase::Opening { until } | Phase::Greeting { until } if until <= moment.now => {
                effects.extend(self.cut());
                self.blame();
                self.wait(moment, 0);
            }
            // It brought nothing to go on from: the next one is asked for the same, and would end like it.
            Phase::Online if lost && !self.heartbeat.was_answered() => {
                effects.extend(self.cut());
                self.wait(moment, 0);
            }
            Phase::Online if lost || self.choice.deadline().is_some_and(|again| again <= moment.now) => {
                effects.extend(self.cut());
                self.since = moment.now;
                effects.extend(self.open(moment.now));
            }
            _ => {}
        }
        if let Phase::Waiting { until } = self.phase
            && until <= moment.now
        {
            effects.extend(self.open(moment.now));
        }
        effects
    }

    /// When [`Self::advance`], [`Self::ping`] or [`Self::notice`] has something new to say.
    pub fn deadline(&self, now: i64) -> Option<i64> {
        let ping = self.heartbeat.deadline();
        let due = match self.phase {
            Phase::Idle | Phase::Resting | Phase::Ended => return None,
            Phase::Waiting { until } | Phase::Opening { until } => until,
            Phase::Greeting { until } => until.min(ping),
            Phase::Online => self.choice.deadline().map_or(ping, |again| again.min(ping)),
        };
        let notice = self.silent_since().map(|since| since + QUIET).filter(|notice| *notice > now);
        Some(notice.map_or(due, |notice| due.min(notice)))
    }

    /// Nothing is opened where that would be an event stream at which nobody looks.
    fn open(&mut self, now: i64) -> Option<Effect> {
        self.heartbeat.end();
        let transport = self.choice.take(now);
        if self.spared && transport == Transport::EventStream {
            self.phase = Phase::Resting;
            return None;
        }
        self.link += 1;
        self.phase = Phase::Opening { until: now + self.choice.patience() };
        Some(Effect::Connect(self.link, transport))
    }

    /// What ends before it was welcomed may have been refused on the way; without a network that says nothing.
    fn blame(&mut self) {
        if !self.is_online() && self.cut_off.is_none() {
            self.choice.fails();
        }
    }

    fn wait(&mut self, Moment { now, chance }: Moment, at_least: i64) {
        if self.is_online() {
            self.since = now;
        }
        self.heartbeat.end();
        self.failures += 1;
        self.phase = Phase::Waiting { until: now + at_least + backoff(self.failures, chance) };
    }

    fn cut(&mut self) -> Option<Effect> {
        self.heartbeat.end();
        self.is_current(self.link).then_some(Effect::Close(self.link))
    }

    /// The device may have slept, or lost its network: what seems alive has to answer quickly.
    fn doubt(&mut self, now: i64) {
        if self.is_online() {
            self.heartbeat.doubt(now);
        }
    }
}
