//! How far a personal access token reaches: to the calls of the API, and to the live connection, as its scopes say.
//!
//! A session is the person and reaches everywhere. What concerns their log-ins and tokens is theirs alone: a token that was
//! found by somebody else brings them no other one. The services of accounts say so too.

use axum::{extract::Request, middleware::Next, response::Response};
use http::Method;

use crate::{
    server::{Reach, Viewer, fault},
    shared::scope::Scope,
};

/// What of the API no token is for, whatever its scopes: the first part of the address below `/api/`.
const IN_PERSON: [&str; 2] = ["sessions", "tokens"];

/// Refuses what a token was not given for. Stands inside [`identify`](super::identity::identify).
pub async fn check(request: Request, next: Next) -> Response {
    let reach = request.extensions().get::<Viewer>().map_or(Reach::Whole, |viewer| viewer.reach);
    let needed = needed(request.method(), request.uri().path());
    let suffices = match needed {
        Some(Scope::Read) => reach.reads(),
        Some(_) => reach.writes(),
        None => reach == Reach::Whole,
    };
    if suffices { next.run(request).await } else { fault::insufficient_scope(needed) }
}

/// What a call asks of a token; nothing where none is enough.
fn needed(method: &Method, path: &str) -> Option<Scope> {
    let is_reading = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    if let Some(rest) = path.strip_prefix("/api/") {
        let about = rest.split('/').next().unwrap_or_default();
        // Whoever logs in or signs up proves it by a password, and by nothing that they have already.
        let scope = if is_reading { Scope::Read } else { Scope::Write };
        return (!IN_PERSON.contains(&about)).then_some(scope);
    }
    // What is said on a live connection is judged where it is heard.
    let is_live = path == "/ws" || path == "/events" || path.starts_with("/events/");
    is_live.then_some(Scope::Read)
}

#[cfg(test)]
mod tests {
    use axum::{Extension, Router, body::Body, middleware::from_fn};
    use http::header::WWW_AUTHENTICATE;
    use serde_json::{Value, json};
    use tower::ServiceExt;

    use super::*;
    use crate::shared::{
        id::{AccountId, SessionId},
        role::Role,
    };

    const READS: Reach = Reach::Token { reads: true, writes: false };
    const WRITES: Reach = Reach::Token { reads: false, writes: true };
    const BOTH: Reach = Reach::Token { reads: true, writes: true };

    async fn ask(reach: Reach, method: &str, path: &str) -> (u16, Option<String>, Value) {
        let viewer = Viewer { account: AccountId::new(), session: SessionId::new(), role: Role::Member, reach };
        let router: Router = Router::new().fallback(async || "\"done\"").layer(from_fn(check)).layer(Extension(viewer));
        let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let challenge = response.headers().get(WWW_AUTHENTICATE).map(|value| value.to_str().unwrap().to_owned());
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, challenge, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn a_token_does_what_its_scopes_say_and_a_session_does_everything() {
        for (method, path, reads, writes, both) in [
            ("GET", "/api/me", true, false, true),
            ("GET", "/api/conversations", true, false, true),
            ("POST", "/api/messages", false, true, true),
            ("DELETE", "/api/messages/x", false, true, true),
            ("PATCH", "/api/me", false, true, true),
            ("POST", "/api/signals", false, true, true),
            ("GET", "/ws", true, false, true),
            ("GET", "/events", true, false, true),
            ("POST", "/events/x", true, false, true),
            ("GET", "/api/tokens", false, false, false),
            ("POST", "/api/tokens", false, false, false),
            ("DELETE", "/api/tokens/x", false, false, false),
            ("GET", "/api/sessions", false, false, false),
            ("DELETE", "/api/sessions", false, false, false),
            ("DELETE", "/api/sessions/current", false, false, false),
            ("POST", "/rpc/make_token", false, false, false),
            ("POST", "/rpc/operations", false, false, false),
            ("GET", "/settings/tokens", false, false, false),
            ("GET", "/messages", false, false, false),
        ] {
            for (reach, allowed) in [(READS, reads), (WRITES, writes), (BOTH, both), (Reach::Whole, true)] {
                let status = ask(reach, method, path).await.0;
                assert_eq!(status, if allowed { 200 } else { 403 }, "{method} {path} {reach:?}");
            }
        }
    }

    #[tokio::test]
    async fn who_is_refused_is_told_what_the_token_lacks() {
        let (_, challenge, problem) = ask(READS, "POST", "/api/messages").await;
        assert_eq!(challenge.as_deref(), Some(r#"Bearer error="insufficient_scope", scope="write""#));
        assert_eq!((&problem["code"], &problem["rule"]), (&json!("forbidden"), &json!("insufficient_scope")));
        let (_, challenge, _) = ask(BOTH, "GET", "/api/tokens").await;
        assert_eq!(challenge.as_deref(), Some(r#"Bearer error="insufficient_scope""#), "there is no scope for it");
    }
}
