//! A conversation apart from what is said in it: what it is called and about, who is in it, what the viewer chose for it,
//! and what a person does to all that. The list hears of every conversation, so this lives on what the list knows.
//!
//! Only what one chooses for oneself is an operation of the outbox. Who is in a group, as what, and what it is called is asked
//! of the server while one waits, and stands there once its event says so: whether one may is decided by roles that others
//! change meanwhile, and a person who was shown as gone might read on. Without a network one is told so at once, and what was
//! typed stays.

use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{
    copies::kept_conversation,
    inbox::{Inbox, use_inbox},
};
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            model::{Conversation, GroupRole, Mark, Participant},
            rpc::{self, AddPeople, ChangeConversation},
            state::{changing, inbox::called},
        },
    },
    kit::{Toasts, use_toasts},
    shared::{
        Error, Result,
        effect::Effect,
        hydration::is_served,
        id::{AccountId, ConversationId},
        json::{Reading, reading},
    },
};

/// A conversation as the list knows it by now, or else as it is read; where the server cannot be reached, as this browser
/// keeps it.
#[must_use]
pub fn use_conversation(id: ConversationId) -> Reading<Result<Conversation>> {
    let inbox = use_inbox();
    // Only here the list is looked into: on the server it is filled meanwhile, on another thread, and a signal that is
    // written by one cannot be read by another one.
    let known = if is_served() { None } else { inbox.known(id) };
    let read = move |()| {
        let known = known.clone();
        let kept = known.is_none().then(|| kept_conversation(inbox.client(), id));
        async move {
            if let Some(known) = known {
                return Ok(known);
            }
            match (rpc::read_conversation(id).await, kept) {
                (Err(error), Some(kept)) if error.is_transient() => kept.await.ok_or(error),
                (answer, _) => answer.map(|read| read.data),
            }
        }
    };
    reading(|| (), read)
}

/// What was refused, and where that was done.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// With whom; nobody where it was about the conversation.
    pub person: Option<AccountId>,
    /// Why.
    pub error: Error,
}

/// A conversation's details, alive, and what a person does to them.
#[derive(Clone, Copy)]
pub struct Details {
    /// Which conversation.
    pub id: ConversationId,
    /// As it is now.
    pub conversation: Memo<Conversation>,
    /// Says what it is called and about.
    pub change: ServerAction<ChangeConversation>,
    /// Brings people in.
    pub add: ServerAction<AddPeople>,
    /// What of the other acts was refused last.
    pub refused: RwSignal<Option<Refused>>,
    /// Whether the viewer is on their way out.
    pub leaving: RwSignal<bool>,
    inbox: Inbox,
    gone: Memo<bool>,
    toasts: Toasts,
    go_out: Callback<()>,
}

/// Keeps a conversation's details alive, from how it was first read.
#[must_use]
pub fn use_details(first: Conversation) -> Details {
    let (inbox, id) = (use_inbox(), first.id);
    let gone = inbox.has_left(id);
    let known = Memo::new(move |_| inbox.state.read().as_ref().and_then(|state| state.known(id)).cloned());
    let conversation = Memo::new(move |_| known.get().unwrap_or_else(|| first.clone()));
    let is_unknown = Memo::new(move |_| inbox.state.read().is_some() && known.read().is_none() && !gone.get());
    Effect::new(move || {
        if is_unknown.get() {
            inbox.read(id);
        }
    });
    let (refused, leaving) = (RwSignal::new(None), RwSignal::new(false));
    let (navigate, here) = (use_navigate(), use_location().pathname);
    // What is drawn here goes as soon as one is out; the way to the list does not go with it. Who went elsewhere meanwhile
    // stays there.
    let go_out = move |()| {
        let navigate = navigate.clone();
        let left_from = here.get_untracked();
        spawn_local(async move {
            // Who is out deletes nothing any more: not in the group, nor in its threads, which the list may not know.
            let is_there =
                |place| place == id || inbox.known(place).is_none_or(|conversation| conversation.thread_of == Some(id));
            inbox.client().let_out(|operation| changing::place(operation).is_some_and(is_there)).await;
            match rpc::leave_group(id).await {
                Ok(()) if here.get_untracked() == left_from => {
                    navigate("/messages", NavigateOptions { replace: true, ..NavigateOptions::default() });
                }
                Ok(()) => {}
                Err(error) => {
                    leaving.try_set(false);
                    refused.try_set(Some(Refused { person: None, error }));
                }
            }
        });
    };
    Details {
        id,
        conversation,
        change: ServerAction::new(),
        add: ServerAction::new(),
        refused,
        leaving,
        inbox,
        gone,
        toasts: use_toasts(),
        go_out: Callback::new(go_out),
    }
}

impl Details {
    /// Who looks.
    #[must_use]
    pub fn viewer(self) -> AccountId {
        self.inbox.viewer()
    }

    /// Where this stands.
    #[must_use]
    pub fn page(self) -> String {
        format!("/messages/{}/details", self.id)
    }

    /// What the conversation is called for its reader.
    #[must_use]
    pub fn title(self) -> Memo<String> {
        let me = use_me();
        Memo::new(move |_| called(&self.conversation.read(), self.viewer(), me.read().as_ref()))
    }

    /// The viewer's part in it.
    #[must_use]
    pub fn role(self) -> Memo<GroupRole> {
        Memo::new(move |_| self.conversation.read().role_of(self.viewer()).unwrap_or_default())
    }

    /// What the viewer chose for it, confirmed or not.
    #[must_use]
    pub fn mark(self) -> Memo<Mark> {
        Memo::new(move |_| self.inbox.chosen(self.id, &self.conversation.read().mark))
    }

    /// Whether there is no such conversation for the viewer any more.
    #[must_use]
    pub fn is_gone(self) -> bool {
        self.gone.get()
    }

    /// Gives somebody another part in the group.
    pub fn give(self, person: &Participant, role: GroupRole) {
        self.refused.set(None);
        let (account, handle) = (person.account.id, person.account.handle.clone());
        spawn_local(async move {
            if let Err(error) = rpc::set_role(self.id, handle, role).await {
                self.refused.try_set(Some(Refused { person: Some(account), error }));
            }
        });
    }

    /// Takes somebody out of the group, and offers to bring them back as what they were.
    pub fn remove(self, person: &Participant) {
        self.refused.set(None);
        let person = person.clone();
        spawn_local(async move {
            match rpc::remove_person(self.id, person.account.handle.clone()).await {
                Ok(()) => {
                    let words = format!("{} is out of the group.", person.account.name());
                    let back = move || self.bring_back(&person);
                    self.toasts.offer(words, "Undo", back);
                }
                Err(error) => {
                    self.refused.try_set(Some(Refused { person: Some(person.account.id), error }));
                }
            }
        });
    }

    fn bring_back(self, person: &Participant) {
        let (handle, role) = (person.account.handle.clone(), person.role);
        spawn_local(async move {
            if let Err(error) = rpc::bring_back(self.id, handle, role).await {
                self.toasts.warn(error.to_string());
            }
        });
    }

    /// Goes out of the group, and on to the list.
    pub fn leave(self) {
        self.refused.set(None);
        self.leaving.set(true);
        self.go_out.run(());
    }
}
