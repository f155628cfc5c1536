//! What people say later: they plan it, think better of it, and the jobs of the server say it when its time has come.

use rand::Rng;

use super::{Step, World};
use crate::{
    features::messages::{
        model::{Draft, Rescheduled, Scheduled},
        state::scheduling::{self, Act},
    },
    shared::{
        Error,
        id::{AccountId, ConversationId, MessageId},
        time::Time,
    },
    sync::{Input, Operation},
    tests::simulation::{
        room::{NEVER, NOT_NOW},
        server::{Claim, NOT_ACCEPTING},
    },
};

/// After so many milliseconds a job is begun anew that a crash has ended, or that nobody was there for.
const AGAIN: i64 = 700;
/// Milliseconds between two writes of a job at most.
const BETWEEN: i64 = 600;

/// What a job does next, and in which life of the server; the job itself outlives that.
#[derive(Debug)]
pub enum Work {
    /// It looks for what is to be sent.
    Begin(MessageId),
    /// It sends that.
    Send(AccountId, Draft, u32),
    /// It lets go of it, with what was in the way.
    End(AccountId, MessageId, Option<String>, u32),
}

impl World {
    /// Something is to be said later; or what waits for that, or could not be sent, is changed or taken back.
    pub(super) fn schedule(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let own = &self.devices[device];
        let mut shown = own.own.plans.shown(&own.tab.pending());
        // What the server does not know of cannot be changed.
        shown.retain(|one| one.version > 0);
        if !shown.is_empty() && self.chance(0.5) {
            let one = shown.swap_remove(self.rng.random_range(0..shown.len()));
            return self.replan(device, &one);
        }
        let (body, at) = (self.words(), self.moment());
        let name = MessageId(self.next_id(device).0);
        let draft = Draft { id: name, conversation_id: id, body, reply_to: None, forwarded: false };
        self.count("scheduled");
        self.plan(device, scheduling::schedule(&draft, at))
    }

    fn replan(&mut self, device: usize, one: &Scheduled) -> Result<(), String> {
        let operation = match self.rng.random_range(0..3) {
            0 => {
                self.count("taken off");
                scheduling::cancel(self.next_id(device), one.id)
            }
            1 => {
                self.count("said at once");
                let change = Rescheduled { now: true, ..Rescheduled::default() };
                scheduling::change(self.next_id(device), one, &change)
            }
            _ => {
                self.count("rescheduled");
                let change = Rescheduled { body: Some(self.words()), at: Some(self.moment()), now: false };
                scheduling::change(self.next_id(device), one, &change)
            }
        };
        self.plan(device, operation)
    }

    fn plan(&mut self, device: usize, operation: Operation) -> Result<(), String> {
        self.devices[device].done.push(operation.clone());
        self.tell(device, Input::Perform(operation))
    }

    fn moment(&mut self) -> Time {
        Time::from_millis(self.now + self.rng.random_range(500..6_000))
    }

    /// Takes up what was answered to such acts. Of what was refused the person is told, and has their words again.
    pub(super) fn follow_plans(&mut self, device: usize) -> Result<(), String> {
        let settled = self.devices[device].settle_plans();
        for input in settled.inputs {
            self.tell(device, input)?;
        }
        for (id, act, error) in settled.refused {
            self.may_refuse(&act, &error)?;
            self.count("plan refused");
            self.give_up(device, id);
            self.tell(device, Input::Discard(id))?;
        }
        Ok(())
    }

    /// Whether there is a reason to refuse it.
    fn may_refuse(&self, act: &Act, error: &Error) -> Result<(), String> {
        let (body, at) = match act {
            Act::Add(one) => (Some(&one.body), Some(one.at)),
            Act::Change(_, _, change) => (change.body.as_ref(), change.at),
            Act::Cancel(_) => (None, None),
        };
        let is_reason = match error {
            Error::Invalid { field, .. } if field == "at" => at.is_some_and(|at| at.millis() < self.now),
            Error::Invalid { rule, .. } if rule == NOT_ACCEPTING => {
                matches!(act, Act::Add(one) if self.server.was_closed(one.conversation_id))
            }
            Error::Invalid { .. } => body.is_some_and(|body| body.starts_with([NEVER, NOT_NOW])),
            // It was said or taken back meanwhile, or is being said.
            Error::Missing | Error::Conflict => !matches!(act, Act::Add(_)),
            _ => false,
        };
        if is_reason { Ok(()) } else { Err(format!("{act:?} was refused: {error}")) }
    }

    /// A job is to begin at a time, in the place of the one that was to for this.
    pub(super) fn plan_job(&mut self, one: &Scheduled) {
        let begins = |step: &Step| matches!(step, Step::Work(Work::Begin(of)) if *of == one.id);
        self.steps.retain(|_, step| !begins(step));
        self.at(self.now.max(one.at.millis()), Step::Work(Work::Begin(one.id)));
    }

    /// A job takes its next step, or is begun anew where its server has crashed.
    pub(super) fn work(&mut self, work: Work) {
        match work {
            Work::Begin(id) if !self.server.up => self.at(self.now + AGAIN, Step::Work(Work::Begin(id))),
            Work::Begin(id) => self.begin_job(id),
            Work::Send(_, Draft { id, .. }, life) | Work::End(_, id, _, life) if life != self.server.life => {
                self.count("job killed");
                self.at(self.now + AGAIN, Step::Work(Work::Begin(id)));
            }
            Work::Send(author, draft, life) => {
                let trouble = self.server.send_due(author, &draft, self.now);
                self.count(if trouble.is_none() { "said later" } else { "not said later" });
                self.look_behind(draft.id);
                self.after(5, Step::Publish);
                self.after(BETWEEN, Step::Work(Work::End(author, draft.id, trouble, life)));
            }
            Work::End(author, id, trouble, _) => {
                self.server.let_go(author, id, trouble, self.now);
                self.after(5, Step::Publish);
            }
        }
    }

    fn begin_job(&mut self, id: MessageId) {
        match self.server.claim(id, self.now) {
            Claim::Nothing => {}
            Claim::Later(at) => self.at(at, Step::Work(Work::Begin(id))),
            Claim::Send(author, draft) => {
                let life = self.server.life;
                self.after(BETWEEN, Step::Work(Work::Send(author, draft, life)));
            }
        }
    }
}
