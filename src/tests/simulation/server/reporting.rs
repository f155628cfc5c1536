//! What people report: once each, with what it said then.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Server;
use crate::{
    features::moderation::model::{About, NewReport},
    shared::{
        Error, Result,
        id::{AccountId, OperationId},
    },
    sync::Operation,
    tests::simulation::Fault,
};

/// A report of a message.
#[derive(Debug)]
pub struct Reported {
    pub id: OperationId,
    pub by: AccountId,
    pub author: AccountId,
    pub message: OperationId,
    /// What it said.
    pub words: String,
}

impl Server {
    /// Somebody reports a message that they may read.
    pub(super) fn report(&mut self, account: AccountId, operation: &Operation) -> Result<Value> {
        self.judged.insert(operation.id);
        let NewReport { about, .. } = NewReport::deserialize(&operation.body).expect("ours");
        let About::Message(message) = about else { return Err(Error::Missing) };
        let message = OperationId(message.0);
        let is_it = |known: &Reported| known.id == operation.id || known.by == account && known.message == message;
        if self.fault != Some(Fault::RepeatedReport) && self.reports.iter().any(is_it) {
            return Ok(json!({}));
        }
        let mine = self.conversations.values().filter(|stored| stored.about.people.contains_key(&account));
        let said = mine.flat_map(|stored| &stored.messages).find(|said| said.id == message && !said.body.is_empty());
        let said = said.ok_or(Error::Missing)?;
        let (author, words) = (said.author, said.body.clone());
        self.reports.push(Reported { id: operation.id, by: account, author, message, words });
        Ok(json!({}))
    }
}
