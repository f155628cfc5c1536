//! What a person says later, as a tab of theirs sees to it.

use serde::Deserialize;

use super::device::Device;
use crate::{
    features::messages::{
        model::Scheduled,
        state::scheduling::{self, Act},
    },
    shared::{Error, id::OperationId},
    sync::{Input, PendingState},
};

/// What became of acts on what is said later.
#[derive(Default)]
pub struct Settled {
    /// That those which were answered are taken up.
    pub inputs: Vec<Input>,
    /// Those of which the person is told that they were refused, and why: their words are given back to them.
    pub refused: Vec<(OperationId, Act, Error)>,
}

/// Whether what was refused stays among what could not be sent, until its author decides.
pub fn stays(act: &Act, error: &Error) -> bool {
    matches!(act, Act::Add(_)) && *error == Error::Missing
}

impl Device {
    /// What the server has answered to such acts holds from now on.
    pub fn settle_plans(&mut self) -> Settled {
        let mut settled = Settled::default();
        for (name, act, state) in scheduling::answered(&self.tab.pending()) {
            match state {
                PendingState::Acknowledged(answer) => {
                    if let Act::Cancel(id) = act {
                        self.own.plans.remove(id);
                    } else if let Ok(one) = Scheduled::deserialize(&answer) {
                        self.own.take_plan(one);
                    }
                    settled.inputs.push(Input::Settle(name));
                }
                PendingState::Failed(error) if !stays(&act, &error) => settled.refused.push((name, act, error)),
                PendingState::Failed(_) | PendingState::Waiting | PendingState::Slowed => {}
            }
        }
        settled
    }
}
