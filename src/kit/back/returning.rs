//! What a reading begins with where one comes back to it.

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::kept;

/// Tells how parts were left to who reads them, each once: whoever asks for the same again wants it read afresh.
#[derive(Clone, Copy)]
pub struct Returning(StoredValue<Option<String>>);

impl Returning {
    /// Nothing was asked for.
    #[must_use]
    pub fn new() -> Self {
        Self(StoredValue::new(None))
    }

    /// How a part was left at the entry that one has come back to, as [`kept`]; nothing where it was the last that was asked
    /// for.
    #[must_use]
    pub fn left<T: DeserializeOwned>(self, name: &str) -> Option<T> {
        let before = self.0.try_update_value(|last| last.replace(name.to_owned()))?;
        if before.as_deref() == Some(name) { None } else { kept(name) }
    }
}

impl Default for Returning {
    fn default() -> Self {
        Self::new()
    }
}
