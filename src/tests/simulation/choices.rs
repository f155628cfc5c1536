//! What a person chooses for a conversation, for themselves alone, as a tab of theirs sees to it.

use serde::Deserialize;

use super::device::Device;
use crate::{
    features::messages::{model::Mark, state::choosing},
    shared::id::{ConversationId, OperationId},
    sync::{Input, PendingState},
};

/// What became of choices.
#[derive(Default)]
pub struct Settled {
    /// That those which were answered are taken up.
    pub inputs: Vec<Input>,
    /// Those that were refused, and for which conversation they were.
    pub refused: Vec<(OperationId, ConversationId)>,
}

impl Device {
    /// What the server has answered to choices holds on the pages from now on, once there is a list that it could stand in.
    pub fn settle_choices(&mut self) -> Settled {
        let mut settled = Settled::default();
        if !self.has_read() {
            return settled;
        }
        for (id, place, state) in choosing::answered(&self.tab.pending()) {
            match state {
                PendingState::Acknowledged(answer) => {
                    let mark = Mark::deserialize(&answer).expect("ours");
                    for room in self.pages.values_mut().filter_map(|page| page.rooms.get_mut(&place)) {
                        room.about.choose(self.account, mark.clone());
                    }
                    settled.inputs.push(Input::Settle(id));
                }
                PendingState::Failed(_) => settled.refused.push((id, place)),
                PendingState::Waiting | PendingState::Slowed => {}
            }
        }
        settled
    }
}
