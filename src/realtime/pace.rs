//! How fast a client may speak: `talk` counts every frame here, and cuts off whoever is too fast.
//!
//! While a long answer is written nobody listens, and what comes waits; when it came is not known. It is taken to have come
//! as early as it may have, or whoever spoke slowly would be cut off for being heard late.
//!
//! Invariant: of the times at which frames are taken to have come at most 20 lie in any second, and none lies ahead. So
//! nobody says more over any longer while than they could have said at that pace.

use std::{
    collections::VecDeque,
    future::poll_fn,
    pin::pin,
    time::{Duration, Instant},
};

use tokio::task::coop::has_budget_remaining;

use super::{
    envelope::MAX_FRAMES_PER_SECOND,
    wire::{Heard, Wire},
};

const SECOND: Duration = Duration::from_secs(1);
/// What has waited longer is taken to have waited so long: as long as a frame may take to be written.
const WAIT: Duration = Duration::from_secs(18);

/// How fast one client has spoken.
#[derive(Default)]
pub struct Pace {
    /// When the frames of the last second came, or are taken to have come.
    came: VecDeque<Instant>,
    /// Since when what comes waits to be heard, where it does.
    waiting: Option<Instant>,
}

impl Pace {
    /// What comes next over the wire. Where it is not there at once, nothing waits any more.
    pub async fn listen(&mut self, wire: &mut impl Wire) -> Heard {
        let mut next = pin!(wire.hear());
        poll_fn(|context| {
            let heard = next.as_mut().poll(context);
            // A task that has to let others have their turn finds nothing, whatever waits.
            if heard.is_pending() && has_budget_remaining() {
                self.catch_up();
            }
            heard
        })
        .await
    }

    /// Nobody listens from now on: what comes waits, as what waits already does.
    pub fn turn_away(&mut self, now: Instant) {
        self.waiting.get_or_insert(now);
    }

    /// Counts a frame that was heard; whether it may be. Nobody listens while it is answered.
    pub fn allows(&mut self, now: Instant) -> bool {
        let waiting = self.waiting.unwrap_or(now);
        let mut came = now.checked_sub(WAIT).map_or(waiting, |longest| waiting.max(longest));
        if self.came.len() >= MAX_FRAMES_PER_SECOND as usize
            && let Some(first) = self.came.front()
        {
            came = came.max(*first + SECOND);
        }
        while self.came.front().is_some_and(|first| came.duration_since(*first) >= SECOND) {
            self.came.pop_front();
        }
        self.came.push_back(came);
        // What waits behind it came no earlier.
        self.waiting = Some(came);
        came <= now
    }

    fn catch_up(&mut self) {
        self.waiting = None;
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use axum::extract::ws::Utf8Bytes;
    use futures::FutureExt;

    use super::*;
    use crate::realtime::{hub::connection::Reason, wire::Broken};

    #[test]
    fn the_twenty_first_frame_of_any_second_is_one_too_many() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        assert!((0..20).all(|frame| hears(&mut pace, at(500 + frame))));
        assert!(!hears(&mut pace, at(1_499)));
        let mut slower = Pace::default();
        assert!((0..200).all(|frame| hears(&mut slower, at(frame * 51))));
    }

    #[test]
    fn what_waited_may_be_as_much_as_could_have_come_while_nobody_listened_and_no_more() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        let at = |millis| start + Duration::from_millis(millis);
        pace.turn_away(start);
        assert!((0..40).all(|_| pace.allows(at(3_000))));
        // What was heard is answered, and the rest still waits.
        pace.turn_away(at(3_100));
        assert!((0..40).all(|_| pace.allows(at(3_200))));
        assert!(!pace.allows(at(3_999)));
    }

    #[test]
    fn silence_saves_nothing_up_and_not_reading_little() {
        let start = Instant::now();
        let hour = start + Duration::from_hours(1);
        let mut silent = Pace::default();
        assert!(hears(&mut silent, start));
        assert_eq!(at_once(&mut silent, hour), 20);
        let mut stuck = Pace::default();
        stuck.turn_away(start);
        assert_eq!(at_once(&mut stuck, hour), 20 * 19);
    }

    #[test]
    fn once_nothing_is_there_to_be_heard_nothing_waits() {
        let (mut pace, start) = (Pace::default(), Instant::now());
        pace.turn_away(start);
        assert_eq!(pace.listen(&mut Silence).now_or_never(), None);
        assert_eq!(at_once(&mut pace, start + Duration::from_secs(10)), 20);
    }

    /// A frame that comes while somebody listens, and nothing behind it.
    fn hears(pace: &mut Pace, now: Instant) -> bool {
        let allowed = pace.allows(now);
        pace.catch_up();
        allowed
    }

    /// How many frames may be heard at the same moment.
    fn at_once(pace: &mut Pace, now: Instant) -> usize {
        (0..1_000).take_while(|_| pace.allows(now)).count()
    }

    /// A wire over which nothing comes.
    struct Silence;

    impl Wire for Silence {
        fn hear(&mut self) -> impl Future<Output = Heard> + Send {
            pending()
        }

        fn feed(&mut self, _: Utf8Bytes) -> impl Future<Output = Result<(), Broken>> + Send {
            ready(Ok(()))
        }

        fn flush(&mut self) -> impl Future<Output = Result<(), Broken>> + Send {
            ready(Ok(()))
        }

        fn ask(&mut self) -> impl Future<Output = Result<(), Broken>> + Send {
            ready(Ok(()))
        }

        fn end(self, _: Utf8Bytes, _: Reason) -> impl Future<Output = ()> + Send {
            ready(())
        }
    }
}
