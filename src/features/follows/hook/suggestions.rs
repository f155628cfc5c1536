//! Whom the viewer may want to follow, while somebody looks.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::graph::{Follows, use_follows};
use crate::{
    client::{Age, Client, Drawn, Heard, Incoming, read_until, use_client},
    features::{
        accounts::{hook::use_unwanted, model::Account},
        follows::{
            model::{Dismissal, Suggestion, Suggestions},
            rpc,
            state::{answered_dismissals, dismiss_operation, dismissed, suggest_afresh, suggests_others},
        },
    },
    kit::{Offer, Returning, Toasts, keep, use_toasts},
    realtime::{Snapshot, Topic},
    shared::{
        Result,
        effect::Effect,
        id::{AccountId, OperationId},
        json::{Reading, reading},
        script::apart,
    },
    sync::{Collection, PendingState},
};

/// Who was suggested, as one last looked.
const SUGGESTIONS: Collection = Collection { name: "suggestions", most: 1, spare: true };

/// There is one list for each viewer, whose copies nobody else sees.
const NAME: &str = "own";

/// Under which name is kept how they are left.
const PART: &str = "suggestions";

/// Whom the viewer may want to follow. Whoever comes back finds them as they left them, without asking the server; else they
/// are there at once where this browser keeps them.
#[must_use]
pub fn use_suggestions() -> Reading<Result<Drawn<Suggestions>>> {
    let (client, returning) = (use_client(), Returning::new());
    reading(
        || (),
        move |()| {
            let left = returning.left(PART);
            client.left_or_drawn(left, Some((SUGGESTIONS, NAME)), rpc::read_suggestions())
        },
    )
}

/// Suggestions that somebody looks at, copied freely.
#[derive(Clone, Copy)]
pub struct Suggesting {
    client: Client,
    toasts: Toasts,
    follows: Follows,
    unwanted: Memo<BTreeSet<AccountId>>,
    read: RwSignal<Snapshot<Suggestions>>,
    /// Of when they are.
    pub age: Age,
    hearing: StoredValue<Option<Heard>>,
}

/// What was read, kept up to date from there on.
#[must_use]
pub fn follow_suggestions(drawn: Drawn<Suggestions>) -> Suggesting {
    let (client, age, is_copy) = (use_client(), Age::of(&drawn), drawn.is_copy);
    let position = drawn.snapshot.position;
    let suggesting = Suggesting {
        client,
        toasts: use_toasts(),
        follows: use_follows(),
        unwanted: use_unwanted(true),
        read: RwSignal::new(drawn.snapshot),
        age,
        hearing: StoredValue::new(None),
    };
    let heard = client.subscribe(Topic::Me, Some(position), move |incoming| match incoming {
        Incoming::Events(events) => {
            suggesting.follows.hear(&events);
            if events.iter().any(suggests_others) {
                suggesting.reread();
            }
        }
        Incoming::Refetch => suggesting.reread(),
        Incoming::CaughtUp => suggesting.age.catch_up(),
        Incoming::Signal { .. } => {}
    });
    suggesting.hearing.set_value(Some(heard));
    suggesting.keep();
    if is_copy {
        suggesting.reread();
    }
    suggesting
}

impl Suggesting {
    /// The first of those who are suggested, without whom the viewer dismissed, blocked or muted.
    #[must_use]
    pub fn people(self, most: usize) -> Vec<Suggestion> {
        let (read, unwanted) = (self.read.read(), self.unwanted.read());
        let there = read.data.people.iter().filter(|one| {
            let id = one.account.id;
            !self.follows.is_dismissed(id) && !unwanted.contains(&id)
        });
        there.take(most).cloned().collect()
    }

    /// Suggests somebody no more, at once, and offers for a while to undo that; the server follows.
    pub fn dismiss(self, account: Account) {
        let client = self.client;
        let id = OperationId(client.new_id());
        let words = format!("{} is not suggested any more.", apart(account.name()));
        client.perform_undoable(dismiss_operation(id, &Dismissal { account }));
        let back = move || client.discard(id);
        self.toasts.propose(words, Offer::undo(back, move || client.is_postponed(id), move || client.hasten(id)));
    }

    fn keep(self) {
        let snapshot = move || {
            let heard = self.hearing.try_get_value().flatten().and_then(Heard::position);
            let Snapshot { position, data } = self.read.try_get_untracked()?;
            Some(Snapshot { position: heard.unwrap_or(position), data })
        };
        keep(PART, move || self.age.left(snapshot()?));
        self.age.keep(SUGGESTIONS, NAME.to_owned(), move || self.read.track(), snapshot);
    }

    /// Reads them afresh, as soon as the server can be reached.
    fn reread(self) {
        let is_wanted = move || self.read.try_with_untracked(|_| ()).is_some();
        read_until(rpc::read_suggestions, is_wanted, move |answer: Result<_>| {
            if let Ok(read) = answer {
                self.read.try_update(|known| suggest_afresh(known, read));
                self.age.renew();
                self.hearing.try_get_value().flatten().into_iter().for_each(Heard::was_reread);
            }
        });
    }
}

impl Follows {
    /// Whether the viewer has dismissed somebody, as the screen shows it.
    fn is_dismissed(self, who: AccountId) -> bool {
        self.dismissed.read().contains(&who) || dismissed(&self.pending.read()).contains(&who)
    }

    /// Takes what the server answers to who dismissed somebody, wherever one is by then.
    pub(super) fn settle_dismissals(self, toasts: Option<Toasts>) {
        Effect::new(move |_| {
            for (id, Dismissal { account }, answer) in self.pending.with(|pending| answered_dismissals(pending)) {
                match answer {
                    PendingState::Acknowledged(_) => {
                        self.dismissed.update(|dismissed| _ = dismissed.insert(account.id));
                        self.client.settle(id);
                    }
                    PendingState::Failed(error) => {
                        if let Some(toasts) = toasts {
                            toasts.warn(format!("{} is still suggested. {error}", apart(account.name())));
                        }
                        self.client.discard(id);
                    }
                    PendingState::Waiting | PendingState::Slowed => {}
                }
            }
        });
    }
}
