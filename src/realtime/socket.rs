//! `/ws`: the live connection.

use std::sync::Arc;

use axum::Router;
use futures::future::BoxFuture;
use http::HeaderMap;

use super::hub::Hub;
use crate::{server::Viewer, shared::Result};

/// How the socket learns who knocks.
#[derive(Clone)]
pub struct Entrance {
    /// Whose token this is; for tokens that come as a subprotocol. Cookies and headers were looked at
    /// before: who they name is the request's [`Viewer`] extension.
    pub authenticate: Arc<dyn Fn(String) -> BoxFuture<'static, Result<Option<Viewer>>> + Send + Sync>,
    /// Whether a request with a cookie comes from a page of ours: judges `Origin`.
    pub same_origin: Arc<dyn Fn(&HeaderMap) -> bool + Send + Sync>,
}

/// The route `/ws` of the live connection.
pub fn routes<S: Clone + Send + Sync + 'static>(hub: Hub, entrance: Entrance) -> Router<S> {
    let _ = (hub, entrance);
    Router::new()
}
