//! Next.js with Socket.IO: `bench/peers/socketio`, built for production, over Tertulia's schema in a database
//! that Tertulia does not read.
//!
//! An API route of Next.js checks the session, stores by the function that Tertulia stores by, under the
//! same role, and tells the room; listeners speak WebSocket from the start.

use std::{fs, net::SocketAddr, path::Path, process::Command, sync::Arc};

use anyhow::{Context, Result, ensure};
use async_trait::async_trait;
use hyper::StatusCode;
use serde_json::Value;

use super::{Peer, engine::Engine, process::Process};
use crate::{
    Options,
    database::LOGIN,
    http::{Call, Connections},
    load::{Listener, Messenger},
    machine::Machine,
    measures::{Stand, messages},
    server::free_address,
};

const DATABASE: &str = "socketio";

/// Where it listens.
struct SocketIo {
    address: SocketAddr,
    connections: Connections,
}

/// Makes its database and starts it.
///
/// # Errors
/// Where it is not installed or does not start.
pub async fn start(stand: &Stand, options: &Options, installed: &Path, machine: &mut Machine) -> Result<Peer> {
    let folder = installed.join("socketio");
    for name in ["next", "socket.io"] {
        machine.insert(name, version(&folder.join("node_modules").join(name))?);
    }
    machine.insert("node", node()?);
    stand.make_database(options, DATABASE).await?;
    messages::populate(&stand.place.connect(DATABASE).await?).await?;
    let address = free_address()?;
    let mut program = Command::new("node");
    program
        .arg("server.js")
        .current_dir(&folder)
        .env("NODE_ENV", "production")
        .env("NEXT_TELEMETRY_DISABLED", "1")
        .env("HOST", address.ip().to_string())
        .env("PORT", address.port().to_string())
        .env("PGHOST", &stand.place.socket)
        .env("PGPORT", stand.place.port.to_string())
        .env("PGUSER", LOGIN)
        .env("PGDATABASE", DATABASE)
        .env("PGOPTIONS", "-c search_path=tertulia,public");
    let process = Process::start(&mut program, &stand.folder().join("socketio.txt"), address, "/").await?;
    let messenger = Arc::new(SocketIo { address, connections: Connections::new(address) });
    Ok(Peer { name: "socketio", messenger, _process: Some(process) })
}

#[async_trait]
impl Messenger for SocketIo {
    async fn listen(&self, group: u32, member: u32) -> Result<Box<dyn Listener>> {
        Ok(Box::new(Engine::open(self.address, &messages::token(group, member)).await?))
    }

    async fn send(&self, group: u32, words: String) -> bool {
        let body = messages::draft(group, &words);
        let answer = self.connections.call(Call::post("/api/messages", &messages::token(group, 0), body)).await;
        matches!(answer, Ok((StatusCode::CREATED, _)))
    }
}

/// The version of an installed package.
fn version(package: &Path) -> Result<String> {
    let text = fs::read_to_string(package.join("package.json")).with_context(|| package.display().to_string())?;
    let package: Value = serde_json::from_str(&text)?;
    Ok(package["version"].as_str().context("a package has a version")?.to_owned())
}

fn node() -> Result<String> {
    let output = Command::new("node").arg("--version").output().context("node is missing")?;
    ensure!(output.status.success(), "node does not say its version");
    Ok(String::from_utf8_lossy(&output.stdout).trim().trim_start_matches('v').to_owned())
}
