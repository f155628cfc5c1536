//! The tempo of presence: how often others are told of one person.
//!
//! Invariant: what holds in the end is told, because what comes too soon is put off and not left out.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::shared::id::AccountId;

/// How long after one word about somebody the next may be said.
const APART: Duration = Duration::from_secs(2);
/// Entries beyond which those that count no longer are let go.
const MANY: usize = 10_000;

/// When somebody was last spoken of, and what is still to be said.
#[derive(Debug, Default)]
pub struct Tempo(Mutex<HashMap<AccountId, Beat>>);

#[derive(Debug, Default)]
struct Beat {
    told: Option<Instant>,
    due: Option<Due>,
}

/// A word that is to be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Whether it is also said of who hides, as that they are gone.
    pub also_hidden: bool,
}

impl Tempo {
    /// When to say a word about somebody; nothing where one is due already and says this too.
    pub fn ask(&self, account: AccountId, word: Due, now: Instant) -> Option<Instant> {
        let mut beats = self.beats();
        if beats.len() > MANY {
            beats.retain(|_, beat| beat.due.is_some() || beat.told.is_some_and(|told| now < told + APART));
        }
        let beat = beats.entry(account).or_default();
        if let Some(due) = &mut beat.due {
            due.also_hidden |= word.also_hidden;
            return None;
        }
        beat.due = Some(word);
        Some(beat.told.map_or(now, |told| now.max(told + APART)))
    }

    /// Takes the word that is due: whatever changes from now on is another one.
    pub fn begin(&self, account: AccountId, now: Instant) -> Due {
        let mut beats = self.beats();
        let beat = beats.entry(account).or_default();
        beat.told = Some(now);
        beat.due.take().unwrap_or_default()
    }

    fn beats(&self) -> MutexGuard<'_, HashMap<AccountId, Beat>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD: Due = Due { also_hidden: false };

    #[test]
    fn the_first_word_is_said_at_once_and_what_follows_soon_is_put_off_and_said_once() {
        let (tempo, now, ann) = (Tempo::default(), Instant::now(), AccountId::new());
        assert_eq!(tempo.ask(ann, WORD, now), Some(now));
        assert_eq!(tempo.begin(ann, now), WORD);
        let soon = now + Duration::from_millis(10);
        assert_eq!(tempo.ask(ann, WORD, soon), Some(now + APART));
        assert!((0..100).all(|_| tempo.ask(ann, WORD, soon).is_none()));
        assert_eq!(tempo.begin(ann, now + APART), WORD);
        assert_eq!(tempo.ask(ann, WORD, now + APART), Some(now + 2 * APART), "that was another change");
    }

    #[test]
    fn who_was_not_spoken_of_for_a_while_is_at_once_again_and_others_never_waited() {
        let (tempo, now) = (Tempo::default(), Instant::now());
        let (ann, bob) = (AccountId::new(), AccountId::new());
        tempo.ask(ann, WORD, now);
        tempo.begin(ann, now);
        assert_eq!(tempo.ask(bob, WORD, now), Some(now));
        assert_eq!(tempo.ask(ann, WORD, now + 3 * APART), Some(now + 3 * APART));
    }

    #[test]
    fn a_word_about_who_has_just_hidden_is_not_lost_in_one_that_was_due() {
        let (tempo, now, ann) = (Tempo::default(), Instant::now(), AccountId::new());
        tempo.ask(ann, WORD, now);
        assert_eq!(tempo.ask(ann, Due { also_hidden: true }, now), None);
        assert_eq!(tempo.ask(ann, WORD, now), None);
        assert_eq!(tempo.begin(ann, now), Due { also_hidden: true });
    }

    #[test]
    fn whoever_was_long_not_spoken_of_is_forgotten() {
        let (tempo, now) = (Tempo::default(), Instant::now());
        for _ in 0..=MANY {
            let somebody = AccountId::new();
            tempo.ask(somebody, WORD, now);
            tempo.begin(somebody, now);
        }
        tempo.ask(AccountId::new(), WORD, now + APART);
        assert_eq!(tempo.beats().len(), 1);
    }
}
