//! Who is asking.

use leptos::prelude::use_context;

use crate::shared::{
    Error, Result,
    id::{AccountId, SessionId},
    role::Role,
};

/// A signed-in account. Handlers and services that need one say so in their signature.
///
/// Found once for each request by `app`'s middleware, which puts it into the request's extensions;
/// as an argument of an axum handler it refuses visitors with [`Error::SignIn`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Whose rights apply.
    pub account: AccountId,
    /// The log-in that the request came with.
    pub session: SessionId,
    /// What else they may do.
    pub role: Role,
}

impl Viewer {
    /// The viewer of the server function that is running.
    ///
    /// # Errors
    /// [`Error::SignIn`] for visitors.
    pub fn current() -> Result<Self> {
        use_context::<Self>().ok_or(Error::SignIn)
    }
}

impl<S: Sync> axum::extract::FromRequestParts<S> for Viewer {
    type Rejection = super::fault::Problem;

    async fn from_request_parts(parts: &mut http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().copied().ok_or(Error::SignIn.into())
    }
}
