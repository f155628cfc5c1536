//! What events mean to the hub, besides being passed on.

use serde::Deserialize;

use super::{Channel, Effect, Row};
use crate::realtime::Topic;
use crate::shared::id::{AccountId, SessionId};

/// What an event does to the hub.
pub(super) fn effect(row: &Row) -> Effect {
    let member = || serde_json::from_str::<Member>(&row.body).ok().map(|member| member.account_id);
    match row.kind.as_str() {
        "participant.joined" => member().map_or(Effect::None, Effect::Joined),
        "participant.left" => member().map_or(Effect::None, Effect::Left),
        "session.revoked" | "token.revoked" => Effect::Revoked(SessionId(row.entity)),
        "settings.changed" => Effect::Settings { receipts: sends_receipts(&row.body) },
        "person.blocked" => member().map_or(Effect::None, Effect::Blocked),
        "person.unblocked" => member().map_or(Effect::None, Effect::Unblocked),
        "message.deleted" | "post.deleted" | "answer.deleted" | "comment.deleted" => Effect::Gone,
        "post.tallied" | "answer.tallied" | "comment.tallied" => Effect::Numbers,
        "receipt.seen" => Effect::Seen,
        "account.changed" => Effect::Named,
        "profile.changed" => Effect::Described,
        _ => Effect::None,
    }
}

/// Who wrote what an event tells of, and the answer on which it stands. In conversations, and about oneself, everything is
/// told.
pub(super) fn authors(channel: Channel, body: &str) -> [Option<AccountId>; 2] {
    match channel {
        Channel::Inbox(_)
        | Channel::Open(Topic::Me | Topic::Conversation(_) | Topic::Account(_) | Topic::Presence(_)) => [None; 2],
        Channel::Open(Topic::Post(_) | Topic::Latest | Topic::Tag(_)) => {
            let written: Written = serde_json::from_str(body).unwrap_or_default();
            [written.author.map(|author| author.id).or(written.author_id), written.answer_author_id]
        }
    }
}

#[derive(Deserialize)]
struct Member {
    account_id: AccountId,
}

/// Who wrote what was published; of its numbers only the id is told.
#[derive(Default, Deserialize)]
struct Written {
    author: Option<Author>,
    author_id: Option<AccountId>,
    answer_author_id: Option<AccountId>,
}

#[derive(Deserialize)]
struct Author {
    id: AccountId,
}

#[derive(Deserialize)]
struct Choices {
    send_receipts: bool,
}

/// What cannot be read is taken as no.
fn sends_receipts(settings: &str) -> bool {
    serde_json::from_str::<Choices>(settings).is_ok_and(|choices| choices.send_receipts)
}
