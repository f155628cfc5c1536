//! Whom or what somebody means who has typed half a name.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    features::{
        accounts::{model::Account, rpc::find_people},
        posts::{
            model::Tag,
            rpc,
            state::completing::{Begun, Sign},
        },
    },
    shared::effect::Effect,
};

/// How long typing has to pause before anybody is looked for.
const PAUSE: Duration = Duration::from_millis(150);
/// How many are offered.
const MOST: usize = 6;

/// One that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What comes to stand behind the sign.
    pub name: String,
    /// What else there is to see of it.
    pub words: String,
}

impl Hit {
    /// Whether it may be meant by so much of a name.
    fn fits(&self, begun: &str) -> bool {
        let begun = begun.to_lowercase();
        [&self.name, &self.words].iter().any(|text| text.to_lowercase().contains(&begun))
    }
}

/// What is begun, and those that may be meant by it.
#[derive(Clone, Copy)]
pub struct Completing {
    /// What stands half before the caret.
    pub begun: RwSignal<Option<Begun>>,
    /// Those that may be meant, the likeliest first.
    pub hits: RwSignal<Vec<Hit>>,
}

/// Looks for those that may be meant while somebody types.
#[must_use]
pub fn use_completing() -> Completing {
    let completing = Completing { begun: RwSignal::new(None), hits: RwSignal::new(Vec::new()) };
    let mut ask = debounce(PAUSE, move |begun: Begun| completing.find(begun));
    Effect::new(move || match completing.begun.get() {
        Some(begun) => {
            // What is offered still was found for less of the name.
            if completing.hits.with_untracked(|hits| hits.iter().any(|hit| !hit.fits(&begun.name))) {
                completing.hits.update(|hits| hits.retain(|hit| hit.fits(&begun.name)));
            }
            ask(begun);
        }
        None => completing.offer_nothing(),
    });
    completing
}

impl Completing {
    /// Nothing is offered until more is typed.
    pub fn close(self) {
        self.begun.try_maybe_update(|begun| (begun.take().is_some(), ()));
        self.offer_nothing();
    }

    /// To offer nothing again is no news: a field that goes with the focus in it says so while those go who would hear of it.
    fn offer_nothing(self) {
        self.hits.try_maybe_update(|hits| (!std::mem::take(hits).is_empty(), ()));
    }

    fn find(self, begun: Begun) {
        spawn_local(async move {
            let found = match begun.sign {
                Sign::Person => {
                    find_people(begun.name.clone()).await.map(|all| all.into_iter().map(of_person).collect())
                }
                Sign::Tag => rpc::find_tags(begun.name.clone()).await.map(|all| all.into_iter().map(of_tag).collect()),
            };
            // Who cannot be found now is typed in full.
            let mut hits: Vec<Hit> = found.unwrap_or_default();
            hits.truncate(MOST);
            if self.begun.try_get_untracked().flatten().is_some_and(|now| now == begun) {
                self.hits.try_set(hits);
            }
        });
    }
}

fn of_person(account: Account) -> Hit {
    Hit { words: account.name().to_owned(), name: account.handle }
}

fn of_tag(Tag { name, posts }: Tag) -> Hit {
    let words = if posts == 1 { "1 post".to_owned() } else { format!("{posts} posts") };
    Hit { name, words }
}
