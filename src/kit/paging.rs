//! Reading a list on, page by page.

use leptos::{prelude::*, task::spawn_local};

use super::Further;
use crate::shared::Result;

/// How it is with the next page of a list, copied freely.
#[derive(Clone, Copy)]
pub struct Paging {
    reading: RwSignal<bool>,
    has_failed: RwSignal<bool>,
}

impl Paging {
    /// Nobody has asked for it.
    #[must_use]
    pub fn new() -> Self {
        Self { reading: RwSignal::new(false), has_failed: RwSignal::new(false) }
    }

    /// How it is with it.
    #[must_use]
    pub fn further(self) -> Further {
        match (self.has_failed.get(), self.reading.get()) {
            (true, _) => Further::Failed,
            (false, true) => Further::Comes,
            (false, false) => Further::Waits,
        }
    }

    /// Whether it could not be read, so that it waits to be asked for.
    #[must_use]
    pub fn has_failed(self) -> bool {
        self.has_failed.get_untracked()
    }

    /// Reads it, unless it is under way, and gives it to who takes it.
    pub fn read<T: 'static>(self, page: impl Future<Output = Result<T>> + 'static, take: impl FnOnce(T) + 'static) {
        if self.reading.get_untracked() {
            return;
        }
        self.reading.set(true);
        self.has_failed.set(false);
        spawn_local(async move {
            match page.await {
                Ok(page) => take(page),
                Err(_) => _ = self.has_failed.try_set(true),
            }
            self.reading.try_set(false);
        });
    }
}

impl Default for Paging {
    fn default() -> Self {
        Self::new()
    }
}
