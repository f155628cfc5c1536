//! What has to hold when everything is quiet; `about` is that of conversations besides what was said in them, `own` of what
//! is a person's own, `rewrites` of messages that were edited or deleted, `threads` of what is said beside them, `plans` of
//! what is said later, `blocks` of whom people keep away, `consents` of what they make public, `square` of what they do in
//! public, `noticing` of what they are told of that.

mod about;
mod blocks;
mod consents;
mod noticing;
mod own;
mod plans;
mod rewrites;
mod square;
mod threads;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::{
    browser::Browser,
    device::Device,
    lineage::Lineage,
    page::What,
    room::{EDIT, MARK, NEVER, NOT_NOW, SEND},
    server::Server,
};
use crate::{
    shared::id::{AccountId, ConversationId, OperationId},
    sync::{Operation, Status, status::State},
};

/// Whether all agree: `Err` says in words who does not, and about what.
pub fn judge(server: &Server, browsers: &[Browser], devices: &[Device], lineage: &Lineage) -> Result<(), String> {
    only_what_was_done(server, devices)?;
    let turnless = turnless(browsers, devices);
    for device in devices {
        is_at_rest(device)?;
        everything_stored_in_order(server, browsers, devices, device, &turnless)?;
        shows_what_is_stored(server, device)?;
        own::is_shown(server, device)?;
        about::is_shown(server, device)?;
        plans::are_shown(server, device)?;
        blocks::are_shown(server, device)?;
        square::is_shown(server, device)?;
        noticing::is_shown(server, device)?;
    }
    for (number, browser) in browsers.iter().enumerate() {
        nothing_is_left(number, browser, devices)?;
    }
    marks(server, browsers, devices)?;
    rewrites::are_judged(server, browsers, devices)?;
    rewrites::are_bare(server, devices)?;
    plans::come_out(server, devices)?;
    plans::are_changed(server, browsers, devices)?;
    blocks::keep_out(server)?;
    blocks::are_reported_once(server, devices)?;
    consents::are_given(server, devices)?;
    about::is_sound(server)?;
    threads::are_counted(server)?;
    square::is_of_somebody(server, devices)?;
    square::adds_up(server)?;
    square::is_judged(server, browsers, devices)?;
    noticing::is_counted(server)?;
    noticing::stays_read(server, browsers, devices)?;
    noticing::is_dismissed(server, devices)?;
    own::is_stored(server, browsers, devices)?;
    own::is_applied_once(server)?;
    lineage.judge(server, browsers)
}

/// One tab leads those that share the store, who is alone leads itself, and nothing is kept that is confirmed.
fn nothing_is_left(number: usize, browser: &Browser, devices: &[Device]) -> Result<(), String> {
    let tabs = devices.iter().filter(|device| device.browser == number);
    let leaders = tabs.filter(|device| device.tab.leads()).count();
    if leaders != browser.leaders() {
        return Err(format!("{leaders} tabs of browser {number} lead"));
    }
    match browser.store.keys().next() {
        Some(id) if !browser.reads_no_store() => Err(format!("browser {number} still keeps {id:?}")),
        _ => Ok(()),
    }
}

/// Nothing stands there that nobody did, in nobody else's name, and no act stands there twice.
fn only_what_was_done(server: &Server, devices: &[Device]) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for (id, stored) in &server.conversations {
        rewrites::are_pinned(stored, devices)?;
        for said in &stored.messages {
            let is_it = |operation: &&Operation| {
                let is_it = operation.id == said.id && conversation(operation) == *id;
                let says_so = |words: &[&str]| words.contains(&&*said.body);
                is_it
                    && said.forwarded == (operation.body["forwarded"] == true)
                    && (said.version > 1 || plans::adds(operation) || says_so(&wordings(operation, devices)))
            };
            let by = devices.iter().filter(|device| device.account == said.author);
            if by.flat_map(|device| device.done.iter()).filter(is_it).count() != 1 {
                return Err(format!("nobody did {said:?}"));
            }
            rewrites::are_of_somebody(said, devices)?;
            plans::is_as_wanted(said, devices)?;
            rewrites::leads_to_what_it_shows(said)?;
            rewrites::are_reacted_to(said, devices)?;
            rewrites::is_behind_what_it_answers(said, &stored.messages)?;
            if !said.body.is_empty() && !seen.insert(&said.body) {
                return Err(format!("{said:?} stands there twice"));
            }
        }
    }
    Ok(())
}

fn is_at_rest(device: &Device) -> Result<(), String> {
    if let Some(pending) = device.tab.pending().first() {
        return Err(format!("{:?} still has {:?} {:?}", device.account, pending.operation.id, pending.state));
    }
    match device.tab.status() {
        Status { state: State::Online, notice: None, queue: 0, .. } => Ok(()),
        status => Err(format!("{:?} is not at rest: {status:?}", device.account)),
    }
}

/// What somebody did on all their devices.
fn done_by(account: AccountId, devices: &[Device]) -> impl Iterator<Item = &Operation> {
    devices.iter().filter(move |device| device.account == account).flat_map(|device| &device.done)
}

fn conversation(operation: &Operation) -> ConversationId {
    serde_json::from_value(operation.body["conversation_id"].clone()).expect("ours")
}

fn body(operation: &Operation) -> &str {
    operation.body["body"].as_str().expect("ours")
}

/// What a message may have said when it left: what it was edited to before, too.
fn wordings<'a>(message: &'a Operation, devices: &'a [Device]) -> Vec<&'a str> {
    let is_of_it = |operation: &&Operation| operation.kind == EDIT && operation.body["message_id"] == json!(message.id);
    let edits = devices.iter().flat_map(|device| &device.done).filter(is_of_it).map(body);
    message.body["body"].as_str().into_iter().chain(edits).collect()
}

/// Whether an operation is this one that was done. A message that was edited before it left says what the edit says.
pub fn is_done_as(operation: &Operation, done: &Operation, devices: &[Device]) -> bool {
    let mut body = done.body.clone();
    if wordings(done, devices).iter().any(|words| operation.body["body"] == **words) {
        body["body"] = operation.body["body"].clone();
    }
    body == operation.body
}

fn answered(operation: &Operation) -> Option<OperationId> {
    serde_json::from_value(operation.body["reply_to"].clone()).ok()
}

/// Those that have no turn: refused, for a while or for ever, or given up; and what answers one of them, as it waits for
/// what becomes of that one.
fn turnless(browsers: &[Browser], devices: &[Device]) -> BTreeSet<OperationId> {
    // By their names they stand in the order in which they were made, whichever tab made them.
    let mut sent = BTreeMap::new();
    for device in devices {
        let done = device.done.iter().filter(|operation| operation.kind == SEND);
        sent.extend(done.map(|operation| (operation.id, (operation, &browsers[device.browser]))));
    }
    let mut turnless = BTreeSet::new();
    for (id, (operation, browser)) in sent {
        let is_refused = wordings(operation, devices).iter().any(|words| words.starts_with([NEVER, NOT_NOW]));
        let waits = answered(operation).is_some_and(|answered| turnless.contains(&answered));
        if is_refused || waits || browser.may_lack(id) {
            turnless.insert(id);
        }
    }
    turnless
}

/// What the device wrote down is stored, in its order but for what was refused or given up on the way, and for what a
/// tab alone sends beside the others; what
/// it did not write down never left, nor did what was given up in time.
fn everything_stored_in_order(
    server: &Server,
    browsers: &[Browser],
    devices: &[Device],
    device: &Device,
    turnless: &BTreeSet<OperationId>,
) -> Result<(), String> {
    let browser = &browsers[device.browser];
    for (id, stored) in &server.conversations {
        let words = |operation: &&Operation| operation.kind == SEND && conversation(operation) == *id;
        let done: Vec<_> = device.done.iter().filter(words).collect();
        let found: Vec<_> = stored.messages.iter().map(|said| said.id).collect();
        for operation in &done {
            let (is_kept, is_found) = (browser.kept.contains(&operation.id), found.contains(&operation.id));
            let wanted = is_kept && !body(operation).starts_with(NEVER) && !browser.may_lack(operation.id);
            let is_hopeless = wordings(operation, devices).iter().all(|words| words.starts_with(NEVER));
            let unwanted = !is_kept || is_hopeless || browser.must_lack(operation.id);
            if wanted && !is_found || unwanted && is_found {
                return Err(format!("{:?} of {:?}: kept {is_kept}, stored {is_found}", operation.id, device.account));
            }
        }
        // What was refused outside, or where one had blocked the other, may be sent again once the person is back or the door
        // is open, after what they did since.
        let around = server.around(*id).unwrap_or(*id);
        let was_out = [*id, around].iter().any(|place| server.was_out.contains(&(*place, device.account)));
        if was_out || server.was_closed(*id) {
            continue;
        }
        for apart in [false, true] {
            let in_turn = |operation: &&&Operation| {
                let id = operation.id;
                found.contains(&id) && !turnless.contains(&id) && browser.is_apart(id) == apart
            };
            let sent: Vec<_> = done.iter().filter(in_turn).map(|operation| operation.id).collect();
            let found: Vec<_> = found.iter().copied().filter(|id| sent.contains(id)).collect();
            if sent != found {
                return Err(format!("{:?} sent {sent:?}, stored are {found:?}", device.account));
            }
        }
    }
    Ok(())
}

fn shows_what_is_stored(server: &Server, device: &Device) -> Result<(), String> {
    for (what, page) in &device.pages {
        if page.listener.is_none() || page.stale {
            return Err(format!("{what:?} of {:?} was not read", device.account));
        }
        let is_missing = |id: &&ConversationId| server.is_in(**id, device.account) && !page.rooms.contains_key(*id);
        if let (What::Inbox, Some(id)) = (what, server.conversations.keys().find(is_missing)) {
            return Err(format!("{:?} lacks {id}", device.account));
        }
        for (id, room) in &page.rooms {
            let stored = &server.conversations[id];
            if !stored.about.people.contains_key(&device.account) {
                return Err(format!("{what:?} of {:?} holds {id} after they left it", device.account));
            }
            if room.messages != stored.messages {
                let (shown, all) = (room.messages.len(), stored.messages.len());
                return Err(format!("{what:?} of {:?} shows {shown} of {all} messages of {id}", device.account));
            }
            if room.pins != stored.pins {
                return Err(format!("{what:?} of {:?} shows {:?}, not {:?}", device.account, room.pins, stored.pins));
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

/// Every mark that was written down has been reached, unless the person was out of the conversation; none was invented.
fn marks(server: &Server, browsers: &[Browser], devices: &[Device]) -> Result<(), String> {
    for (id, stored) in &server.conversations {
        for account in stored.about.people.keys() {
            let of_account = devices.iter().filter(|device| device.account == *account);
            let mark = |operation: &&Operation| operation.kind == MARK && conversation(operation) == *id;
            let read = |device: &Device, all: bool| {
                let browser = &browsers[device.browser];
                let is_kept = |id| browser.kept.contains(&id) && !browser.may_lack(id);
                let marks = device.done.iter().filter(mark).filter(|mark| all || is_kept(mark.id));
                marks.filter_map(|mark| mark.body["read"].as_i64()).max().unwrap_or(0)
            };
            let (kept, done) = of_account
                .fold((0, 0), |(kept, done), device| (kept.max(read(device, false)), done.max(read(device, true))));
            let found = stored.read.get(account).copied().unwrap_or(0);
            let was_out = server.was_out.contains(&(*id, *account));
            if found < kept && !was_out || found > done {
                return Err(format!("{account:?} has read {kept} of {id}, stored is {found}"));
            }
        }
    }
    Ok(())
}
