//! How people make public what was said: they ask, answer, and publish it.

use rand::Rng;

use super::World;
use crate::{
    features::publications::{
        model::{Consent, NewPublication, Stage},
        state::{ask, consent, settle},
    },
    shared::id::{ConversationId, MessageId, OperationId, PublicationId},
    sync::Input,
    tests::simulation::server::Wanted,
};

impl World {
    /// Whether somebody is asked by what is open, or asked for it themselves.
    pub(super) fn has_asked(&self, device: usize) -> bool {
        let (asked, own) = self.open_wanted(device);
        asked.or(own).is_some()
    }

    /// What is open that somebody is asked by, and what they asked for themselves.
    fn open_wanted(&self, device: usize) -> (Option<PublicationId>, Option<PublicationId>) {
        let account = self.devices[device].account;
        let find = |is_meant: &dyn Fn(&Wanted) -> bool| {
            let mut open = self.server.wanted.iter().filter(|one| one.state == Stage::Asked);
            open.find(|one| is_meant(one)).map(|one| PublicationId(one.id.0))
        };
        let is_asked =
            |one: &Wanted| one.parts.iter().any(|part| part.author == account && part.consent == Consent::Asked);
        (find(&is_asked), find(&|one| one.by == account))
    }

    /// Somebody answers what they are asked, settles what they asked for, or asks for something that they see.
    pub(super) fn publish_talk(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let (asked, own) = self.open_wanted(device);
        let operation = if let Some(asked) = asked {
            let allowed = self.chance(0.7);
            consent(self.next_id(device), asked, allowed)
        } else if let Some(own) = own {
            let publish = self.chance(0.7);
            settle(self.next_id(device), own, publish)
        } else {
            let seen = self.stored_on_screen(device, id, |_| true);
            if seen.is_empty() {
                return Ok(());
            }
            let chosen = self.rng.random_range(0..seen.len());
            let messages = seen.iter().skip(chosen).take(3).map(|id: &OperationId| MessageId(id.0)).collect();
            let (name, title) = (PublicationId(self.next_id(device).0), Some("What was said".to_owned()));
            ask(&NewPublication { id: name, conversation_id: id, question_id: None, title, tags: Vec::new(), messages })
        };
        self.devices[device].done.push(operation.clone());
        self.tell(device, Input::Perform(operation))
    }
}
