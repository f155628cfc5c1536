//! How the lead comes to a tab and goes from it.

use super::{Leader, Role, Tab, follower::Follower, mine::Mine, word::Word};
use crate::sync::{Effect, Input, Moment, Operation, PendingState};

impl Tab {
    /// The page is there.
    pub(super) fn start(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        self.started = true;
        if self.leads() {
            self.engine(moment, effects, |leader| leader.engine.handle(Input::Start, moment));
        } else {
            effects.push(Effect::Stand);
            self.join(moment, effects);
        }
    }

    /// The page goes away.
    pub(super) fn leave(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        self.started = false;
        if self.leads() {
            self.step_down(moment, effects);
        }
        // It hears nothing while it is away, so that it does not know who leads when it comes back.
        self.role = Role::Follower(Follower::default());
        effects.extend([Effect::Resign, Effect::Tell(Word::Leave { tab: self.id })]);
    }

    /// This tab has the lock.
    pub(super) fn lead(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        if !self.started {
            return effects.push(Effect::Resign);
        }
        if self.leads() {
            return;
        }
        let former = if let Role::Follower(follower) = &self.role { follower.leader() } else { None };
        self.role = Role::Leader(Box::new(Leader::new(self.account)));
        self.mine.lose_leader();
        self.listed.retain(|pending| matches!(pending.state, PendingState::Acknowledged(_)));
        effects.extend([Effect::Tell(Word::Lead { leader: self.id }), Effect::Load]);
        // Who led before may be slow rather than gone, and end before it has spoken again.
        effects.extend(former.map(Effect::Watch));
        let (id, visible, wishes, network) = (self.id, self.visible, self.listeners.wishes(), self.network);
        self.engine(moment, effects, |leader| {
            let mut effects = leader.join(id, visible, wishes, moment);
            effects.extend(leader.engine.handle(Input::Network(network), moment));
            effects.extend(leader.engine.handle(Input::Start, moment));
            effects
        });
    }

    /// Another tab leads: it is told all that this one wants.
    pub(super) fn follow(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        if self.leads() && !self.alone {
            self.step_down(moment, effects);
            effects.push(Effect::Stand);
            self.join(moment, effects);
        }
    }

    /// There is no store: what is done here is in this tab's memory, and leaves from here.
    pub(super) fn part(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        if !self.alone {
            self.alone = true;
            effects.push(Effect::Part);
            if self.started {
                self.lead(moment, effects);
            }
        }
    }

    /// The person has logged out: nothing of what they did is left.
    pub(super) fn wipe(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        // Until the server welcomes this account anew, which says that something may be kept again.
        self.engine(moment, effects, |leader| {
            let mut effects = leader.engine.handle(Input::Wipe, moment);
            effects.extend(leader.engine.handle(Input::SignedOut, moment));
            effects
        });
        self.mine = Mine::default();
        self.listed.clear();
        self.late.clear();
        self.given_up.clear();
        effects.push(Effect::PendingChanged);
    }

    /// What has not reached the server stays with this tab until it stands in the next leader's list.
    fn step_down(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        self.engine(moment, effects, |leader| leader.engine.handle(Input::Leave, moment));
        let waiting = self.listed.iter().filter(|pending| pending.state.waits());
        self.mine.take_back(waiting.map(|pending| pending.operation.clone()).collect());
        self.listed.retain(|pending| !pending.state.waits());
        self.role = Role::Follower(Follower::default());
        self.engine_wake = None;
    }

    /// Looks into the store where it is time to.
    pub(super) fn look(&mut self, now: i64, effects: &mut Vec<Effect>) {
        if let Role::Leader(leader) = &mut self.role
            && leader.look <= now
        {
            leader.look = i64::MAX;
            effects.push(Effect::Load);
        }
    }

    /// The store has spoken.
    pub(super) fn load(&mut self, stored: Vec<Operation>, moment: Moment, effects: &mut Vec<Effect>) {
        let (own, listed) = (self.mine.untaken().cloned().collect(), self.listed.clone());
        let Role::Leader(leader) = &self.role else { return };
        let is_first = !leader.loaded;
        self.engine(moment, effects, |leader| leader.load(stored, own, listed, moment));
        let Role::Leader(leader) = &self.role else { return };
        if !is_first {
            return;
        }
        // Also where nothing is pending: what the last leader had listed is over then. Of two marks that tabs had done
        // meanwhile one may have gone into the other, which is over too.
        let list = leader.list(self.id, leader.over());
        effects.push(Effect::Tell(list.clone()));
        self.list(list, moment, effects);
    }
}
