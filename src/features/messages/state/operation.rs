//! What a person does, as operations that are kept until the server has confirmed them.

use serde::Deserialize;

use crate::{
    features::messages::model::Draft,
    shared::{
        id::{ConversationId, MessageId, OperationId},
        json::typed,
        time::Time,
    },
    sync::Operation,
};

/// The kind of the operation that sends a message.
pub const SEND: &str = "message.send";
/// The kind of the operation that moves the viewer's marks.
pub const MARK: &str = "conversation.mark";

/// The kind of the operation that keeps what is written and not sent.
pub const SAVE_DRAFT: &str = "draft.save";

/// The operation that sends the draft; sending it again is the same operation. What it answers has to be stored first.
#[must_use]
pub fn send(draft: &Draft) -> Operation {
    let mut body = serde_json::json!({ "conversation_id": draft.conversation_id, "body": draft.body });
    if let Some(answered) = draft.reply_to {
        body["reply_to"] = serde_json::json!(answered);
    }
    if draft.forwarded {
        body["forwarded"] = true.into();
    }
    Operation {
        v: 1,
        kind: SEND.to_owned(),
        id: OperationId(draft.id.0),
        object: format!("conversation:{}", draft.conversation_id),
        expected_version: None,
        body,
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// The draft that the operation sends, or nothing where it does something else.
#[must_use]
pub fn sending(operation: &Operation) -> Option<Draft> {
    #[derive(Deserialize)]
    struct Members {
        conversation_id: ConversationId,
        body: String,
        reply_to: Option<MessageId>,
        #[serde(default)]
        forwarded: bool,
    }
    if operation.kind != SEND {
        return None;
    }
    let Members { conversation_id, body, reply_to, forwarded } = typed::<Members>(&operation.body).ok()?;
    Some(Draft { id: MessageId(operation.id.0), conversation_id, body, reply_to, forwarded })
}

/// When the device made the id, by its own clock: good for drawing, not for rules.
#[must_use]
pub fn named_at(id: MessageId) -> Time {
    let millis = id.0.as_u128() >> 80;
    Time::from_millis(i64::try_from(millis).unwrap_or_default())
}

/// The operation that moves the viewer's marks: what reached this device and, where they looked, what
/// they read.
#[must_use]
pub fn mark(id: OperationId, conversation: ConversationId, delivered: i64, read: Option<i64>) -> Operation {
    let mut body = serde_json::json!({ "conversation_id": conversation, "delivered": delivered });
    if let Some(read) = read {
        body["read"] = read.into();
    }
    Operation {
        v: 1,
        kind: MARK.to_owned(),
        id,
        object: format!("marks:{conversation}"),
        expected_version: None,
        body,
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// The operation that keeps what is written in a conversation, over the version that was seen of it.
#[must_use]
pub fn save_draft(id: OperationId, conversation: ConversationId, body: &str, seen: i64) -> Operation {
    Operation {
        v: 1,
        kind: SAVE_DRAFT.to_owned(),
        id,
        object: format!("draft:{conversation}"),
        expected_version: Some(seen),
        body: serde_json::json!({ "conversation_id": conversation, "body": body }),
        instead_of: Vec::new(),
        postponed_until: None,
    }
}

/// Where the operation keeps what words; nothing where it does something else.
#[must_use]
pub fn saved_draft(operation: &Operation) -> Option<(ConversationId, &str)> {
    if operation.kind != SAVE_DRAFT {
        return None;
    }
    let id = operation.body.get("conversation_id")?.as_str()?.parse().ok()?;
    Some((id, operation.body.get("body")?.as_str()?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        features::messages::state::world::{HERE, pending},
        sync::PendingState,
    };

    #[test]
    fn the_time_of_an_echo_is_the_one_in_its_id() {
        let unsent = pending(1_234, "x", PendingState::Waiting);
        assert_eq!(named_at(MessageId(unsent.operation.id.0)), Time::from_millis(1_234));
    }

    #[test]
    fn what_answers_a_message_names_it_and_waits_for_it_where_that_is_not_sent_either() {
        let asked = pending(1, "tea?", PendingState::Waiting).operation;
        let answered = MessageId(asked.id.0);
        let id = MessageId(uuid::Uuid::from_u128(2 << 80));
        let reply_to = Some(answered);
        let draft = Draft { id, conversation_id: HERE, body: "yes".to_owned(), reply_to, forwarded: false };
        let answer = send(&draft);
        assert_eq!(sending(&answer), Some(draft));
        assert!(answer.depends_on(&asked) && !asked.depends_on(&answer));
    }

    #[test]
    fn what_is_forwarded_says_so_and_nothing_else_does() {
        let id = MessageId(uuid::Uuid::from_u128(2 << 80));
        for forwarded in [false, true] {
            let draft = Draft { id, conversation_id: HERE, body: "news".to_owned(), reply_to: None, forwarded };
            let sent = send(&draft);
            assert_eq!(sent.body.get("forwarded").is_some(), forwarded);
            assert_eq!(sending(&sent), Some(draft));
        }
    }

    #[test]
    fn a_mark_says_what_was_read_only_where_somebody_looked() {
        let id = OperationId(uuid::Uuid::nil());
        assert_eq!(mark(id, HERE, 4, None).body, json!({ "conversation_id": HERE, "delivered": 4 }));
        assert_eq!(mark(id, HERE, 4, Some(3)).body, json!({ "conversation_id": HERE, "delivered": 4, "read": 3 }));
    }

    #[test]
    fn what_keeps_a_draft_says_where_and_what_and_nothing_else_does() {
        let id = OperationId(uuid::Uuid::nil());
        assert_eq!(saved_draft(&save_draft(id, HERE, "half", 3)), Some((HERE, "half")));
        assert_eq!(saved_draft(&pending(0, "half", PendingState::Waiting).operation), None);
    }
}
