//! What the pages of a tab want, on its way to who leads.

use super::{
    Role, Tab,
    word::{Ask, Wish, Word},
};
use crate::{
    shared::id::OperationId,
    sync::{Effect, Input, Moment, Operation, status::State},
};

impl Tab {
    /// Done here: shown at once, kept, and then for who leads.
    pub(super) fn perform(&mut self, operation: Operation, moment: Moment, effects: &mut Vec<Effect>) {
        self.mine.take(operation.clone());
        match &self.role {
            Role::Leader(leader) if leader.loaded => self.ask(Ask::Perform(operation), moment, effects),
            _ => effects.push(Effect::Keep(operation)),
        }
    }

    /// The store holds it, or cannot hold anything: who leads may have it.
    pub(super) fn kept(&mut self, id: OperationId, moment: Moment, effects: &mut Vec<Effect>) {
        self.mine.keep(id);
        if self.leads() {
            return self.engine(moment, effects, |leader| leader.engine.handle(Input::Kept(id), moment));
        }
        let untaken = self.mine.untaken().find(|operation| operation.id == id).cloned();
        if let Some(operation) = untaken {
            self.ask(Ask::Perform(operation), moment, effects);
        } else if self.listed.iter().any(|listed| listed.operation.id == id) {
            self.late.insert(id);
        } else {
            effects.push(Effect::Forget(id));
        }
    }

    /// What a page wants, for who leads.
    pub(super) fn want(&mut self, input: Input, moment: Moment, effects: &mut Vec<Effect>) {
        let ask = match input {
            Input::Subscribe { listener, topic, since } => {
                let now = self.status.position.filter(|_| self.status.state == State::Online);
                let since = since.or(now);
                self.listeners.add(listener, topic, since);
                Ask::Subscribe(Wish { listener, topic, since })
            }
            Input::Unsubscribe(listener) => {
                self.listeners.remove(listener);
                Ask::Unsubscribe(listener)
            }
            Input::SignedOut => Ask::SignedOut,
            Input::Retry(id) => {
                self.given_up.remove(&id);
                Ask::Retry(id)
            }
            Input::Discard(id) => {
                self.let_go(id, effects);
                if !self.leads() {
                    self.given_up.insert(id);
                }
                Ask::Discard(id)
            }
            Input::Hasten(id) => {
                self.mine.hasten(id);
                Ask::Hasten(id)
            }
            Input::Settle(id) => {
                self.let_go(id, effects);
                Ask::Settle(id)
            }
            Input::Signal { topic, kind, body } => Ask::Signal { topic, kind, body },
            Input::Visible(visible) => {
                self.visible = visible;
                Ask::Visible(visible)
            }
            _ => return,
        };
        self.ask(ask, moment, effects);
    }

    /// What is in no list yet is over.
    fn let_go(&mut self, id: OperationId, effects: &mut Vec<Effect>) {
        if self.mine.end(id) {
            effects.push(Effect::Forget(id));
        }
    }

    fn ask(&mut self, ask: Ask, moment: Moment, effects: &mut Vec<Effect>) {
        let id = self.id;
        match &mut self.role {
            Role::Leader(_) => self.engine(moment, effects, |leader| leader.ask(id, ask, moment)),
            Role::Follower(follower) if self.started => {
                follower.expect(&ask, moment.now);
                effects.push(Effect::Tell(Word::Ask { tab: id, ask }));
            }
            Role::Follower(_) => {}
        }
    }
}
