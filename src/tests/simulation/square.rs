//! What a tab knows of what is published and of who follows whom, in the product's own state.

use std::collections::BTreeMap;

use super::{Fault, own::person, room::FOLLOW};
use crate::{
    features::{
        follows::{
            model::Standing,
            state::{Graph, answered},
        },
        posts::{
            model::{Sort, Thread},
            state::{Talk, Told, acts, settling},
        },
    },
    realtime::{Event, Position},
    shared::id::{AccountId, OperationId, PostId},
    sync::{Input, Operation, Pending, PendingState},
};

/// What was read for a page of all that.
#[derive(Debug)]
pub enum Seen {
    Thread(Box<Thread>),
    Standing(Standing),
}

pub struct Square {
    viewer: AccountId,
    fault: Option<Fault>,
    pub talks: BTreeMap<PostId, Talk>,
    pub graph: Graph,
    /// Numbers that may count votes already which lie over them still.
    held: Vec<Told>,
    /// What was heard of what the viewer votes and keeps: a thread hears it from where it was read, also what came before it did.
    own: Vec<(Position, Told)>,
    changed: bool,
}

/// What became of what was done.
#[derive(Default)]
pub struct Done {
    /// That those which were answered are taken up.
    pub inputs: Vec<Input>,
    /// Follows that were refused.
    pub refused: Vec<OperationId>,
    /// Posts that are published and stand on no page yet.
    pub unopened: Vec<PostId>,
}

/// Whether it is done in public or with what comes of that, so that `server::square` knows of it.
pub fn is_public(operation: &Operation) -> bool {
    let kind = operation.kind.as_str();
    kind == FOLLOW || is_published(operation) || operation.is_choice() || operation.is_revision()
}

/// Whether it has the id of what it publishes.
pub fn is_published(operation: &Operation) -> bool {
    [acts::PUBLISH, acts::ANSWER, acts::COMMENT].contains(&operation.kind.as_str())
}

impl Square {
    pub fn new(viewer: AccountId, fault: Option<Fault>) -> Self {
        let (talks, graph) = (BTreeMap::new(), Graph::default());
        Self { viewer, fault, talks, graph, held: Vec::new(), own: Vec::new(), changed: false }
    }

    /// Takes an event in; whether it was about any of that.
    pub fn hear(&mut self, event: &Event, pending: &[Pending]) -> bool {
        let is_own = matches!(event.kind.as_str(), "vote.changed" | "bookmark.changed");
        if is_own && self.fault == Some(Fault::DeafDevice) {
            return true;
        }
        if let Some(told) = Told::of_event(event) {
            if is_own {
                self.own.push((event.position, told.clone()));
            }
            self.take_unheld(vec![told], pending);
        } else if matches!(event.kind.as_str(), "stats.changed" | "follow.changed" | "follower.changed") {
            self.graph.hear(event);
        } else {
            return false;
        }
        self.changed = true;
        true
    }

    /// Takes something as just read up to a position.
    pub fn read(&mut self, seen: Seen, position: Position) {
        match seen {
            Seen::Thread(thread) => {
                let viewer = Some(person(self.viewer));
                let talk = self.talks.entry(thread.post.id);
                let talk = talk.or_insert_with(|| Talk::new((*thread).clone(), Sort::Oldest, viewer));
                // The threads of the product each hear from where they were read; here one listener hears for all of them,
                // also what is told again from before it.
                talk.refresh(*thread, position);
                let since = self.own.iter().filter(|(at, _)| at.is_after(position));
                for told in since.map(|(_, told)| told.clone()).collect::<Vec<_>>() {
                    self.take(&told);
                }
            }
            Seen::Standing(standing) => {
                self.graph.enter(position.epoch);
                self.graph.learn_standing(&standing);
            }
        }
        self.changed = true;
    }

    /// Takes up what the server has answered to what was done.
    pub fn settle(&mut self, pending: &[Pending]) -> Done {
        let mut done = Done::default();
        let answers: Vec<_> = self.talks.values().flat_map(|talk| settling::answers(talk, pending)).collect();
        for (id, told) in answers {
            if let Some(told) = told {
                self.take(&told);
            }
            done.inputs.push(Input::Settle(id));
        }
        for (id, _, state) in answered(pending) {
            match state {
                PendingState::Acknowledged(answer) => {
                    self.graph.take(&answer);
                    done.inputs.push(Input::Settle(id));
                }
                PendingState::Failed(_) => done.refused.push(id),
                PendingState::Waiting | PendingState::Slowed => {}
            }
        }
        let stored = pending.iter().filter(|one| matches!(one.state, PendingState::Acknowledged(_)));
        let posts = stored.filter(|one| one.operation.kind == acts::PUBLISH).map(|one| PostId(one.operation.id.0));
        done.unopened.extend(posts.filter(|id| !self.talks.contains_key(id)));
        let held = std::mem::take(&mut self.held);
        self.take_unheld(held, pending);
        done
    }

    /// Whether something was heard or read since the last call of this.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Takes what was heard, but for what waits for the answer to a vote, so that no vote is counted twice.
    fn take_unheld(&mut self, told: Vec<Told>, pending: &[Pending]) {
        for told in told {
            let is_vote = matches!(told, Told::Tally(_) | Told::Vote(..));
            if is_vote && settling::is_voting(told.entry(), pending) {
                self.held.push(told);
            } else {
                self.take(&told);
            }
        }
    }

    fn take(&mut self, told: &Told) {
        self.talks.values_mut().for_each(|talk| talk.take(told.clone()));
    }
}
