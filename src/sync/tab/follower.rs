//! What a tab knows while another one leads, and what it hears from the others.

use super::{
    Role, Tab,
    word::{Ask, TabId, Word},
};
use crate::{
    shared::id::OperationId,
    sync::{Effect, Input, Moment, Operation},
};

/// How long a tab that is looked at waits for an answer before it takes the lead, in milliseconds.
const PATIENCE: i64 = 1_000;
/// How often a tab that is looked at asks whether somebody leads, in milliseconds.
const BEAT: i64 = 3_000;

/// Who leads, as far as that is known here.
#[derive(Clone, Debug, Default)]
pub struct Follower {
    leader: Option<TabId>,
    /// Since when an answer is awaited.
    asked: Option<i64>,
    /// When it last was.
    heard: i64,
}

impl Follower {
    /// Waits for an answer from now on, to what has one.
    pub fn expect(&mut self, ask: &Ask, now: i64) {
        if ask.has_answer() {
            self.asked.get_or_insert(now);
        }
    }

    /// Who leads.
    pub fn leader(&self) -> Option<TabId> {
        self.leader
    }

    /// When an answer is overdue, or one has to be asked for.
    pub fn deadline(&self) -> i64 {
        self.asked.map_or(self.heard + BEAT, |asked| asked + PATIENCE)
    }
}

impl Tab {
    /// Says all that this tab wants.
    pub(super) fn join(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        if !self.started {
            return;
        }
        let (tab, visible, done) = (self.id, self.visible, self.mine.untaken().cloned().collect());
        let (wishes, given_up) = (self.listeners.wishes(), self.given_up.iter().copied().collect());
        let word = Word::Join { tab, visible, wishes, done, given_up };
        if let Role::Follower(follower) = &mut self.role {
            follower.asked.get_or_insert(moment.now);
            effects.push(Effect::Tell(word));
        }
    }

    /// Takes what another tab said.
    pub(super) fn hear(&mut self, word: Word, moment: Moment, effects: &mut Vec<Effect>) {
        match word {
            Word::Wiped => {
                effects.push(Effect::Release);
                self.wipe(moment, effects);
            }
            _ if self.alone => {}
            Word::Join { tab, visible, wishes, done, given_up } if self.leads() => {
                self.engine(moment, effects, |leader| {
                    // It tells nothing that the store holds, which may hold more since it was last asked.
                    leader.look = moment.now;
                    leader.join(tab, visible, wishes, moment)
                });
                for id in given_up {
                    self.engine(moment, effects, |leader| leader.ask(tab, Ask::Discard(id), moment));
                }
                effects.push(Effect::Watch(tab));
                self.take(done, moment, effects);
            }
            Word::Ask { ask: Ask::Perform(operation), .. } if self.leads() => {
                self.take(vec![operation], moment, effects);
            }
            Word::Ask { tab, ask } => {
                let has_answer = ask.has_answer();
                let given_up = if let Ask::Discard(id) = ask { Some(id) } else { None };
                self.engine(moment, effects, |leader| leader.ask(tab, ask, moment));
                if let Some(id) = given_up {
                    self.answer(&[id], moment.now, effects);
                } else if has_answer {
                    // What is pending was told where it changed.
                    self.say_status(moment.now, effects);
                }
            }
            Word::Leave { tab } => self.engine(moment, effects, |leader| leader.forget(tab, moment)),
            Word::Lead { leader } => {
                if let Role::Follower(follower) = &mut self.role {
                    *follower = Follower { leader: Some(leader), ..Follower::default() };
                    self.lose_leader();
                    self.join(moment, effects);
                }
            }
            Word::Give { leader, tab, gifts } => {
                if self.follows(leader) && tab == self.id {
                    self.receive(gifts, effects);
                }
            }
            list @ Word::Pending { leader, .. } => {
                if self.follows(leader) {
                    self.list(list, moment, effects);
                }
            }
            Word::Status { leader, status, now } => {
                if self.follows(leader) {
                    self.measure(status.by_clock_behind(now - moment.now), moment, effects);
                }
            }
            Word::Join { .. } => {}
        }
    }

    /// Takes the lead where nobody answers and somebody looks.
    pub(super) fn wonder(&mut self, moment: Moment, effects: &mut Vec<Effect>) {
        let (id, looks) = (self.id, self.started && self.visible);
        let Role::Follower(follower) = &mut self.role else { return };
        if !looks || moment.now < follower.deadline() {
            return;
        }
        let overdue = follower.asked.replace(moment.now).is_some();
        follower.heard = moment.now;
        effects.push(if overdue { Effect::Steal } else { Effect::Tell(Word::Ask { tab: id, ask: Ask::Beat }) });
    }

    /// What was done in another tab, which keeps it already. Before the store has spoken it waits for its turn.
    fn take(&mut self, done: Vec<Operation>, moment: Moment, effects: &mut Vec<Effect>) {
        let Role::Leader(leader) = &self.role else { return };
        let loaded = leader.loaded;
        let asked: Vec<_> = done.iter().map(|operation| operation.id).collect();
        let (over, fresh): (Vec<_>, Vec<_>) = done.into_iter().partition(|operation| leader.is_over(operation.id));
        // A tab that was slow kept it after its end.
        effects.extend(over.into_iter().map(|operation| Effect::Forget(operation.id)));
        for operation in fresh {
            if loaded {
                self.engine(moment, effects, |leader| leader.engine.handle(Input::Perform(operation), moment));
            } else {
                self.mine.take(operation);
            }
        }
        self.answer(&asked, moment.now, effects);
    }

    /// Says what is pending, and what of that which was asked for is over, and how the connection is; before the store has
    /// spoken only that this tab is there.
    fn answer(&self, asked: &[OperationId], now: i64, effects: &mut Vec<Effect>) {
        let Role::Leader(leader) = &self.role else { return };
        if leader.loaded {
            let over = asked.iter().copied().filter(|id| leader.is_over(*id)).collect();
            effects.push(Effect::Tell(leader.list(self.id, over)));
        }
        self.say_status(now, effects);
    }

    fn say_status(&self, now: i64, effects: &mut Vec<Effect>) {
        let Role::Leader(leader) = &self.role else { return };
        let status = leader.engine.status().clone();
        effects.push(Effect::Tell(Word::Status { leader: self.id, status, now }));
    }

    /// Whether this tab follows who speaks as a leader; the first to speak is followed until another one is elected.
    fn follows(&mut self, speaker: TabId) -> bool {
        let Role::Follower(follower) = &mut self.role else { return false };
        let follows = *follower.leader.get_or_insert(speaker) == speaker;
        if follows {
            follower.asked = None;
        }
        follows
    }
}
