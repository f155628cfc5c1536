//! What is true of the whole: worlds for tests to stand on, and rules that no single slice holds.

mod architecture;
mod faults;
pub mod given;
pub mod hang;
mod live;
mod program;
mod protocol;
mod refusals;
mod security;
mod signals;
mod simulation;
mod stories;
