//! Who is asking.

use std::net::{IpAddr, Ipv4Addr};

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

/// From where a request came; a session and the rate limits remember it. In the extensions of every
/// request, and an argument of handlers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The address of the caller, or of the last proxy that is not trusted.
    pub address: IpAddr,
    /// Browser and system, in words: "Firefox on Linux".
    pub device: String,
}

impl<S: Sync> axum::extract::FromRequestParts<S> for Caller {
    type Rejection = super::fault::Problem;

    async fn from_request_parts(parts: &mut http::request::Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(Self::unknown))
    }
}

impl Caller {
    /// A caller of whom nothing is known: what runs inside the program.
    #[must_use]
    pub fn unknown() -> Self {
        Self { address: IpAddr::V4(Ipv4Addr::UNSPECIFIED), device: String::new() }
    }

    /// The caller of the server function or page that is running.
    #[must_use]
    pub fn current() -> Self {
        use_context::<http::request::Parts>()
            .and_then(|parts| parts.extensions.get::<Self>().cloned())
            .unwrap_or_else(Self::unknown)
    }
}
