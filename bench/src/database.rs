//! The embedded Postgres from the outside: its socket, an administrator's connection, its programs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use tokio_postgres::{Client, NoTls};

use crate::server::postmaster;

/// The database of the program.
pub const DATABASE: &str = "tertulia";
/// What the program's pool logs in as.
pub const LOGIN: &str = "tertulia";
/// Who may do everything.
pub const ADMINISTRATOR: &str = "postgres";

/// Where the Postgres of a folder is reached.
#[derive(Clone)]
pub struct Place {
    /// The folder of the socket.
    pub socket: PathBuf,
    /// The number in the socket's name.
    pub port: u16,
    programs: PathBuf,
}

impl Place {
    /// As Postgres wrote it into the folder.
    pub fn of(data: &Path) -> Result<Self> {
        let text = fs::read_to_string(data.join("postgres/postmaster.pid"))?;
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let (port, socket) = (lines.get(3).context("no port")?, lines.get(4).context("no socket")?);
        let pid = postmaster(data).context("no postmaster")?;
        let program = fs::read_link(format!("/proc/{pid}/exe"))?;
        let programs = program.parent().context("a program lies in a folder")?.to_owned();
        let socket = if Path::new(socket).is_absolute() { socket.into() } else { data.join("postgres").join(socket) };
        Ok(Self { socket, port: port.parse()?, programs })
    }

    /// A connection as administrator, under no policy.
    pub async fn connect(&self, database: &str) -> Result<Client> {
        let (client, connection) = tokio_postgres::Config::new()
            .host_path(&self.socket)
            .port(self.port)
            .user(ADMINISTRATOR)
            .dbname(database)
            .options("-c search_path=tertulia,public")
            .connect(NoTls)
            .await?;
        tokio::spawn(connection);
        Ok(client)
    }

    /// The address of a database, as `DATABASE_URL` takes it.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{ADMINISTRATOR}@localhost:{}/{database}?host={}", self.port, self.socket.display())
    }

    /// A program that comes with Postgres, where this machine has it.
    pub fn program(&self, name: &str) -> Option<PathBuf> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let beside = std::iter::once(self.programs.clone());
        beside.chain(std::env::split_paths(&path)).map(|folder| folder.join(name)).find(|file| file.is_file())
    }
}
