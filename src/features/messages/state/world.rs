//! A conversation of ann and bob as a server would keep it, for tests: it says events as they are on
//! the wire, and what a fresh reading would give.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Change, operation};
use crate::{
    features::{
        accounts::model::{Account, Appearance, Me, MessagesFrom, Settings},
        messages::model::{
            Conversation, Draft, GroupRole, Kind, Mark, Message, NewPins, NewReactions, Participant, Pin, Pins,
            Preview, Stretch, Subject, set_reaction,
        },
    },
    realtime::{Event, Position, Snapshot, Topic},
    shared::{
        id::{AccountId, ConversationId, MessageId},
        role::Role,
        time::Time,
    },
    sync::{Pending, PendingState},
};

pub const ANN: AccountId = AccountId(Uuid::from_u128(1));
pub const BOB: AccountId = AccountId(Uuid::from_u128(2));
pub const HERE: ConversationId = ConversationId(Uuid::from_u128(100));

/// Seen by ann.
pub struct World {
    pub messages: Vec<Message>,
    pub conversation: Conversation,
    pub events: Vec<Event>,
}

impl World {
    pub fn new() -> Self {
        let conversation = Conversation {
            id: HERE,
            kind: Kind::Pair,
            name: None,
            thread_of: None,
            around: None,
            root: None,
            root_author: None,
            subject: None,
            version: 1,
            participants: vec![participant(ANN, "ann"), participant(BOB, "bob")],
            last_seq: 0,
            last: None,
            pins: Some(Pins::default()),
            mark: Mark::default(),
            created_at: Time::from_millis(0),
        };
        Self { messages: Vec::new(), conversation, events: Vec::new() }
    }

    pub fn with(count: i64) -> Self {
        let mut world = Self::new();
        for number in 0..count {
            world.say(if number % 3 == 0 { ANN } else { BOB }, &format!("message {number}"));
        }
        world
    }

    pub fn say(&mut self, author_id: AccountId, body: &str) -> Message {
        let seq = self.conversation.last_seq + 1;
        self.store(MessageId(Uuid::from_u128(1_000 + u128::from(seq.cast_unsigned()))), author_id, body)
    }

    pub fn store(&mut self, id: MessageId, author_id: AccountId, body: &str) -> Message {
        self.hear(id, author_id, body, None)
    }

    /// Somebody answers a message.
    pub fn answer(&mut self, author_id: AccountId, body: &str, answered: MessageId) -> Message {
        let seq = self.conversation.last_seq + 1;
        let id = MessageId(Uuid::from_u128(1_000 + u128::from(seq.cast_unsigned())));
        self.hear(id, author_id, body, Some(answered))
    }

    fn hear(&mut self, id: MessageId, author_id: AccountId, body: &str, reply_to: Option<MessageId>) -> Message {
        let seq = self.conversation.last_seq + 1;
        let at = Time::from_millis(seq * 60_000);
        let message = Message {
            id,
            conversation_id: HERE,
            seq,
            author_id,
            body: body.to_owned(),
            at,
            version: 1,
            edited_at: None,
            deleted_at: None,
            reply_to,
            forwarded: false,
            reactions: Vec::new(),
            reacted: 0,
            preview: None,
            previewed: 0,
            answers: None,
        };
        self.conversation.last_seq = seq;
        self.conversation.last = Some(Preview { author_id, body: body.to_owned(), at, version: 1 });
        if author_id == ANN {
            self.conversation.mark.own_past += 1;
        }
        self.messages.push(message.clone());
        self.announce("message.sent", serde_json::to_value(&message).expect("a message is JSON"));
        message
    }

    /// Somebody reacts to a message, or does not any more.
    pub fn react(&mut self, seq: i64, emoji: &str, who: AccountId, on: bool) {
        let Some(message) = self.messages.iter_mut().find(|message| message.seq == seq) else { return };
        set_reaction(&mut message.reactions, emoji, who, on);
        message.reacted += 1;
        let Message { id, conversation_id, reacted, .. } = *message;
        let told = NewReactions { id, conversation_id, seq, reactions: message.reactions.clone(), reacted };
        self.announce("message.reacted", serde_json::to_value(&told).expect("it is JSON"));
    }

    /// Somebody pins a message, or unpins it.
    pub fn pin(&mut self, seq: i64, by: AccountId, on: bool) {
        let Some(id) = self.messages.iter().find(|message| message.seq == seq).map(|message| message.id) else {
            return;
        };
        let Pins { messages, version } = self.conversation.pins.get_or_insert_default();
        messages.retain(|pin| pin.seq != seq);
        if on {
            messages.insert(0, Pin { id, seq, by, at: Time::from_millis(1) });
        }
        *version += 1;
        let told = NewPins { conversation_id: HERE, messages: messages.clone(), version: *version };
        self.announce("pins.changed", serde_json::to_value(&told).expect("it is JSON"));
    }

    /// Its author has a message say something else, unless it was deleted.
    pub fn edit(&mut self, seq: i64, body: &str) {
        let edited = (body.to_owned(), Some(Time::from_millis(1)));
        self.change(seq, "message.edited", |message| (message.body, message.edited_at) = edited);
    }

    /// A message is deleted, unless it was.
    pub fn delete(&mut self, seq: i64) {
        let deleted = (String::new(), None, Some(Time::from_millis(1)));
        self.change(seq, "message.deleted", |message| {
            (message.body, message.edited_at, message.deleted_at) = deleted;
            (message.reply_to, message.reactions) = (None, Vec::new());
            message.reacted += 1;
        });
    }

    fn change(&mut self, seq: i64, kind: &str, change: impl FnOnce(&mut Message)) {
        let message = self.messages.iter_mut().find(|message| message.seq == seq);
        let Some(message) = message.filter(|message| !message.is_deleted()) else { return };
        change(message);
        message.version += 1;
        let message = message.clone();
        if let Some(last) = self.conversation.last.as_mut().filter(|_| seq == self.conversation.last_seq) {
            (last.body, last.version) = (message.body.clone(), message.version);
        }
        self.announce(kind, serde_json::to_value(&message).expect("a message is JSON"));
    }

    /// Ann has read up to here.
    pub fn read(&mut self, seq: i64) {
        let mark = &mut self.conversation.mark;
        if mark.read_seq < seq {
            mark.read_seq = seq;
            mark.own_past =
                self.messages.iter().filter(|m| m.author_id == ANN && m.seq > seq).count().cast_signed() as i64;
            self.choose(|_| {});
        }
    }

    /// Ann changes her own view of it.
    pub fn choose(&mut self, change: impl FnOnce(&mut Mark)) {
        let mark = &mut self.conversation.mark;
        change(mark);
        mark.version += 1;
        let mut body = serde_json::to_value(&*mark).expect("a mark is JSON");
        body["conversation_id"] = json!(HERE);
        self.announce("mark.moved", body);
    }

    /// Somebody says what it is about.
    pub fn discuss(&mut self, words: &str) {
        let conversation = &mut self.conversation;
        conversation.subject = Some(Subject { words: words.to_owned(), link: None });
        conversation.version += 1;
        let Conversation { name, subject, version, .. } = conversation;
        let body = json!({ "conversation_id": HERE, "name": name, "subject": subject, "version": version });
        self.announce("conversation.changed", body);
    }

    /// It reached bob, who read it up to there.
    pub fn receipt(&mut self, delivered_seq: i64, seen_seq: i64) {
        let bob = &mut self.conversation.participants[1];
        let (delivered, seen) = (bob.delivered_seq < delivered_seq, bob.seen_seq < seen_seq);
        bob.delivered_seq = bob.delivered_seq.max(delivered_seq);
        bob.seen_seq = bob.seen_seq.max(seen_seq);
        let mut body = json!({ "conversation_id": HERE, "account_id": BOB });
        if delivered {
            body["delivered_seq"] = delivered_seq.into();
            self.announce("receipt.delivered", body.clone());
        }
        if seen {
            let body = json!({ "conversation_id": HERE, "account_id": BOB, "seen_seq": seen_seq });
            self.announce("receipt.seen", body);
        }
    }

    pub fn announce(&mut self, kind: &str, body: Value) {
        let event = Event {
            position: self.position(1),
            topic: Topic::Conversation(HERE),
            kind: kind.to_owned(),
            at: Time::from_millis(0),
            body,
        };
        self.events.push(event);
    }

    pub fn changes(&self) -> Vec<(Change, Position)> {
        let read = |event: &Event| (Change::read(event).expect("an event of messaging"), event.position);
        self.events.iter().map(read).collect()
    }

    pub fn snapshot(&self) -> Snapshot<Conversation> {
        Snapshot { position: self.position(0), data: self.conversation.clone() }
    }

    pub fn stretch(&self, from: i64, to: i64) -> Stretch {
        let messages = self.messages.iter().filter(|message| (from..=to).contains(&message.seq));
        Stretch {
            messages: messages.cloned().collect(),
            quotes: Vec::new(),
            older: from > 1,
            newer: to < self.conversation.last_seq,
            former: Vec::new(),
        }
    }

    fn position(&self, ahead: usize) -> Position {
        let place = self.events.len() + ahead;
        Position { epoch: 1, xid: place as u64, id: place.cast_signed() as i64 }
    }
}

pub fn participant(id: AccountId, handle: &str) -> Participant {
    Participant { account: account(id, handle), role: GroupRole::Member, delivered_seq: 0, seen_seq: 0, silent: false }
}

pub fn account(id: AccountId, handle: &str) -> Account {
    let display_name = handle[..1].to_uppercase() + &handle[1..];
    Account { id, handle: handle.to_owned(), display_name, role: Role::Member, deleted: false }
}

/// Ann, who has blocked nobody.
pub fn me() -> Me {
    let settings = Settings {
        appearance: Appearance::System,
        show_presence: true,
        send_receipts: true,
        enter_sends: true,
        messages_from: MessagesFrom::Everyone,
        message_requests: false,
        version: 1,
    };
    Me { account: account(ANN, "ann"), settings, blocked: Vec::new(), muted: Vec::new() }
}

/// Something of ann's on its way; its id holds the time in milliseconds.
pub fn pending(millis: u64, body: &str, state: PendingState) -> Pending {
    let id = MessageId(Uuid::from_u128(u128::from(millis) << 80));
    let draft = Draft { id, conversation_id: HERE, body: body.to_owned(), reply_to: None, forwarded: false };
    Pending { operation: operation::send(&draft), state }
}
