//! The database that a command works on: the one that was configured, or our own.

use sqlx::postgres::PgConnectOptions;

use crate::server::{Config, Pool, Refusal, postgres::Embedded, schema};

/// A database that answers, for as long as a command needs it.
pub struct Database {
    embedded: Option<Embedded>,
    administrator: PgConnectOptions,
    login: PgConnectOptions,
}

impl Database {
    /// Finds the configured database, or starts our own; where that runs already it is shared.
    ///
    /// # Errors
    /// A [`Refusal`] that says why our own does not start.
    pub async fn open(config: &Config) -> Result<Self, Refusal> {
        if let Some(options) = &config.database {
            return Ok(Self { embedded: None, administrator: options.clone(), login: options.clone() });
        }
        let embedded = Embedded::start(config, true).await?;
        Ok(Self { administrator: embedded.administrator(), login: embedded.login(), embedded: Some(embedded) })
    }

    /// How an administrator connects.
    #[must_use]
    pub fn administrator(&self) -> &PgConnectOptions {
        &self.administrator
    }

    /// Brings the schema up to this program.
    ///
    /// # Errors
    /// A [`Refusal`] as [`schema::prepare`] says.
    pub async fn prepare(&self) -> Result<(), Refusal> {
        schema::prepare(self.administrator.clone()).await
    }

    /// The pool of this database.
    #[must_use]
    pub fn pool(&self, config: &Config) -> Pool {
        Pool::connect(self.login.clone(), config)
    }

    /// Stops our own database, unless another program uses it.
    pub async fn close(self) {
        if let Some(embedded) = self.embedded {
            embedded.stop().await;
        }
    }
}
