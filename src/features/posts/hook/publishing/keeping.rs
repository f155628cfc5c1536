//! What is typed, kept as it is typed.

use leptos::{prelude::*, task::spawn_local};

use super::{DRAFTS, Publishing, Written};
use crate::{
    features::posts::{hook::writing::NOWHERE, state::unfinished::post_address},
    realtime::Snapshot,
    shared::{effect::Effect, hydration::after_hydration},
    sync::{Replica, replica::written},
};

impl Publishing {
    /// Keeps what is typed over the end of the page, and nothing where that is taken out again; and brings back what was kept.
    pub(super) fn keep(self, asked: Option<String>) {
        after_hydration(move || {
            let key = self.desk.open(asked, || self.client.new_id().to_string());
            self.row.set(Some(key.clone()));
            self.bring_back(&key);
            self.keep_row(key);
        });
    }

    fn bring_back(self, key: &str) {
        let kept = self.client.kept_patiently::<Written>(DRAFTS, key);
        spawn_local(async move {
            if let Some(Snapshot { data, .. }) = kept.await
                && self.body.try_get_untracked().is_some()
                && !self.written().is_typed()
            {
                // First: what was refused stands here already then.
                self.refused.set(data.refused);
                self.write(data);
            }
            self.is_brought_back.try_set(true);
        });
    }

    fn keep_row(self, key: String) {
        let take = move || {
            if self.on_its_way.try_get_untracked()?.is_some() {
                return None;
            }
            let data = self.written();
            let stirred = written(self.client.now().millis());
            data.is_typed().then_some(Replica { stirred, snapshot: Snapshot { position: NOWHERE, data } })
        };
        let follow = move || {
            self.kind.track();
            self.refused.track();
            [self.title, self.body, self.tags].iter().for_each(Track::track);
        };
        self.client.keep(DRAFTS, key, follow, take);
        Effect::new(move |was_typed: Option<bool>| {
            follow();
            let is_typed = self.written().is_typed();
            if was_typed == Some(true) && !is_typed {
                self.forget();
            }
            is_typed
        });
    }

    /// Nothing of what is written here is kept any more.
    pub(super) fn forget(self) {
        if let Some(key) = self.row.get_untracked() {
            self.client.forget(DRAFTS, &key);
        }
    }

    /// How many other posts are begun.
    #[must_use]
    pub fn others(self) -> Memo<usize> {
        Memo::new(move |_| {
            let own = self.row.get();
            self.rows.read().iter().flatten().filter(|(key, _)| Some(key) != own.as_ref()).count()
        })
    }

    /// The address at which one more is begun.
    #[must_use]
    pub fn another(self) -> String {
        post_address(&self.client.new_id().to_string())
    }
}
