//! What has to hold of what is said later: it was said once, or could not be, which its author sees, or was taken back, and
//! never two of these; every tab of its author lists what is left of it.

use super::done_by;
use crate::{
    features::messages::{
        model::Stage,
        state::scheduling::{Act, act},
    },
    sync::Operation,
    tests::simulation::{browser::Browser, device::Device, room::Said, server::Server},
};

/// A tab lists what could not be said.
pub fn are_shown(server: &Server, device: &Device) -> Result<(), String> {
    let shown = device.own.plans.shown(&[]);
    let mut stored: Vec<_> = server.own[&device.account].scheduled.values().cloned().collect();
    stored.sort_by_key(|one| (one.at, one.id));
    if shown == stored { Ok(()) } else { Err(format!("{:?} lists {shown:?}, not {stored:?}", device.account)) }
}

/// Whether it has something said later.
pub fn adds(operation: &Operation) -> bool {
    matches!(act(operation), Some(Act::Add(_)))
}

/// A message that was scheduled says what its author wanted it to, at first or since.
pub fn is_as_wanted(said: &Said, devices: &[Device]) -> Result<(), String> {
    let wants = |operation: &Operation| match act(operation) {
        Some(Act::Add(one)) => one.id.0 == said.id.0 && one.body == said.body,
        Some(Act::Change(id, _, change)) => id.0 == said.id.0 && change.body.as_deref() == Some(said.body.as_str()),
        Some(Act::Cancel(_)) | None => false,
    };
    let done = || done_by(said.author, devices);
    let is_planned = done().any(|operation| adds(operation) && operation.id == said.id);
    if said.version > 1 || !is_planned || done().any(wants) { Ok(()) } else { Err(format!("nobody planned {said:?}")) }
}

/// Of what was stored to be said later exactly one came, and of what was not stored nothing.
pub fn come_out(server: &Server, devices: &[Device]) -> Result<(), String> {
    for device in devices {
        for planned in device.done.iter().filter(|operation| adds(operation)) {
            let takes_back = |operation: &Operation| {
                let is_it = matches!(act(operation), Some(Act::Cancel(id)) if id.0 == planned.id.0);
                is_it && server.applied.contains_key(&operation.id)
            };
            let stage = server.stage_of(device.account, planned.id);
            let is_said = server.knows(planned.id);
            let is_taken_back = done_by(device.account, devices).any(takes_back);
            let number = [is_said, stage.is_some(), is_taken_back].into_iter().filter(|one| *one).count();
            let is_stored = server.applied.contains_key(&planned.id);
            if number != usize::from(is_stored) || stage.is_some_and(|stage| stage != Stage::Failed) {
                let what = format!("said {is_said}, kept {stage:?}, taken back {is_taken_back}");
                return Err(format!("{:?} of {:?}, stored {is_stored}: {what}", planned.id, device.account));
            }
        }
    }
    Ok(())
}

/// A change that was written down has come before the server, or went into another one of its browser that has, or was
/// given up.
pub fn are_changed(server: &Server, browsers: &[Browser], devices: &[Device]) -> Result<(), String> {
    for (number, browser) in browsers.iter().enumerate() {
        let of_browser = devices.iter().filter(|device| device.browser == number).flat_map(|device| &device.done);
        let changes: Vec<_> = of_browser.filter(|operation| matches!(act(operation), Some(Act::Change(..)))).collect();
        let is_over = |change: &Operation| {
            let is_kept = browser.kept.contains(&change.id);
            server.judged.contains(&change.id) || !is_kept || browser.may_lack(change.id)
        };
        let went_into = |change: &Operation, other: &Operation| other.object == change.object && is_over(other);
        let is_lost = |change: &&&Operation| {
            !is_over(change) && !changes.iter().any(|other| other.id != change.id && went_into(change, other))
        };
        if let Some(lost) = changes.iter().find(is_lost) {
            return Err(format!("{lost:?} never came before the server"));
        }
    }
    Ok(())
}
