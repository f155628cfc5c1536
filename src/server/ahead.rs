//! What a page shows, read before it is drawn.
//!
//! The parts of a page ask each for itself, in transactions of their own. Where it is known beforehand what they will ask, it
//! is read at once and found here by whoever asks for it.

use std::sync::Arc;

use http::{Extensions, request::Parts};
use leptos::prelude::use_context;

/// Something that was read, in the extensions of the request of a page. There is one of each type.
#[derive(Debug)]
pub struct Ahead<T>(Arc<(String, T)>);

impl<T> Clone for Ahead<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Clone + Send + Sync + 'static> Ahead<T> {
    /// Has the page of a request find this by its name.
    pub fn put(extensions: &mut Extensions, name: &str, read: T) {
        extensions.insert(Self(Arc::new((name.to_owned(), read))));
    }

    /// What was read under this name for the page that is being drawn.
    #[must_use]
    pub fn find(name: &str) -> Option<T> {
        let parts = use_context::<Parts>()?;
        let (found, read) = &*parts.extensions.get::<Self>()?.0;
        (found == name).then(|| read.clone())
    }
}
