//! Reading further pages of a conversation, and letting go of those that are far from what is seen.

use std::time::Duration;

use leptos::{prelude::*, task::spawn_local};

use super::{FIRST, Thread};
use crate::{
    client::AGAIN,
    features::messages::{
        hook::copies::kept_thread,
        model::{From, Stretch},
        rpc,
        state::{Row, Timeline},
    },
};

/// Messages of a further page.
pub(super) const PAGE: u32 = 100;

impl Thread {
    /// Reads the newest messages and goes there, whatever lies between; as far as possible where they can neither be read
    /// nor are kept.
    pub(super) fn leap(self) {
        let kept = kept_thread(self.inbox().client(), self.id);
        spawn_local(async move {
            let newest = match rpc::read_history(self.id, From::Newest, FIRST).await {
                Err(error) if error.is_transient() => kept.await.map(|kept| kept.data.1).ok_or(error),
                answer => answer.map(|newest| newest.data),
            };
            let trouble = newest.as_ref().err().cloned();
            if let Ok(newest) = newest {
                self.state.try_update(|state| state.leap(newest));
            }
            self.scroll.to_end();
            self.trouble.try_set(trouble);
        });
    }

    pub(super) fn page(self, from: From, take: fn(&mut Timeline, Stretch)) {
        if self.reading.get_untracked() {
            return;
        }
        self.reading.set(true);
        spawn_local(async move {
            let answer = rpc::read_history(self.id, from, PAGE).await;
            let trouble = answer.as_ref().err().cloned();
            let seen = self.seen_seq();
            if let Ok(page) = answer {
                self.state.try_update(|state| {
                    take(state, page.data);
                    if let Some(seen) = seen {
                        state.let_go(seen);
                    }
                });
            }
            let wait = if trouble.is_some() { AGAIN } else { Duration::ZERO };
            self.trouble.try_set(trouble);
            // A page that could not be read is asked for again by the next look, but not at once.
            let free = move || {
                self.reading.try_set(false);
            };
            set_timeout(free, wait);
        });
    }

    /// The `seq` of the message at the lower edge of what is seen, or of the nearest one.
    pub(super) fn seen_seq(self) -> Option<i64> {
        let (_, lowest) = self.scroll.seen_now()?;
        let rows = self.rows.try_get_untracked()?;
        let place = rows.iter().rposition(|row| row.key() == lowest)?;
        let (above, below) = rows.split_at(place + 1);
        above.iter().rev().chain(below).find_map(|row| match row {
            Row::Message(line) if line.message.seq > 0 => Some(line.message.seq),
            _ => None,
        })
    }
}
