//! Events of messaging, read from the wire.

use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    features::{
        accounts::model::Account,
        messages::model::{
            Conversation, Mark, Message, NewAnswers, NewPins, NewPreview, NewReactions, Subject, thread_on,
        },
    },
    realtime::Event,
    shared::{
        id::{AccountId, ConversationId},
        json::typed,
    },
};

/// Characters of its message that a thread is called by.
pub(super) const CALLED: usize = 80;

/// What an event says that messaging understands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A message was stored.
    Sent(Message),
    /// A message was edited or deleted: it is as it is here.
    Changed(Message),
    /// Somebody reacted to a message, or does not any more: these are all its reactions.
    Reacted(NewReactions),
    /// Something was said in the thread of a message: so much was by now.
    Answered(NewAnswers),
    /// The message on which a thread hangs was edited or deleted: it is as it is here.
    Rooted(Message),
    /// Something was pinned for all, or is not any more: this is all that is.
    Pinned(NewPins),
    /// A message shows what a page is called, or shows nothing any more.
    Previewed(NewPreview),
    /// Messages reached or were read by somebody.
    Receipt(Receipt),
    /// The viewer's own marks moved.
    Marked(ConversationId, Mark),
    /// Somebody came or went, or has another part in it: who is in the conversation has to be read.
    Regrouped(ConversationId),
    /// It is called otherwise, or about something else.
    Retitled(Title),
    /// The viewer came into a conversation.
    Joined(ConversationId),
    /// The viewer is out of a conversation.
    Left(ConversationId),
    /// Somebody's name or handle changed; the number counts the changes.
    Renamed(Account, i64),
}

/// How far a conversation reached one of its people.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Receipt {
    /// Where.
    pub conversation_id: ConversationId,
    /// Whom.
    pub account_id: AccountId,
    /// The newest message that reached a device of theirs; 0 where only what they read is told.
    #[serde(default)]
    pub delivered_seq: i64,
    /// The newest message that they let others know they read; 0 where only what reached them is told.
    #[serde(default)]
    pub seen_seq: i64,
}

/// What a conversation is called and about.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Title {
    /// Which.
    pub conversation_id: ConversationId,
    /// A group's name.
    pub name: Option<String>,
    /// What it is about, where somebody said so.
    pub subject: Option<Subject>,
    /// Counts the changes.
    pub version: i64,
}

impl Change {
    /// What the event says, or nothing where it is not about messaging.
    #[must_use]
    pub fn read(event: &Event) -> Option<Self> {
        match event.kind.as_str() {
            "message.sent" => body(event).map(Self::Sent),
            "message.edited" | "message.deleted" => body(event).map(Self::Changed),
            "message.reacted" => body(event).map(Self::Reacted),
            "message.answered" => body(event).map(Self::Answered),
            "thread.changed" => body(event).map(Self::Rooted),
            "pins.changed" => body(event).map(Self::Pinned),
            "message.previewed" => body(event).map(Self::Previewed),
            "receipt.delivered" | "receipt.seen" => body(event).map(Self::Receipt),
            "mark.moved" => Some(Self::Marked(place(event)?, body(event)?)),
            "participant.joined" | "participant.left" | "participant.changed" => place(event).map(Self::Regrouped),
            "conversation.changed" => body(event).map(Self::Retitled),
            "member.joined" => place(event).map(Self::Joined),
            "member.left" => place(event).map(Self::Left),
            "account.changed" => Some(Self::Renamed(body(event)?, event.body.get("version")?.as_i64()?)),
            _ => None,
        }
    }

    /// The new names among what happened.
    #[must_use]
    pub fn renames(events: &[Event]) -> Vec<Self> {
        events.iter().filter_map(Self::read).filter(|change| matches!(change, Self::Renamed(..))).collect()
    }

    /// The conversation that it belongs to.
    #[must_use]
    pub fn conversation(&self) -> Option<ConversationId> {
        match self {
            Self::Sent(message) | Self::Changed(message) => Some(message.conversation_id),
            Self::Reacted(reacted) => Some(reacted.conversation_id),
            Self::Answered(answered) => Some(answered.conversation_id),
            Self::Rooted(message) => Some(thread_on(message.id)),
            Self::Pinned(pins) => Some(pins.conversation_id),
            Self::Previewed(news) => Some(news.conversation_id),
            Self::Receipt(receipt) => Some(receipt.conversation_id),
            Self::Retitled(title) => Some(title.conversation_id),
            Self::Marked(id, _) | Self::Regrouped(id) | Self::Joined(id) | Self::Left(id) => Some(*id),
            Self::Renamed(..) => None,
        }
    }
}

fn body<T: DeserializeOwned>(event: &Event) -> Option<T> {
    typed(&event.body).ok()
}

fn place(event: &Event) -> Option<ConversationId> {
    #[derive(Deserialize)]
    struct Place {
        conversation_id: ConversationId,
    }
    body::<Place>(event).map(|place| place.conversation_id)
}

impl Receipt {
    /// Moves the marks of their person forward, never back.
    pub(super) fn apply(&self, conversation: &mut Conversation) {
        if let Some(person) = conversation.participants.iter_mut().find(|person| person.account.id == self.account_id) {
            person.delivered_seq = person.delivered_seq.max(self.delivered_seq);
            person.seen_seq = person.seen_seq.max(self.seen_seq);
        }
    }
}

impl Title {
    /// Takes it over where it is newer.
    pub(super) fn apply(&self, conversation: &mut Conversation) {
        if self.version > conversation.version {
            conversation.name.clone_from(&self.name);
            conversation.subject.clone_from(&self.subject);
            conversation.version = self.version;
        }
    }
}

/// Takes from what was known of a conversation what is newer than what was read: how far it reached its people, what is
/// pinned in it, what it is called and about, and the message on which it hangs.
pub(super) fn keep_newer(read: &mut Conversation, known: Conversation) {
    for person in &mut read.participants {
        if let Some(before) = known.participants.iter().find(|other| other.account.id == person.account.id) {
            person.delivered_seq = person.delivered_seq.max(before.delivered_seq);
            person.seen_seq = person.seen_seq.max(before.seen_seq);
        }
    }
    let Conversation { id, name, subject, version, pins, root, .. } = known;
    if pins.as_ref().map(|pins| pins.version) > read.pins.as_ref().map(|pins| pins.version) && read.pins.is_some() {
        read.pins = pins;
    }
    Title { conversation_id: id, name, subject, version }.apply(read);
    if let (Some(read), Some(known)) = (&mut read.root, root) {
        read.catch_up(&known);
    }
}

/// Takes the message on which a thread hangs as it became, where that is newer; the thread is called after it.
pub(super) fn reroot(conversation: &mut Conversation, root: &Message) {
    if conversation.version < root.version {
        conversation.version = root.version;
        conversation.name = Some(root.body.chars().take(CALLED).collect());
        if let Some(known) = &mut conversation.root {
            known.catch_up(root);
        }
    }
}

/// Calls somebody by their new name wherever they take part.
pub(super) fn rename(conversation: &mut Conversation, account: &Account) {
    if let Some(person) = conversation.participants.iter_mut().find(|person| person.account.id == account.id) {
        person.account = account.clone();
    }
}
