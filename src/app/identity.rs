//! Who asks, and from where: found once for each request, before anything answers it.
//!
//! Afterwards the request carries [`Caller`], the [`Position`] published before any of its statements,
//! and [`Viewer`] where a token proved who it is. [`contexts`] hands the same to pages and server functions.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    Extensions, HeaderMap, HeaderValue, Method,
    header::{AUTHORIZATION, CACHE_CONTROL, COOKIE, SET_COOKIE, USER_AGENT, WWW_AUTHENTICATE},
    request::Parts,
};
use leptos::prelude::{provide_context, use_context};

use super::{
    device,
    failure::{self, Asker},
};
use crate::{
    client::ACCOUNT_COOKIE,
    features::accounts,
    realtime::{Hub, Position},
    server::{Caller, Config, Server, Viewer, fault::Problem},
    shared::{Error, Result, id::AccountId},
    sync::ACCOUNT_HEADER,
};

/// What is needed to know who asks.
#[derive(Clone)]
pub struct Doorman {
    /// The running server.
    pub server: Server,
    /// What was published so far.
    pub hub: Hub,
}

/// Puts into the request who asks. A bearer token that is not valid is refused with 401; a cookie that
/// is not makes a visitor of its owner, who can then log in.
pub async fn identify(State(doorman): State<Doorman>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let caller = caller(&doorman.server.config, peer, request.headers());
    let position = doorman.hub.published();
    match viewer(&doorman.server, request.headers()).await {
        Ok(Some(viewer)) => drop(request.extensions_mut().insert(viewer)),
        Ok(None) => {}
        Err(Error::SignIn) => return unauthorized(),
        Err(error) => return failure::respond(error, Asker::of(&request)),
    }
    request.extensions_mut().insert(caller);
    request.extensions_mut().insert(position);
    next.run(request).await
}

/// Refuses what a page asks that was made for another account than the one whose log-in comes with it; what a visitor is
/// refused, whoever is asked refuses. Stands inside [`identify`].
pub async fn check_account(request: Request, next: Next) -> Response {
    let viewer = request.extensions().get::<Viewer>();
    let named = request.headers().get(ACCOUNT_HEADER);
    if viewer.zip(named).is_some_and(|(viewer, named)| *named != *viewer.account.to_string()) {
        return failure::respond(Error::SignIn, Asker::of(&request));
    }
    next.run(request).await
}

/// Puts [`accounts::model::Me`] into the extensions of a page's request, for the document's theme and `provide_me`. Stands
/// inside [`identify`]. What is drawn for somebody is kept by no cache, and its browser knows for whom that is.
pub async fn know_me(State(server): State<Server>, mut request: Request, next: Next) -> Response {
    let viewer = request.extensions().get::<Viewer>().copied();
    // A server function is posted, and asks for what it needs by itself.
    if let Some(viewer) = viewer.filter(|_| request.method() == Method::GET) {
        match accounts::service::me(&server.pool, viewer).await {
            Ok(me) => drop(request.extensions_mut().insert(me)),
            Err(Error::SignIn) => {}
            Err(error) => return failure::respond(error, Asker::of(&request)),
        }
    }
    let unnamed = viewer.filter(|viewer| request.method() == Method::GET && !names(request.headers(), viewer.account));
    let mut response = next.run(request).await;
    if viewer.is_some() {
        response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    if let Some(viewer) = unnamed {
        response.headers_mut().append(SET_COOKIE, accounts::cookie::name(&server.config, viewer.account));
    }
    response
}

/// Whom the token of a request belongs to; nobody where it brought none, or an old cookie.
///
/// # Errors
/// [`Error::SignIn`] for a bearer token that is not valid, [`Error::Offline`] where that cannot be known.
pub async fn viewer(server: &Server, headers: &HeaderMap) -> Result<Option<Viewer>> {
    if let Some(token) = bearer(headers) {
        return accounts::service::authenticate(&server.pool, token).await?.ok_or(Error::SignIn).map(Some);
    }
    match cookie(headers, server.config.cookie_name()) {
        // What was given to a program is no cookie: whatever a page sends along by itself is the person's.
        Some(token) => Ok(accounts::service::authenticate(&server.pool, token).await?.filter(is_person)),
        None => Ok(None),
    }
}

fn is_person(viewer: &Viewer) -> bool {
    viewer.in_person().is_ok()
}

/// The token of `Authorization: Bearer …`; empty where the header is of another kind.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().unwrap_or_default();
    let (scheme, token) = value.split_once(' ').unwrap_or_default();
    Some(if scheme.eq_ignore_ascii_case("bearer") { token.trim() } else { "" })
}

/// What [`identify`] put into a request, for another one in its place.
pub fn carry(from: &Extensions) -> Extensions {
    let mut to = Extensions::new();
    from.get().map(|viewer: &Viewer| to.insert(*viewer));
    from.get().map(|caller: &Caller| to.insert(caller.clone()));
    from.get().map(|position: &Position| to.insert(*position));
    to
}

/// Gives pages and server functions what the request carries, as contexts.
pub fn contexts(server: &Server) {
    provide_context(server.clone());
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(viewer) = parts.extensions.get::<Viewer>() {
        provide_context(*viewer);
    }
    if let Some(position) = parts.extensions.get::<Position>() {
        provide_context(*position);
    }
    if let Some(caller) = parts.extensions.get::<Caller>() {
        provide_context(caller.clone());
    }
}

/// Whether the scripts of the browser can know that this account is logged in; other programs need not.
fn names(headers: &HeaderMap, account: AccountId) -> bool {
    let named = cookie(headers, ACCOUNT_COOKIE).and_then(|named| named.parse().ok());
    bearer(headers).is_some() || named == Some(account)
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let values = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = values.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

fn caller(config: &Config, peer: Option<IpAddr>, headers: &HeaderMap) -> Caller {
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    let unknown = Caller::unknown();
    Caller {
        address: peer.map_or(unknown.address, |peer| address(config, peer.to_canonical(), headers)),
        device: device::name(agent),
    }
}

/// Each proxy adds whom it heard from at the end of `X-Forwarded-For`, so the list is believed from
/// its end for as long as those who wrote it are trusted.
fn address(config: &Config, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let is_trusted = |ip: IpAddr| config.trusted_proxies.iter().any(|net| net.contains(&ip));
    let lists = headers.get_all("x-forwarded-for").into_iter().filter_map(|list| list.to_str().ok());
    let heard: Vec<_> = lists.flat_map(|list| list.split(',')).map(str::trim).collect();
    let mut address = peer;
    for said in heard.into_iter().rev() {
        let Some(ip) = said.parse::<IpAddr>().ok().filter(|_| is_trusted(address)) else { break };
        address = ip.to_canonical();
    }
    address
}

fn unauthorized() -> Response {
    let mut response = Problem(Error::SignIn).into_response();
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

#[cfg(test)]
mod tests {
    use axum::{Extension, Router, body::Body, middleware::from_fn, routing::post};
    use tower::ServiceExt;

    use super::*;
    use crate::shared::{
        id::{AccountId, SessionId},
        role::Role,
    };

    #[tokio::test]
    async fn what_a_page_of_one_account_asks_under_the_log_in_of_another_is_refused() {
        let (ann, bob) = (AccountId::new(), AccountId::new());
        for (page, log_in, expected) in
            [(Some(ann), Some(ann), 200), (Some(ann), Some(bob), 401), (Some(ann), None, 200), (None, Some(bob), 200)]
        {
            let mut router: Router =
                Router::new().route("/rpc/read", post(async || "it")).layer(from_fn(check_account));
            if let Some(account) = log_in {
                router = router.layer(Extension(Viewer::by_session(account, SessionId::new(), Role::Member)));
            }
            let mut request = Request::post("/rpc/read");
            if let Some(account) = page {
                request = request.header(ACCOUNT_HEADER, account.to_string());
            }
            let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(response.status().as_u16(), expected, "{page:?} {log_in:?}");
            let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
            if expected == 401 {
                assert_eq!(serde_json::from_slice::<Error>(&body).unwrap(), Error::SignIn, "as pages read it");
            }
        }
    }

    fn heard(peer: &str, list: &str) -> String {
        let config = Config { trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()], ..Config::for_tests() };
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", list.parse().unwrap());
        address(&config, peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(heard("192.0.2.1", "203.0.113.9"), "192.0.2.1");
        assert_eq!(heard("10.0.0.1", "203.0.113.9"), "203.0.113.9");
        assert_eq!(heard("10.0.0.1", "198.51.100.1, 203.0.113.9, 10.2.2.2"), "203.0.113.9");
        assert_eq!(heard("10.0.0.1", "nonsense"), "10.0.0.1");
    }

    #[test]
    fn a_token_is_found_where_it_may_stand() {
        let mut headers = HeaderMap::new();
        assert_eq!(bearer(&headers), None);
        headers.insert(COOKIE, "a=b; tertulia=secret; c".parse().unwrap());
        assert_eq!(cookie(&headers, "tertulia"), Some("secret"));
        assert_eq!(cookie(&headers, "tert"), None);
        headers.insert(AUTHORIZATION, "bearer other".parse().unwrap());
        assert_eq!(bearer(&headers), Some("other"));
        headers.insert(AUTHORIZATION, "Basic xyz".parse().unwrap());
        assert_eq!(bearer(&headers), Some(""));
    }

    #[test]
    fn a_browser_that_names_another_account_or_none_is_told_whose_it_is_and_a_program_is_not() {
        let (ann, bob) = (AccountId::new(), AccountId::new());
        let with = |name, value: String| HeaderMap::from_iter([(name, HeaderValue::from_str(&value).unwrap())]);
        let named = with(COOKIE, format!("tertulia=secret; tertulia-account={ann}"));
        assert!(names(&named, ann) && !names(&named, bob) && !names(&HeaderMap::new(), ann));
        assert!(names(&with(AUTHORIZATION, "Bearer secret".to_owned()), ann));
    }
}
