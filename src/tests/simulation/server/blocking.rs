//! Whom people keep away. Where one blocked the other, each is gone for the other: nothing is said in the conversation of
//! the two. Nothing that somebody does is told to who muted them, and nobody else learns of that.

use serde_json::{Value, json};

use super::Server;
use crate::{
    features::{
        accounts::{
            model::{Away, AwayChange},
            state::away_change,
        },
        posts::model::Entry,
    },
    realtime::Topic,
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, OperationId},
    },
    sync::Operation,
    tests::simulation::{Fault, room},
};

/// The rule for words that somebody does not take.
pub const NOT_ACCEPTING: &str = "not_accepting";

/// Something that was stored, in the order in which that was.
#[derive(Debug)]
pub enum Deed {
    /// Somebody blocked somebody, or ended that.
    Block { by: AccountId, whom: AccountId, on: bool },
    /// Something was said, or what stands there changed, in a conversation.
    Words { place: ConversationId, id: OperationId },
    /// Somebody voted, or took that back with 0.
    Vote { by: AccountId, on: Entry, value: i16 },
    /// Somebody followed somebody, or ended that.
    Follow { by: AccountId, whom: AccountId, on: bool },
}

impl Server {
    /// Whether one of two people has blocked the other.
    pub fn are_apart(&self, [one, other]: [AccountId; 2]) -> bool {
        self.own[&one].blocked.contains(&other) || self.own[&other].blocked.contains(&one)
    }

    /// The two people whose conversation it is, or beside whose conversation it stands.
    pub fn pair_of(&self, id: ConversationId) -> Option<[AccountId; 2]> {
        let id = self.around(id).unwrap_or(id);
        self.pairs.iter().find(|(_, of)| **of == id).map(|(pair, _)| *pair)
    }

    /// Whether one of the two whose conversation it is ever blocked the other.
    pub fn was_closed(&self, id: ConversationId) -> bool {
        let is_between = |deed: &Deed, pair: [AccountId; 2]| match deed {
            Deed::Block { by, whom, on: true } => pair.contains(by) && pair.contains(whom),
            _ => false,
        };
        self.pair_of(id).is_some_and(|pair| self.deeds.iter().any(|deed| is_between(deed, pair)))
    }

    /// Whether anything may be said in a conversation.
    pub(super) fn admit(&self, id: ConversationId) -> Result<()> {
        let is_closed = self.pair_of(id).is_some_and(|pair| self.are_apart(pair));
        if is_closed && self.fault != Some(Fault::OpenDoor) {
            return Err(Error::invalid("with", NOT_ACCEPTING));
        }
        Ok(())
    }

    /// Somebody blocks or mutes somebody, or ends that, once.
    pub(super) fn keep_away(&mut self, account: AccountId, operation: &Operation, now: i64) -> Value {
        if let Some(answer) = self.known(account, operation) {
            return answer;
        }
        let AwayChange { account: whom, how, on } = away_change(operation).expect("ours");
        let own = self.own.get_mut(&account).expect("everybody has");
        let (kept, told, told_no_more) = match how {
            Away::Blocked => (&mut own.blocked, room::BLOCKED, room::UNBLOCKED),
            Away::Muted => (&mut own.muted, room::MUTED, room::UNMUTED),
        };
        let is_news = if on { kept.insert(whom.id) } else { kept.remove(&whom.id) };
        let answer = json!({"account_id": whom.id, (how.as_str()): on, "version": now});
        self.applied.insert(operation.id, answer.clone());
        if is_news {
            self.changed.push(operation.id);
            if how == Away::Blocked {
                self.deeds.push(Deed::Block { by: account, whom: whom.id, on });
            }
            let (kind, body) = if on {
                (told, json!({"account_id": whom.id, "account": whom}))
            } else {
                (told_no_more, json!({"account_id": whom.id}))
            };
            self.speak(Topic::Me, Some(account), kind, body, now);
            if on && how == Away::Blocked {
                self.end_consents_between([account, whom.id]);
                self.end_follows([account, whom.id], now);
                self.end_notices_between([account, whom.id], now);
            }
        }
        answer
    }
}
