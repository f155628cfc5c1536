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
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;

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
    words: String,
    field: &'static str,
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Unreadable;

    async fn from_request(request: Request<axum::body::Body>, state: &S) -> Result<Self, Unreadable> {
        let axum::Json(value) = axum::Json::from_request(request, state).await?;
        Ok(Self(value))
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Unreadable;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Unreadable> {
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
        Self { status: rejection.status(), words: rejection.body_text(), field: "body" }
    }
}

impl From<QueryRejection> for Unreadable {
    fn from(rejection: QueryRejection) -> Self {
        Self { status: rejection.status(), words: rejection.body_text(), field: "query" }
    }
}

impl From<PathRejection> for Unreadable {
    fn from(rejection: PathRejection) -> Self {
        Self { status: rejection.status(), words: rejection.body_text(), field: "path" }
    }
}

impl IntoResponse for Unreadable {
    fn into_response(self) -> Response {
        let rule = match self.status {
            StatusCode::PAYLOAD_TOO_LARGE => "too_long",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "content_type",
            StatusCode::UNPROCESSABLE_ENTITY => "shape",
            _ => "unreadable",
        };
        let body = json!({
            "type": "about:blank",
            "title": self.words,
            "status": self.status.as_u16(),
            "code": "invalid",
            "field": self.field,
            "rule": rule,
        });
        let mut response = (self.status, body.to_string()).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::{Router, body::Body, routing::post};
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
}
