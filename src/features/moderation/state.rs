//! A report as an operation that is kept until the server has it.

use super::model::NewReport;
use crate::{shared::id::OperationId, sync::Operation};

/// The kind of the operation that reports something.
pub const REPORT: &str = "report.make";

/// The operation that makes the report. Its answer does not name it: nothing of it is to come afterwards.
#[must_use]
pub fn make(report: &NewReport) -> Operation {
    Operation {
        v: 1,
        kind: REPORT.to_owned(),
        id: OperationId(report.id.0),
        object: format!("report:{}", report.id),
        expected_version: None,
        body: serde_json::json!(report),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        features::moderation::model::{About, Reason},
        shared::id::{MessageId, ReportId},
    };

    #[test]
    fn a_report_says_what_it_is_about_and_is_done_with_its_answer() {
        let message = MessageId::new();
        let report = NewReport {
            id: ReportId::new(),
            about: About::Message(message),
            reason: Reason::Spam,
            words: String::new(),
        };
        let operation = make(&report);
        assert_eq!(operation.body["about"], json!({"message": message}));
        assert!(operation.is_answered(&json!({})) && !operation.outlasts(&json!({})));
    }
}
