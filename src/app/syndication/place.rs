//! Where the site is, as one that reads of it elsewhere has to know.

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::{
    server::{Server, fault::Problem},
    shared::Error,
};

/// The origin that every address begins with. Where nobody said what it is there is nothing to read: in these formats an
/// address without it leads nowhere.
pub(super) struct Origin(pub String);

impl FromRequestParts<Server> for Origin {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        server.config.origin_asked(&parts.headers).map(Self).ok_or(Problem(Error::Missing))
    }
}
