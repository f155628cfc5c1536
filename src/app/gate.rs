//! Who may hear what: the hub's questions, answered by the slices.

use std::{collections::HashSet, sync::Arc};

use async_trait::async_trait;

use crate::{
    features::{accounts::service::live as accounts, messages::live as messages, posts::live as posts},
    realtime::{
        Gate, Topic,
        gate::{Dealings, Visibility},
    },
    server::{Pool, Viewer},
    shared::{
        Result,
        id::{AccountId, ConversationId},
    },
};

/// The gate of this program.
#[must_use]
pub fn gate(pool: Pool) -> Arc<dyn Gate> {
    Arc::new(Slices(pool))
}

struct Slices(Pool);

#[async_trait]
impl Gate for Slices {
    async fn admit(&self, viewer: Viewer, topics: &[Topic]) -> Result<Vec<Topic>> {
        let (mut conversations, mut people, mut accounts) = (Vec::new(), Vec::new(), Vec::new());
        let (mut threads, mut admitted) = (Vec::new(), HashSet::new());
        for topic in topics {
            match topic {
                Topic::Conversation(id) => conversations.push(*id),
                Topic::Presence(id) => people.push(*id),
                Topic::Account(id) => accounts.push(*id),
                Topic::Post(id) => threads.push(*id),
                // Also of a tag that no post has yet: who stands on its page hears of the first.
                Topic::Me | Topic::Latest | Topic::Tag(_) => _ = admitted.insert(*topic),
            }
        }
        if !conversations.is_empty() || !people.is_empty() {
            let (heard, seen) = messages::audible(&self.0, viewer, &conversations, &people).await?;
            admitted.extend(heard.into_iter().map(Topic::Conversation));
            admitted.extend(seen.into_iter().map(Topic::Presence));
        }
        if !accounts.is_empty() {
            let existing = accounts::existing(&self.0, viewer, &accounts).await?;
            admitted.extend(existing.into_iter().map(Topic::Account));
        }
        if !threads.is_empty() {
            let heard = posts::audible(&self.0, viewer, &threads).await?;
            admitted.extend(heard.into_iter().map(Topic::Post));
        }
        Ok(topics.iter().copied().filter(|topic| admitted.contains(topic)).collect())
    }

    async fn is_closed(&self, topic: Topic) -> Result<bool> {
        match topic {
            Topic::Conversation(id) => messages::is_closed(&self.0, id).await,
            _ => Ok(false),
        }
    }

    async fn audience(&self, topics: &[Topic]) -> Result<Vec<(Topic, AccountId)>> {
        let found = messages::participants(&self.0, &conversations(topics)).await?;
        Ok(found.into_iter().map(|(id, account)| (Topic::Conversation(id), account)).collect())
    }

    async fn inbox(&self, account: AccountId) -> Result<Vec<Topic>> {
        Ok(messages::conversations_of(&self.0, account).await?.into_iter().map(Topic::Conversation).collect())
    }

    async fn still_valid(&self, viewer: Viewer) -> Result<bool> {
        accounts::session_counts(&self.0, viewer).await
    }

    async fn visibility(&self, ids: &[AccountId]) -> Result<Vec<(AccountId, Visibility)>> {
        let found = accounts::visibility(&self.0, ids).await?;
        Ok(found.into_iter().map(|(id, shown, last_seen)| (id, Visibility { shown, last_seen })).collect())
    }

    async fn dealings(&self, account: AccountId) -> Result<Dealings> {
        let (receipts, blocked, blocked_by) = accounts::dealings(&self.0, account).await?;
        let (blocked, blocked_by) = (blocked.into_iter().collect(), blocked_by.into_iter().collect());
        Ok(Dealings { receipts, blocked, blocked_by })
    }

    async fn ended(&self, ids: &[AccountId]) -> Result<()> {
        accounts::note_last_seen(&self.0, ids).await
    }
}

fn conversations(topics: &[Topic]) -> Vec<ConversationId> {
    let id = |topic: &Topic| if let Topic::Conversation(id) = topic { Some(*id) } else { None };
    topics.iter().filter_map(id).collect()
}
