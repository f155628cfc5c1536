//! The choice of a transport: the WebSocket, unless something on the way refuses it (SYN-6).
//!
//! A server that is away refuses too, and whoever comes back to it may find the event stream first. So who is on the
//! stream looks after a while whether the WebSocket works, and only where it is then refused, beside a stream that
//! works, is it left alone for long.

use crate::sync::{Transport, effect::Moment};

/// A connection that takes longer to open or to greet is given up.
pub const OPENING: i64 = 10_000;
/// So is, before anybody is told, a WebSocket that is tried although the event stream works.
const TRYING: i64 = 2_000;
/// Upgrades in a row that come to nothing before the event stream has its turn.
const ENOUGH: u32 = 2;
/// How long an event stream goes on before the WebSocket is tried for the first time, and anything up to as long again,
/// so that those who came back to a server at once do not all look at once.
const SOON: i64 = 20_000;
/// How long it goes on after that.
const LATER: i64 = 600_000;

/// What to connect by, and what came of it so far.
#[derive(Clone, Debug)]
pub struct Choice {
    transport: Transport,
    /// Upgrades in a row that came to nothing.
    refused: u32,
    /// When the WebSocket is tried although the event stream works.
    again: Option<i64>,
    /// Whether it was already tried so.
    tried: bool,
}

impl Choice {
    /// The WebSocket, of which nothing is known.
    pub fn new() -> Self {
        Self { transport: Transport::WebSocket, refused: 0, again: None, tried: false }
    }

    /// What the present connection is by.
    pub fn transport(&self) -> Transport {
        self.transport
    }

    /// What to connect by now: the WebSocket again, where that is due although the event stream works.
    pub fn take(&mut self, now: i64) -> Transport {
        if self.again.take_if(|again| *again <= now).is_some() {
            self.transport = Transport::WebSocket;
            self.tried = true;
        }
        self.transport
    }

    /// How long the connection may take to open, and then to greet.
    pub fn patience(&self) -> i64 {
        if self.tried && self.transport == Transport::WebSocket { TRYING } else { OPENING }
    }

    /// A tab begins, perhaps elsewhere than it was: one WebSocket is worth it.
    pub fn begin(&mut self) {
        self.transport = Transport::WebSocket;
        (self.again, self.tried) = (None, false);
    }

    /// The connection was welcomed.
    pub fn works(&mut self, Moment { now, chance }: Moment) {
        match self.transport {
            Transport::WebSocket => *self = Self::new(),
            #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "at most 20,000")]
            Transport::EventStream => {
                let wait = if self.tried { LATER } else { SOON + (SOON as f64 * chance) as i64 };
                self.again.get_or_insert(now + wait);
            }
        }
    }

    /// The connection came to nothing: the other one has its turn, the event stream only after enough upgrades.
    pub fn fails(&mut self) {
        self.again = None;
        self.transport = match self.transport {
            Transport::WebSocket => {
                self.refused += 1;
                if self.refused < ENOUGH { Transport::WebSocket } else { Transport::EventStream }
            }
            // Neither gets through: the server is away, which says nothing about the way to it.
            Transport::EventStream => {
                self.refused = 0;
                Transport::WebSocket
            }
        };
    }

    /// When the WebSocket is due although the event stream works.
    pub fn deadline(&self) -> Option<i64> {
        self.again
    }
}

#[cfg(test)]
mod tests {
    use super::{Choice, LATER, OPENING, SOON, TRYING, Transport::*};
    use crate::sync::Moment;

    fn at(now: i64) -> Moment {
        Moment { now, chance: 0.5 }
    }

    fn on_the_stream() -> Choice {
        let mut choice = Choice::new();
        choice.fails();
        choice.fails();
        choice.works(at(0));
        choice
    }

    #[test]
    fn the_stream_has_its_turn_after_two_sockets_and_where_it_fails_too_two_sockets_again() {
        let mut choice = Choice::new();
        let mut taken = vec![choice.transport()];
        for _ in 0..5 {
            choice.fails();
            taken.push(choice.transport());
        }
        assert_eq!(taken, [WebSocket, WebSocket, EventStream, WebSocket, WebSocket, EventStream]);
    }

    #[test]
    fn a_socket_that_works_clears_those_that_did_not() {
        let mut choice = Choice::new();
        choice.fails();
        choice.works(at(0));
        choice.fails();
        assert_eq!(choice.transport(), WebSocket);
    }

    #[test]
    fn a_stream_that_works_stays_and_soon_a_socket_is_tried() {
        let mut choice = on_the_stream();
        assert_eq!((choice.transport(), choice.deadline()), (EventStream, Some(SOON * 3 / 2)));
        assert_eq!(choice.take(SOON * 3 / 2 - 1), EventStream);
        assert_eq!((choice.take(SOON * 3 / 2), choice.patience()), (WebSocket, TRYING));
        choice.works(at(40_000));
        assert_eq!((choice.take(99_000), choice.deadline(), choice.patience()), (WebSocket, None, OPENING));
    }

    #[test]
    fn a_socket_that_is_refused_beside_a_stream_that_works_is_left_alone_for_long() {
        let mut choice = on_the_stream();
        choice.take(2 * SOON);
        choice.fails();
        assert_eq!(choice.transport(), EventStream);
        choice.works(at(50_000));
        assert_eq!(choice.deadline(), Some(50_000 + LATER));
    }

    #[test]
    fn a_stream_that_comes_and_goes_puts_off_no_socket() {
        let mut choice = on_the_stream();
        let due = choice.deadline();
        choice.works(at(SOON));
        assert_eq!(choice.deadline(), due);
    }

    #[test]
    fn a_new_beginning_takes_one_socket_and_then_the_stream_that_worked() {
        let mut choice = on_the_stream();
        choice.begin();
        assert_eq!((choice.transport(), choice.deadline()), (WebSocket, None));
        choice.fails();
        assert_eq!(choice.transport(), EventStream);
    }
}
