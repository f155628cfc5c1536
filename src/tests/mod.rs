//! What is true of the whole: worlds for tests to stand on, and rules that no single slice holds.

mod architecture;
mod counts;
mod faults;
pub mod given;
pub mod hang;
mod live;
mod operations;
mod program;
mod protocol;
mod refusals;
mod replaying;
mod scans;
mod security;
mod signals;
mod simulation;
mod stories;
