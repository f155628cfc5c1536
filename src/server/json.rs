//! What a request of the public API brings, read: a JSON body, the query, parts of the path.
//!
//! Axum's own extractors answer in plain text; these answer as spec/api.md says. What cannot be read
//! is 400, a body of another type 415, a body that is too large 413, and JSON of the wrong shape 422.

use axum::{
    extract::{
        FromRequest, FromRequestParts,
        rejection::{JsonRejection, PathRejection, QueryRejection},
    },
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Request, StatusCode, header, request::Parts};
use percent_encoding::percent_decode_str;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

use crate::shared::json::Exact;

/// A JSON body, as an argument; or a JSON answer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json<T>(pub T);

/// What stands after the `?` of the address.
#[derive(Clone, Copy, Debug, Default)]
pub struct Query<T>(pub T);

/// What stands in the braces of the route.
#[derive(Clone, Copy, Debug, Default)]
pub struct Path<T>(pub T);

/// Why a request could not be read, as `application/problem+json`.
#[derive(Debug)]
pub struct Unreadable {
    status: StatusCode,
    field: &'static str,
    /// Which part, and what is wrong with it.
    detail: Option<String>,
}

impl Unreadable {
    /// What follows the colon of axum's words names the part of the body or the query; before it stands only what it
    /// was about to do.
    fn new(status: StatusCode, words: &str, field: &'static str) -> Self {
        let about_content = matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY);
        let detail = words.split_once(": ").filter(|_| about_content && field != "path");
        Self { status, field, detail: detail.map(|(_, detail)| detail.to_owned()) }
    }

    fn title(&self) -> &'static str {
        match (self.status, self.field) {
            (StatusCode::PAYLOAD_TOO_LARGE, _) => "The request is too large.",
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, _) => "The request has to be JSON (Content-Type: application/json).",
            (StatusCode::UNPROCESSABLE_ENTITY, _) => "The request has not the members that this call takes.",
            (_, "query") => "What follows the ? of the address cannot be read.",
            (_, "path") => "A part of the address cannot be read.",
            _ => "The request is not JSON that can be read.",
        }
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Unreadable;

    async fn from_request(request: Request<axum::body::Body>, state: &S) -> Result<Self, Unreadable> {
        let axum::Json(Exact(value)) = axum::Json::<Exact<T>>::from_request(request, state).await?;
        Ok(Self(value))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Unreadable;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Unreadable> {
        // Where it is no text, axum reads the sign for what nobody can read, as if that had been asked for.
        if percent_decode_str(parts.uri.query().unwrap_or_default()).decode_utf8().is_err() {
            return Err(Unreadable::new(StatusCode::BAD_REQUEST, "", "query"));
        }
        let axum::extract::Query(value) = axum::extract::Query::from_request_parts(parts, state).await?;
        Ok(Self(value))
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Unreadable;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Unreadable> {
        let axum::extract::Path(value) = axum::extract::Path::from_request_parts(parts, state).await?;
        Ok(Self(value))
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl From<JsonRejection> for Unreadable {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), &rejection.body_text(), "body")
    }
}

impl From<QueryRejection> for Unreadable {
    fn from(rejection: QueryRejection) -> Self {
        Self::new(rejection.status(), &rejection.body_text(), "query")
    }
}

impl From<PathRejection> for Unreadable {
    fn from(rejection: PathRejection) -> Self {
        Self::new(rejection.status(), &rejection.body_text(), "path")
    }
}

impl IntoResponse for Unreadable {
    fn into_response(self) -> Response {
        let (field, rule) = match self.status {
            StatusCode::PAYLOAD_TOO_LARGE => ("request", "too_large"),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (self.field, "content_type"),
            StatusCode::UNPROCESSABLE_ENTITY => (self.field, "shape"),
            _ => (self.field, "unreadable"),
        };
        let mut body = json!({
            "type": "about:blank",
            "title": self.title(),
            "status": self.status.as_u16(),
            "code": "invalid",
            "field": field,
            "rule": rule,
        });
        if let Some(detail) = self.detail {
            body["detail"] = json!(detail);
        }
        let mut response = (self.status, body.to_string()).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        Router,
        body::Body,
        routing::{get, post},
    };
    use tower::ServiceExt;

    use super::*;

    async fn answer(content_type: &str, body: &'static str) -> (StatusCode, HeaderValue) {
        let router: Router = Router::new()
            .route("/{id}", post(|Path(_): Path<u8>, Json(names): Json<Vec<String>>| async move { Json(names) }));
        let request = Request::post("/1").header(header::CONTENT_TYPE, content_type).body(Body::from(body)).unwrap();
        let response = router.oneshot(request).await.unwrap();
        (response.status(), response.headers()[header::CONTENT_TYPE].clone())
    }

    #[tokio::test]
    async fn what_cannot_be_read_is_answered_as_a_problem() {
        assert_eq!(answer("application/json", "[\"ann\"]").await.0, StatusCode::OK);
        for (content_type, body, status) in [
            ("application/json", "[\"ann", StatusCode::BAD_REQUEST),
            ("application/json", "\"ann\"", StatusCode::UNPROCESSABLE_ENTITY),
            ("text/plain", "[]", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ] {
            assert_eq!(
                answer(content_type, body).await,
                (status, HeaderValue::from_static("application/problem+json"))
            );
        }
    }

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Named {
        name: String,
    }

    #[tokio::test]
    async fn a_query_that_is_no_text_cannot_be_read() {
        let router: Router = Router::new().route("/", get(async |Query(named): Query<Named>| named.name));
        for (query, status) in
            [("name=%C3%A9", 200), ("name=100%25", 200), ("name=%ff", 400), ("name=%C3", 400), ("name=a&%ff=b", 400)]
        {
            let request = Request::get(format!("/?{query}")).body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), status, "{query}");
        }
    }

    #[tokio::test]
    async fn the_words_are_ours_and_name_the_member() {
        let router: Router = Router::new()
            .route("/", post(|Query(_): Query<Named>, Json(named): Json<Named>| async move { named.name }))
            .layer(axum::extract::DefaultBodyLimit::max(64));
        let long = format!("{{\"name\": \"{}\"}}", "n".repeat(64));
        for (address, body, status, named) in [
            ("/?name=a", r#"{"name": "a", "nam": 1}"#, 422, "`nam`"),
            ("/?name=a", "{}", 422, "`name`"),
            ("/?name=a", r#"["a"]"#, 422, "an object"),
            ("/?name=a", "7", 422, "an object"),
            ("/?nam=a", "{}", 400, "`nam`"),
            ("/?name=%ff", "{}", 400, ""),
            ("/?name=a", &long, 413, ""),
        ] {
            let request = Request::post(address).header(header::CONTENT_TYPE, "application/json");
            let response = router.clone().oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap();
            assert_eq!(response.status(), status, "{address} {body}");
            let bytes = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
            let problem: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!(problem["status"], status, "{problem}");
            let title = problem["title"].as_str().unwrap();
            assert!(title.ends_with('.') && !title.contains("Failed"), "{title}");
            let detail = problem["detail"].as_str().unwrap_or_default();
            assert!(detail.contains(named) && !detail.contains("Named"), "{problem}");
        }
    }
}
