//! What is said later, in all conversations of the viewer: kept up to date on all devices, changed at once.

use leptos::{prelude::*, task::spawn_local};

use super::{
    copies::{self, Hearing},
    inbox::{Inbox, use_inbox},
};
use crate::{
    client::{Client, Incoming, read_until, use_client},
    features::messages::{
        model::{Draft, Rescheduled, Scheduled, check_time},
        rpc,
        state::scheduling::{self, Act, Plans},
    },
    kit::{Toasts, Zone, use_zone},
    realtime::{Position, Snapshot, Topic},
    shared::{
        Error, Result,
        effect::Effect,
        hydration::after_hydration,
        id::{ConversationId, MessageId, OperationId},
        json::typed,
        time::Time,
    },
    sync::PendingState,
};

/// Milliseconds ahead of now that no server has behind it when it hears of them.
const SOON: i64 = 5_000;

/// The scheduled messages of the viewer, alive.
#[derive(Clone, Copy)]
pub struct Schedules {
    /// The zone in which times are told and picked.
    pub zone: Zone,
    client: Client,
    inbox: StoredValue<Inbox>,
    toasts: Option<Toasts>,
    plans: RwSignal<Plans>,
    /// From where on events bring the first reading up to date.
    since: RwSignal<Option<Position>>,
    hearing: Hearing,
    /// Counts the readings that were asked for: the last one holds.
    readings: StoredValue<u32>,
}

/// Provides [`Schedules`] to everything below, inside messaging; they live as long as the owner that calls this.
pub fn provide_schedules() {
    let schedules = Schedules {
        zone: use_zone(),
        client: use_client(),
        inbox: StoredValue::new(use_inbox()),
        toasts: use_context(),
        plans: RwSignal::default(),
        since: RwSignal::new(None),
        hearing: StoredValue::new(None),
        readings: StoredValue::new(0),
    };
    provide_context(schedules);
    // First, so that it comes before the end of the subscription when all of this ends.
    copies::keep_plans(schedules.client, schedules.plans, schedules.hearing);
    after_hydration(move || schedules.begin());
    Effect::new(move || {
        if let Some(since) = schedules.since.get() {
            let heard = schedules.client.subscribe(Topic::Me, Some(since), move |incoming| schedules.hear(incoming));
            schedules.hearing.set_value(Some(heard));
        }
    });
    schedules.settle();
}

/// The scheduled messages of the page around.
///
/// # Panics
/// Outside messaging.
#[must_use]
pub fn use_schedules() -> Schedules {
    expect_context()
}

impl Schedules {
    /// What waits, and what could not be sent, by time: of one conversation or of all.
    #[must_use]
    pub fn shown(self, of: Option<ConversationId>) -> Memo<Vec<Scheduled>> {
        let pending = self.client.pending();
        Memo::new(move |_| {
            let mut shown = self.plans.read().shown(&pending.read());
            shown.retain(|one| of.is_none_or(|id| one.conversation_id == id));
            shown
        })
    }

    /// Now, as the clock on the wall says.
    #[must_use]
    pub fn now_here(self) -> Time {
        self.zone.local(self.client.now())
    }

    /// Has a message sent at a time, which the clock on the wall will say.
    ///
    /// # Errors
    /// `Invalid` for `body` or `at`: nothing is done.
    pub(super) fn schedule(self, draft: &Draft, local: Time) -> Result<()> {
        let at = self.zone.moment(local);
        draft.check()?;
        check_time(at, self.client.now())?;
        self.client.perform(scheduling::schedule(draft, at));
        Ok(())
    }

    /// Has a scheduled message say these words, at a time that the clock on the wall will say. What could not be
    /// scheduled is scheduled anew.
    ///
    /// # Errors
    /// `Invalid` for `body` or `at`: nothing is done.
    pub fn change(self, one: &Scheduled, body: &str, local: Time) -> Result<()> {
        let at = self.zone.moment(local);
        let change = Rescheduled { body: Some(body.to_owned()), at: Some(at), now: false };
        change.check(self.client.now())?;
        if one.version == 0 && one.trouble.is_some() {
            self.add_anew(one, body.to_owned(), at);
        } else {
            self.perform_change(one, &change);
        }
        Ok(())
    }

    /// Has a scheduled message sent at once.
    pub fn send_now(self, one: &Scheduled) {
        if one.version == 0 && one.trouble.is_some() {
            let soon = Time::from_millis(self.client.now().millis() + SOON);
            self.add_anew(one, one.body.clone(), soon);
        } else {
            self.perform_change(one, &Rescheduled { now: true, ..Rescheduled::default() });
        }
    }

    /// Takes a scheduled message back, and offers to have it again.
    pub fn cancel(self, one: &Scheduled) {
        if one.version == 0 && one.trouble.is_some() {
            self.client.discard(OperationId(one.id.0));
        } else {
            self.client.perform(scheduling::cancel(self.name(), one.id));
        }
        if let Some(toasts) = self.toasts {
            let one = one.clone();
            let undo = move || self.add_anew(&one, one.body.clone(), one.at);
            toasts.offer("The message will not be sent.", "Undo", undo);
        }
    }

    /// Schedules what was scheduled before, under a new name: what was given up under the old one stays so.
    fn add_anew(self, one: &Scheduled, body: String, at: Time) {
        let Scheduled { conversation_id, reply_to, .. } = *one;
        let draft = Draft { id: MessageId(self.client.new_id()), conversation_id, body, reply_to, forwarded: false };
        let before = OperationId(one.id.0);
        self.client.perform(scheduling::schedule(&draft, at).in_place_of([before]));
    }

    fn perform_change(self, one: &Scheduled, change: &Rescheduled) {
        self.client.perform(scheduling::change(self.name(), one, change));
    }

    fn name(self) -> OperationId {
        OperationId(self.client.new_id())
    }

    fn hear(self, incoming: Incoming) {
        match incoming {
            Incoming::Events(events) if events.iter().any(|event| event.kind.starts_with("scheduled.")) => {
                // Each of them is heard, whatever the one before was.
                let hear = |plans: &mut Plans| events.iter().filter(|event| plans.hear(event)).count();
                if self.plans.try_update(hear).is_some_and(|news| news > 0) {
                    self.reread();
                }
            }
            Incoming::Refetch => self.reread(),
            Incoming::Events(_) | Incoming::CaughtUp | Incoming::Signal { .. } => {}
        }
    }

    /// What this browser keeps is there at once, and read afresh as soon as it can be.
    fn begin(self) {
        let kept = copies::plans(self.client);
        spawn_local(async move {
            if let Some(Snapshot { position, data }) = kept.await {
                // What was answered meanwhile is read with all the rest.
                self.plans.try_update(|plans| _ = plans.refresh(data));
                self.begin_at(position);
            }
            self.reread();
        });
    }

    /// Events bring the first reading up to date from here on.
    fn begin_at(self, position: Position) {
        if self.since.try_get_untracked() == Some(None) {
            self.since.set(Some(position));
        }
    }

    fn reread(self) {
        self.plans.try_update_untracked(Plans::expect);
        self.readings.try_update_value(|readings| *readings = readings.wrapping_add(1));
        let number = self.readings.try_get_value();
        let is_last = move || number.is_some() && self.readings.try_get_value() == number;
        read_until(rpc::list_scheduled, is_last, move |answer| {
            if let Ok(Snapshot { position, data }) = answer {
                let is_open = self.plans.try_update(|plans| plans.refresh(data)) == Some(true);
                self.begin_at(position);
                copies::was_reread(self.hearing);
                if is_open {
                    self.reread();
                }
            }
        });
    }

    /// Takes what the server answered: what holds now, or why it does not. Words that were refused come back to where they
    /// were written; where one is not in that conversation any more they stay among what could not be sent.
    fn settle(self) {
        let pending = self.client.pending();
        Effect::new(move || {
            for (name, act, state) in pending.with(|pending| scheduling::answered(pending)) {
                match state {
                    PendingState::Acknowledged(answer) => {
                        let is_open = self.plans.try_update(|plans| match act {
                            Act::Cancel(id) => {
                                plans.remove(id);
                                false
                            }
                            Act::Add(_) | Act::Change(..) => {
                                typed::<Scheduled>(&answer).is_ok_and(|one| plans.take(one))
                            }
                        });
                        self.client.settle(name);
                        if is_open == Some(true) {
                            self.reread();
                        }
                    }
                    PendingState::Failed(error) => untrack(|| self.refuse(name, act, &error)),
                    PendingState::Waiting | PendingState::Slowed => {}
                }
            }
        });
    }

    fn refuse(self, name: OperationId, act: Act, error: &Error) {
        let words = match act {
            Act::Add(_) if matches!(error, Error::Missing | Error::SignIn) => return,
            Act::Add(added) => {
                self.give_back(added.conversation_id, &added.body);
                format!("The message was not scheduled; its words stand in the field again. {error}")
            }
            // It went meanwhile, which is what was wanted; that another device has taken it back is as good as that.
            Act::Change(_, _, Rescheduled { now: true, .. }) if matches!(error, Error::Missing | Error::Conflict) => {
                if let Some(toasts) = self.toasts {
                    toasts.say(gone_words(error));
                }
                self.client.discard(name);
                return;
            }
            Act::Change(_, place, Rescheduled { body, .. }) => {
                if let Some(body) = body {
                    self.give_back(place, &body);
                }
                format!("The scheduled message was not changed. {error}")
            }
            // It was sent, or another device has taken it back.
            Act::Cancel(_) if *error == Error::Missing => String::new(),
            Act::Cancel(_) => "The message is being sent already.".to_owned(),
        };
        if let Some(toasts) = self.toasts.filter(|_| !words.is_empty()) {
            toasts.warn(words);
        }
        self.client.discard(name);
    }

    fn give_back(self, place: ConversationId, words: &str) {
        self.inbox.get_value().drafts().put_behind(place, words);
    }
}

/// What is said to who wants sent at once what does not wait any more.
fn gone_words(error: &Error) -> &'static str {
    match error {
        Error::Conflict => "The message is being sent already.",
        _ => "The message was sent already, or taken back on another device.",
    }
}
