//! The one error of the product, its variants named by what the caller can do next.
//!
//! It crosses every floor and the wire unchanged, so one `Result` serves SQL, services, server
//! functions, hooks and pure state.

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::json::{ByValue, typed};

/// What comes of an act that may be refused.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why an act did not happen, named by what the caller can do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case", try_from = "Told")]
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
        /// What else was found to break a rule, where all is told at once.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        others: Vec<Broken>,
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

/// A field, and the rule that it breaks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// The name of the field, as in the request.
    pub field: String,
    /// The stable name of the rule.
    pub rule: String,
}

impl Error {
    /// A broken rule of a field.
    pub fn invalid(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::Invalid { field: field.into(), rule: rule.into(), others: Vec::new() }
    }

    /// Broken rules as one error, the first of them before the others; nothing where none is broken.
    #[must_use]
    pub fn together(faults: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut faults = faults.into_iter();
        let mut first = faults.next()?;
        if let Self::Invalid { others, .. } = &mut first {
            others.extend(faults.filter_map(|fault| match fault {
                Self::Invalid { field, rule, .. } => Some(Broken { field, rule }),
                _ => None,
            }));
        }
        Some(first)
    }

    /// Each broken rule as an error of its own, in their order; any other error as it is.
    #[must_use]
    pub fn each(self) -> Vec<Self> {
        match self {
            Self::Invalid { field, rule, others } => {
                let others = others.into_iter().map(|Broken { field, rule }| Self::invalid(field, rule));
                std::iter::once(Self::invalid(field, rule)).chain(others).collect()
            }
            other => vec![other],
        }
    }

    /// Whether the same act may succeed later without being changed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Slow { .. } | Self::Offline | Self::Fault { .. })
    }

    /// The HTTP status that says the same: 400 for what cannot be read, 403 for a page from which
    /// nothing is taken and for words to somebody who does not accept them, 405 for a method that the address does not know,
    /// 413 for what is too large to be read, 422 for what is understood and refused.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::SignIn => 401,
            Self::Forbidden => 403,
            Self::Missing => 404,
            Self::Conflict => 409,
            Self::Invalid { rule, .. } if rule == "unreadable" => 400,
            Self::Invalid { field, .. } if field == "origin" => 403,
            Self::Invalid { rule, .. } if rule == "not_accepting" => 403,
            Self::Invalid { field, .. } if field == "method" => 405,
            Self::Invalid { rule, .. } if rule == "too_large" => 413,
            Self::Invalid { .. } => 422,
            Self::Slow { .. } => 429,
            Self::Offline => 503,
            Self::Fault { .. } => 500,
        }
    }

    /// After how many seconds the same act may succeed, where waiting helps.
    #[must_use]
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Self::Slow { retry_after: millis } => Some(millis.div_ceil(1000).max(1)),
            Self::Offline => Some(1),
            _ => None,
        }
    }

    /// The error that a response says: its status, its `Retry-After` in seconds, and its problem, where
    /// it has one. What does not come from our server means that it cannot be reached.
    #[must_use]
    pub fn from_problem(status: u16, retry_after: Option<u64>, problem: &Value) -> Self {
        let text = |name: &str| problem.get(name).and_then(Value::as_str).unwrap_or_default();
        match text("code") {
            "sign_in" => Self::SignIn,
            "forbidden" => Self::Forbidden,
            "missing" => Self::Missing,
            "conflict" => Self::Conflict,
            "invalid" => {
                let others = problem.get("others").and_then(|others| typed(others).ok());
                let (field, rule) = (text("field").to_owned(), text("rule").to_owned());
                Self::Invalid { field, rule, others: others.unwrap_or_default() }
            }
            "slow" => Self::Slow { retry_after: retry_after.unwrap_or(1).saturating_mul(1_000) },
            "fault" => Self::Fault { id: text("fault_id").parse().unwrap_or_default() },
            "" if status == 401 => Self::SignIn,
            "" if status == 429 => Self::Slow { retry_after: retry_after.unwrap_or(1).saturating_mul(1_000) },
            "" if (400..500).contains(&status) => Self::invalid("request", "unreadable"),
            "" if status == 500 => Self::Fault { id: Uuid::nil() },
            _ => Self::Offline,
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

/// An error as it crosses the wire, flat: the browser reads one inside every answer, and a derived reader of a
/// tagged enum weighs ten times as much.
#[derive(Deserialize)]
struct Told {
    code: String,
    field: Option<String>,
    rule: Option<String>,
    #[serde(default)]
    others: Vec<Broken>,
    retry_after: Option<u64>,
    id: Option<Uuid>,
}

impl TryFrom<Told> for Error {
    type Error = &'static str;

    fn try_from(told: Told) -> Result<Self, &'static str> {
        let lacking = "a part of this error is missing";
        Ok(match told.code.as_str() {
            "sign_in" => Self::SignIn,
            "forbidden" => Self::Forbidden,
            "missing" => Self::Missing,
            "invalid" => {
                let (field, rule) = (told.field.ok_or(lacking)?, told.rule.ok_or(lacking)?);
                Self::Invalid { field, rule, others: told.others }
            }
            "conflict" => Self::Conflict,
            "slow" => Self::Slow { retry_after: told.retry_after.ok_or(lacking)? },
            "offline" => Self::Offline,
            "fault" => Self::Fault { id: told.id.ok_or(lacking)? },
            _ => return Err("an error that is not known here"),
        })
    }
}

impl FromServerFnError for Error {
    type Encoder = ByValue;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Self::invalid("request", "unreadable"),
            _ => Self::Fault { id: Uuid::nil() },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_problem_reads_as_the_error_that_it_was() {
        let invalid = json!({"code": "invalid", "field": "body", "rule": "too_long"});
        assert_eq!(Error::from_problem(422, None, &invalid), Error::invalid("body", "too_long"));
        let two =
            json!({"code": "invalid", "field": "a", "rule": "shape", "others": [{"field": "b", "rule": "taken"}]});
        let both = [Error::invalid("a", "shape"), Error::invalid("b", "taken")];
        assert_eq!(Some(Error::from_problem(422, None, &two)), Error::together(both));
        assert_eq!(Error::from_problem(429, Some(3), &json!({"code": "slow"})), Error::Slow { retry_after: 3_000 });
        let id = Uuid::from_u128(5);
        assert_eq!(Error::from_problem(500, None, &json!({"code": "fault", "fault_id": id})), Error::Fault { id });
    }

    #[test]
    fn every_error_is_read_as_it_was_written() {
        for error in [
            Error::SignIn,
            Error::Forbidden,
            Error::Missing,
            Error::invalid("body", "too_long"),
            Error::together([Error::invalid("a", "shape"), Error::invalid("b", "taken")]).expect("two"),
            Error::Conflict,
            Error::Slow { retry_after: 3_000 },
            Error::Offline,
            Error::Fault { id: Uuid::from_u128(5) },
        ] {
            let text = json!(error).to_string();
            assert_eq!(serde_json::from_str::<Error>(&text).ok(), Some(error), "{text}");
        }
        assert!(serde_json::from_str::<Error>(r#"{"code": "slow"}"#).is_err());
    }

    #[test]
    fn what_is_told_at_once_is_told_one_by_one_again() {
        let faults = [Error::invalid("a", "shape"), Error::invalid("b", "taken"), Error::invalid("c", "required")];
        let together = Error::together(faults.clone()).expect("three");
        assert_eq!((together.code(), together.status()), ("invalid", 422));
        assert_eq!(together.each(), faults);
        assert_eq!(Error::Missing.each(), [Error::Missing]);
        assert_eq!(Error::together([]), None);
    }

    #[test]
    fn a_page_of_a_proxy_means_that_the_server_cannot_be_reached() {
        for status in [502, 503, 504] {
            assert_eq!(Error::from_problem(status, None, &Value::Null), Error::Offline);
        }
    }
}
