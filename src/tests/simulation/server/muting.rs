//! Whom people mute: nothing that those do from then on is told them, and nobody else learns of it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Server;
use crate::{
    features::accounts::model::MuteChange, realtime::Topic, shared::id::AccountId, sync::Operation,
    tests::simulation::room,
};

impl Server {
    /// Somebody mutes somebody, or ends that, once.
    pub(super) fn mute(&mut self, account: AccountId, operation: &Operation, now: i64) -> Value {
        if let Some(answer) = self.known(account, operation) {
            return answer;
        }
        let MuteChange { account: whom, muted: on } = MuteChange::deserialize(&operation.body).expect("ours");
        let muted = &mut self.own.get_mut(&account).expect("everybody has").muted;
        let is_news = if on { muted.insert(whom.id) } else { muted.remove(&whom.id) };
        let answer = json!({"account_id": whom.id, "muted": on, "version": now});
        self.applied.insert(operation.id, answer.clone());
        if is_news {
            self.changed.push(operation.id);
            let (kind, body) = if on {
                (room::MUTED, json!({"account_id": whom.id, "account": whom}))
            } else {
                (room::UNMUTED, json!({"account_id": whom.id}))
            };
            self.speak(Topic::Me, Some(account), kind, body, now);
        }
        answer
    }
}
