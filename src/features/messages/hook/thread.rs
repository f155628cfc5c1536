//! An open conversation.

use std::{sync::Arc, time::Duration};

use leptos::{prelude::*, task::spawn_local};

use super::{
    attention::use_attention,
    inbox::{Inbox, Rows, use_inbox},
    zone::Zone,
};
use crate::{
    client::{Client, Incoming, use_client},
    features::{
        accounts::hook::use_me,
        messages::{
            model::{Conversation, Draft, From, MAX_BODY, Snapshot, Stretch},
            rpc,
            state::{Change, Key, Row, Timeline, rows, typists::PACE},
        },
    },
    kit::Scroll,
    realtime::{Event, Topic},
    shared::{
        Result,
        id::{AccountId, ConversationId, MessageId, OperationId},
        time::Time,
    },
};

/// Messages that a conversation is opened with.
const FIRST: u32 = 50;
/// Messages of a further page.
const PAGE: u32 = 100;
/// A gap of more messages is not filled where the end of the conversation is looked at.
const LEAP: i64 = 300;
/// How long to wait before reading again what could not be read.
const AGAIN: Duration = Duration::from_secs(3);

/// A conversation as it was read: whose, and a stretch of its messages.
pub type Opened = (Snapshot<Conversation>, Stretch);

/// Reads a conversation with its newest messages, or those before `before`.
///
/// # Errors
/// `Missing` where the viewer is not in it.
pub async fn read_thread(id: ConversationId, before: Option<i64>) -> Result<Opened> {
    let conversation = rpc::read_conversation(id).await?;
    let from = before.map_or(From::Newest, From::Before);
    let history = rpc::read_history(id, from, FIRST).await?;
    Ok((conversation, history.data))
}

/// A conversation, alive.
#[derive(Clone, Copy)]
pub struct Thread {
    /// Which.
    pub id: ConversationId,
    /// What is drawn of it.
    pub rows: Rows<Row>,
    /// Where its messages are scrolled to.
    pub scroll: Scroll<Key>,
    /// What is being written.
    pub text: RwSignal<String>,
    /// The zone in which its times are told.
    zone: Zone,
    state: RwSignal<Timeline>,
    /// What is being read: one page at a time.
    reading: RwSignal<bool>,
    attention: Signal<bool>,
    read_seq: RwSignal<i64>,
    /// When the others were last told that something is being written.
    signalled: StoredValue<Option<Time>>,
    /// Whether they will be told again.
    waiting: StoredValue<bool>,
    inbox: Inbox,
    client: Client,
}

/// Keeps a conversation alive from where it was read, until the owner that calls this is cleaned up.
pub fn use_thread(timeline: Timeline) -> Thread {
    let (client, inbox, me) = (use_client(), use_inbox(), use_me());
    let (id, since) = (timeline.conversation().id, timeline.position());
    let read_seq = RwSignal::new(timeline.conversation().mark.read_seq);
    let state = RwSignal::new(timeline);
    let zone = Zone::new();
    let pending = client.pending();
    let receipts = Memo::new(move |_| me.read().as_ref().is_none_or(|me| me.settings.send_receipts));
    let rows = Memo::new(move |_| Arc::new(state.read().rows(&pending.read(), receipts.get(), zone.days())));
    let thread = Thread {
        id,
        rows: rows.into(),
        scroll: Scroll::new(),
        text: RwSignal::from(inbox.draft(id)),
        zone,
        state,
        reading: RwSignal::new(false),
        attention: use_attention(),
        read_seq,
        signalled: StoredValue::new(None),
        waiting: StoredValue::new(false),
        inbox,
        client,
    };
    client.subscribe(Topic::Conversation(id), Some(since), move |incoming| thread.hear(incoming));
    thread.fill_gaps();
    thread.follow_reading();
    if state.with_untracked(|state| state.line().is_some()) {
        Effect::new(move || thread.scroll.to(Key::New));
    }
    on_cleanup(move || {
        if let Some(state) = state.try_get_untracked() {
            inbox.keep(state);
        }
    });
    thread
}

// What a person does.
impl Thread {
    /// Sends what was written; the field is empty and the message stands there at once.
    ///
    /// # Errors
    /// `Invalid` for `body`: the text stays where it is.
    pub fn send(self) -> Result<()> {
        let body = self.text.get_untracked();
        let draft = Draft { id: MessageId(self.client.new_id()), conversation_id: self.id, body };
        draft.check()?;
        self.client.perform(rows::send(&draft));
        self.text.set(String::new());
        self.state.update(|state| state.draw_line(None));
        self.to_newest();
        Ok(())
    }

    /// Tries again to send what was refused.
    pub fn retry(self, id: MessageId) {
        self.client.retry(OperationId(id.0));
    }

    /// Takes a message that was refused back into the field, before what stands there.
    pub fn take_back(self, id: MessageId) {
        let pending = self.client.pending().get_untracked();
        let drafts = pending.iter().filter_map(|pending| rows::sending(&pending.operation));
        if let Some(draft) = drafts.into_iter().find(|draft| draft.id == id) {
            self.client.discard(OperationId(id.0));
            self.text.update(|text| {
                *text = if text.is_empty() { draft.body } else { format!("{}\n{text}", draft.body) };
            });
        }
    }

    /// Lets the others know that something is being written: at once, or as soon as the pace allows.
    pub fn typing(self) {
        let now = self.client.now().millis();
        let next = self.signalled.get_value().map_or(now, |then| then.millis() + PACE);
        if self.text.read_untracked().trim().is_empty() {
            return;
        }
        if next <= now {
            self.signalled.set_value(Some(Time::from_millis(now)));
            self.client.signal(Topic::Conversation(self.id), "typing", serde_json::json!({}));
        } else if !self.waiting.get_value() {
            self.waiting.set_value(true);
            let later = move || {
                if self.waiting.try_set_value(false).is_none() {
                    self.typing();
                }
            };
            set_timeout(later, Duration::from_millis((next - now).unsigned_abs()));
        }
    }

    /// Goes to the newest message.
    pub fn to_newest(self) {
        if self.state.with_untracked(Timeline::newer) && self.state.with_untracked(Timeline::gap) == 0 {
            self.refresh();
        }
        self.scroll.to_end();
    }

    /// Reads a page of older messages, if there are any and no page is under way.
    pub fn older(self) {
        if self.state.with_untracked(Timeline::older) {
            let first = self.state.with_untracked(Timeline::first);
            self.page(From::Before(first), Timeline::prepend);
        }
    }

    /// Reads a page of newer messages, if there are any and no page is under way.
    pub fn newer(self) {
        if self.state.with_untracked(Timeline::newer) {
            let last = self.state.with_untracked(Timeline::last);
            self.page(From::After(last), Timeline::append);
        }
    }
}

// What a screen asks.
impl Thread {
    /// The conversation as it is now.
    #[must_use]
    pub fn conversation(self) -> Conversation {
        self.state.with(|state| state.conversation().clone())
    }

    /// Whether the last row is the newest message.
    #[must_use]
    pub fn ends(self) -> Signal<bool> {
        Signal::derive(move || !self.state.read().newer())
    }

    /// The `seq` before which there are older messages.
    #[must_use]
    pub fn first(self) -> Option<i64> {
        self.state.with(|state| state.older().then(|| state.first()))
    }

    /// How many messages of others were not seen yet.
    #[must_use]
    pub fn unseen(self) -> usize {
        self.state.with(|state| state.unseen_after(self.read_seq.get()))
    }

    /// Whether a page is under way.
    #[must_use]
    pub fn reading(self) -> bool {
        self.reading.get()
    }

    /// How many characters there is room for; negative past the limit.
    #[must_use]
    pub fn room(self) -> i64 {
        let limit = i64::try_from(MAX_BODY).unwrap_or(i64::MAX);
        limit - i64::try_from(self.text.read().chars().count()).unwrap_or(i64::MAX)
    }

    /// What somebody here is called, right now.
    #[must_use]
    pub fn name_of(self, account: AccountId) -> String {
        self.state.with_untracked(|state| {
            let people = state.conversation().participants.iter().map(|person| &person.account);
            people.filter(|other| other.id == account).map(|other| other.name().to_owned()).next().unwrap_or_default()
        })
    }

    /// The names of those who are writing.
    #[must_use]
    pub fn typists(self) -> Vec<String> {
        self.inbox.typing.within(self.id).into_iter().map(|account| self.name_of(account)).collect()
    }

    /// A time of day where the viewer is.
    #[must_use]
    pub fn clock(self, time: Time) -> String {
        self.zone.clock(time)
    }

    /// How many days ago a moment lies where the viewer is.
    #[must_use]
    pub fn days_ago(self, time: Time, now: Time) -> i64 {
        self.zone.day(now) - self.zone.day(time)
    }
}

// What keeps it alive.
impl Thread {
    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => self.take(&events),
            Incoming::Refetch => self.refresh(),
            Incoming::Signal { kind, from, .. } if kind == "typing" => self.inbox.typing.heard(self.id, from),
            Incoming::Signal { .. } => {}
        }
    }

    fn take(self, events: &[Event]) {
        let looked = self.attention.get_untracked() && self.scroll.at_end().get_untracked();
        let read = self.read_seq.get_untracked();
        self.state.update(|state| {
            let caught_up = state.unseen_after(read) == 0;
            for event in events {
                if let Some(change) = Change::read(event) {
                    state.apply(&change, event.position);
                }
            }
            if caught_up && !looked && state.unseen_after(read) > 0 {
                state.draw_line(Some(read));
            }
        });
    }

    /// Reads afresh. What is seen stays where it is, and so does what is not sent yet.
    fn refresh(self) {
        spawn_local(async move {
            let answer = self.reread().await;
            if answer.is_err_and(|error| error.is_transient()) {
                set_timeout(move || self.refresh(), AGAIN);
            }
        });
    }

    async fn reread(self) -> Result<()> {
        let conversation = rpc::read_conversation(self.id).await?;
        let at_end = self.scroll.at_end().try_get_untracked().unwrap_or_default();
        let Some((last, life)) = self.state.try_with_untracked(|state| (state.last(), state.position().epoch)) else {
            return Ok(());
        };
        let far = conversation.data.last_seq - last > LEAP || conversation.position.epoch != life;
        if at_end || far {
            let newest = rpc::read_history(self.id, From::Newest, FIRST).await?;
            self.state.try_update(|state| state.refresh(conversation, newest.data));
        } else {
            self.state.try_update(|state| state.reread(conversation));
        }
        Ok(())
    }

    fn page(self, from: From, take: fn(&mut Timeline, Stretch)) {
        if self.reading.get_untracked() {
            return;
        }
        self.reading.set(true);
        spawn_local(async move {
            let answer = rpc::read_history(self.id, from, PAGE).await;
            let wait = if answer.is_ok() { Duration::ZERO } else { AGAIN };
            if let Ok(page) = answer {
                self.state.try_update(|state| take(state, page.data));
            }
            // A page that could not be read is asked for again by the next look, but not at once.
            let free = move || {
                self.reading.try_set(false);
            };
            set_timeout(free, wait);
        });
    }

    /// Reads what is missing between the end that was shown and a message that came before its
    /// predecessors; and who is here, where that has changed.
    fn fill_gaps(self) {
        let gap = Memo::new(move |_| self.state.read().gap());
        Effect::new(move || {
            if gap.get() > 0 && !self.reading.get() {
                self.newer();
            }
        });
        let regrouped = Memo::new(move |_| self.state.read().regrouped());
        Effect::new(move || {
            if regrouped.get() {
                self.refresh();
            }
        });
    }

    /// Tells the server what somebody has looked at.
    fn follow_reading(self) {
        let lowest = self.scroll.lowest();
        Effect::new(move || {
            let Some(Key::Message(id)) = lowest.get().filter(|_| self.attention.get()) else { return };
            let state = self.state.read();
            let at_end = self.scroll.at_end().get();
            let seen = if at_end { Some(state.last()) } else { state.seq(id) };
            let known = self.read_seq.get_untracked().max(state.conversation().mark.read_seq);
            if let Some(seen) = seen.filter(|seen| state.has_unseen(known, *seen)) {
                drop(state);
                self.read_seq.set(seen);
                self.inbox.mark_read(self.id, seen);
            }
        });
    }
}
