//! How the lead comes to a tab and goes from it.

use super::{Leader, Role, Tab, follower::Follower, mine::Mine, word::Word};
use crate::sync::{Effect, Input, Moment, Operation, Pending, PendingState, Stored};

impl Tab {
    /// The page is there.
    pub(super) fn start(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        self.started = true;
        if self.leads() {
            self.engine(moment, effects, |leader| leader.engine.handle(Input::Start, moment));
        } else if self.alone {
            self.lead(moment, effects);
        } else {
            effects.push(Effect::Stand);
            self.join(moment, effects);
        }
    }

    /// The page goes away, and with it the offer to undo what was done in it: that is held back no longer.
    pub(super) fn leave(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        for (operation, is_kept) in self.mine.postponed() {
            // Who leads may go away at the same moment, or not have it yet: what comes before the server twice is done once.
            let has_it = matches!(&self.role, Role::Leader(leader) if leader.engine.has(operation.id));
            let leaves = is_kept && !has_it && !self.unconfirmed().any(|one| goes_first(one, &operation));
            self.want(Input::Hasten(operation.id), moment, effects);
            effects.extend(leaves.then(|| Effect::Call { operation: operation.as_told(), attempt: 0 }));
        }
        self.started = false;
        let id = self.id;
        if self.leads() {
            self.engine(moment, effects, |leader| leader.leave(id, moment));
            self.step_down();
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
        self.lose_leader();
        effects.extend([Effect::Tell(Word::Lead { leader: self.id }), Effect::Load]);
        // Who led before may be slow rather than gone, and end before it has spoken again.
        effects.extend(former.map(Effect::Watch));
        let (id, visible, wishes, network) = (self.id, self.visible, self.listeners.wishes(), self.network);
        let alone = self.alone;
        self.engine(moment, effects, |leader| {
            let mut effects = leader.join(id, visible, wishes, moment);
            if alone {
                effects.extend(leader.part(id, moment));
            }
            effects.extend(leader.engine.handle(Input::Network(network), moment));
            effects.extend(leader.engine.handle(Input::Start, moment));
            effects
        });
    }

    /// Another tab leads: it is told all that this one wants.
    pub(super) fn follow(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        if self.leads() && !self.alone {
            self.engine(moment, effects, |leader| leader.engine.handle(Input::Leave, moment));
            self.step_down();
            effects.push(Effect::Stand);
            self.join(moment, effects);
        }
    }

    /// There is nothing to share: what is done here leaves from here.
    pub(super) fn part(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        if self.alone {
            return;
        }
        self.alone = true;
        effects.push(Effect::Part);
        if self.leads() {
            let id = self.id;
            self.engine(moment, effects, |leader| leader.part(id, moment));
        } else if self.started {
            self.lead(moment, effects);
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
    }

    /// What the next leader does not find in the store stays with this tab until it stands in that one's list. The rest
    /// is shown until then, and not told: it may have been given up meanwhile.
    fn step_down(&mut self) {
        let Role::Leader(leader) = &self.role else { return };
        let is_left = |pending: &&Pending| {
            let is_confirmed = matches!(pending.state, PendingState::Acknowledged(_));
            if self.alone { !is_confirmed } else { leader.engine.is_unkept(pending.operation.id) }
        };
        let left: Vec<_> = self.listed.iter().filter(is_left).cloned().collect();
        self.mine.take_back(left);
        self.list_no_untaken();
        self.role = Role::Follower(Follower::default());
        self.engine_wake = None;
    }

    /// Who leads is another tab from now on. What the store holds it finds there.
    pub(super) fn lose_leader(&mut self) {
        self.mine.lose_leader(!self.alone);
        self.list_no_untaken();
    }

    /// What is shown as in nobody's list is shown once.
    fn list_no_untaken(&mut self) {
        let mine = &self.mine;
        self.listed.retain(|pending| !mine.untaken().any(|operation| operation.id == pending.operation.id));
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
    pub(super) fn load(&mut self, mut stored: Vec<Stored>, moment: Moment, effects: &mut Vec<Effect>) {
        // Where nothing is kept, what was refused here is known here alone.
        for refused in self.mine.refused().map(Pending::to_stored) {
            if !stored.iter().any(|one| one.operation.id == refused.operation.id) {
                stored.push(refused);
            }
        }
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

/// Whether something has to come before the server before this does.
fn goes_first(one: &Pending, operation: &Operation) -> bool {
    one.state.waits()
        && one.operation.id != operation.id
        && (operation.depends_on(&one.operation) || operation.shares_target(&one.operation))
}
