//! Reporting, and what moderators do with reports.

use std::collections::HashSet;

use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    model::{NewReport, Report},
    rpc::{self, SettleReport},
    state::{REPORT, make},
};
use crate::{
    client::use_client,
    kit::Toasts,
    shared::{
        Result,
        form::use_refused,
        id::ReportId,
        json::{Reading, reading},
        page::Page,
    },
    sync::{PendingState, status::State},
};

/// Makes a report; it is kept until the server has it. Refused is here what the server would refuse too.
#[must_use]
pub fn use_report() -> Callback<NewReport, Result<()>> {
    let (client, toasts) = (use_client(), use_context::<Toasts>());
    Callback::new(move |report: NewReport| {
        let report = report.check()?;
        client.perform(make(&report));
        if let Some(toasts) = toasts {
            let is_online = client.status().with_untracked(|status| status.state == State::Online);
            toasts.say(if is_online {
                "Thank you. The moderators will look at it."
            } else {
                "Kept here until the server can be reached."
            });
        }
        Ok(())
    })
}

/// The id of a new report.
#[must_use]
pub fn use_new_report() -> Callback<(), ReportId> {
    let client = use_client();
    Callback::new(move |()| ReportId(client.new_id()))
}

/// Says which reports were refused, wherever one is by then. Stands below the client.
pub fn follow_reports() {
    let (client, toasts) = (use_client(), use_context::<Toasts>());
    let pending = client.pending();
    let told = StoredValue::new(HashSet::new());
    Effect::new(move |_| {
        let refused = pending.with(|pending| {
            let ours = pending.iter().filter(|act| act.operation.kind == REPORT);
            let refused = ours.filter_map(|act| match &act.state {
                PendingState::Failed(error) => Some((act.operation.id, error.clone())),
                _ => None,
            });
            refused.collect::<Vec<_>>()
        });
        for (id, error) in refused {
            if told.try_update_value(|told| told.insert(id)) != Some(true) {
                continue;
            }
            if let Some(toasts) = toasts {
                toasts.warn(format!("Your report was not taken. {error}"));
            }
            client.discard(id);
        }
    });
}

/// A page of reports, and the way to settle one.
#[derive(Clone, Copy)]
pub struct Reports {
    /// The newest first.
    pub list: Reading<Result<Page<Report>>>,
    /// Settles one; the list is read afresh after it.
    pub settle: ServerAction<SettleReport>,
    /// Why the last one was not settled, in words.
    pub refusal: Signal<Option<String>>,
}

/// The reports after a cursor.
#[must_use]
pub fn use_reports(cursor: Memo<Option<String>>) -> Reports {
    let settle = ServerAction::<SettleReport>::new();
    let list = reading(move || (settle.version().get(), cursor.get()), |(_, cursor)| rpc::list_reports(cursor));
    let before = StoredValue::new(use_refused(SettleReport::url()).map(|refused| refused.error.to_string()));
    let refusal = Signal::derive(move || match settle.value().get() {
        Some(done) => done.err().map(|error| error.to_string()),
        None => before.get_value(),
    });
    Reports { list, settle, refusal }
}
