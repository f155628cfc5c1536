//! The machine that the figures are about: without it they mean nothing.

use std::{collections::BTreeMap, fs, thread};

use anyhow::Result;

use crate::{database::DATABASE, measures::Stand};

/// What is worth knowing, by name.
pub type Machine = BTreeMap<&'static str, String>;

/// Describes the machine, its disk's folder and its Postgres.
pub async fn describe(stand: &Stand) -> Result<Machine> {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let (cpu, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let line = |text: &str, name: &str| {
        let found = text.lines().find_map(|line| line.strip_prefix(name));
        found.unwrap_or("unknown").trim_start_matches([':', '\t', ' ']).trim().to_owned()
    };
    let kibibytes: f64 = line(&memory, "MemTotal").trim_end_matches(" kB").parse().unwrap_or(0.0);
    let cores = thread::available_parallelism().map_or(0, std::num::NonZero::get);
    let mut machine = Machine::from([
        ("cores", cores.to_string()),
        ("cpu", line(&cpu, "model name")),
        ("memory", format!("{:.1} GiB", kibibytes / 1024.0 / 1024.0)),
        ("kernel", read("/proc/sys/kernel/osrelease").trim().to_owned()),
        ("disk", disk_of(&stand.server.data().canonicalize()?, &read("/proc/mounts"))),
    ]);
    let database = stand.place.connect(DATABASE).await?;
    for (name, setting) in [("postgres", "server_version"), ("fsync", "fsync"), ("shared_buffers", "shared_buffers")] {
        let row = database.query_one(&format!("select current_setting('{setting}')"), &[]).await?;
        machine.insert(name, row.get(0));
    }
    Ok(machine)
}

/// The file system below a folder: on one in memory, flushing costs nothing and shows nothing.
fn disk_of(folder: &std::path::Path, mounts: &str) -> String {
    let below = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        let (at, kind) = (words.next()?, words.next()?);
        folder.starts_with(at).then(|| (at.len(), kind.to_owned()))
    });
    below.max().map_or_else(|| "unknown".to_owned(), |(_, kind)| kind)
}
