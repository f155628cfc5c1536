//! Counts: what is stored of them is compared with what they count, once a night over all nodes, and mended where it
//! differs (COM-4).
//!
//! It should never differ, as triggers keep it in the transaction that changes what is counted. So whatever is mended is in
//! the log, in the metrics and in what `doctor` says, for somebody to find out why. Screens hear of it as of any other change of
//! that count.
//!
//! A step reads some hundred rows and what they count, as of one moment, and waits for nobody; the first of them that
//! differs is asked once more where nobody can change it, mended, and ends the step. How far it came is kept: whoever takes
//! up the job of a program that was killed goes on there.
//!
//! Invariant: where nothing differs nothing is written but how far it came.

mod db;

use std::time::Duration;

use graphile_worker::{Cron, CrontabFill, IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use serde::{Deserialize, Serialize};
use tokio::time::sleep;

use super::{Pool, jobs::here, pool::patiently};
use crate::shared::{Error, Result};
use db::Step;

/// How long it rests between two steps, so that it never takes much of what requests need.
const REST: Duration = Duration::from_millis(20);

/// Has the counts compared every night.
#[must_use]
pub fn define(options: WorkerOptions) -> WorkerOptions {
    let options = options.define_job::<CompareCounts>();
    match Cron::daily_at::<CompareCounts>(3, 40) {
        // A night in which no program ran is made up for.
        Ok(daily) => options.with_cron(daily.fill(CrontabFill::hours(24)).job_key(CompareCounts::IDENTIFIER)),
        Err(_) => options,
    }
}

/// Compares whatever was not compared this night.
#[derive(Serialize, Deserialize)]
struct CompareCounts;

impl TaskHandler for CompareCounts {
    const IDENTIFIER: &'static str = "compare_counts";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        match here(&context) {
            Some(server) => compare_due(&server.pool).await,
            None => Err(Error::Offline),
        }
    }
}

/// Compares every count that was not compared to the end within the last 12 hours.
///
/// # Errors
/// Where the database cannot be asked for one of them, the first such error; the next call goes on from there.
pub async fn compare_due(pool: &Pool) -> Result<()> {
    let mut tx = pool.as_jobs().await?;
    let due = db::find_due(&mut tx).await?;
    drop(tx);
    let mut outcome = Ok(());
    for count in due {
        let compared = compare(pool, &count).await;
        outcome = outcome.and(compared.map(drop));
    }
    outcome
}

/// Compares a count with what it counts, from where that was left to its end, and says how many rows were mended.
///
/// # Errors
/// As for [`compare_due`].
pub async fn compare(pool: &Pool, count: &str) -> Result<i64> {
    let mut mended = 0;
    loop {
        let step = patiently(|| take_step(pool, count)).await?;
        tell(count, &step);
        mended += step.differed;
        if step.is_over {
            return Ok(mended);
        }
        sleep(REST).await;
    }
}

async fn take_step(pool: &Pool, count: &str) -> Result<Step> {
    let mut tx = pool.as_jobs().await?;
    let step = db::compare_counts(&mut tx, count).await?;
    tx.commit().await?;
    Ok(step)
}

fn tell(count: &str, step: &Step) {
    let number = |rows: i64| u64::try_from(rows).unwrap_or_default();
    metrics::counter!("tertulia_counts_compared_total", "count" => count.to_owned()).increment(number(step.compared));
    metrics::counter!("tertulia_counts_differed_total", "count" => count.to_owned()).increment(number(step.differed));
    if step.differed > 0 {
        tracing::warn!(count, "a stored count differed from what it counts, and was mended");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_by_the_clock_is_given_nothing_to_go_by() {
        assert!(serde_json::from_str::<CompareCounts>("null").is_ok());
    }
}
