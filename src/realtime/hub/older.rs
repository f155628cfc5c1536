//! Whose turn it is to ask the database for what they missed: a few at once, and of one person one at a time.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::Semaphore;

use crate::shared::id::AccountId;

/// So many at once.
const AT_ONCE: usize = 4;

/// The turns of a node.
#[derive(Debug)]
pub struct Older {
    all: Semaphore,
    people: Mutex<HashMap<AccountId, Weak<tokio::sync::Mutex<()>>>>,
}

impl Default for Older {
    fn default() -> Self {
        Self { all: Semaphore::new(AT_ONCE), people: Mutex::default() }
    }
}

impl Older {
    /// Waits for a turn of this person's, which ends when it is dropped. Whoever asks for much waits for themselves, and takes
    /// no turn of others meanwhile.
    pub async fn turn(&self, account: AccountId) -> impl Sized {
        let own = self.own(account).lock_owned().await;
        (own, self.all.acquire().await)
    }

    fn own(&self, account: AccountId) -> Arc<tokio::sync::Mutex<()>> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = people.get(&account).and_then(Weak::upgrade) {
            return own;
        }
        // Who has no turn and waits for none is forgotten.
        people.retain(|_, own| own.strong_count() > 0);
        let own = Arc::default();
        people.insert(account, Arc::downgrade(&own));
        own
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt;

    use super::*;

    #[test]
    fn one_person_has_one_turn_at_a_time_and_leaves_the_others_to_others() {
        let older = Older::default();
        let [ann, bob] = [AccountId::new(), AccountId::new()];
        let anns = older.turn(ann).now_or_never().expect("it is free");
        assert!(older.turn(ann).now_or_never().is_none());
        assert!(older.turn(bob).now_or_never().is_some());
        drop(anns);
        assert!(older.turn(ann).now_or_never().is_some());
        let all: Vec<_> = (0..AT_ONCE).filter_map(|_| older.turn(AccountId::new()).now_or_never()).collect();
        assert_eq!(all.len(), AT_ONCE);
        assert!(older.turn(bob).now_or_never().is_none(), "that would be one more than may ask at once");
    }
}
