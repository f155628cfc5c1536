//! The one error of the product, its variants named by what the caller can do next.
//!
//! It crosses every floor and the wire unchanged, so one `Result` serves SQL, services, server
//! functions, hooks and pure state.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What comes of an act that may be refused.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an act did not happen, named by what the caller can do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Error {
    /// Log in, then try again.
    #[error("Log in first.")]
    SignIn,
    /// Not for this account; trying again does not help.
    #[error("You may not do this.")]
    Forbidden,
    /// There is nothing of this name, or nothing that the caller may know of.
    #[error("This does not exist.")]
    Missing,
    /// What was sent breaks a rule; `field` names where, `rule` which.
    #[error("{}", crate::shared::text::rule_words(field, rule))]
    Invalid {
        /// The name of the field, as in the request.
        field: String,
        /// The stable name of the rule (`required`, `too_long`, `taken`, …).
        rule: String,
    },
    /// What was sent contradicts what is stored; read it afresh.
    #[error("Something else is stored under this name already.")]
    Conflict,
    /// Too much at once; try again after so many milliseconds.
    #[error("Too many at once. Try again in a moment.")]
    Slow {
        /// Milliseconds to wait.
        retry_after: u64,
    },
    /// The server could not be reached, or is starting or stopping.
    #[error("The server cannot be reached right now.")]
    Offline,
    /// Our mistake; the id stands in the server's log.
    #[error("Something went wrong on our side ({id}).")]
    Fault {
        /// Names the log entry.
        id: Uuid,
    },
}

impl Error {
    /// A broken rule of a field.
    pub fn invalid(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), rule: rule.into() }
    }

    /// The error that a plain form came back with, by its stable code (`server/form.rs` writes them).
    #[must_use]
    pub fn read(code: &str, field: Option<String>, rule: Option<String>) -> Option<Self> {
        Some(match code {
            "sign_in" => Self::SignIn,
            "forbidden" => Self::Forbidden,
            "missing" => Self::Missing,
            "conflict" => Self::Conflict,
            "invalid" => Self::invalid(field.unwrap_or_default(), rule.unwrap_or_default()),
            "slow" => Self::Slow { retry_after: 1000 },
            "offline" => Self::Offline,
            "fault" => Self::Fault { id: Uuid::nil() },
            _ => return None,
        })
    }

    /// Whether the same act may succeed later without being changed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Slow { .. } | Self::Offline | Self::Fault { .. })
    }

    /// The HTTP status that says the same.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::SignIn => 401,
            Self::Forbidden => 403,
            Self::Missing => 404,
            Self::Conflict => 409,
            Self::Invalid { .. } => 422,
            Self::Slow { .. } => 429,
            Self::Offline => 503,
            Self::Fault { .. } => 500,
        }
    }

    /// The stable code of spec/api.md.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Forbidden => "forbidden",
            Self::Missing => "missing",
            Self::Conflict => "conflict",
            Self::Invalid { .. } => "invalid",
            Self::Slow { .. } => "slow",
            Self::Offline => "offline",
            Self::Fault { .. } => "fault",
        }
    }
}

impl FromServerFnError for Error {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::invalid("request", "unreadable"),
            _ => Self::Fault { id: Uuid::nil() },
        }
    }
}
