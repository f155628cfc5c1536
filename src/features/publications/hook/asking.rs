//! How something is asked for.

use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};

use super::say_when_away;
use crate::{
    client::{Client, use_client},
    features::publications::{
        model::{NewPublication, Source},
        rpc, state,
    },
    kit::{Toasts, use_toasts},
    shared::{
        Error, Result,
        form::use_refused,
        id::{MessageId, PublicationId},
        json::{Reading, reading},
    },
    sync::status::State,
};

/// What can be published of where a message stands.
#[must_use]
pub fn use_source(message: MessageId) -> Reading<Result<Source>> {
    reading(|| (), move |()| rpc::read_source(message))
}

/// Somebody who is about to ask.
#[derive(Clone, Copy)]
pub struct Asking {
    client: Client,
    toasts: Toasts,
    /// What is wrong with what they chose.
    pub error: RwSignal<Option<Error>>,
    /// Whether the server is asked for the question that they chose.
    pub busy: RwSignal<bool>,
}

/// Somebody who is about to ask; at first with what a plain form was refused for.
#[must_use]
pub fn use_asking() -> Asking {
    let refused = use_refused(rpc::AskPublication::url()).map(|refused| refused.error);
    Asking { client: use_client(), toasts: use_toasts(), error: RwSignal::new(refused), busy: RwSignal::new(false) }
}

impl Asking {
    /// The id of a new publication.
    #[must_use]
    pub fn new_id(self) -> PublicationId {
        PublicationId(self.client.new_id())
    }

    /// Asks whoever said something of it, and does `then`; or says what is wrong, and then nothing is done: that it breaks a
    /// rule, or, as far as the server can be reached, that the question to answer is not there. Nothing is asked of whoever
    /// has gone meanwhile.
    pub fn ask(self, new: Result<NewPublication>, then: impl FnOnce() + 'static) {
        let new = match new.and_then(NewPublication::check) {
            Ok(new) => new,
            Err(error) => return self.error.set(Some(error)),
        };
        self.error.set(None);
        let is_online = self.client.status().with_untracked(|status| status.state == State::Online);
        let Some(question) = new.question_id.filter(|_| is_online) else {
            self.perform(&new);
            return then();
        };
        self.busy.set(true);
        spawn_local(async move {
            let is_missing = rpc::has_question(question).await == Ok(false);
            if self.busy.try_set(false).is_some() {
                return;
            }
            if is_missing {
                self.error.set(Some(Error::invalid("question_id", "no_question")));
            } else {
                self.perform(&new);
                then();
            }
        });
    }

    fn perform(self, new: &NewPublication) {
        self.client.perform(state::ask(new));
        say_when_away(self.client, self.toasts, "Kept here until the server can be reached.");
    }
}
