//! ACC-1: log-ins with a wrong password, 100 of somebody who is there and 100 of nobody.
//!
//! Each costs a password hash of some 20 ms, whose own spread is more than a whole call elsewhere takes. Where the hash
//! is left out for nobody, all of it lies between the medians.

use std::{net::SocketAddr, time::Instant};

use anyhow::{Result, ensure};
use hyper::StatusCode;
use serde_json::json;

use super::Took;
use crate::{
    figure::Figure,
    http::{Call, Connection},
};

const LOG_INS: u32 = 100;
const SOMEBODY: &str = "bench_guarded";
const NOBODY: &str = "bench_unknown";

/// Makes the somebody.
pub async fn sign_up(address: SocketAddr) -> Result<()> {
    let account = json!({
        "handle": SOMEBODY,
        "display_name": "Bench Guarded",
        "email": "guarded@example.org",
        "password": "seven tall lamps",
    });
    let call = Call::post_as_visitor("/api/accounts", account.to_string());
    let (status, _) = Connection::open(address).await?.call(call).await?;
    ensure!(status == StatusCode::CREATED, "a sign-up gets {status}");
    Ok(())
}

/// Guesses at both.
pub async fn round(address: SocketAddr) -> Result<[Figure; 2]> {
    let mut connection = Connection::open(address).await?;
    let mut took = Took::default();
    for _ in 0..LOG_INS {
        took.there.push(refused(&mut connection, SOMEBODY).await?);
        took.never.push(refused(&mut connection, NOBODY).await?);
    }
    Ok(took.figures("POST a log-in with a wrong password", 1.0))
}

/// Milliseconds until the visitor is told that they may not come in.
async fn refused(connection: &mut Connection, login: &str) -> Result<f64> {
    let guess = json!({"login": login, "password": "eight tall lamps"});
    let call = Call::post_as_visitor("/api/sessions", guess.to_string());
    let start = Instant::now();
    let (status, _) = connection.call(call).await?;
    ensure!(status == StatusCode::UNAUTHORIZED, "a wrong log-in gets {status}");
    Ok(start.elapsed().as_secs_f64() * 1000.0)
}
