//! Publications at work: what is open for the viewer, kept alive by events, and what they do about it.

use leptos::{prelude::*, task::spawn_local};

use super::{
    model::{NewPublication, Origin, Publication, Source},
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
        id::{AccountId, ConversationId, MessageId, OperationId, PostId, PublicationId},
        json::{Reading, reading},
    },
    sync::{Collection, Operation, Replica, replica::LASTS, status::State},
};

/// What was open in all conversations, as one last looked: where one is out of one of them, nothing of it is kept.
const PUBLICATIONS: Collection = Collection { name: "publications", most: 1, spare: true };
const ALL: &str = "all";

/// What is open for the viewer in a conversation, and what was published of it; or what is open in all of them.
#[derive(Clone, Copy)]
pub struct Publications {
    client: Client,
    toasts: Toasts,
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
    let publications = Publications {
        client: use_client(),
        toasts: use_toasts(),
        viewer,
        of,
        read: RwSignal::default(),
        since: RwSignal::new(None),
        hearing: StoredValue::new(None),
        readings: StoredValue::new(0),
    };
    if of.is_none() {
        publications.keep();
    }
    after_hydration(move || publications.begin());
    Effect::new(move || {
        if let Some(since) = publications.since.get() {
            let heard = publications.client.subscribe(Topic::Me, Some(since), move |incoming| match incoming {
                Incoming::Events(events) if events.iter().any(|event| event.kind == "publication.changed") => {
                    publications.reread();
                }
                Incoming::Refetch => publications.reread(),
                Incoming::Events(_) | Incoming::CaughtUp | Incoming::Signal { .. } => {}
            });
            publications.hearing.set_value(Some(heard));
        }
    });
    publications.tell_refusals();
    publications
}

impl Publications {
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
                data.retain(|one| self.of.is_none_or(|id| one.conversation_id == id));
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

    /// Says why the server refused something, and shows how it stands.
    fn tell_refusals(self) {
        let pending = self.client.pending();
        Effect::new(move || {
            for (operation, error) in pending.with(|pending| state::refused(pending)) {
                untrack(|| self.take_refusal(&operation, &error));
            }
        });
    }

    /// The list stands beside every conversation: what it says is said once.
    fn take_refusal(self, operation: &Operation, error: &Error) {
        if self.of.is_none() {
            self.client.discard(operation.id);
            self.toasts.warn(words(operation, error));
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

/// The way to ask whoever said something of it. Refused is here what the server would refuse too.
#[must_use]
pub fn use_asking() -> Callback<NewPublication, Result<()>> {
    let (client, toasts) = (use_client(), use_toasts());
    Callback::new(move |new: NewPublication| {
        client.perform(state::ask(&new.check()?));
        say_when_away(client, toasts, "Kept here until the server can be reached.");
        Ok(())
    })
}

/// The id of a new publication.
#[must_use]
pub fn use_new_publication() -> Callback<(), PublicationId> {
    let client = use_client();
    Callback::new(move |()| PublicationId(client.new_id()))
}

fn say_when_away(client: Client, toasts: Toasts, words: &'static str) {
    if client.status().with_untracked(|status| status.state != State::Online) {
        toasts.say(words);
    }
}

/// What can be published of where a message stands.
#[must_use]
pub fn use_source(message: MessageId) -> Reading<Result<Source>> {
    reading(|| (), move |()| rpc::read_source(message))
}

/// From which conversations of the viewer a post and the answers to it come, as soon as that is known; for visitors nothing.
#[must_use]
pub fn use_origins(post: PostId, viewer: Option<AccountId>) -> RwSignal<Vec<Origin>> {
    let origins = RwSignal::new(Vec::new());
    if viewer.is_some() {
        after_hydration(move || {
            spawn_local(async move {
                if let Ok(read) = rpc::list_origins(post).await {
                    origins.try_set(read);
                }
            });
        });
    }
    origins
}
