//! The pages that messages lead to: the server looks there behind the sending, and authors may not want them shown.

use serde_json::json;

use super::{Step, World};
use crate::{
    features::messages::model::LinkPreview,
    shared::id::{ConversationId, MessageId},
    tests::simulation::{
        previewed::link_in,
        room::{Said, UNPREVIEW},
    },
};

/// Somebody is sent to look at the page that a message led to, as it was in a version then.
#[derive(Debug)]
pub struct Visit {
    place: ConversationId,
    seq: i64,
    version: i64,
    url: String,
    /// The life of the server: it does not look any more where that is over.
    life: u32,
}

impl World {
    /// A message was stored, or says something else: where it leads somewhere the server looks there, some time later.
    pub(super) fn look_behind(&mut self, id: MessageId) {
        let life = self.server.life;
        let all = self.server.conversations.iter();
        let mut all = all.flat_map(|(place, stored)| stored.messages.iter().map(move |said| (*place, said)));
        let found = all.find(|(_, said)| said.id.0 == id.0);
        let visit = found.and_then(|(place, Said { seq, version, body, .. })| {
            let url = link_in(body)?.to_owned();
            Some(Visit { place, seq: *seq, version: *version, url, life })
        });
        if let Some(visit) = visit {
            self.after(4_000, Step::Visit(visit));
        }
    }

    /// The page was read, unless there is none.
    pub(super) fn visit(&mut self, visit: Visit) {
        let Visit { place, seq, version, url, life } = visit;
        if life != self.server.life || self.chance(0.2) {
            return;
        }
        let (title, site) = (self.number.to_string(), None);
        let preview = LinkPreview { url, site, title, description: None };
        if self.server.show(place, (seq, version), preview, self.now) {
            self.count("previews");
            self.after(5, Step::Publish);
        }
    }

    /// A message of the person is to show no page.
    pub(super) fn unpreview(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let account = self.devices[device].account;
        let is_meant = |said: &Said| said.author == account && said.shown.preview.is_some();
        let Some(message) = self.message_on_screen(device, id, is_meant) else { return Ok(()) };
        let body = json!({"conversation_id": id, "message_id": message});
        self.count("previews taken off");
        let operation = self.operation(device, UNPREVIEW, format!("conversation:{id}"), body);
        self.devices[device].done.push(operation.clone());
        self.tell_done(device, operation)
    }
}
