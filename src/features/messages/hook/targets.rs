//! Conversations to which something can be taken, found by name.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::inbox::{Inbox, use_inbox};
use crate::{
    features::{
        accounts::{hook::use_me, model::Me},
        messages::{
            model::Conversation,
            rpc,
            state::{
                Filter, Listed, View,
                inbox::{self, targets},
            },
        },
    },
    shared::{Error, effect::Effect},
};

/// How long typing has to pause before a name is looked for.
const PAUSE: Duration = Duration::from_millis(150);

/// The conversations that this device knows, at once, and those that the server finds besides.
#[derive(Clone, Copy)]
pub struct Targets {
    /// What their names have to hold.
    pub typed: RwSignal<String>,
    /// Those to choose from.
    pub shown: Memo<Vec<Listed>>,
    /// Whether the server was not heard yet.
    pub reading: RwSignal<bool>,
    /// Why these are only those that this device knows.
    pub trouble: RwSignal<Option<Error>>,
    found: RwSignal<Vec<Conversation>>,
}

/// Conversations to choose from, until the owner that calls this is cleaned up.
#[must_use]
pub fn use_targets() -> Targets {
    let inbox = use_inbox();
    let (typed, found) = (RwSignal::new(String::new()), RwSignal::new(Vec::new()));
    let targets = Targets {
        typed,
        shown: shown(inbox, typed, found),
        reading: RwSignal::new(true),
        trouble: RwSignal::new(None),
        found,
    };
    let mut ask = debounce(PAUSE, move |view: View| targets.find(view));
    Effect::new(move || ask(view(&typed.read())));
    targets
}

fn view(typed: &str) -> View {
    View::new(Filter::All, typed)
}

fn shown(inbox: Inbox, typed: RwSignal<String>, found: RwSignal<Vec<Conversation>>) -> Memo<Vec<Listed>> {
    let (viewer, pending, me) = (inbox.viewer(), inbox.client().pending(), use_me());
    Memo::new(move |_| {
        let (state, found) = (inbox.state.read(), found.read());
        let known = state.as_ref().into_iter().flat_map(inbox::Inbox::conversations);
        let mut all = targets(viewer, known.chain(found.iter()), &view(&typed.read()), &pending.read());
        all.retain(|listed| me.read().as_ref().is_none_or(|me| is_open(listed, me)));
        all
    })
}

/// Whether something can be said there: not to somebody alone whom the viewer blocked.
fn is_open(listed: &Listed, me: &Me) -> bool {
    listed.people.is_some() || listed.other.as_ref().is_none_or(|other| !me.blocks(other.id))
}

impl Targets {
    /// Asks the server what it finds; of what was typed before nothing comes any more.
    fn find(self, asked: View) {
        spawn_local(async move {
            let answer = rpc::list_conversations(asked.clone(), None).await;
            if self.typed.try_with_untracked(|typed| view(typed) == asked) != Some(true) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.trouble.try_set(None);
                    self.found.try_set(page.data.items);
                }
                Err(error) => _ = self.trouble.try_set(Some(error)),
            }
            self.reading.try_set(false);
        });
    }
}
