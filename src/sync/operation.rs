//! Operations: acts of a person that change something, kept until the server has confirmed them.
//!
//! An operation that the server answers with the very thing it names (`message.send`) stays pending until that thing's
//! event arrives, and what edits, deletes, pins or reacts to a message, or changes settings, the profile, a block, a
//! draft or what was chosen for a conversation, until its answer was taken up, so that nothing leaves the screen in
//! between; any other is done with its answer.

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
}

/// The kind whose answer is the message that it names.
const SEND: &str = "message.send";
/// The kind that moves marks forward; of two that wait, one is enough.
const MARK: &str = "conversation.mark";
/// The kinds whose answer names the message that their body names, and the version of what they changed.
const REWRITES: [&str; 5] = ["message.edit", "message.delete", "message.react", "message.pin", "message.unpreview"];
/// The kinds that lay what they name over what is stored; of two that wait, the newer with what only the older names.
const CHANGES: [&str; 6] =
    ["settings.change", "profile.change", "person.block", "conversation.choose", "schedule.change", DRAFT];
/// The kind whose words are all that there is in its place: whoever lays others over them has to have seen them.
const DRAFT: &str = "draft.save";

impl Operation {
    /// The same, done in the place of others.
    #[must_use]
    pub fn in_place_of(self, others: impl IntoIterator<Item = OperationId>) -> Self {
        let instead_of = others.into_iter().filter(|id| *id != self.id).collect();
        Self { instead_of, ..self }
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
    /// object only ever rise, so the maximum of both is both; a change of settings, of a profile or of a draft lies over
    /// the one before, and over the version that was seen then. It stands in the place of whatever either did.
    #[must_use]
    pub fn absorb(&self, older: &Self) -> Option<Self> {
        let rises = self.is_mark();
        if self.kind != older.kind || self.object != older.object || !(rises || self.is_change()) {
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

    /// Whether it is about what the other one creates, so that it makes no sense before it or without it.
    #[must_use]
    pub fn depends_on(&self, other: &Self) -> bool {
        self.id != other.id
            && self
                .body
                .as_object()
                .is_some_and(|body| body.values().filter_map(Value::as_str).any(|text| text.parse() == Ok(other.id)))
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
        self.is_change() || self.is_rewrite() || self.is_echoed(answer)
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

    /// Whether it lays what it names over what is stored.
    #[must_use]
    pub fn is_change(&self) -> bool {
        CHANGES.contains(&self.kind.as_str())
    }

    /// Whether the answer tells of what this change stored, not of words that have come since.
    #[must_use]
    pub fn is_told_by(&self, answer: &Value) -> bool {
        let is_same = || answer.get("body").is_none_or(|words| Some(words) == self.body.get("body"));
        self.is_change() && (!self.is_draft() || is_same())
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

    /// Whether it only moves marks: the next look moves them again, were it lost.
    #[must_use]
    pub fn is_mark(&self) -> bool {
        self.kind == MARK
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    fn operation(id: u128, kind: &str, body: Value) -> Operation {
        let id = OperationId(Uuid::from_u128(id));
        let (object, instead_of) = ("marks:7".into(), Vec::new());
        Operation { v: 1, kind: kind.into(), id, object, expected_version: None, body, instead_of }
    }

    #[test]
    fn of_two_marks_the_newer_takes_the_maximum_of_each() {
        let older = operation(1, MARK, json!({"conversation_id": "7", "delivered": 9, "read": 4}));
        let newer = operation(2, MARK, json!({"conversation_id": "7", "read": 6}));
        let both = newer.absorb(&older).expect("marks of one object");
        assert_eq!(both.id, newer.id);
        assert_eq!(both.body, json!({"conversation_id": "7", "delivered": 9, "read": 6}));
    }

    #[test]
    fn of_two_changes_the_newer_lies_over_the_older_and_over_what_was_seen_before_it() {
        let change =
            |id, version, body| Operation { expected_version: version, ..operation(id, "profile.change", body) };
        let older = change(1, Some(4), json!({"status": "away", "place": "Lugo"}));
        let newer = change(2, None, json!({"status": "back"}));
        let both = change(2, Some(4), json!({"status": "back", "place": "Lugo"}));
        assert_eq!(newer.absorb(&older), Some(both));
        assert_eq!(newer.absorb(&operation(1, "settings.change", json!({}))), None);
    }

    #[test]
    fn of_two_drafts_of_a_conversation_the_newer_words_go_out_over_what_was_seen_before_both() {
        let save = |id, version, body| Operation {
            expected_version: Some(version),
            ..operation(id, "draft.save", json!({"conversation_id": "7", "body": body}))
        };
        assert_eq!(save(2, 0, "half a thought").absorb(&save(1, 4, "half")), Some(save(2, 4, "half a thought")));
        assert_eq!(save(2, 5, "").absorb(&save(1, 4, "half")), Some(save(2, 4, "")), "it was sent");
    }

    #[test]
    fn what_does_what_two_did_stands_in_the_place_of_what_either_did_and_never_in_its_own() {
        let save = |id| operation(id, "draft.save", json!({"body": "half"}));
        let [first, second, third] = [1, 2, 3].map(|id| save(id).id);
        let older = save(4).in_place_of([first, second]);
        let both = save(5).in_place_of([third]).absorb(&older).expect("drafts of one conversation");
        assert_eq!(both.instead_of, [third, first, second]);
        assert_eq!(save(1).in_place_of([first, second]).instead_of, [second]);
    }

    #[test]
    fn what_replaces_something_stands_for_all_that_was_replaced_before_in_whatever_order_that_is_known() {
        let save = |id| operation(id, "draft.save", json!({"body": "half"}));
        let [first, second, third] = [1, 2, 3].map(|id| save(id).id);
        let known = [save(3).in_place_of([second]), save(1), save(2).in_place_of([first, third])];
        let mut last = save(4).in_place_of([third]);
        for time in ["at first", "again"] {
            last.stand_for(|id| known.iter().find(|one| one.id == id));
            assert_eq!(last.instead_of, [third, second, first], "{time}");
        }
    }

    #[test]
    fn an_operation_is_kept_with_what_it_stands_for_and_one_from_before_is_read_as_standing_for_nothing() {
        let alone = operation(1, "draft.save", json!({"body": "half"}));
        let text = serde_json::to_string(&alone).expect("plain");
        assert!(!text.contains("instead_of"), "{text}");
        let replacing = operation(2, "draft.save", json!({"body": "half"})).in_place_of([alone.id]);
        for operation in [alone, replacing] {
            let text = serde_json::to_string(&operation).expect("plain");
            assert_eq!(serde_json::from_str::<Operation>(&text).ok(), Some(operation));
        }
    }

    #[test]
    fn an_answer_that_names_other_words_tells_of_what_came_later() {
        let save = operation(1, "draft.save", json!({"conversation_id": "7", "body": "half"}));
        for (answer, is_told) in [
            (json!({"version": 5, "body": "half"}), true),
            (json!({"version": 5}), true),
            (json!({"version": 6, "body": ""}), false),
        ] {
            assert_eq!(save.is_told_by(&answer), is_told, "{answer}");
        }
        assert!(!operation(1, MARK, json!({"read": 4})).is_told_by(&json!({"version": 5})));
    }

    #[test]
    fn what_changes_a_message_stays_until_the_answer_that_is_that_message_was_taken_up() {
        for kind in REWRITES {
            let rewrite = operation(2, kind, json!({"message_id": "1", "body": "hello"}));
            let answer = json!({"id": "1", "version": 2});
            assert!(rewrite.is_answered(&answer) && rewrite.outlasts(&answer));
            for other in [json!({"id": "3", "version": 2}), json!({"id": "1"}), json!({}), json!([])] {
                assert!(!rewrite.is_answered(&other), "{other}");
            }
            let again = operation(3, kind, json!({"message_id": "1", "body": "good evening"}));
            assert_eq!(again.absorb(&rewrite), None, "both are among what it said");
        }
    }

    #[test]
    fn words_are_never_absorbed() {
        let message = |id| operation(id, "message.send", json!({"body": "hi"}));
        assert_eq!(message(2).absorb(&message(1)), None);
    }

    #[test]
    fn what_names_another_operation_depends_on_it() {
        let message = operation(1, "message.send", json!({"body": "hi"}));
        let edit = operation(2, "message.edit", json!({"message_id": message.id, "body": "hello"}));
        assert!(edit.depends_on(&message));
        assert!(!message.depends_on(&edit));
        assert!(!message.depends_on(&message));
    }
}
