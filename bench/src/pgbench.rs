//! What the same Postgres does without us: `pgbench` and `pg_test_fsync`, where the machine has them.

use std::{fs, path::Path, process::Stdio, time::Duration};

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::{
    database::{ADMINISTRATOR, Place},
    figure::MISSING,
};

/// The database that `pgbench` writes to: it has our schema, and no program reads events from it.
pub const DATABASE: &str = "bench";

/// The way to send one message that our program takes, statement by statement.
pub fn send_message(conversations: u32, writers: u32) -> String {
    format!(
        "\\set conversation 100000000000 + random(0, {})\n\
         \\set writer 100000000000 + (:conversation - 100000000000) % {writers}\n\
         begin\\; set local role tertulia_jobs;\n\
         select * from send_messages(true, array['00000000-0000-7000-8001-:writer'::uuid], \
           array['00000000-0000-7000-8002-:conversation'::uuid], array[bench_id()], array['Shall we meet at eight by the fountain?']);\n\
         commit;\n",
        conversations - 1,
    )
}

/// The least that storing a message can mean: one row, committed.
pub const INSERT: &str = "insert into bench_rows (id, conversation_id, body) \
    values (bench_id(), '00000000-0000-7000-8002-100000000000', 'Shall we meet at eight by the fountain?');\n";

/// What the scripts stand on: ids in the order of time, and a table without anything.
pub const GROUND: &str = "
    create function public.bench_id() returns uuid language sql volatile as $$
      select encode(set_byte(overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 6, 112), 'hex')::uuid
    $$;
    create table public.bench_rows (
      id uuid primary key, conversation_id uuid not null, body text not null, at timestamptz not null default clock_timestamp());";

/// Transactions a second of a script, under so many clients; [`MISSING`] without a `pgbench`.
pub async fn run(place: &Place, folder: &Path, script: &str, clients: u32, lasting: Duration) -> Result<f64> {
    let Some(program) = place.program("pgbench") else { return Ok(MISSING) };
    let file = folder.join("pgbench.sql");
    fs::write(&file, script)?;
    let output = Command::new(program)
        .args(["--no-vacuum", "--jobs=2", "--protocol=simple", "--username", ADMINISTRATOR])
        .args([format!("--client={clients}"), format!("--time={}", lasting.as_secs().max(1))])
        .arg(format!("--port={}", place.port))
        .arg("--host")
        .arg(&place.socket)
        .arg("--file")
        .arg(&file)
        .arg(DATABASE)
        .env("PGOPTIONS", "-c search_path=tertulia,public")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await?;
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if !output.status.success() {
        bail!("pgbench failed: {wrong}");
    }
    let line = said.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench says no tps")?;
    Ok(line.split(' ').next().unwrap_or_default().parse()?)
}

/// Flushes a second that the disk below a folder can do, one page each; [`MISSING`] without a `pg_test_fsync`.
pub async fn fsyncs(place: &Place, folder: &Path) -> Result<f64> {
    let Some(program) = place.program("pg_test_fsync") else { return Ok(MISSING) };
    let file = folder.join("pg_test_fsync.out");
    let output = Command::new(program)
        .args(["--secs-per-test=1", "--filename"])
        .arg(&file)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await?;
    let said = String::from_utf8_lossy(&output.stdout);
    // The first of its lines is about one 8 kB write, which is what a commit is.
    let line = said.lines().find(|line| line.trim_start().starts_with("fdatasync")).context("no line of fdatasync")?;
    let words: Vec<&str> = line.split_whitespace().collect();
    Ok(words.get(1).context("no figure of fdatasync")?.parse()?)
}
