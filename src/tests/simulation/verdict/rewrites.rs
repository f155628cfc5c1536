//! What has to hold of messages that were edited or deleted: what they say now their author wanted, and whatever was written
//! down has come before the server. That each is applied once, and in order, shows in the versions that all tabs agree on.

use serde_json::json;

use crate::{
    sync::Operation,
    tests::simulation::{
        browser::Browser,
        device::Device,
        room::{DELETE, EDIT, NEVER, Said},
        server::Server,
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
