//! Reporting, and what moderators do with reports.

use std::collections::{HashMap, HashSet};

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    model::{About, NewReport, Report},
    rpc::{self, RemoveReported, SettleReport},
    state::{REPORT, make},
};
use crate::{
    client::{Client, use_client},
    features::accounts::model::Account,
    kit::{Toasts, keep, keep_page_scroll, kept},
    shared::{
        Error, Result,
        effect::Effect,
        form::use_refused,
        id::ReportId,
        json::typed,
        json::{Reading, reading},
        page::Page,
        script::apart,
    },
    sync::{Operation, PendingState, status::State},
};

/// Who said what is reported, by the report, as far as that is known: they can be reported where the message is gone.
#[derive(Clone, Copy)]
struct Speakers(StoredValue<HashMap<ReportId, Account>>);

/// Makes a report of something, and of whoever said it or is it, where that is known; it is kept until the server has it.
/// Refused is here what the server would refuse too.
#[must_use]
pub fn use_report() -> Callback<(NewReport, Option<Account>), Result<()>> {
    let (client, toasts, speakers) = (use_client(), use_context::<Toasts>(), use_context::<Speakers>());
    Callback::new(move |(report, person): (NewReport, Option<Account>)| {
        let report = report.check()?;
        if let (Some(Speakers(speakers)), Some(person)) = (speakers, person) {
            speakers.try_update_value(|speakers| speakers.insert(report.id, person));
        }
        perform(client, toasts, &report);
        Ok(())
    })
}

fn perform(client: Client, toasts: Option<Toasts>, report: &NewReport) {
    client.perform(make(report));
    if let Some(toasts) = toasts {
        let is_online = client.status().with_untracked(|status| status.state == State::Online);
        toasts.say(if is_online {
            "Thank you. The moderators will look at it."
        } else {
            "Kept here until the server can be reached."
        });
    }
}

/// The id of a new report.
#[must_use]
pub fn use_new_report() -> Callback<(), ReportId> {
    let client = use_client();
    Callback::new(move |()| ReportId(client.new_id()))
}

/// Says which reports were refused, wherever one is by then; of words that are gone it offers to report who said it.
/// Stands below the client.
pub fn follow_reports() {
    let (client, toasts) = (use_client(), use_context::<Toasts>());
    let speakers = StoredValue::new(HashMap::new());
    provide_context(Speakers(speakers));
    // What is offered stays when the effect runs anew.
    let around = Owner::current().map(|owner| owner.downgrade());
    let pending = client.pending();
    let told = StoredValue::new(HashSet::new());
    Effect::new(move |_| {
        let refused = pending.with(|pending| {
            let ours = pending.iter().filter(|act| act.operation.kind == REPORT);
            let refused = ours.filter_map(|act| match &act.state {
                PendingState::Failed(error) => Some((act.operation.clone(), error.clone())),
                _ => None,
            });
            refused.collect::<Vec<_>>()
        });
        for (operation, error) in refused {
            if told.try_update_value(|told| told.insert(operation.id)) != Some(true) {
                continue;
            }
            client.discard(operation.id);
            let owner = around.as_ref().and_then(WeakOwner::upgrade);
            let (Some(toasts), Some(owner)) = (toasts, owner) else { continue };
            match report_of_words(&operation).filter(|_| error == Error::Missing) {
                Some(report) => {
                    let speaker = speakers.try_update_value(|speakers| speakers.remove(&report.id)).flatten();
                    owner.with(|| tell_gone(client, toasts, report, speaker));
                }
                None => toasts.warn(format!("Your report was not taken. {error}")),
            }
        }
    });
}

/// What is reported, where that is a message or an entry.
fn report_of_words(operation: &Operation) -> Option<NewReport> {
    typed::<NewReport>(&operation.body).ok().filter(|report| !matches!(report.about, About::Person(_)))
}

/// Says that something is not there any more of which a report was to be made, and offers to make it of who said it.
fn tell_gone(client: Client, toasts: Toasts, report: NewReport, speaker: Option<Account>) {
    let words = match report.about {
        About::Message(_) => "The message is gone, so it was not reported.",
        _ => "It is gone, so it was not reported.",
    };
    let Some(speaker) = speaker else {
        toasts.say(words);
        return;
    };
    let act = format!("Report {}", apart(speaker.name()));
    let about = About::Person(speaker.id);
    let report_speaker = move || {
        let id = ReportId(client.new_id());
        perform(client, Some(toasts), &NewReport { id, about, ..report.clone() });
    };
    toasts.offer(words, act, report_speaker);
}

/// A page of reports, and the way to settle one.
#[derive(Clone, Copy)]
pub struct Reports {
    /// The newest first.
    pub list: Reading<Result<Page<Report>>>,
    /// Settles one; the list is read afresh after it.
    pub settle: ServerAction<SettleReport>,
    /// Deletes what one is about; the list is read afresh after it.
    pub remove: ServerAction<RemoveReported>,
    /// Why the last one was not settled, or nothing deleted, in words.
    pub refusal: Signal<Option<String>>,
    /// What is being noted on them: the list that is drawn anew finds it.
    notes: StoredValue<HashMap<ReportId, String>>,
    /// The one that is being settled here.
    settling: StoredValue<Option<ReportId>>,
    /// The one at which somebody is found again who settled it.
    landing: StoredValue<Option<ReportId>>,
}

impl Reports {
    /// What is being noted on a report.
    #[must_use]
    pub fn note(self, id: ReportId) -> Option<String> {
        self.notes.with_value(|notes| notes.get(&id).cloned())
    }

    /// Keeps what is being noted on a report until it is settled.
    pub fn keep_note(self, id: ReportId, note: String) {
        self.notes.update_value(|notes| _ = notes.insert(id, note));
    }

    /// A report is being settled here.
    pub fn settles(self, id: ReportId) {
        self.settling.set_value(Some(id));
        self.landing.set_value(Some(id));
    }

    /// Whether somebody just settled the report here, told once, for when it is drawn anew.
    #[must_use]
    pub fn lands_on(self, id: ReportId) -> bool {
        let lands = self.landing.get_value() == Some(id);
        if lands {
            self.landing.set_value(None);
        }
        lands
    }

    /// Forgets the note that was taken with the report; where that was refused it stays.
    fn forget_noted(self) {
        Effect::watch(
            move || self.settle.value().get(),
            move |done, _, _| {
                let settled = self.settling.get_value().filter(|_| matches!(done, Some(Ok(_))));
                if let Some(id) = settled {
                    self.notes.update_value(|notes| _ = notes.remove(&id));
                }
            },
            false,
        );
    }
}

/// Under which name is kept what was read.
const NAME: &str = "reports";

/// The reports after a cursor. Whoever comes back to them finds them as they left them, without asking the server.
#[must_use]
pub fn use_reports(cursor: Memo<Option<String>>) -> Reports {
    let (settle, remove) = (ServerAction::<SettleReport>::new(), ServerAction::<RemoveReported>::new());
    let list: Reading<Result<Page<Report>>> = reading(
        move || (settle.version().get() + remove.version().get(), cursor.get()),
        |(acts, cursor)| {
            // What was settled since says something else by now.
            let left = kept::<(Option<String>, Page<Report>)>(NAME).filter(|(of, _)| acts == 0 && *of == cursor);
            async move {
                match left {
                    Some((_, page)) => Ok(page),
                    None => rpc::list_reports(cursor).await,
                }
            }
        },
    );
    keep(NAME, move || Some((cursor.try_get_untracked()?, list.try_get_untracked().flatten()?.ok()?)));
    keep_page_scroll("place in the reports", || ());
    let before = StoredValue::new(use_refused(SettleReport::url()).map(|refused| refused.error.to_string()));
    let refusal = Signal::derive(move || {
        let removed = remove.value().get().and_then(Result::err);
        match settle.value().get() {
            _ if removed.is_some() => removed.map(|error| error.to_string()),
            Some(done) => done.err().map(|error| error.to_string()),
            None => before.get_value(),
        }
    });
    let (notes, settling, landing) = (StoredValue::default(), StoredValue::new(None), StoredValue::new(None));
    let reports = Reports { list, settle, remove, refusal, notes, settling, landing };
    reports.forget_noted();
    reports
}
