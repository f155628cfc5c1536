//! Chromium, as a script of `end2end/measures` drives it.

use std::{path::Path, process::Stdio, time::Duration};

use anyhow::{Context, Result, ensure};
use serde::de::DeserializeOwned;
use tokio::{process::Command, time::timeout};

/// What the script has printed once it has ended.
///
/// # Errors
/// Where it fails, with what it said, or has not ended when the patience has.
pub async fn drive<T: DeserializeOwned>(script: &str, arguments: &[String], patience: Duration) -> Result<T> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end");
    let browser = Command::new("node")
        .arg(format!("measures/{script}"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let ended = timeout(patience, browser).await.context("the browser does not end")?.context("node is missing")?;
    let said = String::from_utf8_lossy(&ended.stderr);
    ensure!(ended.status.success(), "{script} failed:\n{said}");
    Ok(serde_json::from_slice(&ended.stdout)?)
}
