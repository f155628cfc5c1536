//! An event stream at which nobody looks is given up until somebody does (SYN-6).
//!
//! Over HTTP/1.1 a browser has six connections to a server for all its tabs. A WebSocket is none of them, but each event
//! stream is one: six hidden tabs would leave nothing for the calls of the one that is seen.

use super::{Connection, Phase};
use crate::sync::{Effect, Transport};

impl Connection {
    /// Whether an event stream is to be done without, from now on. What it would have brought comes after the rest, as
    /// after any cut; calls are made meanwhile.
    pub fn spare(&mut self, spared: bool, now: i64) -> Option<Effect> {
        self.spared = spared;
        match self.phase {
            Phase::Resting if !spared => {
                self.since = now;
                self.open(now)
            }
            Phase::Idle | Phase::Resting | Phase::Ended => None,
            _ if spared && self.choice.transport() == Transport::EventStream => {
                let closed = self.cut();
                self.phase = Phase::Resting;
                closed
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::sync::{
        Effect,
        Transport::{EventStream, WebSocket},
        connection::{
            Connection,
            tests::{at, online, refuse, streaming},
        },
    };

    #[test]
    fn a_stream_at_which_nobody_looks_is_given_up_in_silence_and_is_back_at_the_first_look() {
        let mut now = 0;
        let mut connection = streaming(&mut now);
        assert_eq!(connection.spare(true, now), Some(Effect::Close(3)));
        let looked = now + 3_600_000;
        assert_eq!((connection.advance(at(looked)), connection.deadline(looked)), (Vec::new(), None));
        assert_eq!(connection.notice(looked), None);
        assert_eq!(connection.network(true, looked), None, "a network is nobody who looks");
        let back = connection.spare(false, looked);
        assert!(matches!(back, Some(Effect::Connect(4, _))), "{back:?}");
        assert_eq!(connection.notice(looked + 100), None, "nobody has waited for it");
    }

    #[test]
    fn who_is_hidden_from_the_start_holds_a_socket_and_no_stream() {
        let mut connection = Connection::new();
        assert_eq!(connection.spare(true, 0), None);
        assert_eq!(connection.start(0), Some(Effect::Connect(1, WebSocket)));
        let mut now = 0;
        assert_eq!(refuse(&mut connection, &mut now), WebSocket);
        connection.closed(at(now));
        let until = connection.deadline(now).expect("another try");
        assert_eq!((connection.advance(at(until)), connection.deadline(until)), (Vec::new(), None));
        assert_eq!(connection.spare(false, until), Some(Effect::Connect(3, EventStream)));
        let mut seen = online(0);
        assert_eq!((seen.spare(true, 10), seen.is_online()), (None, true));
    }
}
