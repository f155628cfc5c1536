//! QUA-3: what an idle connection costs in memory, when its member has 100 conversations.
//!
//! On a server of its own that starts anew for each round: its resident memory after a few
//! connections have come and gone, and again when all of them stand and have been welcomed. The
//! kernel's buffers are not part of it. A member holds ten connections, which is the most one may.

use std::{path::PathBuf, time::Duration};

use anyhow::Result;
use async_trait::async_trait;
use tempfile::TempDir;
use tokio::task::JoinSet;

use super::{Measure, Stand};
use crate::{
    Options,
    database::{DATABASE, Place},
    figure::Figure,
    server::Server,
    socket::Socket,
    world,
};

const EACH: u32 = 10;
const CONVERSATIONS: u32 = 100;
/// Connections that are opened at the same time.
const AT_ONCE: usize = 50;

/// Ready to connect.
pub struct Connections {
    program: PathBuf,
    folder: TempDir,
    count: u32,
}

impl Connections {
    /// Makes the members and their conversations, in a ring: each has one with its next fifty.
    pub async fn prepare(options: &Options) -> Result<Self> {
        let folder = TempDir::with_prefix_in("tertulia-bench-", &options.folder)?;
        let ready = Self { program: options.program.canonicalize()?, folder, count: options.connections };
        let server = Server::start(&ready.program, ready.folder.path()).await?;
        let database = Place::of(server.data())?.connect(DATABASE).await?;
        let members = (ready.count / EACH).max(CONVERSATIONS + 1);
        world::people(&database, 0..members).await?;
        let pairs: Vec<_> = (0..members)
            .flat_map(|one| (1..=CONVERSATIONS / 2).map(move |step| vec![one, (one + step) % members]))
            .zip(0..)
            .map(|(pair, number)| (number, pair))
            .collect();
        world::conversations(&database, &pairs).await?;
        Ok(ready)
    }
}

#[async_trait]
impl Measure for Connections {
    async fn round(&mut self, _: &Stand) -> Result<Vec<Figure>> {
        let server = Server::start(&self.program, self.folder.path()).await?;
        drop(connect(&server, 0..(self.count / 50).max(1)).await?);
        let before = settled(&server).await?;
        let sockets = connect(&server, 0..self.count).await?;
        let after = settled(&server).await?;
        let held = sockets.len();
        let each = after.saturating_sub(before) as f64 / held as f64 / 1024.0;
        Ok(vec![
            Figure::new("resident memory of one idle connection", each, "KiB").at_most(10.0),
            Figure::new("connections held", held as f64, "").at_least(f64::from(self.count)),
            Figure::new("resident memory of the program without them", before as f64 / 1024.0 / 1024.0, "MiB"),
        ])
    }
}

/// Opens connections and keeps answering the server's pings; all end when the set is dropped.
async fn connect(server: &Server, numbers: std::ops::Range<u32>) -> Result<JoinSet<()>> {
    let numbers: Vec<u32> = numbers.collect();
    let mut held = JoinSet::new();
    for some in numbers.chunks(AT_ONCE) {
        let mut opening = JoinSet::new();
        for number in some {
            let (address, token) = (server.address(), world::token(number / EACH));
            opening.spawn(async move { Socket::open(address, &token, &["me".to_owned()]).await });
        }
        while let Some(socket) = opening.join_next().await {
            let mut socket = socket??;
            held.spawn(async move { while socket.next().await.is_ok() {} });
        }
    }
    Ok(held)
}

/// The server's memory once it stays within a hundredth for a second.
async fn settled(server: &Server) -> Result<u64> {
    let mut last = server.resident()?;
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let now = server.resident()?;
        if now.abs_diff(last) < last / 100 {
            return Ok(now);
        }
        last = now;
    }
    Ok(last)
}
