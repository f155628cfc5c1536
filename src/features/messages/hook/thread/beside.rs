//! What a thread is beside: the message on which it hangs, and the conversation in which that was said.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::Thread;
use crate::{
    client::Incoming,
    features::messages::{
        hook::focus::focus_on,
        model::{Answers, Message, thread_on},
        state::{Change, Row, Timeline, threads},
    },
    kit::on_key,
    realtime::Topic,
    shared::{
        effect::Effect,
        id::{AccountId, ConversationId, MessageId},
    },
};

impl Thread {
    /// The conversation beside which it stands, where it is the thread of a message.
    #[must_use]
    pub fn thread_of(self) -> Option<ConversationId> {
        self.state.with_untracked(|state| state.conversation().thread_of)
    }

    /// Whether it is the thread of a message.
    #[must_use]
    pub fn is_thread(self) -> bool {
        self.thread_of().is_some()
    }

    /// What the list of its messages is called: a thread stands beside the messages of a conversation.
    #[must_use]
    pub fn log(self) -> &'static str {
        if self.is_thread() { "Replies" } else { "Messages" }
    }

    /// The message on which it hangs, as it is now.
    #[must_use]
    pub fn root(self) -> Option<Message> {
        self.state.with(|state| state.conversation().root.clone())
    }

    /// Whether somebody has answered.
    #[must_use]
    pub fn is_answered(self) -> bool {
        self.state.with(|state| state.conversation().last_seq > 0)
    }

    /// Whether the viewer follows it, confirmed or not.
    #[must_use]
    pub fn is_followed(self) -> bool {
        let pending = self.inbox().client().pending();
        self.state.with(|state| threads::is_followed(state.conversation(), state.viewer(), &pending.read()))
    }

    /// Follows it, or does so no longer.
    pub fn follow(self, follows: bool) {
        self.inbox().follow(self.id, follows);
    }

    /// What is told of a thread that the viewer takes no part in is for the open thread alone.
    pub(super) fn follow_part(self) {
        let is_silent = Memo::new(move |_| self.state.with(|state| state.conversation().is_silent_for(state.viewer())));
        Effect::new(move || self.inbox().overhear(self.id, is_silent.get()));
    }

    /// Whether it is there for others to hear, which a thread is from its first answer on.
    pub(super) fn is_begun(self) -> bool {
        let is_begun = |state: &Timeline| state.conversation().thread_of.is_none() || state.conversation().last_seq > 0;
        self.state.try_with_untracked(is_begun).unwrap_or_default()
    }

    /// Hears in the conversation beside which a thread stands who may do what in both. A thread that nobody had answered is heard
    /// as soon as somebody has: until then it is not there to be heard, and what becomes of its message is told there, too.
    pub(super) fn follow_around(self) {
        let Some(around) = self.thread_of() else { return };
        let since = self.state.with_untracked(Timeline::position);
        let hear = move |incoming| self.hear_around(incoming);
        self.inbox().client().subscribe(Topic::Conversation(around), Some(since), hear);
        if self.is_begun() {
            return;
        }
        let is_answered = Memo::new(move |_| self.is_answered());
        Effect::new(move || {
            let heard = self.hearing.get_value().filter(|_| is_answered.get());
            if let Some(heard) = heard {
                heard.ask_again(Topic::Conversation(self.id), self.state.with_untracked(Timeline::position));
            }
        });
    }

    fn hear_around(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) => {
                for change in events.iter().filter_map(Change::read) {
                    self.take_around(change);
                }
            }
            Incoming::Refetch => self.refresh(),
            Incoming::CaughtUp | Incoming::Signal { .. } => {}
        }
    }

    fn take_around(self, change: Change) {
        match change {
            Change::Regrouped(_) => self.refresh(),
            // From its first answer on its own topic tells all of it.
            _ if self.is_begun() => {}
            Change::Answered(answered) if thread_on(answered.id) == self.id => self.refresh(),
            Change::Changed(root) if thread_on(root.id) == self.id => {
                self.state.try_update(|state| {
                    let position = state.position();
                    state.apply(&Change::Rooted(root), position);
                });
            }
            _ => {}
        }
    }

    /// Has Escape lead back to the conversation beside which a thread stands, where nothing else takes the key.
    pub fn close_by_escape(self, around: ConversationId) {
        let (navigate, address) = (use_navigate(), threads::address(around, None));
        on_key(move |event| {
            let closes = event.key() == "Escape";
            if closes {
                navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
                self.return_to_root();
            }
            closes
        });
    }

    /// Gives the focus back to the message on which the thread hangs, where that stands beside it: what has it goes.
    pub fn return_to_root(self) {
        let root = format!("[data-message='{}']", self.id);
        request_animation_frame(move || _ = focus_on(&root));
    }

    /// Where the thread of a message stands that was said here.
    #[must_use]
    pub fn thread_address(self, message: MessageId) -> String {
        threads::address(thread_on(message), Some(self.id))
    }

    /// Whether somebody may be the first to answer the message of a row in a thread. What is not stored yet has none, nor has
    /// anything in a thread; and beside somebody whom one blocked nothing is said.
    #[must_use]
    pub fn may_begin(self, row: &Row) -> bool {
        let Row::Message(line) = row else { return false };
        let (message, is_open) = (&line.message, self.blocked.read().is_none());
        message.seq > 0 && message.answers.is_none() && !message.is_deleted() && is_open && !self.is_thread()
    }

    /// Who spoke last in the thread of a message.
    #[must_use]
    pub fn last_speakers(self, answers: &Answers) -> String {
        let viewer = self.state.with_untracked(Timeline::viewer);
        let name = |person: &AccountId| if *person == viewer { "You".to_owned() } else { self.name_of(*person) };
        answers.people.iter().map(name).collect::<Vec<_>>().join(", ")
    }
}
