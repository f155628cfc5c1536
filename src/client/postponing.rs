//! What can be undone for a while, because nothing of it has gone out.

use leptos::prelude::*;

use super::Client;
use crate::{
    browser::clock,
    shared::id::OperationId,
    sync::{Input, Operation, Pending, operation::HOLD},
};

impl Client {
    /// Does what a person wants done as [`Self::perform`] does, but lets nothing of it out for [`HOLD`]: until then it can be
    /// discarded, and has never happened. It is kept from the first moment.
    pub fn perform_undoable(self, operation: Operation) {
        self.perform(operation.postponed(clock::now() + HOLD));
    }

    /// Whether it is held back still.
    #[must_use]
    pub fn is_postponed(self, id: OperationId) -> bool {
        let is_it = |one: &Pending| one.operation.id == id && one.operation.is_postponed();
        self.pending().read().iter().any(is_it)
    }

    /// Holds it back no longer.
    pub fn hasten(self, id: OperationId) {
        self.tell(Input::Hasten(id));
    }

    /// Holds nothing that is meant back any longer, and has all of that come before the server, unless that takes too long.
    pub async fn let_out(self, is_meant: impl Fn(&Operation) -> bool) {
        if let Some(line) = self.line() {
            line.let_out(is_meant).await;
        }
    }
}
