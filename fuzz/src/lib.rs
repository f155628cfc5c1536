//! The parts of Tertulia that read what strangers send, compiled alone: in a minute, so that what is looked for is looked
//! for many thousand times a second. The files are those of the program.
//!
//! `make fuzz` looks for a minute each, `make fuzz SECONDS=3600` for an hour; what was found stands in `artifacts`.

pub mod realtime;
pub mod shared;
