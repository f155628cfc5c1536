//! What a tab holds of its person alone: drafts, settings and profile, what they say later, whom they blocked and
//! muted, what they were told and whom they are suggested, in the product's own state.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::{
    bell::Bell,
    owned::Owned,
    room::{
        BLOCKED, DRAFT_CHANGED, MUTED, PROFILE_CHANGED, SCHEDULED, SETTINGS_CHANGED, UNBLOCKED, UNMUTED, UNSCHEDULED,
    },
    suggested::Suggesting,
};
use crate::{
    features::{
        accounts::{
            model::{Account, Me, Profile},
            state::{self, PROFILE_CHANGE, Readings, SETTINGS_CHANGE},
        },
        messages::{
            model::{KeptDraft, KeptDrafts, Scheduled},
            state::{drafts::Drafts, scheduling::Plans},
        },
    },
    realtime::{Event, Position},
    shared::{
        id::{AccountId, ConversationId},
        role::Role,
    },
    sync::Pending,
};

pub struct Own {
    pub drafts: Drafts,
    pub me: Me,
    pub profile: Profile,
    pub plans: Plans,
    pub bell: Bell,
    pub suggesting: Suggesting,
    /// Whether what is said later, or who is suggested, has to be read.
    outdated: bool,
    readings: Readings,
    /// The reading that was asked for last.
    reading: u32,
    /// Where what is written is to be read by itself, and where that is on its way.
    untold: BTreeSet<ConversationId>,
    looking: BTreeSet<ConversationId>,
    changed: bool,
}

impl Own {
    pub fn new(id: AccountId) -> Self {
        let Owned { settings, profile, .. } = Owned::at_first();
        Self {
            drafts: Drafts::default(),
            me: Me { account: person(id), settings, blocked: Vec::new(), muted: Vec::new() },
            profile,
            plans: Plans::default(),
            bell: Bell::default(),
            suggesting: Suggesting::default(),
            outdated: false,
            readings: Readings::default(),
            reading: 0,
            untold: BTreeSet::new(),
            looking: BTreeSet::new(),
            changed: false,
        }
    }

    /// All of it is to be read.
    pub fn expect(&mut self) {
        self.drafts.expect();
        self.plans.expect();
        self.reading = self.readings.ask();
    }

    /// Takes an event in; whether it is about the person alone.
    pub fn hear(&mut self, event: &Event) -> bool {
        match event.kind.as_str() {
            DRAFT_CHANGED => {
                let untold = self.drafts.hear(std::slice::from_ref(event));
                self.untold.extend(untold);
            }
            SETTINGS_CHANGED => state::apply(&mut self.me, event),
            PROFILE_CHANGED => self.take_profile(&event.body),
            SCHEDULED | UNSCHEDULED => self.outdated |= self.plans.hear(event),
            BLOCKED | UNBLOCKED | MUTED | UNMUTED => {
                if self.readings.hear(event) {
                    state::apply(&mut self.me, event);
                }
            }
            // Events are light: this one tells that there are others.
            "suggestions.changed" => self.outdated = true,
            _ if self.bell.hear(event) => {}
            _ => return false,
        }
        self.changed = true;
        true
    }

    /// Takes all of it as just read.
    pub fn read(&mut self, read: &Owned, position: Position, pending: &[Pending]) {
        let drafts = read.drafts().filter(|draft| !draft.body.is_empty()).collect();
        self.untold.extend(self.drafts.refresh(KeptDrafts { drafts, is_whole: true }, position.epoch, pending));
        self.outdated |= self.plans.refresh(read.scheduled.values().cloned().collect());
        let blocked = read.blocked.iter().copied().map(person).collect();
        let muted = read.muted.iter().copied().map(person).collect();
        let mut me = Me { account: self.me.account.clone(), settings: read.settings.clone(), blocked, muted };
        self.readings.catch_up(self.reading, &mut me, &self.me);
        state::refresh(&mut self.me, me);
        self.bell.read(read.notices.listing(), position.epoch);
        self.suggesting.take(&read.suggested, position);
        if read.profile.version > self.profile.version {
            self.profile = read.profile.clone();
        }
        self.changed = true;
    }

    /// Takes what is written in one conversation as just read.
    pub fn looked(&mut self, draft: KeptDraft, pending: &[Pending]) {
        let id = draft.conversation_id;
        self.looking.remove(&id);
        self.drafts.look(draft, pending);
        if self.drafts.untold(id).is_some() {
            self.untold.insert(id);
        }
    }

    /// What is written there is not known.
    pub fn miss(&mut self, id: ConversationId) {
        self.untold.insert(id);
    }

    /// Where to read what is written, each once until it was read.
    pub fn looks(&mut self) -> Vec<ConversationId> {
        let untold = std::mem::take(&mut self.untold);
        untold.into_iter().filter(|id| self.looking.insert(*id)).collect()
    }

    /// Takes what the server answered to a change of settings or profile; whether it was one.
    pub fn take_answer(&mut self, kind: &str, answer: &Value) -> bool {
        match kind {
            SETTINGS_CHANGE => state::settle(&mut self.me, answer),
            PROFILE_CHANGE => self.take_profile(answer),
            _ => return false,
        }
        true
    }

    /// Takes what the server answered about something that is said later.
    pub fn take_plan(&mut self, one: Scheduled) {
        self.outdated |= self.plans.take(one);
    }

    /// Whether what is said later, or who is suggested, is to be read, for the first time that this is asked.
    pub fn take_outdated(&mut self) -> bool {
        std::mem::take(&mut self.outdated)
    }

    /// Whether something was heard or read since the last call of this.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    fn take_profile(&mut self, told: &Value) {
        let told = Profile::deserialize(told).expect("ours");
        if told.version > self.profile.version {
            self.profile = told;
        }
    }
}

/// Somebody, as the screen calls them.
pub fn person(id: AccountId) -> Account {
    Account { id, handle: "ann".into(), display_name: "Ann".into(), role: Role::Member, deleted: false }
}
