//! What has to hold of messages that were edited, deleted, pinned, reacted to or answered, or that lead to a page: what they
//! say now their author wanted, who reacted did so, they show no page but the one that they lead to, and whatever was
//! written down has come before the server. That each is applied once, and
//! in order, shows in the versions that all tabs agree on.

use serde_json::json;

use crate::{
    features::{messages::state::scheduling::act, moderation::state::REPORT, publications::state::is_wanted},
    shared::id::OperationId,
    sync::Operation,
    tests::simulation::{
        browser::Browser,
        device::Device,
        room::{DELETE, EDIT, NEVER, PIN, REACT, Said, UNPREVIEW},
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

/// A message shows no page but one that it leads to.
pub fn leads_to_what_it_shows(said: &Said) -> Result<(), String> {
    let leads = said.shown.preview.as_ref().is_none_or(|preview| said.body.contains(&preview.url));
    if leads { Ok(()) } else { Err(format!("{said:?} shows where it does not lead")) }
}

/// A message that was to show no page shows none.
pub fn are_bare(server: &Server, devices: &[Device]) -> Result<(), String> {
    let takes_off = |operation: &&Operation| operation.kind == UNPREVIEW && server.rewritten.contains(&operation.id);
    for operation in devices.iter().flat_map(|device| &device.done).filter(takes_off) {
        let mut messages = server.conversations.values().flat_map(|stored| &stored.messages);
        let is_it = |said: &&Said| operation.body["message_id"] == json!(said.id);
        if let Some(said) = messages.find(is_it).filter(|said| said.shown.preview.is_some()) {
            return Err(format!("{said:?} shows a page again"));
        }
    }
    Ok(())
}

/// What was written down has been judged, unless it was given up; what was not written down never left.
pub fn are_judged(server: &Server, browsers: &[Browser], devices: &[Device]) -> Result<(), String> {
    for device in devices {
        let browser = &browsers[device.browser];
        for rewrite in device.done.iter().filter(|operation| is_judged_alone(operation)) {
            let (is_kept, is_judged) = (browser.kept.contains(&rewrite.id), server.judged.contains(&rewrite.id));
            if is_kept && !browser.may_lack(rewrite.id) && !is_judged || is_judged && !is_kept {
                return Err(format!("{rewrite:?} of {:?}: kept {is_kept}, judged {is_judged}", device.account));
            }
        }
    }
    Ok(())
}

/// Whether no other one can be judged in its place.
fn is_judged_alone(operation: &Operation) -> bool {
    let is_planned = act(operation).is_some() && !operation.is_change();
    operation.is_rewrite() || operation.kind == REPORT || is_wanted(operation) || is_planned
}
