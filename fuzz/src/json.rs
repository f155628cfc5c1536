//! An object from an object alone.

#[path = "../../src/shared/json/exact.rs"]
mod exact;

pub use exact::Exact;
