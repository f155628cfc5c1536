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
    /// The log-in that the request came with; of an access token, its id.
    pub session: SessionId,
    /// What else they may do.
    pub role: Role,
    /// How much of it they may do with what they came with.
    pub reach: Reach,
}

/// How far the rights of a viewer go with what proved who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// As far as they go: they came with a session.
    #[default]
    Whole,
    /// A program of theirs came with an access token. Without its scope `admin` the viewer's role is a member's.
    Token {
        /// Whether it may read and hear.
        reads: bool,
        /// Whether it may say and change things.
        writes: bool,
    },
}

impl Reach {
    /// Whether what is told to others, or changed, may be.
    #[must_use]
    pub fn writes(self) -> bool {
        matches!(self, Self::Whole | Self::Token { writes: true, .. })
    }

    /// Whether what the viewer may read may be read.
    #[must_use]
    pub fn reads(self) -> bool {
        matches!(self, Self::Whole | Self::Token { reads: true, .. })
    }
}

impl Viewer {
    /// The viewer of the server function that is running.
    ///
    /// # Errors
    /// [`Error::SignIn`] for visitors.
    pub fn current() -> Result<Self> {
        use_context::<Self>().ok_or(Error::SignIn)
    }

    /// Somebody who came with a session.
    #[must_use]
    pub const fn by_session(account: AccountId, session: SessionId, role: Role) -> Self {
        Self { account, session, role, reach: Reach::Whole }
    }

    /// That it is the person who asks, by a session, and no program with a token of theirs.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a token.
    pub fn in_person(self) -> Result<()> {
        if self.reach == Reach::Whole { Ok(()) } else { Err(Error::Forbidden) }
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
