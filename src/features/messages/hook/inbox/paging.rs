//! Reading the list page by page, in whatever view somebody looks at it.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::Inbox;
use crate::{
    client::{AGAIN, read_until},
    features::messages::{
        hook::copies::was_reread,
        model::Conversation,
        rpc,
        state::{Filter, View},
    },
    kit::{keep, put_back},
    realtime::Snapshot,
    shared::{Error, Result, effect::Effect, page::Page},
};

/// How long typing has to pause before a name is looked for.
const PAUSE: Duration = Duration::from_millis(150);

/// Conversations that are read afresh at once; whoever has scrolled further down comes back to here.
const DEEPEST: usize = 400;

/// What the address of a page says of the list: what to look at, and where the page begins.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Which conversations.
    pub filter: Filter,
    /// What to find among their names.
    pub find: String,
    /// Where the page begins, for who has no JavaScript.
    pub cursor: Option<String>,
}

/// What is being read: one page at a time.
#[derive(Clone, Copy)]
pub(super) struct Paging {
    reading: RwSignal<Option<View>>,
    trouble: RwSignal<Option<Error>>,
    /// Counts the readings afresh that were asked for: the last one holds.
    rereadings: StoredValue<u32>,
}

impl Paging {
    pub(super) fn new() -> Self {
        Self { reading: RwSignal::new(None), trouble: RwSignal::new(None), rereadings: StoredValue::new(0) }
    }
}

impl Inbox {
    /// What is looked at.
    #[must_use]
    pub fn view(self) -> View {
        self.view.get()
    }

    /// Where the next page of what is looked at begins; nothing at its end.
    #[must_use]
    pub fn next(self) -> Option<String> {
        self.state.read().as_ref()?.next(&self.view.read())
    }

    /// What is looked at is looked at again by whoever comes back.
    pub fn keep_view(self) {
        const NAME: &str = "conversations looked at";
        keep(NAME, move || Some((self.filter.try_get_untracked()?, self.find.try_get_untracked()?)));
        put_back(NAME, move |(filter, find): (Filter, String)| {
            self.filter.set(filter);
            self.find.set(find);
        });
    }

    /// Whether everything that is looked at is here.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.state.read().as_ref().is_some_and(|state| state.covers(&self.view.read())) && self.next().is_none()
    }

    /// Whether the list began further down than its beginning.
    #[must_use]
    pub fn is_late(self) -> bool {
        self.source.get_value().late
    }

    /// Whether a page is under way.
    #[must_use]
    pub fn reading(self) -> bool {
        self.paging.reading.read().is_some()
    }

    /// Why a page could not be read.
    #[must_use]
    pub fn trouble(self) -> Option<Error> {
        self.paging.trouble.get()
    }

    /// Reads the next page of what is looked at, if there is one and none is under way.
    pub fn more(self) {
        let view = self.view.get_untracked();
        let next = self.next_of(&view);
        if next.is_some() {
            self.page(view, next);
        }
    }

    /// Reads on at once what could not be read of what is looked at, without the pause before the next try.
    pub fn try_again(self) {
        if self.paging.trouble.with_untracked(Option::is_some) {
            self.paging.reading.set(None);
        }
        let view = self.view.get_untracked();
        let next = self.next_of(&view);
        self.page(view, next);
    }

    fn next_of(self, view: &View) -> Option<String> {
        self.state.with_untracked(|state| state.as_ref().and_then(|state| state.next(view)))
    }

    /// Reads the first page of every view that somebody comes to look at.
    pub(super) fn follow_view(self) {
        let mut ask = debounce(PAUSE, move |view: View| self.uncover(view));
        Effect::new(move || {
            let view = self.view.get();
            let covered = self.state.with(|state| state.as_ref().is_none_or(|state| state.covers(&view)));
            if !covered && self.paging.reading.read().as_ref() != Some(&view) {
                ask(view);
            }
        });
    }

    fn uncover(self, view: View) {
        let covered = self.state.try_with_untracked(|state| state.as_ref().is_none_or(|state| state.covers(&view)));
        if covered == Some(false) && self.view.try_get_untracked().as_ref() == Some(&view) {
            self.page(view, None);
        }
    }

    /// Reads afresh what is looked at, as far down as it was read. Of two readings the later one holds, and none once the
    /// list is gone.
    pub(super) fn reread(self) {
        let Some(view) = self.view.try_get_untracked() else { return };
        let depth = self.state.try_with_untracked(|state| state.as_ref().map_or(0, |state| state.depth(&view)));
        let Some(depth) = depth else { return };
        let looked = view.clone();
        let read = move || {
            let view = looked.clone();
            async move { read_down(&view, depth.min(DEEPEST)).await }
        };
        let number = self.paging.rereadings.try_update_value(|rereadings| {
            *rereadings = rereadings.wrapping_add(1);
            *rereadings
        });
        let is_last = move || number.is_some() && self.paging.rereadings.try_get_value() == number;
        read_until(read, is_last, move |answer| {
            if let Ok(Snapshot { position, data }) = answer {
                self.state.try_update(|state| state.as_mut().map(|state| state.snapshot(view, data)));
                self.position.try_set_value(Some(position));
                was_reread(self.hearing);
                self.confirm_delivery();
            }
        });
    }

    fn page(self, view: View, cursor: Option<String>) {
        if self.paging.reading.read_untracked().is_some() {
            return;
        }
        self.paging.reading.set(Some(view.clone()));
        spawn_local(async move {
            let answer = rpc::list_conversations(view.clone(), cursor).await;
            let trouble = answer.as_ref().err().cloned();
            if let Ok(page) = answer {
                self.state.try_update(|state| state.as_mut().map(|state| state.take_page(view, page.data)));
                self.confirm_delivery();
            }
            let wait = if trouble.is_some() { AGAIN } else { Duration::ZERO };
            self.paging.trouble.try_set(trouble);
            // A page that could not be read is asked for again, but not at once.
            let free = move || {
                self.paging.reading.try_set(None);
            };
            set_timeout(free, wait);
        });
    }
}

/// Reads a view from its beginning down to at least so many conversations, or to its end.
async fn read_down(view: &View, depth: usize) -> Result<Snapshot<Page<Conversation>>> {
    let mut read = rpc::list_conversations(view.clone(), None).await?;
    while read.data.items.len() < depth
        && let Some(next) = read.data.next.take()
    {
        let page = rpc::list_conversations(view.clone(), Some(next)).await?.data;
        read.data.items.extend(page.items);
        read.data.next = page.next;
    }
    Ok(read)
}
