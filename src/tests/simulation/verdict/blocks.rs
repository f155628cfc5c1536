//! What has to hold of whom people keep away: nobody's words came into a conversation of two while one had blocked the
//! other, every tab of somebody shows whom they have blocked and muted, and each report is there once.

use std::collections::BTreeSet;

use serde_json::json;

use super::done_by;
use crate::{
    features::{
        messages::state::scheduling::{Act, act},
        moderation::state::REPORT,
    },
    shared::id::{AccountId, OperationId},
    sync::Operation,
    tests::simulation::{
        device::Device,
        room::{EDIT, SEND},
        server::{Deed, Reported, Server},
    },
};

/// A tab shows whom its person has blocked, and whom they have muted.
pub fn are_shown(server: &Server, device: &Device) -> Result<(), String> {
    let (me, own) = (&device.own.me, &server.own[&device.account]);
    for (shown, stored, how) in [(&me.blocked, &own.blocked, "blocked"), (&me.muted, &own.muted, "muted")] {
        let shown: BTreeSet<_> = shown.iter().map(|account| account.id).collect();
        if shown != *stored {
            return Err(format!("{:?} shows {shown:?} as {how}, not {stored:?}", device.account));
        }
    }
    Ok(())
}

/// All that was said and done again, in order: whoever was blocked then was not heard.
pub fn keep_out(server: &Server) -> Result<(), String> {
    let mut blocks: BTreeSet<(AccountId, AccountId)> = BTreeSet::new();
    for deed in &server.deeds {
        match deed {
            Deed::Block { by, whom, on: true } => drop(blocks.insert((*by, *whom))),
            Deed::Block { by, whom, on: false } => drop(blocks.remove(&(*by, *whom))),
            Deed::Words { place, id } => {
                let is_closed =
                    |[one, other]: [AccountId; 2]| blocks.contains(&(one, other)) || blocks.contains(&(other, one));
                if server.pair_of(*place).is_some_and(is_closed) {
                    return Err(format!("{id:?} came into {place} though one of the two had blocked the other"));
                }
            }
            Deed::Vote { .. } | Deed::Follow { .. } => {}
        }
    }
    Ok(())
}

/// Whoever is said to have reported a message did so, once, and it said then what its author had it say.
pub fn are_reported_once(server: &Server, devices: &[Device]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for report in &server.reports {
        let Reported { id, by, author, message, words } = report;
        let is_it = |operation: &Operation| operation.kind == REPORT && operation.id == *id;
        let says_so = |operation: &Operation| says(operation, *message, words);
        let is_real = done_by(*by, devices).any(is_it) && done_by(*author, devices).any(says_so);
        if !is_real || by == author || !seen.insert((*by, *message)) {
            return Err(format!("nobody made it, or not once: {report:?}"));
        }
    }
    Ok(())
}

/// Whether it has a message say this, now or later.
fn says(operation: &Operation, message: OperationId, words: &str) -> bool {
    match act(operation) {
        Some(Act::Add(one)) => one.id.0 == message.0 && one.body == words,
        Some(Act::Change(id, _, change)) => id.0 == message.0 && change.body.as_deref() == Some(words),
        Some(Act::Cancel(_)) => false,
        None => {
            let is_sent = operation.kind == SEND && operation.id == message;
            let is_edited = operation.kind == EDIT && operation.body["message_id"] == json!(message);
            (is_sent || is_edited) && operation.body["body"] == words
        }
    }
}
