//! Which words of a draft were written over which: whoever replaced words had seen them, and no words went unseen.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    browser::Browser,
    server::{Replaced, Server},
};
use crate::shared::id::{AccountId, ConversationId, OperationId};

/// Words that somebody saved. No two have the same, but for those that are saved anew and for none.
#[derive(Debug)]
pub struct Save {
    pub account: AccountId,
    pub browser: usize,
    pub place: ConversationId,
    pub body: String,
    /// The words that stood before the person then.
    pub seen: BTreeSet<String>,
    /// What had taken words away and waited then, where none stood there: whoever did that had seen them.
    pub cleared: BTreeSet<OperationId>,
}

/// All that was ever saved.
#[derive(Default)]
pub struct Lineage(BTreeMap<OperationId, Save>);

impl Lineage {
    /// Somebody saves. Tabs of one browser may do the same one each.
    pub fn note(&mut self, id: OperationId, save: Save) {
        self.0.entry(id).or_insert(save);
    }

    pub fn judge(&self, server: &Server, browsers: &[Browser]) -> Result<(), String> {
        self.nothing_was_overwritten(server)?;
        self.nothing_was_lost(server, browsers)
    }

    /// Words that the server held were replaced by an operation of somebody who had seen them.
    fn nothing_was_overwritten(&self, server: &Server) -> Result<(), String> {
        for Replaced { by, before } in &server.replaced {
            if !before.is_empty() && !self.seen_by(*by).contains(before.as_str()) {
                return Err(format!("draft {before} was overwritten unseen by {by:?} {:?}", self.0.get(by)));
            }
        }
        Ok(())
    }

    /// Words that were written down reached the server, be it as what somebody wrote over them, unless that was lost
    /// with a tab, their person gave them up (be it that other words stand there now, of which that does not take away),
    /// or was out of the conversation; what was not written down never left.
    fn nothing_was_lost(&self, server: &Server, browsers: &[Browser]) -> Result<(), String> {
        let is_gone = |id: OperationId, save: &Save| {
            let browser = &browsers[save.browser];
            save.body.is_empty() || !browser.kept.contains(&id) || browser.may_lack(id)
        };
        let reached: BTreeSet<&str> = self.after(|id, _| server.applied.contains_key(&id));
        let gone: BTreeSet<&str> = self.after(is_gone);
        for (id, save) in &self.0 {
            if server.applied.contains_key(id) && !browsers[save.browser].kept.contains(id) {
                return Err(format!("draft {id:?} left before it was written down"));
            }
            let was_out = server.was_out.contains(&(save.place, save.account));
            let body = save.body.as_str();
            if !body.is_empty() && !was_out && !reached.contains(body) && !gone.contains(body) {
                return Err(format!("draft {id:?} {save:?} was lost"));
            }
        }
        Ok(())
    }

    /// The words of these, and all that they were written over.
    fn after(&self, counts: impl Fn(OperationId, &Save) -> bool) -> BTreeSet<&str> {
        let counted = self.0.iter().filter(|(id, save)| counts(**id, save));
        counted.flat_map(|(id, save)| self.seen_by(*id).into_iter().chain([save.body.as_str()])).collect()
    }

    /// All words that one was written over, be it at several removes, or after they were given up and before the server
    /// heard of that: what waits then is one operation.
    fn seen_by(&self, id: OperationId) -> BTreeSet<&str> {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&Save> = self.0.get(&id).into_iter().collect();
        while let Some(save) = next.pop() {
            next.extend(save.cleared.iter().filter_map(|id| self.0.get(id)));
            for body in save.seen.iter().map(String::as_str) {
                if !body.is_empty() && seen.insert(body) {
                    next.extend(self.0.values().filter(|save| save.body == body));
                }
            }
        }
        seen
    }
}
