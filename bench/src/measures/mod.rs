//! What is measured, one file each. A measure makes its part of the world first and then takes its
//! rounds in turn with the others.

mod connections;
mod hostile;
pub mod messages;
mod neutral;
mod pages;
mod scroll;
mod second_visit;
mod sizes;
mod tabs;
mod throughput;

use std::fmt;

use anyhow::{Result, ensure};
use async_trait::async_trait;
use clap::ValueEnum;
use tempfile::TempDir;
use tokio::process::Command;

use crate::{
    Options,
    database::{DATABASE, Place},
    figure::Figure,
    server::Server,
};

/// The measures, in the order of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Name {
    /// QUA-1: from the sender's call to the frame at each receiver.
    Messages,
    /// QUA-2: durable messages a second, beside what Postgres does without us.
    Throughput,
    /// QUA-3: memory of an idle connection.
    Connections,
    /// QUA-4: pages that the server renders.
    Pages,
    /// COM-1: how long it takes to draw texts that were made to take long.
    Hostile,
    /// Whether a stranger can tell by the clock what there is.
    Neutral,
    /// MSG-6: how smoothly a long history scrolls.
    Scroll,
    /// SYN-7: how soon a second visit is drawn from what the browser keeps.
    SecondVisit,
    /// SYN-1, SYN-11: how soon tabs and devices agree.
    Tabs,
    /// QUA-4: what a browser loads.
    Sizes,
}

impl Name {
    /// All of them.
    pub fn all() -> &'static [Self] {
        Self::value_variants()
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_possible_value().expect("none is skipped").get_name())
    }
}

/// A measure that is ready for its rounds.
#[async_trait]
pub trait Measure {
    /// Loads the server once and says what came out.
    async fn round(&mut self, stand: &Stand) -> Result<Vec<Figure>>;
}

/// The server that the measures share, in a folder that goes with it. Fields are dropped in this order.
pub struct Stand {
    /// The program.
    pub server: Server,
    /// Its Postgres.
    pub place: Place,
    folder: TempDir,
}

impl Stand {
    /// Starts the program in a new folder.
    pub async fn new(options: &Options) -> Result<Self> {
        let folder = TempDir::with_prefix_in("tertulia-bench-", &options.folder)?;
        let program = options.program.canonicalize()?;
        let server = Server::start(&program, folder.path()).await?;
        let place = Place::of(server.data())?;
        Ok(Self { server, place, folder })
    }

    /// Makes the world of every measure that was asked for.
    pub async fn prepare(&mut self, options: &Options) -> Result<Vec<(Name, Box<dyn Measure>)>> {
        let mut ready: Vec<(Name, Box<dyn Measure>)> = Vec::new();
        for name in options.names() {
            eprintln!("preparing: {name}");
            let measure: Box<dyn Measure> = match name {
                Name::Messages => Box::new(messages::Messages::prepare(self, options).await?),
                Name::Throughput => Box::new(throughput::Throughput::prepare(self, options).await?),
                Name::Connections => Box::new(connections::Connections::prepare(options).await?),
                Name::Pages => Box::new(pages::Pages::prepare(self, options).await?),
                Name::Hostile => Box::new(hostile::Hostile::prepare(self).await?),
                Name::Neutral => Box::new(neutral::Neutral::prepare(self).await?),
                Name::Scroll => Box::new(scroll::Scroll::prepare(self).await?),
                Name::SecondVisit => Box::new(second_visit::SecondVisit::prepare(self, options).await?),
                Name::Tabs => Box::new(tabs::Tabs::prepare(self).await?),
                Name::Sizes => Box::new(sizes::Sizes::of(&options.program)?),
            };
            ready.push((name, measure));
        }
        Ok(ready)
    }

    /// Makes another database of the cluster, with the program's schema; no program reads events from it.
    pub async fn make_database(&self, options: &Options, name: &str) -> Result<()> {
        let administrator = self.place.connect(DATABASE).await?;
        administrator.batch_execute(&format!("create database {name}")).await?;
        let migrated = Command::new(options.program.canonicalize()?)
            .arg("migrate")
            .env("DATABASE_URL", self.place.url(name))
            .env("TERTULIA_DATA", self.folder().join("migrate"))
            .kill_on_drop(true)
            .output()
            .await?;
        ensure!(migrated.status.success(), "migrate failed: {}", String::from_utf8_lossy(&migrated.stderr));
        Ok(())
    }

    /// A folder for what a measure writes.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}
