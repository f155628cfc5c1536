//! The entrance: who may open a live connection, over whatever wire.
//!
//! The log-in comes as a header or a cookie, which the request's [`Viewer`] extension stands for; a WebSocket may bring a
//! token in its own way.

use std::sync::Arc;

use futures::future::BoxFuture;
use http::{HeaderMap, header};

use crate::{
    server::{Caller, Limit, Limits, Viewer, limits::network},
    shared::{Error, Result},
};

/// How the entrance learns who knocks, and how often they may.
#[derive(Clone)]
pub struct Entrance {
    /// Whose token this is; for tokens that come as a subprotocol. Cookies and headers were looked at
    /// before: who they name is the request's [`Viewer`] extension.
    pub authenticate: Arc<dyn Fn(String) -> BoxFuture<'static, Result<Option<Viewer>>> + Send + Sync>,
    /// Whether a request with a cookie comes from a page of ours: judges `Origin`, or what stands for it.
    pub same_origin: Arc<dyn Fn(&HeaderMap) -> bool + Send + Sync>,
    /// Counts whom a token brought in, and who brought none that counts. Who came with a cookie or a header was
    /// counted with their request.
    pub limits: Limits,
}

impl Entrance {
    /// Lets in whom a header or a cookie names.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a cookie that another site's page brought, and as [`hearing`] says; [`Error::SignIn`]
    /// without a log-in.
    pub(super) fn admit(&self, viewer: Option<Viewer>, headers: &HeaderMap) -> Result<Viewer> {
        let by_cookie = !headers.contains_key(header::AUTHORIZATION) && headers.contains_key(header::COOKIE);
        if by_cookie && !(self.same_origin)(headers) {
            return Err(Error::Forbidden);
        }
        hearing(viewer.ok_or(Error::SignIn)?)
    }

    /// What somebody is told who is not let in. Whose log-in does not count is counted, and in the end told to wait.
    pub(super) fn refuse(&self, caller: &Caller, error: Error) -> Error {
        match error {
            Error::SignIn => self.limits.check(Limit::Strangers, &network(caller.address)).err().unwrap_or(error),
            other => other,
        }
    }
}

/// Whoever comes in hears.
///
/// # Errors
/// [`Error::Forbidden`] for a program with a token that may not read.
pub(super) fn hearing(viewer: Viewer) -> Result<Viewer> {
    if viewer.reach.reads() { Ok(viewer) } else { Err(Error::Forbidden) }
}
