//! The frames of the wire.

#[path = "../../src/realtime/envelope.rs"]
pub mod envelope;
#[path = "../../src/realtime/frame.rs"]
mod frame;
#[path = "../../src/realtime/position.rs"]
pub mod position;
#[path = "../../src/realtime/topic.rs"]
pub mod topic;

pub use envelope::{ClientFrame, Event, ServerFrame};
pub use position::{Position, Snapshot};
pub use topic::{TagName, Topic};

/// Reads what a client said, as the server does.
pub fn hear(text: &str) -> Option<ClientFrame> {
    ClientFrame::read(text).ok().map(|(frame, _)| frame)
}

/// Writes what the server says.
pub fn say(frame: &ServerFrame) -> String {
    frame.text().as_str().to_owned()
}
