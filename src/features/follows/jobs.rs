//! What the server does by itself for who follows whom.

use graphile_worker::{Cron, IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use serde::{Deserialize, Serialize};

use super::service;
use crate::{server::jobs::here, shared::Error};

/// Every job of the slice.
#[must_use]
pub fn define(options: WorkerOptions) -> WorkerOptions {
    options.define_job::<SuggestDue>().with_cron(Cron::every_minute::<SuggestDue>().job_key(SuggestDue::IDENTIFIER))
}

/// Suggests people to all whose turn it is, once a minute over all nodes.
#[derive(Serialize, Deserialize)]
struct SuggestDue;

impl TaskHandler for SuggestDue {
    const IDENTIFIER: &'static str = "suggest_due";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        match here(&context) {
            Some(server) => service::suggest_due(&server.pool).await,
            None => Err(Error::Offline),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_by_the_clock_is_given_nothing_to_go_by() {
        assert!(serde_json::from_str::<SuggestDue>("null").is_ok());
    }
}
