//! Publications at work: what is open for the viewer, kept alive by events, and what they do about it; `asking` is how
//! something is asked for, `again` what was refused of that, `origins` where entries come from.

mod again;
mod asking;
mod origins;

use leptos::{prelude::*, task::spawn_local};

use again::Again;
pub use again::{provide_again, take_refused};
pub use asking::{use_asking, use_source};
pub use origins::{use_origins, use_taking_out};

use super::{
    model::Publication,
    rpc,
    state::{self, ASK, CONSENT},
};
use crate::{
    client::{Client, Heard, Incoming, read_until, use_client},
    kit::{Toasts, use_toasts},
    realtime::{Position, Snapshot, Topic},
    shared::{
        Error, Result,
        effect::Effect,
        hydration::after_hydration,
        id::{AccountId, ConversationId, OperationId, PublicationId},
        json::{Reading, reading},
    },
    sync::{Collection, Operation, Replica, replica::LASTS, status::State},
};

/// What was open in all conversations, as one last looked: where one is out of one of them, nothing of it is kept.
const PUBLICATIONS: Collection = Collection { name: "publications", most: 1, spare: true };
const ALL: &str = "all";

/// What is open for the viewer in a conversation with its threads, and what was published of it; or what is open in all of them.
#[derive(Clone, Copy)]
pub struct Publications {
    client: Client,
    toasts: Toasts,
    again: Option<Again>,
    viewer: AccountId,
    of: Option<ConversationId>,
    read: RwSignal<Vec<Publication>>,
    /// From where on events tell of something new.
    since: RwSignal<Option<Position>>,
    hearing: StoredValue<Option<Heard>>,
    /// Counts the readings that were asked for: the last one holds.
    readings: StoredValue<u32>,
}

/// What is open, for as long as the owner that calls this lives.
#[must_use]
pub fn use_publications(viewer: AccountId, of: Option<ConversationId>) -> Publications {
    let publications = Publications::new(viewer, of, Vec::new());
    if of.is_none() {
        publications.keep();
    }
    publications.tell_refusals(of.is_none());
    publications.follow();
    publications
}

/// What is open in all conversations, for a page that stands beside the list and is complete without JavaScript.
#[must_use]
pub fn use_open() -> Reading<Result<Vec<Publication>>> {
    reading(|| (), move |()| async move { Ok(rpc::list_publications(None).await?.data) })
}

/// What is open in all conversations as it was read first, for as long as the owner that calls this lives. Whatever is refused
/// the list says.
#[must_use]
pub fn follow_open(viewer: AccountId, first: Vec<Publication>) -> Publications {
    let publications = Publications::new(viewer, None, first);
    publications.tell_refusals(false);
    publications.follow();
    publications
}

impl Publications {
    fn new(viewer: AccountId, of: Option<ConversationId>, first: Vec<Publication>) -> Self {
        Self {
            client: use_client(),
            toasts: use_toasts(),
            again: use_context(),
            viewer,
            of,
            read: RwSignal::new(first),
            since: RwSignal::new(None),
            hearing: StoredValue::new(None),
            readings: StoredValue::new(0),
        }
    }

    /// Reads it, and reads it again whenever something is told of it.
    fn follow(self) {
        after_hydration(move || self.begin());
        Effect::new(move || {
            let Some(since) = self.since.get() else { return };
            let heard = self.client.subscribe(Topic::Me, Some(since), move |incoming| match incoming {
                Incoming::Events(events) if events.iter().any(|event| event.kind == "publication.changed") => {
                    self.reread();
                }
                Incoming::Refetch => self.reread(),
                Incoming::Events(_) | Incoming::CaughtUp | Incoming::Signal { .. } => {}
            });
            self.hearing.set_value(Some(heard));
        });
    }

    /// All of it, the newest first, with what is on its way laid over.
    #[must_use]
    pub fn shown(self) -> Memo<Vec<Publication>> {
        let pending = self.client.pending();
        Memo::new(move |_| state::shown(&self.read.read(), &pending.read(), self.viewer))
    }

    /// Whether the viewer is publishing one.
    #[must_use]
    pub fn is_published(self, id: PublicationId) -> Memo<bool> {
        let pending = self.client.pending();
        Memo::new(move |_| state::is_published(id, &pending.read()))
    }

    /// Says whether the viewer's words may be part of one, at once; the server follows.
    pub fn consent(self, id: PublicationId, allowed: bool) {
        self.read.update(|read| {
            let asked = read.iter_mut().filter(|one| one.id == id);
            asked.for_each(|one| state::consent_in(one, self.viewer, allowed));
        });
        self.client.perform(state::consent(self.name(), id, allowed));
    }

    /// Publishes one that the viewer asked for, or takes it back.
    pub fn settle(self, id: PublicationId, publish: bool) {
        self.client.perform(state::settle(self.name(), id, publish));
        if publish {
            say_when_away(self.client, self.toasts, "It is published once the server can be reached.");
        }
    }

    fn name(self) -> OperationId {
        OperationId(self.client.new_id())
    }

    /// What this browser keeps is there at once, and read afresh as soon as it can be.
    fn begin(self) {
        let kept = self.client.kept::<Vec<Publication>>(PUBLICATIONS, ALL);
        spawn_local(async move {
            if let Some(Snapshot { position, mut data }) = kept.await {
                data.retain(|one| self.of.is_none_or(|id| one.conversation_id == id || one.thread_of == Some(id)));
                self.read.try_set(data);
                self.begin_at(position);
            }
            self.reread();
        });
    }

    fn begin_at(self, position: Position) {
        if self.since.try_get_untracked() == Some(None) {
            self.since.set(Some(position));
        }
    }

    fn reread(self) {
        self.readings.try_update_value(|readings| *readings = readings.wrapping_add(1));
        let number = self.readings.try_get_value();
        let is_last = move || number.is_some() && self.readings.try_get_value() == number;
        read_until(
            move || rpc::list_publications(self.of),
            is_last,
            move |answer| {
                if let Ok(Snapshot { position, data }) = answer {
                    self.read.try_set(data);
                    self.begin_at(position);
                    self.hearing.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
                }
            },
        );
    }

    fn keep(self) {
        let take = move || {
            let heard = self.hearing.try_get_value().flatten().and_then(Heard::position);
            let (position, data) = (heard.or(self.since.try_get_untracked()?)?, self.read.try_get_untracked()?);
            Some(Replica { stirred: LASTS, snapshot: Snapshot { position, data } })
        };
        self.client.keep(PUBLICATIONS, ALL.to_owned(), move || self.read.track(), take);
    }

    /// Shows how it stands where the server refused something, and says why, if nobody else does.
    fn tell_refusals(self, says: bool) {
        let pending = self.client.pending();
        Effect::new(move || {
            for (operation, error) in pending.with(|pending| state::refused(pending)) {
                untrack(|| self.take_refusal(&operation, &error, says));
            }
        });
    }

    /// The list stands beside every conversation: what it says is said once.
    fn take_refusal(self, operation: &Operation, error: &Error, says: bool) {
        if says {
            self.client.discard(operation.id);
            let words = words(operation, error);
            match self.again.zip(state::asked(operation)) {
                Some((again, new)) => again.offer(self.toasts, words, new, error.clone()),
                None => self.toasts.warn(words),
            }
        }
        self.reread();
    }
}

/// What a person is told of what was refused.
fn words(operation: &Operation, error: &Error) -> String {
    let is = |field: &str, rule: &str| *error == Error::invalid(field, rule);
    match error {
        _ if is("publication", "waiting") => "Somebody has not answered yet.".to_owned(),
        _ if is("publication", "empty") => "Nothing is left of it: nobody's words may be public.".to_owned(),
        _ if is("publication", "too_many") => {
            "Publish something else first, or wait an hour: 20 are open, or were taken back just now.".to_owned()
        }
        _ if is("question_id", "no_question") => "That question is not there any more.".to_owned(),
        _ if is("messages", "too_long") => "It says too much for one entry. Choose fewer messages.".to_owned(),
        Error::Missing if operation.kind == CONSENT => "Nothing of it is asked any more.".to_owned(),
        Error::Missing if operation.kind == ASK => {
            "A message of it is not there any more. Nobody was asked.".to_owned()
        }
        _ => format!("It was not published. {error}"),
    }
}

fn say_when_away(client: Client, toasts: Toasts, words: &'static str) {
    if client.status().with_untracked(|status| status.state != State::Online) {
        toasts.say(words);
    }
}
