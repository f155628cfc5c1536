//! Vocabulary that every floor shares: identities, times, pages of lists, texts and errors.
//!
//! Nothing here does anything to the world; both sides of the wire compile all of it.

mod answer;
mod calendar;
pub mod draft;
pub mod effect;
#[cfg(any(feature = "hydrate", test))]
pub mod entries;
pub mod error;
pub mod form;
pub mod hydration;
pub mod id;
pub mod json;
pub mod markdown;
pub mod page;
pub mod role;
pub mod scope;
pub mod script;
pub mod text;
pub mod time;

pub use answer::answer_with;
pub use error::{Error, Result};
