//! What outlives the page: IndexedDB, as tables of texts under texts.
//!
//! Through `idb`, the one of the crates over IndexedDB that is both thin and kept: promises for requests and
//! nothing else. `rexie` is a layer over it that adds no durability either, `indexed_db_futures` and `indexed-db` are
//! rewritten with every release. What it lacks is asked of the browser directly: a transaction that is on the disk
//! when it is done (`durability: "strict"`).

use std::{collections::BTreeSet, time::Duration};

use futures::channel::oneshot;
use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Transaction, TransactionMode};
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::IdbDatabase;

use crate::browser::clock::within;

/// Has the browser remove a database without looking at it. Nobody hears what becomes of it.
pub fn remove_unopened(name: &str) {
    if let Ok(Some(databases)) = window().indexed_db() {
        drop(databases.delete_database(name));
    }
}

/// The browser has no store, or it is full, damaged or blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;

/// An open database.
pub struct Store {
    database: Database,
    raw: IdbDatabase,
}

/// What a change outlives once it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The end of everything but the disk.
    Strict,
    /// The end of the page and the browser; the disk has it soon.
    Relaxed,
}

/// A change of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Write {
    /// This text stands under this key from now on.
    Put {
        /// Of which table.
        table: &'static str,
        /// Unique within it.
        key: String,
        /// What stands there.
        text: String,
    },
    /// Nothing does.
    Delete {
        /// Of which table.
        table: &'static str,
        /// Within it.
        key: String,
    },
}

impl Store {
    /// Opens a database and brings it to its last version: each of `versions` names the tables that it adds.
    ///
    /// # Errors
    /// [`Broken`], also for a database of a later version, and for one that is not there within the patience.
    pub async fn open(
        name: String,
        versions: &'static [&'static [&'static str]],
        patience: Duration,
    ) -> Result<Self, Broken> {
        let (opened, waiting) = oneshot::channel();
        // One that comes after its time is closed as it comes: whoever wipes the database would wait for it.
        spawn_local(async move { drop(opened.send(Self::open_at_last(&name, versions).await)) });
        within(patience, waiting).await.and_then(Result::ok).unwrap_or(Err(Broken))
    }

    async fn open_at_last(name: &str, versions: &'static [&'static [&'static str]]) -> Result<Self, Broken> {
        let latest = u32::try_from(versions.len()).map_err(|_| Broken)?;
        let mut request = Factory::new()?.open(name, Some(latest))?;
        request.on_upgrade_needed(move |event| {
            let (Ok(before), Ok(database)) = (event.old_version(), event.database()) else { return };
            for table in versions.iter().skip(before as usize).copied().flatten() {
                // Where a table cannot be made, the first use of it says so.
                drop(database.create_object_store(table, ObjectStoreParams::new()));
            }
        });
        let raw: IdbDatabase = JsValue::from(request.await?).unchecked_into();
        let mut database = Database::from(raw.clone());
        let closing = raw.clone();
        // Another tab, of a newer build, changes it, or wipes it: neither may wait for this one.
        database.on_version_change(move |_| closing.close());
        Ok(Self { database, raw })
    }

    /// Whether there is a database of this name; `idb` has no word for that either.
    ///
    /// # Errors
    /// [`Broken`], also where the browser does not say.
    pub async fn exists(name: &str) -> Result<bool, Broken> {
        let factory = JsValue::from(Factory::new()?);
        let list: Function = Reflect::get(&factory, &"databases".into())?.dyn_into()?;
        let databases = JsFuture::from(list.call0(&factory)?.dyn_into::<Promise>()?).await?;
        let is_it = |one: JsValue| {
            Reflect::get(&one, &"name".into()).is_ok_and(|known| known.as_string().as_deref() == Some(name))
        };
        Ok(Array::from(&databases).iter().any(is_it))
    }

    /// Removes a database and all that it holds, once nobody has it open.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn wipe(name: &str) -> Result<(), Broken> {
        Ok(Factory::new()?.delete(name)?.await?)
    }

    /// Empties tables. Afterwards they are empty on the disk.
    ///
    /// # Errors
    /// [`Broken`]: nothing was removed.
    pub async fn clear(&self, tables: &[&'static str]) -> Result<(), Broken> {
        let transaction = self.begin(tables, Durability::Strict)?;
        for table in tables {
            drop(transaction.object_store(table)?.clear()?);
        }
        committed(transaction).await
    }

    /// Everything in a table, by key.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn all(&self, table: &str) -> Result<Vec<String>, Broken> {
        let transaction = self.database.transaction(&[table], TransactionMode::ReadOnly)?;
        let texts = transaction.object_store(table)?.get_all(None, None)?.await?;
        Ok(texts.iter().filter_map(JsValue::as_string).collect())
    }

    /// What stands under a key of a table.
    ///
    /// # Errors
    /// [`Broken`].
    pub async fn get(&self, table: &str, key: &str) -> Result<Option<String>, Broken> {
        let transaction = self.database.transaction(&[table], TransactionMode::ReadOnly)?;
        let text = transaction.object_store(table)?.get(JsValue::from(key))?.await?;
        Ok(text.and_then(|text| text.as_string()))
    }

    /// Makes all the changes or none.
    ///
    /// # Errors
    /// [`Broken`]: none was made.
    pub async fn write(&self, writes: &[Write], durability: Durability) -> Result<(), Broken> {
        let tables: BTreeSet<_> = writes.iter().map(Write::table).collect();
        let transaction = self.begin(&tables.into_iter().collect::<Vec<_>>(), durability)?;
        for write in writes {
            match write {
                Write::Put { table, key, text } => {
                    drop(transaction.object_store(table)?.put(&text.into(), Some(&key.into()))?);
                }
                Write::Delete { table, key } => {
                    drop(transaction.object_store(table)?.delete(JsValue::from(key))?);
                }
            }
        }
        committed(transaction).await
    }

    /// A transaction of this durability; `idb` has no word for that.
    fn begin(&self, tables: &[&'static str], durability: Durability) -> Result<Transaction, Broken> {
        let tables: Array = tables.iter().copied().map(JsValue::from).collect();
        let begin: Function = Reflect::get(&self.raw, &"transaction".into())?.dyn_into()?;
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &durability.name().into())?;
        let transaction = begin.call3(&self.raw, &tables, &"readwrite".into(), &options)?;
        Ok(Transaction::try_from(transaction)?)
    }
}

/// Says at once that nothing more comes: what is written while the page goes away is on its way to the disk then, and is
/// not taken back with the page.
async fn committed(transaction: Transaction) -> Result<(), Broken> {
    if transaction.commit()?.await?.is_committed() { Ok(()) } else { Err(Broken) }
}

impl Drop for Store {
    /// Whoever wipes the database does not wait for this one.
    fn drop(&mut self) {
        self.raw.close();
    }
}

impl Durability {
    const fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Relaxed => "relaxed",
        }
    }
}

impl Write {
    fn table(&self) -> &'static str {
        match self {
            Self::Put { table, .. } | Self::Delete { table, .. } => table,
        }
    }
}

impl From<idb::Error> for Broken {
    fn from(_: idb::Error) -> Self {
        Self
    }
}

impl From<JsValue> for Broken {
    fn from(_: JsValue) -> Self {
        Self
    }
}
