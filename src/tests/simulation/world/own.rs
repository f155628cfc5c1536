//! What people change of their own: drafts, settings and profile; and what they decide where it was changed elsewhere.
//!
//! Nobody writes a draft in two windows at once: before they write they have seen what the browser holds of it.

use std::collections::BTreeSet;

use rand::Rng;
use serde_json::{Value, json};

use super::{Step, World};
use crate::{
    features::{
        accounts::state::{PROFILE_CHANGE, SETTINGS_CHANGE, profile_changes, refused_profile, unsaved_profile},
        messages::{
            model::KeptDraft,
            state::{
                drafts::{Due, Written, saves},
                operation::{save_draft, saved_draft},
            },
        },
    },
    shared::{
        Error,
        id::{ConversationId, OperationId},
    },
    sync::{
        Input, Operation, PendingState,
        tab::word::{Ask, Word},
    },
    tests::simulation::{lineage::Save, room::place},
};

impl World {
    /// Something is written and not sent; or what was, is sent or given up.
    pub(super) fn draft(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let object = format!("draft:{id}");
        let pending = self.devices[device].tab.pending();
        let is_undecided = pending.iter().any(|one| one.has_failed() && one.operation.object == object);
        if is_undecided || !self.knows_all(device, &object) {
            return Ok(());
        }
        let Written { body: seen, version } = self.devices[device].own.drafts.written(id, &pending);
        let gives_up = !seen.is_empty() && self.chance(0.3);
        let name = self.next_id(device);
        let body = if gives_up { String::new() } else { self.number.to_string() };
        let operation = save_draft(name, id, &body, version);
        self.count("drafts");
        self.note_save(device, &operation, BTreeSet::from([seen]));
        self.tell(device, Input::Perform(operation))
    }

    /// Settings are changed, over whatever holds.
    pub(super) fn choose(&mut self, device: usize) -> Result<(), String> {
        let appearances = ["system", "light", "dark"];
        let body = if self.chance(0.5) {
            json!({"enter_sends": self.chance(0.5)})
        } else {
            json!({"appearance": appearances[self.rng.random_range(0..appearances.len())]})
        };
        let operation = self.operation(device, SETTINGS_CHANGE, "settings".into(), body);
        self.count("settings");
        self.change(device, operation)
    }

    /// The profile is changed, over what was seen of it.
    pub(super) fn tell_of_oneself(&mut self, device: usize) -> Result<(), String> {
        let pending = self.devices[device].tab.pending();
        if refused_profile(&pending).is_some() || !self.knows_all(device, "profile") {
            return Ok(());
        }
        self.count("profiles");
        let status = self.number.to_string();
        let seen = self.devices[device].own.profile.version;
        self.save_profile(device, &json!(status), seen, Vec::new())
    }

    fn save_profile(
        &mut self,
        device: usize,
        status: &Value,
        seen: i64,
        before: Vec<OperationId>,
    ) -> Result<(), String> {
        let operation = self.operation(device, PROFILE_CHANGE, "profile".into(), json!({"status": status}));
        self.change(device, Operation { expected_version: Some(seen), ..operation }.in_place_of(before))
    }

    fn change(&mut self, device: usize, operation: Operation) -> Result<(), String> {
        self.devices[device].done.push(operation.clone());
        self.tell(device, Input::Perform(operation))
    }

    /// Takes up what the server has answered, and reads what nobody has told.
    pub(super) fn follow_own(&mut self, device: usize) -> Result<(), String> {
        let pending = self.devices[device].tab.pending();
        for one in &pending {
            if let PendingState::Acknowledged(answer) = &one.state
                && self.devices[device].own.take_answer(&one.operation.kind, answer)
            {
                self.tell(device, Input::Settle(one.operation.id))?;
            }
        }
        let mut is_news = false;
        for due in self.devices[device].own.drafts.due(&pending) {
            match due {
                Due::Take(id, draft) => {
                    is_news |= self.devices[device].own.drafts.take(draft);
                    self.tell(device, Input::Settle(id))?;
                }
                Due::GiveUp(id) => self.tell(device, Input::Discard(id))?,
                Due::Refuse(id, place, _) => {
                    let why = self.refused_outside(device, place)?;
                    self.count(why);
                    self.tell(device, Input::Discard(id))?;
                }
                Due::Renew(name, KeptDraft { conversation_id, body, version }) => {
                    self.count("draft saved anew");
                    let operation = save_draft(name, conversation_id, &body, version);
                    self.replace_draft(device, operation, BTreeSet::from([body]))?;
                }
                Due::Read(id) => self.devices[device].own.miss(id),
            }
        }
        let tab = (device, self.devices[device].life);
        for id in self.devices[device].own.looks() {
            self.count("draft read by itself");
            self.after(20, Step::Look(tab, id));
        }
        // What is known now may settle more.
        if is_news { self.follow_own(device) } else { Ok(()) }
    }

    /// What is written in one conversation was read.
    pub(super) fn looked(&mut self, device: usize, draft: KeptDraft) -> Result<(), String> {
        let pending = self.devices[device].tab.pending();
        self.devices[device].own.looked(draft, &pending);
        self.follow_own(device)
    }

    /// The person decides about what was refused because something else holds by now.
    pub(super) fn decide_on_own(&mut self, device: usize) -> Result<(), String> {
        let pending = self.devices[device].tab.pending();
        if !pending.iter().any(|one| one.has_failed() && one.operation.is_change()) {
            return Ok(());
        }
        self.save_profile_again(device)?;
        let ids: Vec<_> = self.server.conversations.keys().copied().collect();
        ids.into_iter().try_for_each(|id| self.take_offered(device, id))
    }

    /// The form still holds what was typed: it is saved over what holds now.
    fn save_profile_again(&mut self, device: usize) -> Result<(), String> {
        let pending = self.devices[device].tab.pending();
        let Some((_, Error::Conflict)) = refused_profile(&pending) else { return Ok(()) };
        if !self.knows_all(device, "profile") {
            return Ok(());
        }
        self.count("profile saved again");
        let status = unsaved_profile(&pending).and_then(|change| change.status);
        let seen = self.devices[device].own.profile.version;
        self.save_profile(device, &json!(status), seen, profile_changes(&pending))
    }

    /// Words of another device are offered beside one's own: new ones take the place of both.
    fn take_offered(&mut self, device: usize, id: ConversationId) -> Result<(), String> {
        let object = format!("draft:{id}");
        let pending = self.devices[device].tab.pending();
        let drafts = &self.devices[device].own.drafts;
        let (version, written) = (drafts.version(id), drafts.written(id, &pending).body);
        let kept = drafts.written(id, &[]).body;
        if drafts.offered(id, &pending).is_none() || !self.knows_all(device, &object) {
            return Ok(());
        }
        self.count("two drafts");
        let saved = pending.iter().filter_map(|one| saved_draft(&one.operation)).filter(|(place, _)| *place == id);
        let seen = saved.map(|(_, body)| body.to_owned()).chain([kept, written]).collect();
        let name = self.next_id(device);
        let operation = save_draft(name, id, &self.number.to_string(), version);
        self.replace_draft(device, operation, seen)
    }

    /// Saves a draft in the place of all that wait.
    fn replace_draft(&mut self, device: usize, operation: Operation, seen: BTreeSet<String>) -> Result<(), String> {
        self.note_save(device, &operation, seen);
        let before = saves(place(&operation.body), &self.devices[device].tab.pending());
        self.tell(device, Input::Perform(operation.in_place_of(before)))
    }

    fn note_save(&mut self, device: usize, operation: &Operation, seen: BTreeSet<String>) {
        let (account, browser) = (self.devices[device].account, self.devices[device].browser);
        let body = operation.body["body"].as_str().expect("ours").to_owned();
        let place = place(&operation.body);
        let pending = self.devices[device].tab.pending();
        let saved = pending.iter().filter_map(|one| Some((one.operation.id, saved_draft(&one.operation)?)));
        let clears = saved.filter(|(_, (of, words))| *of == place && words.is_empty() && seen.contains(*words));
        let cleared = clears.map(|(id, _)| id).collect();
        self.lineage.note(operation.id, Save { account, browser, place, body, seen, cleared });
    }

    /// Whether a page was read and its tab lists all that the browser holds for an object, be it in the store, in
    /// another tab that shares it, or on the way between them.
    fn knows_all(&self, device: usize, object: &str) -> bool {
        let own = &self.devices[device];
        let listed: BTreeSet<_> = own.tab.pending().into_iter().map(|one| one.operation.id).collect();
        let is_new = |operation: &Operation| operation.object == object && !listed.contains(&operation.id);
        let browser = &self.browsers[own.browser];
        let is_alone = |device: usize| browser.alone.contains(&(device, self.devices[device].life));
        let is_held = |other: usize| {
            !is_alone(other) && self.devices[other].tab.pending().iter().any(|one| is_new(&one.operation))
        };
        let is_said = |step: &Step| match step {
            Step::Heard((to, _), word) => self.devices[*to].browser == own.browser && told(word).iter().any(is_new),
            _ => false,
        };
        let knows = || {
            !browser.store.values().any(|stored| is_new(&stored.operation))
                && !self.tabs(own.browser).into_iter().any(is_held)
                && !self.steps.values().any(is_said)
        };
        own.has_read() && (is_alone(device) || knows())
    }
}

/// What a tab tells another one that was done.
fn told(word: &Word) -> &[Operation] {
    match word {
        Word::Join { done, .. } => done,
        Word::Ask { ask: Ask::Perform(operation), .. } => std::slice::from_ref(operation),
        _ => &[],
    }
}
