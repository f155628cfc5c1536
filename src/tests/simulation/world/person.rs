//! What people do, each at a device of theirs.

use rand::Rng;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Step, Tab, World};
use crate::{
    shared::id::{ConversationId, OperationId},
    sync::{Input, Operation, names, operation::HOLD},
    tests::simulation::{
        Fault,
        browser::Job,
        page::{Reading, What},
        room::{DELETE, EDIT, MARK, NEVER, NOT_NOW},
    },
};

impl World {
    /// The tab of a device ends, and another one begins there.
    pub(super) fn begin(&mut self, device: usize) -> Result<(), String> {
        self.cut_device(device);
        let tab = (device, self.devices[device].life);
        if !self.browser(device).store.is_empty() {
            self.count("kept over a crash");
        }
        if self.browser(device).jobs.iter().any(|(of, job)| *of == tab && matches!(job, Job::Keep(_))) {
            self.count("lost with a crash");
        }
        self.end(tab, name(tab));
        self.devices[device].crash(name((device, tab.1 + 1)));
        if !self.browser(device).has_locks {
            self.tell(device, Input::Alone)?;
        }
        self.tell(device, Input::Start)?;
        self.reread(device, What::Inbox);
        for id in self.conversations(device) {
            if self.chance(0.7) {
                self.reread(device, What::Room(id));
            }
        }
        self.look_around(device);
        Ok(())
    }

    /// Opens a page, or has it read afresh.
    pub(super) fn reread(&mut self, device: usize, what: What) {
        let tab = (device, self.devices[device].life);
        let number = self.devices[device].ask(what);
        self.after(20, Step::Ask(tab, what, number));
    }

    /// Reads the list anew where what is said later has to be read.
    pub(super) fn reread_outdated(&mut self, device: usize) {
        if self.devices[device].own.take_outdated() {
            self.reread(device, What::Inbox);
        }
    }

    /// A page was read. The list of conversations says which of them there are: no page of another one stays.
    pub(super) fn show(&mut self, device: usize, what: What, reading: Reading) -> Result<(), String> {
        let begins = !self.devices[device].has_read();
        for input in self.devices[device].read(what, reading) {
            self.tell(device, input)?;
        }
        if begins {
            self.reread_public(device, what);
        }
        self.follow_square(device)?;
        if what == What::Inbox {
            for stray in self.devices[device].strays() {
                self.close(device, stray)?;
            }
            self.follow_own(device)?;
            self.follow_choices(device)?;
            self.follow_blocks(device)?;
            self.follow_notices(device)?;
            self.reread_outdated(device);
        }
        Ok(())
    }

    /// The person came into a conversation or went out of it: it is read as one that was never open.
    pub(super) fn regrouped(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        self.close(device, What::Room(id))?;
        self.reread(device, What::Inbox);
        Ok(())
    }

    pub(super) fn close(&mut self, device: usize, what: What) -> Result<(), String> {
        let input = self.devices[device].close(what);
        input.map_or(Ok(()), |input| self.tell(device, input))
    }

    pub(super) fn conversations(&self, device: usize) -> Vec<ConversationId> {
        let account = self.devices[device].account;
        let mine = self.server.conversations.iter().filter(|(_, stored)| stored.about.people.contains_key(&account));
        mine.map(|(id, _)| *id).collect()
    }

    pub(super) fn act(&mut self, device: usize) -> Result<(), String> {
        self.after(4_000, Step::Act(device));
        if self.devices[device].frozen > self.now || !self.names_in_order(device) {
            return Ok(());
        }
        self.decide_on_refused()?;
        // What can be undone is so for a moment only.
        if self.devices[device].undoable().is_some() && self.chance(0.3) {
            return self.take_back(device);
        }
        let mine = self.conversations(device);
        if mine.is_empty() {
            return Ok(());
        }
        let id = mine[self.rng.random_range(0..mine.len())];
        // Hardly anything that is asked would be answered otherwise.
        if self.has_asked(device) && self.chance(0.1) {
            return self.publish_talk(device, id);
        }
        match self.rng.random_range(0..48) {
            46 => self.mute(device),
            47 => self.dismiss(device),
            35..46 => self.act_in_public(device),
            26..29 => self.schedule(device, id),
            29..32 => self.block(device),
            32 => self.unpreview(device, id),
            33 if self.chance(0.5) => self.report(device, id),
            33 => self.publish_talk(device, id),
            34 => self.say_beside(device, id),
            24 | 25 => self.choose_for(device, id),
            22 => {
                self.run_group(device, id);
                Ok(())
            }
            23 => {
                self.open_pair(device);
                Ok(())
            }
            10 => self.take_back(device),
            11..14 => self.draft(device, id),
            14 => self.choose(device),
            15 => self.tell_of_oneself(device),
            0..5 => self.write(device, id),
            16 | 17 => self.rewrite(device, id),
            18 | 19 => self.react(device, id),
            20 | 21 => self.pin(device, id),
            5..8 => self.mark(device, id),
            8 => {
                let visible = self.chance(0.6);
                self.tell(device, Input::Visible(visible))
            }
            _ if self.devices[device].pages.contains_key(&What::Room(id)) => self.close(device, What::Room(id)),
            _ => {
                self.reread(device, What::Room(id));
                Ok(())
            }
        }
    }

    pub(super) fn write(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let mut operations: Vec<_> = (0..self.rng.random_range(1..4)).map(|_| self.message(device, id)).collect();
        self.devices[device].done.extend(operations.iter().cloned());
        if self.fault == Some(Fault::ReorderedSend) && self.chance(0.3) {
            operations.reverse();
        }
        for operation in operations {
            self.count("messages");
            self.tell_done(device, operation)?;
        }
        Ok(())
    }

    /// A message of the person is edited or deleted, be it one that is not stored yet.
    fn rewrite(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let account = self.devices[device].account;
        let Some(message) = self.message_on_screen(device, id, |said| said.author == account) else { return Ok(()) };
        let object = format!("conversation:{id}");
        let mut body = json!({"conversation_id": id, "message_id": message});
        let operation = if self.chance(0.3) {
            self.count("deletions");
            let deletion = self.operation(device, DELETE, object, body);
            if self.chance(0.5) { deletion.postponed(self.now + HOLD) } else { deletion }
        } else {
            self.count("edits");
            body["body"] = json!(self.words());
            self.operation(device, EDIT, object, body)
        };
        self.devices[device].done.push(operation.clone());
        self.tell_done(device, operation)
    }

    pub(super) fn mark(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let Some(room) = self.devices[device].pages.get(&What::Room(id)).and_then(|page| page.rooms.get(&id)) else {
            return Ok(());
        };
        let read = room.last();
        let body = json!({"conversation_id": id, "delivered": read, "read": read});
        let operation = self.operation(device, MARK, format!("marks:{id}"), body);
        self.devices[device].done.push(operation.clone());
        self.count("marks");
        self.tell_done(device, operation)
    }

    pub(super) fn tell_done(&mut self, device: usize, operation: Operation) -> Result<(), String> {
        self.devices[device].does(&operation);
        self.tell(device, Input::Perform(operation))
    }

    /// Words that nobody has said, which may say themselves that they are refused, and may lead somewhere.
    pub(super) fn words(&mut self) -> String {
        let sign = match self.rng.random_range(0..20) {
            0 => NEVER.to_string(),
            1 => NOT_NOW.to_string(),
            _ => String::new(),
        };
        let link =
            if self.chance(0.3) { format!(" https://{}.example", self.rng.random_range(0..3)) } else { String::new() };
        format!("{sign}{}{link}", self.number)
    }

    pub(super) fn operation(&mut self, device: usize, kind: &str, object: String, body: Value) -> Operation {
        let id = self.next_id(device);
        Operation {
            v: 1,
            kind: kind.into(),
            id,
            object,
            expected_version: None,
            body,
            instead_of: Vec::new(),
            postponed_until: None,
        }
    }

    /// A name for what is done next on a device, made as a page makes it: by its clock, and after all that it knows of.
    pub(super) fn next_id(&mut self, device: usize) -> OperationId {
        self.number += 1;
        let clock = u128::try_from(self.now - self.browser(device).behind).unwrap_or_default();
        let made = Uuid::from_u128((clock << 80) | (u128::from(self.number) << 32));
        let own = &mut self.devices[device];
        let last = own.named.max(names::last_of(&own.tab.pending()));
        own.named = if self.fault == Some(Fault::TrustedClock) { made } else { names::after(last, made) };
        OperationId(own.named)
    }

    /// Whether a tab lists all that its browser holds, or may do without as the clock was never set back. A person does
    /// nothing in the moment before it does.
    fn names_in_order(&self, device: usize) -> bool {
        let own = &self.devices[device];
        let browser = &self.browsers[own.browser];
        let listed = own.tab.pending();
        let is_listed = |id: &OperationId| listed.iter().any(|one| one.operation.id == *id);
        browser.behind == 0 || browser.store.keys().all(is_listed)
    }
}

/// A name for a tab, never given before.
pub(super) fn name((device, life): Tab) -> Uuid {
    Uuid::from_u128((u128::from(life) << 32) + u128::try_from(device).expect("few") + 1)
}
