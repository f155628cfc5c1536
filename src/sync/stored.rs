//! An operation as the store of a browser holds it: with what the server has said of it for good, if that was no.

use serde::{Deserialize, Serialize};

use super::{Operation, Pending};
use crate::shared::Error;

/// A row of the table of operations. What a build that knew of no refusals wrote is read as not refused, and what this
/// one writes is an operation to such a build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Row", into = "Row")]
pub struct Stored {
    /// What the person did.
    pub operation: Operation,
    /// Why it stays until the person tries again, says something else or gives it up; it goes out by itself where this
    /// is nothing.
    pub refused: Option<Error>,
}

/// How a row is written.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Row {
    /// Held back, and so one level further in: a tab of a build that knows of no holding back would send it at its next look
    /// into the store. It cannot read this and leaves it where it is, and the worker of such a build takes it for `refused`.
    Held { held: Operation, refused: bool },
    /// Anything else.
    Plain {
        #[serde(flatten)]
        operation: Operation,
        #[serde(skip_serializing_if = "Option::is_none", default)]
        refused: Option<Error>,
    },
}

/// Whether a page that finds this refusal leaves it at that. Whom the server does not know any more it may know when the
/// next page asks: what was refused for that goes out then.
pub(super) fn lasts(refusal: &Error) -> bool {
    *refusal != Error::SignIn
}

impl Stored {
    /// The same, refused where it was listed so: whoever listed it may have ended before the store knew.
    pub(super) fn recalled(mut self, listed: &[Pending]) -> Self {
        let as_listed = || listed.iter().find(|one| one.operation.id == self.operation.id)?.refusal().cloned();
        self.refused = self.refused.clone().or_else(as_listed);
        self
    }
}

impl From<Row> for Stored {
    fn from(row: Row) -> Self {
        match row {
            Row::Held { held, .. } => held.into(),
            Row::Plain { operation, refused } => Self { operation, refused },
        }
    }
}

impl From<Stored> for Row {
    fn from(Stored { operation, refused }: Stored) -> Self {
        if operation.is_postponed() && refused.is_none() {
            Self::Held { held: operation, refused: true }
        } else {
            Self::Plain { operation, refused }
        }
    }
}

impl From<Operation> for Stored {
    fn from(operation: Operation) -> Self {
        Self { operation, refused: None }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::shared::id::OperationId;

    fn message() -> Operation {
        Operation {
            v: 1,
            kind: "message.send".into(),
            id: OperationId(Uuid::from_u128(1)),
            object: "conversation:1".into(),
            expected_version: Some(4),
            body: json!({"body": "hi"}),
            instead_of: vec![OperationId(Uuid::from_u128(2))],
            postponed_until: None,
        }
    }

    #[test]
    fn a_refusal_is_read_again_with_its_reason() {
        for refused in [None, Some(Error::Forbidden), Some(Error::invalid("body", "too_long"))] {
            let stored = Stored { operation: message(), refused };
            let text = serde_json::to_string(&stored).expect("plain");
            assert_eq!(serde_json::from_str::<Stored>(&text).ok(), Some(stored), "{text}");
        }
    }

    #[test]
    fn what_is_held_back_is_read_again_and_an_earlier_build_does_not_find_it_until_that_is_over() {
        let held = Stored::from(message().postponed(8_000));
        let text = serde_json::to_string(&held).expect("plain");
        assert_eq!(serde_json::from_str::<Stored>(&text).ok(), Some(held.clone()), "{text}");
        assert!(serde_json::from_str::<Operation>(&text).is_err(), "{text}");
        let row: serde_json::Value = serde_json::from_str(&text).expect("plain");
        assert_eq!(row["refused"], true, "the worker of such a build leaves it alone");
        let over = Stored::from(Operation { postponed_until: None, ..held.operation });
        let text = serde_json::to_string(&over).expect("plain");
        assert_eq!(serde_json::from_str::<Operation>(&text).ok(), Some(message()), "{text}");
    }

    #[test]
    fn what_an_earlier_build_has_kept_goes_out_and_an_earlier_build_reads_what_this_one_keeps() {
        let text = serde_json::to_string(&message()).expect("plain");
        assert_eq!(serde_json::from_str::<Stored>(&text).ok(), Some(message().into()));
        let refused = Stored { operation: message(), refused: Some(Error::Forbidden) };
        let text = serde_json::to_string(&refused).expect("plain");
        assert_eq!(serde_json::from_str::<Operation>(&text).ok(), Some(message()));
    }
}
