//! What of messaging the server does by itself when its time comes.

use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext, WorkerOptions};
use serde::{Deserialize, Serialize};

use super::service;
use crate::{
    server::jobs::here,
    shared::{Error, id::MessageId},
};

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
        let is_last = context.job().attempts() >= context.job().max_attempts();
        match here(&context) {
            Some(server) => service::send_scheduled(&server, self.id, is_last).await,
            None => Err(Error::Offline),
        }
    }
}
