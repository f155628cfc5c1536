//! What goes wrong: database errors become the one error, and the one error becomes a response.

use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::shared::{Error, scope::Scope};

/// An error as `application/problem+json` (spec/api.md); what handlers of the public API return.
#[derive(Debug)]
pub struct Problem(pub Error);

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self(error) = self;
        respond(&error, &body(&error, &error.to_string()))
    }
}

/// A log-in with a login or a password that is wrong; nobody is told which.
#[must_use]
pub fn wrong_login() -> Response {
    respond(&Error::SignIn, &body(&Error::SignIn, "The login or the password is wrong."))
}

/// A call with an access token that was not given for it; nothing is `needed` where no token is enough.
#[must_use]
pub fn insufficient_scope(needed: Option<Scope>) -> Response {
    let title = match needed {
        Some(_) => "The token was not given for this.",
        None => "No token is enough for this: log in.",
    };
    let mut body = body(&Error::Forbidden, title);
    body["rule"] = json!("insufficient_scope");
    let mut response = respond(&Error::Forbidden, &body);
    let challenge = match needed {
        Some(Scope::Read) => r#"Bearer error="insufficient_scope", scope="read""#,
        Some(Scope::Write) => r#"Bearer error="insufficient_scope", scope="write""#,
        Some(Scope::Admin) => r#"Bearer error="insufficient_scope", scope="admin""#,
        None => r#"Bearer error="insufficient_scope""#,
    };
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

/// The conflict of a change whose `version` is not the newest, with what holds now.
pub fn stale<T: Serialize>(newest: &T) -> Response {
    let mut body = body(&Error::Conflict, "There is a newer version than the one that was to be changed.");
    body["newest"] = json!(newest);
    respond(&Error::Conflict, &body)
}

fn body(error: &Error, title: &str) -> Value {
    let mut body = json!({
        "type": "about:blank",
        "title": title,
        "status": error.status(),
        "code": error.code(),
    });
    match error {
        Error::Invalid { field, rule, others } => {
            body["field"] = json!(field);
            body["rule"] = json!(rule);
            if !others.is_empty() {
                body["others"] = json!(others);
            }
        }
        Error::Fault { id } => body["fault_id"] = json!(id),
        Error::Slow { retry_after: millis } => body["retry_after"] = json!(millis),
        _ => {}
    }
    body
}

fn respond(error: &Error, body: &Value) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body.to_string()).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    say_when(error, response.headers_mut());
    response
}

/// Adds `Retry-After` where the same act may succeed later.
pub fn say_when(error: &Error, headers: &mut HeaderMap) {
    if let Some(seconds) = error.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}

/// The database broke an act off to let another one finish; the same act soon succeeds.
pub const CONTENTION: Error = Error::Slow { retry_after: 50 };

/// Logs what nobody expected, once, under an id, and gives back the id as an error.
pub fn fault(what: &(dyn std::error::Error + 'static)) -> Error {
    let id = Uuid::now_v7();
    tracing::error!(fault = %id, error = what, "a fault");
    Error::Fault { id }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::Missing,
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => {
                Self::Offline
            }
            // 57P01..57P03: the server is shutting down, crashed, or is starting; 08: the connection broke.
            sqlx::Error::Database(database)
                if database.code().is_some_and(|code| code.starts_with("57P") || code.starts_with("08")) =>
            {
                Self::Offline
            }
            // A deadlock, or a serialisation that failed.
            sqlx::Error::Database(database)
                if database.code().is_some_and(|code| code == "40P01" || code == "40001") =>
            {
                CONTENTION
            }
            // The NUL character, which no text in the database can hold.
            sqlx::Error::Database(database) if database.code().is_some_and(|code| code == "22021") => {
                Self::invalid("request", "characters")
            }
            _ => fault(&error),
        }
    }
}

/// Constraint names are the contract between the schema and the rules.
pub trait OnConstraint<T> {
    /// Where the statement broke the named constraint, the error is the given one.
    ///
    /// # Errors
    /// The given error, or whatever else went wrong.
    fn on_constraint(self, name: &str, error: impl FnOnce() -> Error) -> Result<T, Error>;
}

impl<T> OnConstraint<T> for Result<T, sqlx::Error> {
    fn on_constraint(self, name: &str, error: impl FnOnce() -> Error) -> Result<T, Error> {
        self.map_err(|found| match &found {
            sqlx::Error::Database(database) if database.constraint() == Some(name) => error(),
            _ => found.into(),
        })
    }
}
