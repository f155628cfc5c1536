//! How a transaction begins under its role, and how it ends.

use std::{
    ops::{Deref, DerefMut},
    sync::Arc,
    time::Instant,
};

use sqlx::{Executor, Postgres, SqlSafeStr, Transaction};
use tokio::{
    select,
    sync::{Notify, oneshot},
};

use super::{PATIENCE, Pool};
use crate::{
    server::{awake::within, fault},
    shared::Result,
};

impl Pool {
    /// A transaction that begins with these statements.
    pub(super) async fn begin(&self, statements: String) -> Result<Tx> {
        // Boxed, as it is part of nearly every request, and what waits for it holds it twice over.
        self.while_there(Box::pin(self.begin_anywhere(statements))).await
    }

    /// A connection that died while nobody used it is found out here, where nothing was done on it
    /// yet: then the next one is taken.
    async fn begin_anywhere(&self, statements: String) -> Result<Tx> {
        let began = Instant::now();
        loop {
            match self.begin_whole(statements.clone()).await {
                Ok(transaction) => return Ok(Tx { transaction, bell: self.bell() }),
                Err(error) if died(&error) && began.elapsed() < PATIENCE => {}
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Begins a transaction, also where who asked for it does not wait for that. Given up between the statement and its answer,
    /// the library takes it for never begun: the connection would go back to the pool with the transaction open, its viewer set,
    /// and whoever gets it next, a visitor too, would read as that one.
    ///
    /// Given up before there is a connection for it, it waits for none any longer, and takes none from who still does.
    ///
    /// It is done where the pool was made, so that connections belong there, whoever was the first to need one.
    async fn begin_whole(&self, statements: String) -> sqlx::Result<Transaction<'static, Postgres>> {
        let connections = self.connections();
        let (mut begun, answer) = oneshot::channel();
        self.runtime.spawn(async move {
            let connection = select! {
                biased;
                () = begun.closed() => return,
                connection = within(PATIENCE, connections.acquire()) => connection,
            };
            let transaction = match connection.unwrap_or(Err(sqlx::Error::PoolTimedOut)) {
                Ok(connection) => {
                    Transaction::begin(connection, Some(sqlx::AssertSqlSafe(statements).into_sql_str())).await
                }
                Err(error) => Err(error),
            };
            // Where nobody wants it any more it is rolled back.
            drop(begun.send(transaction));
        });
        // It is ended only with the program.
        answer.await.unwrap_or(Err(sqlx::Error::PoolClosed))
    }
}

/// Whether the other end of a connection is gone: broken off, or ended by its administrator.
fn died(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(said) => said.code().is_some_and(|code| code == "57P01" || code == "57P02"),
        _ => false,
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

/// A transaction under a role. Dropped without a commit it is rolled back, after the caller went on: so ends one
/// that only read, as a commit would wake the reader of events for nothing.
pub struct Tx {
    transaction: Transaction<'static, Postgres>,
    bell: Arc<Notify>,
}

impl Tx {
    /// From here on row-level security lets everything through, as for the background; the viewer only names the actor.
    ///
    /// # Errors
    /// Where the database does not let it.
    pub async fn become_jobs(&mut self) -> Result<()> {
        let connection: &mut sqlx::PgConnection = self;
        connection.execute("set local role tertulia_jobs").await?;
        Ok(())
    }

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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures::poll;
    use sqlx::postgres::PgPoolOptions;
    use tokio::{runtime::Handle, task::yield_now};

    use super::*;
    use crate::{server::schema, shared::id::AccountId, tests::given};

    async fn viewer(tx: &mut Tx) -> Option<AccountId> {
        sqlx::query_scalar("select viewer()").fetch_one(&mut **tx).await.unwrap()
    }

    #[tokio::test]
    async fn a_request_given_up_while_it_begins_leaves_nobody_signed_in() {
        let world = given::world().await;
        let ann = world.person("ann").await;
        let options = world.administrator.clone().username(schema::LOGIN);
        let connections =
            PgPoolOptions::new().max_connections(1).test_before_acquire(false).connect_with(options).await;
        let pool = Pool::new(connections.unwrap());
        // Given up sooner or later on its way.
        for polls in 0..100 {
            let mut request = Box::pin(pool.as_viewer(ann));
            let mut begun = false;
            for _ in 0..polls {
                begun = begun || poll!(&mut request).is_ready();
                if begun {
                    break;
                }
                yield_now().await;
            }
            drop(request);
            let mut visit = pool.as_visitor().await.unwrap();
            assert_eq!(viewer(&mut visit).await, None, "given up after {polls} polls");
        }
    }

    #[tokio::test]
    async fn a_request_given_up_before_there_is_a_connection_for_it_waits_for_none_any_longer() {
        let world = given::world().await;
        let ann = world.person("ann").await;
        let options = world.administrator.clone().username(schema::LOGIN);
        let pool = Pool::new(PgPoolOptions::new().max_connections(1).connect_lazy_with(options));
        let held = pool.as_viewer(ann).await.unwrap();
        let tasks = || Handle::current().metrics().num_alive_tasks();
        let before = tasks();
        for _ in 0..10 {
            let mut request = Box::pin(pool.as_visitor());
            assert!(poll!(&mut request).is_pending());
            yield_now().await;
        }
        let left = async {
            while tasks() > before {
                yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), left).await.expect("none waits, though the connection is held");
        drop(held);
    }
}
