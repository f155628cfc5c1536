//! The wire under a talk: carries frames both ways, and knows nothing of what they mean.
//!
//! `socket` brings a WebSocket and `event_stream` a stream of events with calls beside it; `talk` speaks over either.

use axum::extract::ws::Utf8Bytes;

use super::hub::connection::Reason;

/// What comes from the other side.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// A text, which should be a frame.
    Text(Utf8Bytes),
    /// So many bytes that are no text.
    Binary(usize),
    /// A sign of life and nothing else; it counts as a frame.
    Sign,
    /// Something after which nothing more can be understood.
    Unreadable(Reason),
    /// The other side has left.
    Gone,
}

/// Nothing can be written any more.
#[derive(Debug)]
pub struct Broken;

/// One live connection's way there and back.
pub trait Wire: Send {
    /// What comes next. A wait that is given up loses nothing.
    fn hear(&mut self) -> impl Future<Output = Heard> + Send;

    /// Takes a frame to be written; it may wait for [`Wire::flush`].
    fn feed(&mut self, frame: Utf8Bytes) -> impl Future<Output = Result<(), Broken>> + Send;

    /// Writes what was taken. It waits as long as the other side reads too slowly.
    fn flush(&mut self) -> impl Future<Output = Result<(), Broken>> + Send;

    /// Asks for a sign of life.
    fn ask(&mut self) -> impl Future<Output = Result<(), Broken>> + Send;

    /// Writes the last frame and ends. Whether it arrived is not known.
    fn end(self, bye: Utf8Bytes, reason: Reason) -> impl Future<Output = ()> + Send;
}
