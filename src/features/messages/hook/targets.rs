//! Conversations to which something can be taken, and people with whom one can begin, found by name.

use std::time::Duration;

use futures::future::join;
use leptos::{prelude::*, task::spawn_local};

use super::{
    inbox::{Inbox, use_inbox},
    people::{Hits, find},
};
use crate::{
    features::{
        accounts::{hook::use_me, model::Me},
        messages::{
            model::Conversation,
            rpc,
            state::{
                Filter, Listed, View,
                inbox::{self, Goal, goals, targets},
            },
        },
    },
    shared::{Error, Result, effect::Effect},
};

/// How long typing has to pause before a name is looked for.
const PAUSE: Duration = Duration::from_millis(150);

/// The conversations that this device knows, at once, and those that the server finds besides.
#[derive(Clone, Copy)]
pub struct Targets {
    /// What their names have to hold.
    pub typed: RwSignal<String>,
    /// Those to choose from.
    pub shown: Memo<Vec<Goal>>,
    /// Whether the server was not heard yet of what is typed.
    pub reading: RwSignal<bool>,
    /// Why these are only those that this device knows, conversations or people.
    pub trouble: RwSignal<Option<Error>>,
    found: RwSignal<Vec<Conversation>>,
    /// Who was found, where people are looked for.
    people: RwSignal<Hits>,
    with_people: bool,
    inbox: Inbox,
}

/// Conversations to choose from, and people where they are asked for, until the owner that calls this is cleaned up.
#[must_use]
pub fn use_targets(with_people: bool) -> Targets {
    let inbox = use_inbox();
    let (typed, found, people) =
        (RwSignal::new(String::new()), RwSignal::new(Vec::new()), RwSignal::new(Hits::default()));
    let targets = Targets {
        typed,
        shown: shown(inbox, typed, found, people),
        reading: RwSignal::new(true),
        trouble: RwSignal::new(None),
        found,
        people,
        with_people,
        inbox,
    };
    let mut ask = debounce(PAUSE, move |words: String| targets.find(words));
    Effect::new(move || {
        targets.reading.set(true);
        ask(typed.get());
    });
    targets
}

fn view(typed: &str) -> View {
    View::new(Filter::All, typed)
}

fn shown(
    inbox: Inbox,
    typed: RwSignal<String>,
    found: RwSignal<Vec<Conversation>>,
    people: RwSignal<Hits>,
) -> Memo<Vec<Goal>> {
    let (viewer, pending, me) = (inbox.viewer(), inbox.client().pending(), use_me());
    Memo::new(move |_| {
        let (state, found) = (inbox.state.read(), found.read());
        let known = state.as_ref().into_iter().flat_map(inbox::Inbox::conversations);
        let (typed, hits) = (typed.read(), people.read());
        let mut all = targets(viewer, known.chain(found.iter()), &view(&typed), &pending.read());
        all.retain(|listed| me.read().as_ref().is_none_or(|me| is_open(listed, me)));
        // Whoever was found for something else is not for this.
        let people = hits.people.iter().filter(|person| {
            hits.typed == *typed && person.id != viewer && me.read().as_ref().is_none_or(|me| !me.blocks(person.id))
        });
        goals(all, people.cloned())
    })
}

/// Whether something can be said there: not to somebody alone whom the viewer blocked.
fn is_open(listed: &Listed, me: &Me) -> bool {
    listed.people.is_some() || listed.other.as_ref().is_none_or(|other| !me.blocks(other.id))
}

impl Targets {
    /// Asks the server what it finds; of what was typed before nothing comes any more.
    fn find(self, words: String) {
        spawn_local(async move {
            let (answer, people) = join(rpc::list_conversations(view(&words), None), self.people_of(&words)).await;
            if self.typed.try_with_untracked(|typed| *typed == words) != Some(true) {
                return;
            }
            let first_trouble =
                answer.as_ref().err().or(people.as_ref().map_or_else(Some, |hits| hits.trouble.as_ref()));
            self.trouble.try_set(first_trouble.cloned());
            self.people.try_set(people.unwrap_or_default());
            if let Ok(page) = answer {
                self.found.try_set(page.data.items);
            }
            self.reading.try_set(false);
        });
    }

    /// Who is found by these words, where people are looked for.
    async fn people_of(self, words: &str) -> Result<Hits> {
        if self.with_people { find(self.inbox, words.to_owned()).await } else { Ok(Hits::default()) }
    }
}
