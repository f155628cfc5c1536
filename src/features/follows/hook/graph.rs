//! What is known of the graph, on every page alike: what one page has read or done shows wherever the same people stand.

use std::collections::BTreeSet;

use leptos::prelude::*;

use crate::{
    client::{Client, use_client},
    features::{
        accounts::{hook::use_me, model::Account},
        follows::{
            model::{FollowChange, Stats, Tie},
            state::{Graph, answered, follow_operation},
        },
    },
    kit::Toasts,
    realtime::{Event, Position},
    shared::{
        effect::Effect,
        id::{AccountId, OperationId},
        script::apart,
    },
    sync::{Pending, PendingState},
};

/// The way of pages to the graph; a context, copied freely.
#[derive(Clone, Copy)]
pub struct Follows {
    graph: RwSignal<Graph>,
    /// Whom the viewer wants suggested no more, as the server has confirmed since.
    pub(super) dismissed: RwSignal<BTreeSet<AccountId>>,
    pub(super) pending: Signal<Vec<Pending>>,
    pub(super) client: Client,
    /// Who looks; nobody for a visitor.
    pub viewer: Option<AccountId>,
}

/// Provides [`use_follows`] to everything below, takes what the server answers to who followed somebody, and says which of
/// it was refused, wherever one is by then. Stands below the client and whoever is signed in.
pub fn follow_graph() {
    let (client, toasts) = (use_client(), use_context::<Toasts>());
    let viewer = use_me().with_untracked(|me| me.as_ref().map(|me| me.account.id));
    let (graph, dismissed) = (RwSignal::new(Graph::default()), RwSignal::new(BTreeSet::new()));
    let follows = Follows { graph, dismissed, pending: client.pending(), client, viewer };
    provide_context(follows);
    follows.settle_dismissals(toasts);
    Effect::new(move |_| {
        for (id, change, answer) in follows.pending.with(|pending| answered(pending)) {
            match answer {
                PendingState::Acknowledged(answer) => {
                    follows.graph.update(|graph| graph.take(&answer));
                    client.settle(id);
                }
                PendingState::Failed(error) => {
                    if let (Some(toasts), Some(FollowChange { account, follows })) = (toasts, change) {
                        let name = apart(account.name());
                        let what = if follows { "was not followed" } else { "is still followed" };
                        toasts.warn(format!("{name} {what}. {error}"));
                    }
                    client.discard(id);
                }
                PendingState::Waiting | PendingState::Slowed => {}
            }
        }
    });
}

/// What is known of the graph.
///
/// # Panics
/// Outside the shell.
#[must_use]
pub fn use_follows() -> Follows {
    expect_context::<Follows>()
}

impl Follows {
    /// Follows somebody, or ends that, at once; the server follows.
    pub fn follow(self, account: Account, follows: bool) {
        let id = OperationId(self.client.new_id());
        self.client.perform(follow_operation(id, &FollowChange { account, follows }));
    }

    /// What holds between the viewer and somebody.
    #[must_use]
    pub fn tie(self, who: AccountId) -> Tie {
        self.graph.read().tie(who, &self.pending.read())
    }

    /// The counts of somebody, once they are known.
    #[must_use]
    pub fn stats(self, who: AccountId) -> Option<Stats> {
        self.graph.read().stats(who, self.viewer, &self.pending.read())
    }

    /// Takes what was read up to this position; what was kept from another life of the database says nothing.
    pub(super) fn learn(self, position: Position, is_copy: bool, learn: impl FnOnce(&mut Graph)) {
        self.graph.update(|graph| {
            if !(is_copy && graph.is_of_before(position.epoch)) {
                graph.enter(position.epoch);
                learn(graph);
            }
        });
    }

    /// Brings what is known up to what has happened.
    pub(super) fn hear(self, events: &[Event]) {
        self.graph.update(|graph| events.iter().for_each(|event| graph.hear(event)));
    }

    /// Reads what is known, without what is on its way.
    pub(super) fn with_known<T>(self, read: impl FnOnce(&Graph) -> T) -> Option<T> {
        self.graph.try_with_untracked(read)
    }

    /// Follows whatever becomes known.
    pub(super) fn track(self) {
        self.graph.track();
    }
}
