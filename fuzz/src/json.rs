//! An object from an object alone, by way of what was parsed or not.

#[path = "../../src/shared/json/exact.rs"]
mod exact;
#[path = "../../src/shared/json/typed.rs"]
mod typed;

pub use exact::Exact;
pub use typed::typed;
