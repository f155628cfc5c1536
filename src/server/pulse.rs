//! The pulse of the database: whether it answers at all.
//!
//! A connection whose other end hangs, or whose host is gone, is as silent as one whose statement takes long. So a
//! connection of its own asks every second for nothing, and where nobody answers that, the database is lost: who waits
//! for it is told so, and nobody else begins to wait until it is found again.

use std::{
    mem,
    time::{Duration, Instant},
};

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tokio::sync::watch;

use super::awake::within;
use crate::shared::{Error, Result};

/// How often the database is asked that answers.
pub const BEAT: Duration = Duration::from_secs(1);
/// How soon it is asked again that did not.
pub const AGAIN: Duration = Duration::from_millis(250);
/// How long it may be silent before it is lost. A machine that is merely busy answers a question for nothing before.
const PATIENCE: Duration = Duration::from_secs(3);

/// Whether the database is lost, for all who wait for it; cheap to clone.
#[derive(Clone)]
pub struct Pulse(watch::Sender<bool>);

impl Default for Pulse {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Pulse {
    /// Notes whether the database is lost; whether that is news.
    pub fn note(&self, is_lost: bool) -> bool {
        self.0.send_if_modified(|lost| mem::replace(lost, is_lost) != is_lost)
    }

    /// Does what nobody begins without a database: it is given up once that is lost, and at once where it is already.
    ///
    /// # Errors
    /// [`Error::Offline`] where it was given up, or what the act says.
    pub async fn while_there<T>(&self, act: impl Future<Output = Result<T>>) -> Result<T> {
        let mut heard = self.0.subscribe();
        tokio::select! {
            biased;
            () = until(&mut heard, true) => Err(Error::Offline),
            result = act => result,
        }
    }

    /// Does what may wait for the database: it is given up when that is lost meanwhile. What begins after the loss goes
    /// on, for it may do without, and what it begins with the database is refused.
    ///
    /// # Errors
    /// [`Error::Offline`] where it was given up, or what the act says.
    pub async fn unless_lost<T>(&self, act: impl Future<Output = Result<T>>) -> Result<T> {
        let mut heard = self.0.subscribe();
        let loss = async {
            until(&mut heard, false).await;
            until(&mut heard, true).await;
        };
        tokio::select! {
            biased;
            result = act => result,
            () = loss => Err(Error::Offline),
        }
    }
}

/// Waits until the database is lost, or is not; who calls holds the end that says so.
async fn until(heard: &mut watch::Receiver<bool>, is_lost: bool) {
    drop(heard.wait_for(|lost| *lost == is_lost).await);
}

/// What asks the database.
pub struct Probe {
    login: PgConnectOptions,
    connection: Option<PgConnection>,
    answered: Instant,
}

impl Probe {
    /// Asks as this login; the database counts as there until it is silent for too long.
    #[must_use]
    pub fn new(login: PgConnectOptions) -> Self {
        Self { login, connection: None, answered: Instant::now() }
    }

    /// Asks once. Whether the database is there; not known where it did not answer and was silent only for a moment.
    pub async fn ask(&mut self) -> Option<bool> {
        let answer = within(PATIENCE, self.ping()).await;
        if !matches!(answer, Some(Ok(()))) {
            self.connection = None;
        }
        // Who refuses is there.
        if matches!(answer, Some(Ok(()) | Err(sqlx::Error::Database(_)))) {
            self.answered = Instant::now();
            return Some(true);
        }
        (self.answered.elapsed() >= PATIENCE).then_some(false)
    }

    async fn ping(&mut self) -> sqlx::Result<()> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            None => self.connection.insert(PgConnection::connect_with(&self.login).await?),
        };
        connection.ping().await
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn who_waits_is_told_of_a_loss_and_who_comes_during_it_waits_only_for_what_does_without() {
        let pulse = Pulse::default();
        assert_eq!(pulse.while_there(ready(Ok(1))).await, Ok(1));
        let lose = async {
            assert!(pulse.note(true), "it is news");
            assert!(!pulse.note(true), "and is none again");
        };
        let waits = pulse.while_there(pending::<Result<()>>());
        let may_wait = pulse.unless_lost(pending::<Result<()>>());
        let (waits, may_wait, ()) = tokio::join!(biased; waits, may_wait, lose);
        assert_eq!((waits, may_wait), (Err(Error::Offline), Err(Error::Offline)));

        assert_eq!(pulse.while_there(ready(Ok(2))).await, Err(Error::Offline));
        let comes = pulse.unless_lost(async {
            tokio::task::yield_now().await;
            Ok(3)
        });
        assert_eq!(comes.await, Ok(3));

        assert!(pulse.note(false));
        assert_eq!(pulse.while_there(ready(Ok(4))).await, Ok(4));
    }
}
