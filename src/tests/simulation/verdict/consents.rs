//! What has to hold of what is published of conversations: it was asked for, and whoever is quoted allowed it.

use serde_json::json;

use super::done_by;
use crate::{
    features::publications::{
        model::Stage,
        state::{ASK, CONSENT},
    },
    sync::Operation,
    tests::simulation::{
        device::Device,
        server::{Quoted, Server, Wanted},
    },
};

/// Each was asked for by whoever publishes it, once; and what is published of others they allowed.
pub fn are_given(server: &Server, devices: &[Device]) -> Result<(), String> {
    for (place, wanted) in server.wanted.iter().enumerate() {
        let is_asked = |operation: &Operation| operation.kind == ASK && operation.id == wanted.id;
        let is_first = server.wanted[..place].iter().all(|other| other.id != wanted.id);
        if !is_first || !done_by(wanted.by, devices).any(is_asked) {
            return Err(format!("nobody asked for it, or not once: {wanted:?}"));
        }
        let stray =
            wanted.parts.iter().find(|part| wanted.state == Stage::Published && !is_allowed(wanted, part, devices));
        if let Some(part) = stray {
            return Err(format!("{part:?} is public by {:?} without consent", wanted.by));
        }
    }
    Ok(())
}

fn is_allowed(wanted: &Wanted, part: &Quoted, devices: &[Device]) -> bool {
    let allows = |operation: &Operation| {
        operation.kind == CONSENT
            && operation.body["publication_id"] == json!(wanted.id)
            && operation.body["allowed"] == true
    };
    part.author == wanted.by || done_by(part.author, devices).any(allows)
}
