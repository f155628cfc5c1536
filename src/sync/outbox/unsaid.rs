//! What is done to a message that has not left: it is said otherwise, or not at all, and nobody else hears of it.
//!
//! Invariant: what may be with the server is left alone. An edit or a deletion of that follows it.

use super::{Outbox, entry::Entry};
use crate::{
    shared::id::OperationId,
    sync::{Operation, effect::Effect},
};

/// The kinds of what says, of what says otherwise, and of what says nothing any more.
const SEND: &str = "message.send";
const EDIT: &str = "message.edit";
const DELETE: &str = "message.delete";

impl Outbox {
    /// Does to a message that waits here, and of which the server cannot have heard, what an edit or a deletion of it is for,
    /// which is over then; nothing where that has to follow the message. What was refused in its place stays for `perform`.
    pub fn unsay(&mut self, operation: &Operation) -> Option<Vec<Effect>> {
        let is_deletion = operation.kind == DELETE;
        if !(is_deletion || operation.kind == EDIT) || !operation.instead_of.is_empty() {
            return None;
        }
        let id: OperationId = operation.body.get("message_id")?.as_str()?.parse().ok()?;
        let index = self.position(id)?;
        let entry = &self.entries[index];
        let is_free = entry.operation.kind == SEND && entry.is_here() && entry.is_unheard();
        // What stands in its place, or it in the place of, may be on its way.
        let is_involved = self
            .entries
            .iter()
            .any(|other| other.operation.is_instead_of(id) || entry.operation.is_instead_of(other.operation.id));
        if !is_free || is_involved {
            return None;
        }
        let mut effects = if is_deletion { self.withdraw(index)? } else { vec![self.reword(index, operation)?] };
        effects.push(Effect::GiveUp(operation.id));
        self.changed = true;
        Some(effects)
    }

    /// The message says this instead once the store holds it so. Before the store holds it at all it would not be known which
    /// words that has.
    fn reword(&mut self, index: usize, edit: &Operation) -> Option<Effect> {
        let entry = &mut self.entries[index];
        if entry.is_unkept() {
            return None;
        }
        let mut operation = entry.operation.clone();
        *operation.body.get_mut("body")? = edit.body.get("body")?.clone();
        entry.replace(operation.clone());
        entry.edit = Some(edit.clone());
        Some(Effect::Keep(operation))
    }

    /// The server has a message under this name in other words. Another tab has sent it, which went on by itself as its store
    /// was of no use: in the words before an edit that was taken in here, which follows it after all, or after one that was
    /// taken in there, and nothing is left to be done here. Nothing where no message was to be sent.
    pub(super) fn sent_otherwise(&mut self, index: usize) -> Option<Vec<Effect>> {
        if self.entries[index].operation.kind != SEND {
            return None;
        }
        let Entry { operation, edit, .. } = self.remove(index);
        self.changed = true;
        let kept = edit.map(|edit| {
            self.stand_last(Entry::new(edit.clone()));
            Effect::Keep(edit)
        });
        Some(kept.into_iter().chain([Effect::Forget(operation.id)]).collect())
    }

    /// The message goes with all that was done to it. Words that answer it, or else need it, hold it: they are not lost.
    fn withdraw(&mut self, index: usize) -> Option<Vec<Effect>> {
        let message = self.entries[index].operation.clone();
        let needing = self.entries.iter().filter(|entry| entry.operation.depends_on(&message));
        let needing: Vec<_> = needing.map(|entry| (entry.operation.id, entry.operation.is_rewrite())).collect();
        if needing.iter().any(|(_, is_rewrite)| !is_rewrite) {
            return None;
        }
        let gone: Vec<_> = [message.id].into_iter().chain(needing.into_iter().map(|(id, _)| id)).collect();
        self.entries.retain(|entry| !gone.contains(&entry.operation.id));
        let replaced = message.instead_of.into_iter().map(Effect::Forget);
        Some(gone.into_iter().map(Effect::GiveUp).chain(replaced).collect())
    }
}
