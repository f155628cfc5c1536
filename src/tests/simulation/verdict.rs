//! What has to hold when everything is quiet.

use std::collections::BTreeMap;

use super::{
    device::{Device, What},
    room::{MARK, SEND},
    server::Server,
};
use crate::{
    shared::id::{AccountId, ConversationId, OperationId},
    sync::Operation,
};

/// Whether all agree: `Err` says in words who does not, and about what.
pub fn judge(server: &Server, devices: &[Device]) -> Result<(), String> {
    applied_once(server)?;
    for device in devices {
        nothing_pending(device)?;
        everything_stored_in_order(server, device)?;
        shows_what_is_stored(server, device)?;
    }
    marks(server, devices)
}

fn applied_once(server: &Server) -> Result<(), String> {
    let mut times = BTreeMap::new();
    server.applied.iter().for_each(|id| *times.entry(id).or_insert(0) += 1);
    match times.iter().find(|(_, times)| **times != 1) {
        Some((id, times)) => Err(format!("{id} was applied {times} times")),
        None => Ok(()),
    }
}

fn nothing_pending(device: &Device) -> Result<(), String> {
    match device.engine.pending().first() {
        Some(pending) => Err(format!("{:?} still has {:?} pending", device.account, pending.operation.id)),
        None => Ok(()),
    }
}

fn conversation(operation: &Operation) -> ConversationId {
    serde_json::from_value(operation.body["conversation_id"].clone()).expect("ours")
}

fn is_words(operation: &Operation) -> bool {
    operation.kind == SEND && !operation.body["body"].as_str().expect("ours").starts_with('!')
}

fn everything_stored_in_order(server: &Server, device: &Device) -> Result<(), String> {
    for (id, stored) in &server.conversations {
        let kept = device.done.iter().filter(|operation| is_words(operation) && conversation(operation) == *id);
        let kept: Vec<OperationId> = kept.map(|operation| operation.id).filter(|id| device.kept.contains(id)).collect();
        let found: Vec<_> = stored.messages.iter().map(|said| said.id).filter(|id| kept.contains(id)).collect();
        if kept != found {
            return Err(format!("{:?} sent {kept:?}, stored are {found:?}", device.account));
        }
    }
    Ok(())
}

fn shows_what_is_stored(server: &Server, device: &Device) -> Result<(), String> {
    for (what, page) in &device.pages {
        if page.listener.is_none() || page.stale {
            return Err(format!("{what:?} of {:?} was not read", device.account));
        }
        for (id, room) in &page.rooms {
            let stored = &server.conversations[id];
            if room.messages != stored.messages {
                let (shown, all) = (room.messages.len(), stored.messages.len());
                return Err(format!("{what:?} of {:?} shows {shown} of {all} messages of {id}", device.account));
            }
            let heard = |account: &AccountId| *what != What::Inbox || *account == device.account;
            let wrong = stored
                .read
                .iter()
                .find(|(account, seq)| heard(account) && room.read.get(*account).unwrap_or(&0) != *seq);
            if let Some((account, seq)) = wrong {
                let shown = room.read.get(account);
                return Err(format!("{what:?} of {:?} shows {account:?} at {shown:?}, not {seq}", device.account));
            }
        }
    }
    Ok(())
}

/// Every mark that was written down has been reached, and none was invented.
fn marks(server: &Server, devices: &[Device]) -> Result<(), String> {
    for (id, stored) in &server.conversations {
        for account in &stored.people {
            let of_account = devices.iter().filter(|device| device.account == *account);
            let mark = |operation: &&Operation| operation.kind == MARK && conversation(operation) == *id;
            let read = |device: &Device, all: bool| {
                let marks = device.done.iter().filter(mark).filter(|mark| all || device.kept.contains(&mark.id));
                marks.filter_map(|mark| mark.body["read"].as_i64()).max().unwrap_or(0)
            };
            let (kept, done) = of_account
                .fold((0, 0), |(kept, done), device| (kept.max(read(device, false)), done.max(read(device, true))));
            let found = stored.read.get(account).copied().unwrap_or(0);
            if found < kept || found > done {
                return Err(format!("{account:?} has read {kept} of {id}, stored is {found}"));
            }
        }
    }
    Ok(())
}
