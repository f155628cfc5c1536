//! What of messaging the server does by itself when its time comes.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use serde::{Deserialize, Serialize};

use super::service;
use crate::{
    server::jobs::here,
    shared::{Error, id::MessageId},
};

/// How often one is tried before its author is told that it could not be sent. The library waits longer each time, some
/// half an hour in all; what could not even be told is tried on.
const TRIES: i16 = 8;

/// Every job of the slice.
#[must_use]
pub fn define(options: WorkerOptions) -> WorkerOptions {
    options.define_job::<SendScheduled>()
}

/// Sends a scheduled message. `plan_scheduled` in the database plans it, under the id of the message.
#[derive(Serialize, Deserialize)]
struct SendScheduled {
    id: MessageId,
}

impl TaskHandler for SendScheduled {
    const IDENTIFIER: &'static str = "send_scheduled";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let is_last = *context.job().attempts() >= TRIES;
        match here(&context) {
            Some(server) => service::send_scheduled(&server, self.id, is_last).await,
            None => Err(Error::Offline),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn that_it_could_not_be_sent_is_told_within_the_hour() {
        // So many seconds the library waits after each try.
        let waited: f64 = (1..TRIES).map(|tries| f64::from(tries).exp()).sum();
        assert!((600.0..3_000.0).contains(&waited), "{waited}");
    }
}
