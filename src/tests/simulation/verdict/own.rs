//! What has to hold of what is a person's own: every tab of theirs shows what the server holds, every change of settings
//! and profile, every block and mute, and every choice for a conversation that was not refused, has reached it, and
//! none was applied twice, however late it came again.

use std::collections::BTreeSet;

use crate::{
    features::{
        accounts::state::{BLOCK, MUTE, PROFILE_CHANGE, SETTINGS_CHANGE},
        messages::state::choosing::CHOOSE,
    },
    sync::Operation,
    tests::simulation::{browser::Browser, device::Device, server::Server},
};

/// A tab shows the settings, the profile and the drafts that are stored.
pub fn is_shown(server: &Server, device: &Device) -> Result<(), String> {
    let (shown, stored) = (&device.own, &server.own[&device.account]);
    if shown.me.settings != stored.settings {
        return Err(format!("{:?} shows {:?}, not {:?}", device.account, shown.me.settings, stored.settings));
    }
    if shown.profile != stored.profile {
        return Err(format!("{:?} shows {:?}, not {:?}", device.account, shown.profile, stored.profile));
    }
    let is_wrong = |id, body: &str| shown.drafts.written(id, &[]).body != body;
    match stored.drafts().find(|draft| is_wrong(draft.conversation_id, &draft.body)) {
        Some(draft) => Err(format!("{:?} does not show {draft:?}", device.account)),
        None => Ok(()),
    }
}

/// What changed something did so once.
pub fn is_applied_once(server: &Server) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    match server.changed.iter().find(|id| !seen.insert(**id)) {
        Some(id) => Err(format!("{id:?} was applied twice")),
        None => Ok(()),
    }
}

/// A change that was written down was applied, or went into another one of its browser that was, or that was lost with
/// a tab; one that was not written down never left.
pub fn is_stored(server: &Server, browsers: &[Browser], devices: &[Device]) -> Result<(), String> {
    for (number, browser) in browsers.iter().enumerate() {
        let kinds = [SETTINGS_CHANGE, PROFILE_CHANGE, CHOOSE, BLOCK, MUTE];
        let is_change = |operation: &&Operation| kinds.contains(&operation.kind.as_str());
        let of_browser = devices.iter().filter(|device| device.browser == number);
        let changes: Vec<_> = of_browser.flat_map(|device| &device.done).filter(is_change).collect();
        let is_kept = |change: &Operation| browser.kept.contains(&change.id);
        let is_applied = |change: &Operation| server.applied.contains_key(&change.id);
        let is_over = |change: &Operation| is_applied(change) || !is_kept(change) || browser.may_lack(change.id);
        if let Some(early) = changes.iter().find(|change| is_applied(change) && !is_kept(change)) {
            return Err(format!("{early:?} left before it was written down"));
        }
        let takes_in = |change: &Operation, other: &Operation| other.object == change.object && is_over(other);
        let is_lost = |change: &&&Operation| !is_over(change) && !changes.iter().any(|other| takes_in(change, other));
        if let Some(lost) = changes.iter().find(is_lost) {
            return Err(format!("{lost:?} was never applied"));
        }
    }
    Ok(())
}
