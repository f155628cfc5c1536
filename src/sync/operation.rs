//! Operations: acts of a person that change something, kept until the server has confirmed them.
//!
//! An operation that the server answers with the very thing it names (`message.send`) stays pending until that thing's
//! event arrives, and what edits, deletes, pins or reacts to a message, edits, deletes, votes on, accepts or bookmarks what
//! was published, reads notifications, or changes settings, the profile, a block, a mute, a follow, a draft or what was chosen for a conversation, until its
//! answer was taken up, so that nothing leaves the screen in between; any other is done with its answer.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::shared::id::OperationId;

/// The header of every call of a page: the account that the page was made for, and what a call does was done in. A
/// browser may be signed in to another one by the time it leaves; the server then refuses it, so that words stay with
/// whoever wrote them and nobody is shown what another one may read.
pub const ACCOUNT_HEADER: &str = "Tertulia-Account";

/// One act, as it is kept and as it is posted to `/rpc/operations`.
///
/// It is applied once however often it arrives. Its encoding outlives the build that made it: `v`
/// tells a later server how to read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// The version of this encoding: 1.
    pub v: u32,
    /// What is done, as `message.send`.
    pub kind: String,
    /// Made on the client; for what is created, the id of the thing itself.
    pub id: OperationId,
    /// What it is done to, as `conversation:{id}`; operations on one object are sent in order, those
    /// on different objects side by side.
    pub object: String,
    /// The version that the person saw, where the kind asks for it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expected_version: Option<i64>,
    /// What the kind needs.
    pub body: Value,
    /// What it was done in the place of, if anything: that is shown no more, and forgotten once the store holds this one,
    /// unless the server may have stored it already. The server is not told.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub instead_of: Vec<OperationId>,
    /// Until when it is held back, for whoever thinks better of it, in milliseconds since 1970 by the clock of this device;
    /// nothing once that is over. The server is not told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub postponed_until: Option<i64>,
}

/// For how long what can be undone is held back, in milliseconds: long enough to read that it can, and to reach the button.
pub const HOLD: i64 = 8_000;

/// The kind whose answer is the message that it names.
const SEND: &str = "message.send";
/// The kind that moves marks forward; of two that wait, one is enough.
const MARK: &str = "conversation.mark";
/// The kind that leaves nothing of a message.
const DELETE: &str = "message.delete";
/// The kinds that leave nothing of what somebody said.
const DELETIONS: [&str; 4] = [DELETE, "post.delete", "answer.delete", "comment.delete"];
/// The kinds that say something, which has their name.
const SAYINGS: [&str; 4] = [SEND, "post.create", "answer.create", "comment.create"];
/// The kinds whose answer names the message that their body names, and the version of what they changed.
const REWRITES: [&str; 5] = ["message.edit", DELETE, "message.react", "message.pin", "message.unpreview"];
/// The kinds that lay what they name over what is stored; of two that wait, the newer with what only the older names.
const CHANGES: [&str; 8] = [
    "settings.change",
    "profile.change",
    "person.block",
    "person.mute",
    "person.follow",
    "conversation.choose",
    "schedule.change",
    DRAFT,
];
/// The kinds that choose something for what the viewer reads, or have it read; of two that wait, the newer.
const CHOICES: [&str; 6] =
    ["vote.cast", "answer.accept", "post.bookmark", "suggestion.dismiss", "notification.read", "notification.read_all"];
/// Of these, the kinds that read up to a place; of two that wait, the further one.
const READINGS: [&str; 2] = ["notification.read", "notification.read_all"];
/// The kinds whose answer is what was published, as it is from then on.
const REVISIONS: [&str; 6] =
    ["post.edit", "post.delete", "answer.edit", "answer.delete", "comment.edit", "comment.delete"];
/// The kind whose words are all that there is in its place: whoever lays others over them has to have seen them.
const DRAFT: &str = "draft.save";

impl Operation {
    /// The same, done in the place of others.
    #[must_use]
    pub fn in_place_of(self, others: impl IntoIterator<Item = OperationId>) -> Self {
        let instead_of = others.into_iter().filter(|id| *id != self.id).collect();
        Self { instead_of, ..self }
    }

    /// The same, held back until then.
    #[must_use]
    pub fn postponed(self, until: i64) -> Self {
        Self { postponed_until: Some(until), ..self }
    }

    /// Whether it is held back, so that it can be undone.
    #[must_use]
    pub fn is_postponed(&self) -> bool {
        self.postponed_until.is_some()
    }

    /// The same as the server is told of it: not in the place of what it was done, nor for how long it was held back.
    #[must_use]
    pub fn as_told(&self) -> Self {
        Self { instead_of: Vec::new(), postponed_until: None, ..self.clone() }
    }

    /// Whether it leaves nothing of what somebody said.
    #[must_use]
    pub fn is_deletion(&self) -> bool {
        DELETIONS.contains(&self.kind.as_str())
    }

    /// Whether it says something: a message, or something that is published.
    #[must_use]
    pub fn is_saying(&self) -> bool {
        SAYINGS.contains(&self.kind.as_str())
    }

    /// The message that it changes, or what else was said.
    #[must_use]
    pub fn target(&self) -> Option<OperationId> {
        let id = match self.kind.split_once('.') {
            Some((thing, _)) if self.is_revision() => self.body.get(format!("{thing}_id")),
            _ => self.body.get("message_id"),
        };
        id?.as_str()?.parse().ok()
    }

    /// Whether both change the same message, or the same of what was published.
    #[must_use]
    pub fn shares_target(&self, other: &Self) -> bool {
        self.target().is_some_and(|id| other.target() == Some(id))
    }

    /// Whether it was done in the place of that one.
    #[must_use]
    pub fn is_instead_of(&self, id: OperationId) -> bool {
        self.instead_of.contains(&id)
    }

    /// What it was done in the place of may have been done in the place of others, and so on: it stands for all of them, as
    /// far as those are `known`.
    pub fn stand_for<'a>(&mut self, known: impl Fn(OperationId) -> Option<&'a Self>) {
        let mut place = 0;
        while let Some(&replaced) = self.instead_of.get(place) {
            for id in known(replaced).into_iter().flat_map(|one| &one.instead_of) {
                if *id != self.id && !self.is_instead_of(*id) {
                    self.instead_of.push(*id);
                }
            }
            place += 1;
        }
    }

    /// The one operation that does what this and an older one do, where that is possible: marks of one
    /// object, and places up to which something was read, only ever rise, so the maximum of both is both; a change of settings, of a profile or of a draft lies over
    /// the one before, and over the version that was seen then. It stands in the place of whatever either did.
    #[must_use]
    pub fn absorb(&self, older: &Self) -> Option<Self> {
        let rises = self.is_mark() || self.is_reading();
        let replaces = self.is_change() || self.is_choice();
        if self.kind != older.kind || self.object != older.object || !(rises || replaces) {
            return None;
        }
        let mut both = self.clone();
        both.expected_version = older.expected_version;
        both.instead_of.extend(&older.instead_of);
        let (Value::Object(body), Value::Object(before)) = (&mut both.body, &older.body) else { return None };
        for (name, value) in before {
            let entry = body.entry(name.clone()).or_insert_with(|| value.clone());
            if rises && value.as_i64() > entry.as_i64() {
                *entry = value.clone();
            }
        }
        Some(both)
    }

    /// Whether it is about what the other one creates, so that it makes no sense before it or without it: its body names that,
    /// or says by a name what kind of thing it is.
    #[must_use]
    pub fn depends_on(&self, other: &Self) -> bool {
        let is_named = |value: &Value| value.as_str().is_some_and(|text| text.parse() == Ok(other.id));
        let names = |value: &Value| is_named(value) || value.as_object().is_some_and(|one| one.values().any(is_named));
        self.id != other.id && self.body.as_object().is_some_and(|body| body.values().any(names))
    }

    /// Whether the answer is the thing that the operation names, whose event is still to come.
    #[must_use]
    pub fn is_echoed(&self, answer: &Value) -> bool {
        answer.get("id").and_then(Value::as_str).is_some_and(|id| id.parse() == Ok(self.id))
    }

    /// Whether it stays on the screen after its answer: until its event has come, or until who shows it has taken what
    /// holds now from the answer.
    #[must_use]
    pub fn outlasts(&self, answer: &Value) -> bool {
        let is_taken_up = self.is_change() || self.is_rewrite() || self.is_choice() || self.is_revision();
        is_taken_up || self.is_echoed(answer)
    }

    /// Whether the answer can be our server's: what others on the way say of a message does not name it, and of a
    /// change not its version.
    #[must_use]
    pub fn is_answered(&self, answer: &Value) -> bool {
        let named = if self.is_rewrite() {
            answer["id"].is_string() && answer["id"] == self.body["message_id"]
        } else {
            self.kind != SEND || self.is_echoed(answer)
        };
        let numbered = !(self.is_change() || self.is_rewrite()) || answer["version"].is_i64();
        answer.is_object() && named && numbered
    }

    /// Whether it changes a message that stands there: what it says, that it is there, what people think of it, or
    /// whether it is pinned.
    #[must_use]
    pub fn is_rewrite(&self) -> bool {
        REWRITES.contains(&self.kind.as_str())
    }

    /// Whether it chooses something for what the viewer reads: all that was chosen before counts no longer.
    #[must_use]
    pub fn is_choice(&self) -> bool {
        CHOICES.contains(&self.kind.as_str())
    }

    /// Whether it has what was published say something else, or nothing any more.
    #[must_use]
    pub fn is_revision(&self) -> bool {
        REVISIONS.contains(&self.kind.as_str())
    }

    /// Whether it lays what it names over what is stored.
    #[must_use]
    pub fn is_change(&self) -> bool {
        CHANGES.contains(&self.kind.as_str())
    }

    /// Whether the answer tells of what this change or edit stored, not of words that have come since.
    #[must_use]
    pub fn is_told_by(&self, answer: &Value) -> bool {
        let is_same = || answer.get("body").is_none_or(|words| Some(words) == self.body.get("body"));
        let is_edit = self.is_revision() && !self.is_deletion();
        (self.is_change() || is_edit) && (!(self.is_draft() || is_edit) || is_same())
    }

    /// Whether it lies over what the other one stored, which names the version that was seen: in a thread each entry has its
    /// own.
    #[must_use]
    pub fn lies_over(&self, stored: &Self) -> bool {
        let is_same = self.kind == stored.kind && self.object == stored.object && self.target() == stored.target();
        is_same && self.expected_version.is_some()
    }

    /// Whether it takes the place of words that somebody has to have seen.
    #[must_use]
    pub fn is_draft(&self) -> bool {
        self.kind == DRAFT
    }

    /// Whether it takes the place of the words of that one without naming it.
    #[must_use]
    pub fn replaces(&self, other: &Self) -> bool {
        self.is_draft() && other.is_draft() && self.object == other.object && !self.is_instead_of(other.id)
    }

    /// Whether it has notifications read up to a place.
    fn is_reading(&self) -> bool {
        READINGS.contains(&self.kind.as_str())
    }

    /// Whether it only moves marks: the next look moves them again, were it lost.
    #[must_use]
    pub fn is_mark(&self) -> bool {
        self.kind == MARK
    }
}
