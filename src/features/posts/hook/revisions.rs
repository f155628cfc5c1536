//! What an entry said before.

use leptos::prelude::*;

use super::OpenThread;
use crate::{
    features::posts::{
        model::Entry,
        rpc::{self, Compared},
    },
    shared::{
        Result,
        json::{Reading, reading},
    },
};

/// What was said before, on its way.
type Comparing = Reading<Result<Vec<Compared>>>;

/// What an entry of a thread said before.
#[derive(Clone, Copy, Default)]
pub struct LookingBack {
    /// As it is read.
    pub(super) read: StoredValue<Option<(Entry, Comparing)>>,
    /// As it was left by who has come back.
    pub(super) returned: StoredValue<Option<(Entry, Vec<Compared>)>>,
}

impl LookingBack {
    /// What was read of it, as long as it is shown.
    pub(super) fn left(self) -> Option<(Entry, Vec<Compared>)> {
        let (entry, revisions) = self.read.try_get_value().flatten()?;
        Some((entry, revisions.try_get_untracked().flatten()?.ok()?))
    }
}

/// What an entry said at each time, the latest first, each beside what it said before; nothing while nobody asks. Whoever
/// comes back to it finds it without asking the server.
#[must_use]
pub fn use_revisions(thread: OpenThread, entry: Entry) -> Comparing {
    let is_asked = Memo::new(move |_| thread.revising.get() == Some(entry));
    let revisions: Comparing = reading(
        move || is_asked.get(),
        move |is_asked| {
            let returned = thread.looking_back.returned.try_update_value(Option::take).flatten();
            let returned = returned.filter(|(of, _)| *of == entry).map(|(_, revisions)| revisions);
            async move {
                match returned {
                    Some(revisions) => Ok(revisions),
                    None if is_asked => rpc::compare_revisions(entry).await,
                    None => Ok(Vec::new()),
                }
            }
        },
    );
    thread.looking_back.read.set_value(Some((entry, revisions)));
    revisions
}
