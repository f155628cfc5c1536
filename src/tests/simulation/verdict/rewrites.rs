//! What has to hold of messages that were edited, deleted, pinned, reacted to or answered: what they say now their author
//! wanted, who reacted did so, and whatever was written down has come before the server. That each is applied once, and
//! in order, shows in the versions that all tabs agree on.

use serde_json::json;

use crate::{
    shared::id::OperationId,
    sync::Operation,
    tests::simulation::{
        browser::Browser,
        device::Device,
        room::{DELETE, EDIT, NEVER, PIN, REACT, Said},
        server::{Server, Stored},
    },
};

/// A message that says something else than at first was made so by its author.
pub fn are_of_somebody(said: &Said, devices: &[Device]) -> Result<(), String> {
    let wants_it = |operation: &Operation| {
        let says_so = match operation.kind.as_str() {
            EDIT => operation.body["body"] == said.body,
            DELETE => said.body.is_empty(),
            _ => false,
        };
        says_so && operation.body["message_id"] == json!(said.id)
    };
    let mut by = devices.iter().filter(|device| device.account == said.author).flat_map(|device| &device.done);
    if said.version > 1 && (said.body.starts_with(NEVER) || !by.any(wants_it)) {
        return Err(format!("nobody made it {said:?}"));
    }
    Ok(())
}

/// Whoever reacted to a message did so; to a deleted one nobody has.
pub fn are_reacted_to(said: &Said, devices: &[Device]) -> Result<(), String> {
    for (emoji, who) in &said.reactions {
        for account in who {
            let did = |operation: &Operation| {
                let is_it = operation.body["message_id"] == json!(said.id) && operation.body["emoji"] == *emoji;
                operation.kind == REACT && is_it && operation.body["on"] == true
            };
            let mut by = devices.iter().filter(|device| device.account == *account).flat_map(|device| &device.done);
            if said.body.is_empty() || !by.any(did) {
                return Err(format!("{account:?} did not react with {emoji} to {said:?}"));
            }
        }
    }
    Ok(())
}

/// Somebody pinned what is pinned, each message once; none of them was deleted.
pub fn are_pinned(stored: &Stored, devices: &[Device]) -> Result<(), String> {
    for (place, message) in stored.pins.messages.iter().enumerate() {
        let did = |operation: &Operation| {
            operation.kind == PIN && operation.body["message_id"] == json!(message) && operation.body["on"] == true
        };
        let is_there = stored.messages.iter().any(|said| said.id == *message && !said.body.is_empty());
        let is_repeated = stored.pins.messages[..place].contains(message);
        if !is_there || is_repeated || !devices.iter().flat_map(|device| &device.done).any(did) {
            return Err(format!("nobody pinned {message:?}"));
        }
    }
    Ok(())
}

/// What a message answers stands before it.
pub fn is_behind_what_it_answers(said: &Said, all: &[Said]) -> Result<(), String> {
    let stands_before = |answered: OperationId| all.iter().any(|other| other.id == answered && other.seq < said.seq);
    if said.reply_to.is_none_or(stands_before) { Ok(()) } else { Err(format!("{said:?} answers nothing")) }
}

/// What was written down has been judged, unless it was given up; what was not written down never left.
pub fn are_judged(server: &Server, browsers: &[Browser], devices: &[Device]) -> Result<(), String> {
    for device in devices {
        let browser = &browsers[device.browser];
        for rewrite in device.done.iter().filter(|operation| operation.is_rewrite()) {
            let (is_kept, is_judged) = (browser.kept.contains(&rewrite.id), server.judged.contains(&rewrite.id));
            if is_kept && !browser.may_lack(rewrite.id) && !is_judged || is_judged && !is_kept {
                return Err(format!("{rewrite:?} of {:?}: kept {is_kept}, judged {is_judged}", device.account));
            }
        }
    }
    Ok(())
}
