//! What is killed: the program on its own Postgres, in a folder of its own, on a port that stays.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tempfile::TempDir;

use super::Said;
use crate::{
    shared::id::{ConversationId, MessageId},
    tests::hang::{Hang, children},
};

/// How long a start may take; after a crash Postgres recovers first.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program under test. Dropped, it ends with its Postgres and its folder goes.
pub struct Program {
    path: PathBuf,
    child: Option<Child>,
    address: SocketAddr,
    starts: u32,
    folder: TempDir,
}

impl Program {
    /// Starts it for the first time.
    pub async fn start() -> Self {
        let path = std::env::var_os("TERTULIA_PROGRAM")
            .expect("TERTULIA_PROGRAM names the program to kill; `make test` and `make chaos` set it");
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let mut program = Self {
            path: path.into(),
            child: None,
            address: port.local_addr().expect("it is bound"),
            starts: 0,
            folder: TempDir::with_prefix("tertulia-faults-").expect("a folder can be made"),
        };
        drop(port);
        program.run().await;
        program
    }

    /// Starts it over the same folder and waits until it listens.
    pub async fn run(&mut self) {
        self.starts += 1;
        let said = File::create(self.log()).expect("the folder is there");
        let child = Command::new(&self.path)
            .arg("serve")
            .env_remove("DATABASE_URL")
            .env("HOST", self.address.ip().to_string())
            .env("PORT", self.address.port().to_string())
            .env("TERTULIA_DATA", self.folder.path())
            .env("TERTULIA_RATE_LIMITS", "off")
            .stdin(Stdio::null())
            .stdout(said.try_clone().expect("a file can be shared"))
            .stderr(said)
            .spawn()
            .expect("TERTULIA_PROGRAM can be started");
        self.child = Some(child);
        let deadline = Instant::now() + PATIENCE;
        while !fs::read_to_string(self.log()).is_ok_and(|said| said.contains("Listening on ")) {
            let ended = self.child.as_mut().expect("it was started").try_wait().expect("it is our child");
            assert!(ended.is_none() && Instant::now() < deadline, "it does not listen: {}", self.last_words());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// Ends the program at once; its Postgres lives on.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("it is our child");
            child.wait().expect("it is our child");
        }
    }

    /// Ends Postgres at once, its children by themselves or with it.
    pub fn kill_postgres(&self, with_children: bool) {
        let postmaster = self.postmaster().expect("Postgres runs");
        let children = children(postmaster);
        kill(postmaster, Signal::SIGKILL).expect("Postgres runs");
        for child in children.into_iter().filter(|_| with_children) {
            let _ = kill(child, Signal::SIGKILL);
        }
    }

    /// Has Postgres take everything and say nothing, until what is returned is dropped.
    pub fn hang_postgres(&self) -> Hang {
        Hang::of(self.postmaster().expect("Postgres runs"))
    }

    /// Where it is reached.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What the database holds, read past the program.
    pub async fn stored(&self) -> Said {
        let file = fs::read_to_string(self.folder.path().join("postgres/postmaster.pid")).expect("Postgres runs");
        let socket = self.folder.path().join("postgres").join(file.lines().nth(4).expect("the folder of its socket"));
        let options = PgConnectOptions::new().socket(socket).username("postgres").database("tertulia");
        let mut database = PgConnection::connect_with(&options).await.expect("an administrator reaches Postgres");
        let miscounted: i64 = sqlx::query_scalar(
            "select count(*) from tertulia.conversations c
               where c.last_seq <> (select count(*) from tertulia.messages m where m.conversation_id = c.id)",
        )
        .fetch_one(&mut database)
        .await
        .expect("the tables are there");
        assert_eq!(miscounted, 0, "last_seq is the number of messages");
        let rows: Vec<(ConversationId, i64, MessageId, String, Option<i64>)> = sqlx::query_as(
            "select m.conversation_id, m.seq, m.id, m.body, i.seq from tertulia.messages m
               left join tertulia.message_ids i on i.id = m.id and i.conversation_id = m.conversation_id
               order by m.conversation_id, m.seq",
        )
        .fetch_all(&mut database)
        .await
        .expect("the tables are there");
        let mut said = Said::new();
        for (conversation, seq, id, body, known_as) in rows {
            let messages = said.entry(conversation).or_default();
            messages.push((id, body));
            assert_eq!(usize::try_from(seq), Ok(messages.len()), "seq has no hole");
            assert_eq!(known_as, Some(seq), "the id leads to the message");
        }
        said
    }

    /// The end of what it said.
    pub fn last_words(&self) -> String {
        let said = fs::read_to_string(self.log()).unwrap_or_default();
        let lines: Vec<&str> = said.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join(format!("program.{}.log", self.starts))
    }

    fn postmaster(&self) -> Option<Pid> {
        let file = fs::read_to_string(self.folder.path().join("postgres/postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok().map(Pid::from_raw)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
        let Some(postmaster) = self.postmaster() else { return };
        let _ = kill(postmaster, Signal::SIGQUIT);
        let deadline = Instant::now() + Duration::from_secs(10);
        while kill(postmaster, None).is_ok() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
