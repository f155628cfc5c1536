//! What the server keeps of a person alone: settings, profile, drafts, what they say later, whom they blocked, what they were
//! told and whom they are suggested, and what an operation does to the first three.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{notices::Notices, suggested::Suggested};
use crate::{
    features::{
        accounts::model::{Appearance, MessagesFrom, Profile, ProfileChange, Settings, SettingsChange},
        messages::model::{KeptDraft, Scheduled},
    },
    shared::{
        Error, Result,
        id::{AccountId, ConversationId, MessageId},
    },
    sync::Operation,
};

#[derive(Clone, Debug)]
pub struct Owned {
    pub settings: Settings,
    pub profile: Profile,
    drafts: BTreeMap<ConversationId, Draft>,
    pub scheduled: BTreeMap<MessageId, Scheduled>,
    pub blocked: BTreeSet<AccountId>,
    pub muted: BTreeSet<AccountId>,
    pub notices: Notices,
    pub suggested: Suggested,
}

#[derive(Clone, Debug, Default)]
struct Draft {
    body: String,
    version: i64,
}

/// What came of an operation.
pub struct Outcome {
    pub answer: Value,
    /// Whether something else holds now than before.
    pub is_news: bool,
}

impl Owned {
    /// What everybody has at first.
    pub fn at_first() -> Self {
        let appearance = Appearance::System;
        let messages_from = MessagesFrom::Everyone;
        let settings = Settings {
            appearance,
            show_presence: true,
            send_receipts: true,
            enter_sends: true,
            messages_from,
            message_requests: false,
            version: 0,
        };
        let (drafts, scheduled) = (BTreeMap::new(), BTreeMap::new());
        let (blocked, muted) = (BTreeSet::new(), BTreeSet::new());
        let (notices, suggested) = (Notices::default(), Suggested::default());
        Self { settings, profile: Profile::default(), drafts, scheduled, blocked, muted, notices, suggested }
    }

    /// What is written in a conversation.
    pub fn draft(&self, id: ConversationId) -> KeptDraft {
        let Draft { body, version, .. } = self.drafts.get(&id).cloned().unwrap_or_default();
        KeptDraft { conversation_id: id, body, version }
    }

    /// What is or was ever written, wherever.
    pub fn drafts(&self) -> impl Iterator<Item = KeptDraft> {
        self.drafts.keys().map(|id| self.draft(*id))
    }

    pub fn change_settings(&mut self, operation: &Operation) -> Result<Outcome> {
        let change = SettingsChange::deserialize(&operation.body).expect("ours");
        let after = change.over(&self.settings);
        let is_news = after != self.settings;
        if is_news {
            over_what_was_seen(operation, self.settings.version)?;
            self.settings = Settings { version: self.settings.version + 1, ..after };
        }
        Ok(Outcome { answer: json!(self.settings), is_news })
    }

    pub fn change_profile(&mut self, operation: &Operation) -> Result<Outcome> {
        let change = ProfileChange::deserialize(&operation.body).expect("ours");
        let after = change.over(&self.profile);
        let is_news = after != self.profile;
        if is_news {
            over_what_was_seen(operation, self.profile.version)?;
            self.profile = Profile { version: self.profile.version + 1, ..after };
        }
        Ok(Outcome { answer: json!(self.profile), is_news })
    }

    /// As the database does it: words are replaced only by who saw them, unless it makes the mistake to overwrite them.
    pub fn save_draft(&mut self, id: ConversationId, operation: &Operation, overwrites: bool) -> Result<Outcome> {
        let body = operation.body["body"].as_str().expect("ours");
        let draft = self.drafts.entry(id).or_default();
        let is_news = draft.body != body;
        let is_seen = draft.body.is_empty() || operation.expected_version == Some(draft.version);
        if is_news && !is_seen && !overwrites {
            return Err(Error::Conflict);
        }
        if is_news {
            body.clone_into(&mut draft.body);
            draft.version += 1;
        }
        Ok(Outcome { answer: json!(self.draft(id)), is_news })
    }
}

fn over_what_was_seen(operation: &Operation, version: i64) -> Result<()> {
    let is_seen = operation.expected_version.is_none_or(|seen| seen == version);
    if is_seen { Ok(()) } else { Err(Error::Conflict) }
}
