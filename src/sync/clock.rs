//! The server's clock, as far as it can be told from here.

/// Round trips measured, and the difference of the clocks that the shortest of them showed.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// The last round trip, in milliseconds.
    pub rtt: Option<f64>,
    /// Milliseconds that the server's clock is ahead.
    pub offset: f64,
    best: Option<f64>,
}

/// A difference past this is a clock that was set or a device that slept, not a slow network.
const JUMP: f64 = 2_000.0;

impl Clock {
    /// Takes in a round trip. The server's time is taken to be that of its middle, so the difference is
    /// wrong by at most half of it: a slow one moves the offset only if nothing better is recent.
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this age fit")]
    pub fn measure(&mut self, sent: i64, received: i64, server: i64) {
        let rtt = (received - sent).max(0) as f64;
        let offset = server as f64 - (sent as f64 + rtt / 2.0);
        let best = self.best.unwrap_or(f64::INFINITY);
        if rtt <= best || (offset - self.offset).abs() > JUMP + rtt {
            self.offset = offset;
            self.best = Some(rtt);
        } else {
            self.best = Some(best + (rtt - best) / 8.0);
        }
        self.rtt = Some(rtt);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_round_trip_tells_the_difference() {
        let mut clock = Clock::default();
        clock.measure(1_000, 1_400, 6_000);
        assert!((clock.offset - 4_800.0).abs() < 0.1);
        clock.measure(2_000, 2_010, 7_005);
        assert!((clock.offset - 5_000.0).abs() < 0.1);
        clock.measure(3_000, 3_600, 8_000);
        assert!((clock.offset - 5_000.0).abs() < 0.1, "a slow one changes nothing");
        assert_eq!(clock.rtt, Some(600.0));
    }

    #[test]
    fn a_clock_that_was_set_is_believed_at_once() {
        let mut clock = Clock::default();
        clock.measure(1_000, 1_010, 1_005);
        clock.measure(2_000, 2_050, 60_000);
        assert!(clock.offset > 50_000.0);
    }
}
