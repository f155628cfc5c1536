//! What the server does by itself for who earns what.

use graphile_worker::{Cron, CrontabFill, IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use serde::{Deserialize, Serialize};

use super::service;
use crate::{server::jobs::here, shared::Error};

/// Every job of the slice.
#[must_use]
pub fn define(options: WorkerOptions) -> WorkerOptions {
    let options = options.define_job::<AwardYears>();
    match Cron::daily_at::<AwardYears>(3, 10) {
        // A day on which no program ran at that time is made up for.
        Ok(daily) => options.with_cron(daily.fill(CrontabFill::hours(24)).job_key(AwardYears::IDENTIFIER)),
        Err(_) => options,
    }
}

/// Gives their badge to all whose year is full, once a day over all nodes.
#[derive(Serialize, Deserialize)]
struct AwardYears;

impl TaskHandler for AwardYears {
    const IDENTIFIER: &'static str = "award_years";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        match here(&context) {
            Some(server) => service::award_years(&server.pool).await,
            None => Err(Error::Offline),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_by_the_clock_is_given_nothing_to_go_by() {
        assert!(serde_json::from_str::<AwardYears>("null").is_ok());
    }
}
