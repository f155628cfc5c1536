//! One live connection's talk: what comes is understood and answered, what waits is written, and
//! silence is noticed.
//!
//! Invariant: frames leave in the order in which the hub put them, and what answers a subscription
//! stands between what came before it and what came after.

use std::{
    collections::VecDeque,
    sync::Arc,
    time::{Duration, Instant},
};

use axum::extract::ws::Utf8Bytes;
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

use super::{
    ClientFrame, ServerFrame, Topic,
    envelope::{MAX_FRAME, Subscription},
    frame::Unheard,
    hub::{
        Hub,
        connection::{Connection, Reason},
        subscription,
    },
    pace::Pace,
    wire::{Broken, Heard, Wire},
};
use crate::{
    server::{Limit, Limits, Viewer},
    shared::{Error, time::Time},
};

/// How often silence is looked at. Who is silent for one look is asked, for two is gone: a dead
/// connection is found within 18 seconds.
const BEAT: Duration = Duration::from_secs(6);
/// Looks within which `hello` must have come.
const BEATS_TO_HELLO: u64 = 2;
/// Looks after which the log-in is checked again: 30 minutes.
const BEATS_TO_CHECK: u64 = 300;
/// How long a frame may take: an answer of many over a slow line is given up only where that one does not go on.
const WRITE: Duration = Duration::from_secs(18);
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// Why a talk is over.
enum End {
    /// The server ends it.
    Bye(Reason),
    /// The other side is gone.
    Gone,
}

struct Talk<W> {
    hub: Hub,
    limits: Limits,
    wire: W,
    connection: Arc<Connection>,
    pace: Pace,
    greeted: bool,
    /// Looks since something came.
    silent: u64,
    beats: u64,
}

/// Talks until either side ends it; afterwards the hub has forgotten the connection.
pub async fn run<W: Wire>(hub: Hub, limits: Limits, wire: W, viewer: Viewer) {
    let connection = match hub.join(viewer) {
        Ok(connection) => connection,
        Err(reason) => return Box::pin(farewell(wire, reason)).await,
    };
    let beats = connection.number % BEATS_TO_CHECK;
    let mut talk = Talk {
        hub: hub.clone(),
        limits,
        wire,
        connection: Arc::clone(&connection),
        pace: Pace::default(),
        greeted: false,
        silent: 0,
        beats: 0,
    };
    let end = talk.go_on(beats).await;
    hub.leave(&connection);
    if let End::Bye(reason) = end {
        Box::pin(farewell(talk.wire, reason)).await;
    }
}

/// Says why and ends; whoever does not read it in time finds the connection closed.
pub async fn farewell(wire: impl Wire, reason: Reason) {
    drop(timeout(FAREWELL, wire.end(bye(reason), reason)).await);
}

/// The last frame of a connection.
pub fn bye(reason: Reason) -> Utf8Bytes {
    let spread = u64::from(Time::now().millis().unsigned_abs().to_le_bytes()[0]);
    ServerFrame::Bye { reason: reason.word().into(), retry_after: reason.retry_after(spread) }.text()
}

impl<W: Wire> Talk<W> {
    async fn go_on(&mut self, checked: u64) -> End {
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.reset();
        loop {
            if let Err(end) = self.step(&mut beat, checked).await {
                return end;
            }
        }
    }

    async fn step(&mut self, beat: &mut Interval, checked: u64) -> Result<(), End> {
        tokio::select! {
            heard = self.pace.listen(&mut self.wire) => {
                self.silent = 0;
                Box::pin(self.hear(heard)).await
            }
            () = self.connection.woken() => {
                self.pace.turn_away(Instant::now());
                let (frames, end) = self.connection.take();
                self.write(frames).await?;
                end.map_or(Ok(()), |reason| Err(End::Bye(reason)))
            }
            _ = beat.tick() => Box::pin(self.look(checked)).await,
        }
    }

    /// Looks whether the other side is still there and still welcome.
    async fn look(&mut self, checked: u64) -> Result<(), End> {
        self.pace.turn_away(Instant::now());
        self.silent += 1;
        self.beats += 1;
        if !self.greeted && self.beats >= BEATS_TO_HELLO {
            return Err(End::Bye(Reason::Protocol));
        }
        if self.silent > 2 {
            return Err(End::Gone);
        }
        if (self.beats + checked).is_multiple_of(BEATS_TO_CHECK) {
            self.check().await?;
        }
        if self.silent == 2 {
            return in_time(self.wire.ask()).await;
        }
        Ok(())
    }

    /// Ends where the log-in counts no longer. A database that cannot be asked ends nothing.
    async fn check(&mut self) -> Result<(), End> {
        let asked = self.hub.gate().still_valid(self.connection.viewer);
        match self.hub.pool().while_there(asked).await {
            Ok(false) => Err(End::Bye(Reason::Revoked)),
            Ok(true) | Err(_) => Ok(()),
        }
    }

    async fn hear(&mut self, heard: Heard) -> Result<(), End> {
        let text = match heard {
            Heard::Gone => return Err(End::Gone),
            Heard::Unreadable(reason) => return Err(End::Bye(reason)),
            _ if !self.pace.allows(Instant::now()) => return Err(End::Bye(Reason::TooFast)),
            Heard::Sign => return Ok(()),
            Heard::Text(text) if text.len() > MAX_FRAME => return Err(End::Bye(Reason::TooLarge)),
            Heard::Text(text) => text,
            Heard::Binary(bytes) if bytes > MAX_FRAME => return Err(End::Bye(Reason::TooLarge)),
            Heard::Binary(_) => return self.refuse("frames are text").await,
        };
        match ClientFrame::read(&text) {
            Ok((frame, unheard)) => {
                self.answer(frame).await?;
                if unheard.is_empty() {
                    return Ok(());
                }
                self.write(unheard.iter().map(Unheard::text).collect()).await
            }
            Err(error) => self.refuse(&format!("not a frame of {}: {error}", super::envelope::SUBPROTOCOL)).await,
        }
    }

    async fn answer(&mut self, frame: ClientFrame) -> Result<(), End> {
        match frame {
            ClientFrame::Ping { t } => self.say(&ServerFrame::Pong { t, server_time: Time::now() }).await,
            ClientFrame::Hello { account: Some(account), .. } if account != self.connection.viewer.account => {
                Err(End::Bye(Reason::Revoked))
            }
            ClientFrame::Hello { topics, .. } if !self.greeted => {
                self.greeted = true;
                self.count()?;
                // The log-in may have ended after it opened the connection and before the hub knew of it.
                self.check().await?;
                self.subscribe(topics, true).await
            }
            ClientFrame::Hello { .. } => self.refuse("hello was said before").await,
            _ if !self.greeted => Err(End::Bye(Reason::Protocol)),
            ClientFrame::Subscribe(subscription) => {
                self.count()?;
                self.subscribe(vec![subscription], false).await
            }
            ClientFrame::Unsubscribe { topic } => {
                self.hub.state().registry.unlisten(&self.connection, topic);
                Ok(())
            }
            ClientFrame::Signal { topic: Topic::Me, kind, .. } if kind == "away" || kind == "active" => {
                self.hub.attend(&self.connection, kind == "away");
                Ok(())
            }
            ClientFrame::Signal { topic, kind, .. } => match self.hub.signal_on(&self.connection, topic, &kind).await {
                Ok(()) => Ok(()),
                Err(error) => self.say(&ServerFrame::refused(&error, Some(topic))).await,
            },
        }
    }

    /// Counts a frame that is answered from the database, as any other call of the account.
    fn count(&self) -> Result<(), End> {
        let account = self.connection.viewer.account.to_string();
        self.limits.check(Limit::Calls, &account).map_err(|_| End::Bye(Reason::TooFast))
    }

    async fn subscribe(&mut self, wanted: Vec<Subscription>, greet: bool) -> Result<(), End> {
        let subscribed = subscription::subscribe(&self.hub, &self.connection, wanted, greet);
        match self.hub.pool().while_there(Box::pin(subscribed)).await {
            Ok(frames) => self.write(frames.into()).await,
            Err(Error::Offline) => Err(End::Bye(Reason::Offline)),
            Err(error) => {
                self.say(&ServerFrame::refused(&error, None)).await?;
                Err(End::Bye(Reason::Offline))
            }
        }
    }

    async fn refuse(&mut self, words: &str) -> Result<(), End> {
        self.say(&ServerFrame::invalid(words, None)).await
    }

    async fn say(&mut self, frame: &ServerFrame) -> Result<(), End> {
        let text = frame.text();
        let wire = &mut self.wire;
        in_time(async {
            wire.feed(text).await?;
            wire.flush().await
        })
        .await
    }

    /// Writes everything that waits at once. Where the other side does not take it while more than may
    /// wait gathers behind it, the connection is cut.
    async fn write(&mut self, frames: VecDeque<Utf8Bytes>) -> Result<(), End> {
        let Self { wire, connection, .. } = self;
        let written = async {
            for frame in frames {
                in_time(wire.feed(frame)).await?;
            }
            in_time(wire.flush()).await
        };
        let stuck = async {
            loop {
                connection.woken().await;
                if let Some(reason @ (Reason::Slow | Reason::Revoked)) = connection.ending() {
                    break reason;
                }
            }
        };
        tokio::select! {
            done = written => done?,
            reason = stuck => return Err(End::Bye(reason)),
        }
        // A wake-up that came while this was writing was taken by the watch over it.
        connection.stir();
        Ok(())
    }
}

/// Does it within the time that a write may take; whoever takes nothing for so long is gone.
async fn in_time(written: impl Future<Output = Result<(), Broken>>) -> Result<(), End> {
    match timeout(WRITE, written).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(Broken)) | Err(_) => Err(End::Gone),
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::ws::WebSocket;

    use super::*;

    fn size<F: Future>(_: impl FnOnce(Hub, Limits, WebSocket, Viewer) -> F) -> usize {
        size_of::<F>()
    }

    /// Held as long as the connection lives, by each of thousands.
    #[test]
    fn a_talk_takes_less_than_two_kibibytes_with_its_socket() {
        assert!(size(run::<WebSocket>) < 2048, "{}", size(run::<WebSocket>));
    }
}
