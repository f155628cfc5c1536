//! The database that a command works on: the one that was configured, or our own.

use std::time::Duration;

use crate::{
    realtime::Keeper,
    server::{
        Config, Pool, Refusal,
        postgres::Embedded,
        schema::{self, Administrator},
    },
};

/// How often the partitions are tried for, a second apart, while another program holds what that needs.
const ATTEMPTS: u32 = 15;

/// A database that answers, for as long as a command needs it.
pub struct Database {
    embedded: Option<Embedded>,
    administrator: Administrator,
}

impl Database {
    /// Finds the configured database, or starts our own; where that runs already it is shared.
    ///
    /// # Errors
    /// A [`Refusal`] that says why our own does not start.
    pub async fn open(config: &Config) -> Result<Self, Refusal> {
        if let Some(administrator) = &config.database {
            return Ok(Self { embedded: None, administrator: administrator.clone() });
        }
        let embedded = Embedded::start(config, true).await?;
        Ok(Self { administrator: embedded.administrator().into(), embedded: Some(embedded) })
    }

    /// How an administrator connects.
    #[must_use]
    pub fn administrator(&self) -> &Administrator {
        &self.administrator
    }

    /// Brings the schema up to this program and makes the partitions of the days ahead: afterwards everything can be
    /// written, however long nobody served.
    ///
    /// # Errors
    /// A [`Refusal`] as [`schema::prepare`] says, or where the partitions could not be made for 15 seconds.
    pub async fn prepare(&self) -> Result<(), Refusal> {
        schema::prepare(self.administrator.clone()).await?;
        for _ in 1..ATTEMPTS {
            if self.make_partitions().await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        self.make_partitions().await.map_err(|error| {
            Refusal::new("the partitions of events", error, "end what holds the database for so long, then try again")
        })
    }

    async fn make_partitions(&self) -> crate::shared::Result<()> {
        let administrator = self.administrator.options().clone();
        let mut keeper = Keeper::open(&administrator.options([("search_path", schema::SEARCH_PATH)])).await?;
        keeper.create_ahead().await
    }

    /// The pool of this database, once it is prepared.
    pub async fn pool(&self, config: &Config) -> Pool {
        Pool::connect(schema::pool_login(&self.administrator).await, config)
    }

    /// Stops our own database, unless another program uses it.
    pub async fn close(self) {
        if let Some(embedded) = self.embedded {
            embedded.stop().await;
        }
    }
}

#[cfg(test)]
mod tests;
