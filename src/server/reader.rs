//! Who reads what is there for everybody.

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::{Caller, Limit, Limits, Viewer, fault::Problem, limits::network};
use crate::shared::Result;

/// Who reads, be it somebody who is signed in or a visitor, who is told by where they come from. An argument of handlers.
#[derive(Clone, Debug)]
pub struct Reader {
    /// Whose rights apply; those of a visitor where it is nobody.
    pub viewer: Option<Viewer>,
    key: String,
}

impl Reader {
    /// The reader of the server function or page that is running.
    #[must_use]
    pub fn current() -> Self {
        Self::of(Viewer::current().ok(), &Caller::current())
    }

    fn of(viewer: Option<Viewer>, caller: &Caller) -> Self {
        Self { viewer, key: viewer.map_or_else(|| network(caller.address), |viewer| viewer.account.to_string()) }
    }

    /// Counts so many entries that are read whole.
    ///
    /// # Errors
    /// [`crate::shared::Error::Slow`] past 6,000 a minute.
    pub fn count(&self, limits: &Limits, entries: u32) -> Result<()> {
        limits.check_all(Limit::Reading, &self.key, entries)
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        Ok(Self::of(parts.extensions.get::<Viewer>().copied(), &caller))
    }
}
