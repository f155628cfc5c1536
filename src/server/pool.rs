//! The way to the database: transactions under a role, and the bell that a commit rings.
//!
//! The login owns nothing and may do nothing until a transaction takes a role, so a statement that
//! stands outside fails instead of leaking.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
};

use sqlx::{PgPool, Postgres, Transaction};
use tokio::sync::Notify;

use super::fault;
use crate::shared::{Result, id::AccountId};

/// Connections to the database, cheap to clone.
#[derive(Clone)]
pub struct Pool {
    connections: PgPool,
    bell: Arc<Notify>,
}

impl Pool {
    /// Hands out transactions on these connections.
    #[must_use]
    pub fn new(connections: PgPool) -> Self {
        Self { connections, bell: Arc::new(Notify::new()) }
    }

    /// A request's transaction on behalf of an account: it sees and changes what they may.
    ///
    /// # Errors
    /// [`crate::shared::Error::Offline`] where the database cannot be reached.
    pub async fn as_viewer(&self, viewer: AccountId) -> Result<Tx> {
        self.begin(format!("begin; set local role tertulia_app; set local app.viewer = '{}'", viewer.0)).await
    }

    /// A request's transaction on behalf of nobody: it sees what is public.
    ///
    /// # Errors
    /// As for [`Pool::as_viewer`].
    pub async fn as_visitor(&self) -> Result<Tx> {
        self.begin("begin; set local role tertulia_app".into()).await
    }

    /// A transaction of the background. It must commit within 200 ms, or it stalls every reader.
    ///
    /// # Errors
    /// As for [`Pool::as_viewer`].
    pub async fn as_jobs(&self) -> Result<Tx> {
        self.begin("begin; set local role tertulia_jobs".into()).await
    }

    /// Rung after every commit; the reader of events waits at it.
    #[must_use]
    pub fn bell(&self) -> Arc<Notify> {
        Arc::clone(&self.bell)
    }

    /// The connections themselves, for what manages them.
    #[must_use]
    pub fn connections(&self) -> &PgPool {
        &self.connections
    }

    async fn begin(&self, statements: String) -> Result<Tx> {
        let transaction = self.connections.begin_with(sqlx::AssertSqlSafe(statements)).await?;
        Ok(Tx { transaction, bell: self.bell() })
    }
}

/// Runs an act anew, at most three times, where the database broke it off to let another one finish
/// (a deadlock, or two that cannot be put in order).
///
/// # Errors
/// What the last run said.
pub async fn patiently<T, Act>(act: impl Fn() -> Act) -> Result<T>
where
    Act: Future<Output = Result<T>>,
{
    for _ in 0..3 {
        match act().await {
            Err(error) if error == fault::CONTENTION => {}
            result => return result,
        }
    }
    act().await
}

/// A transaction under a role. Dropped without a commit it is rolled back.
pub struct Tx {
    transaction: Transaction<'static, Postgres>,
    bell: Arc<Notify>,
}

impl Tx {
    /// Makes everything durable, then rings the bell.
    ///
    /// # Errors
    /// Where the database did not confirm; whether it was stored is then unknown.
    pub async fn commit(self) -> Result<()> {
        self.transaction.commit().await?;
        self.bell.notify_one();
        Ok(())
    }
}

impl Deref for Tx {
    type Target = sqlx::PgConnection;

    fn deref(&self) -> &Self::Target {
        &self.transaction
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.transaction
    }
}
