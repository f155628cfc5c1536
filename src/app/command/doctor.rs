//! `tertulia doctor`

use std::{path::Path, process::ExitCode};

use nix::sys::statvfs::statvfs;

use super::{signals::Signals, with_database};
use crate::{
    app::{database::Database, site},
    server::{
        Config,
        schema::{self, Finding},
    },
};

/// Looks at everything, prints what it found, and what to do about what is wrong.
pub async fn run(config: &Config, signals: &Signals) -> ExitCode {
    let mut findings = vec![Finding::new("configuration", true, "")];
    findings.extend(config.insecurity().map(|words| Finding::new("cookies", false, words)));
    findings.extend(config.namelessness().map(|words| Finding::new("public address", false, words)));
    let remedy = "build it with `make build`, or name its folder in TERTULIA_SITE";
    findings.push(Finding::new("site", site::is_built(config), remedy));
    findings.extend(database(config, signals).await);
    findings.extend(disk(&config.data));
    for Finding { what, trouble } in &findings {
        match trouble {
            None => println!("ok       {what}"),
            Some(remedy) => println!("TROUBLE  {what}: {remedy}"),
        }
    }
    if findings.iter().all(|finding| finding.trouble.is_none()) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn database(config: &Config, signals: &Signals) -> Vec<Finding> {
    let look = async |database: &Database| schema::examine(database.administrator()).await;
    let trouble = match with_database(config, signals.first(), look).await {
        Ok(Some(Ok(findings))) => return findings,
        Ok(Some(Err(error))) => format!("{error}; start it, or correct DATABASE_URL"),
        Ok(None) => "nobody waited for it; run this again".to_owned(),
        Err(refusal) => refusal.to_string(),
    };
    vec![Finding::new("database", false, trouble)]
}

/// Postgres stops when it cannot write any more.
fn disk(data: &Path) -> Option<Finding> {
    let found = statvfs(data).ok()?;
    let free = found.blocks_available() * found.fragment_size() / 1_000_000;
    Some(Finding::new(
        format!("{free} MB free in {}", data.display()),
        free >= 1_000,
        "make room: less than 1 GB is left",
    ))
}
