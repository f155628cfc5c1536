//! When what is written is to be sent.

use leptos::{ev::SubmitEvent, prelude::*};

use super::moment_field::MomentField;
use crate::{
    features::messages::{
        hook::{Thread, use_schedules},
        state::scheduling::{in_field, of_field},
    },
    kit::{Button, Dialog, Kind},
    shared::{Error, time::Time},
};

/// Milliseconds ahead of now that are offered first.
const AHEAD: i64 = 60 * 60 * 1000;

/// Opens once somebody wants to pick a time for what stands in the field.
#[component]
pub(super) fn ScheduleDialog(thread: Thread) -> impl IntoView {
    let open = thread.editing.picking;
    view! {
        <Dialog open title="Send later">
            // Anew each time: the time that is offered goes on.
            <Show when=move || open.get()>
                <Pick thread />
            </Show>
        </Dialog>
    }
}

#[component]
fn Pick(thread: Thread) -> impl IntoView {
    let (schedules, open) = (use_schedules(), thread.editing.picking);
    let at = RwSignal::new(in_field(Time::from_millis(schedules.now_here().millis() + AHEAD)));
    let refusal = RwSignal::new(None::<Error>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let local = of_field(&at.read_untracked()).ok_or_else(|| Error::invalid("at", "required"));
        match local.and_then(|local| thread.send_later(schedules, local)) {
            Ok(()) => {
                open.set(false);
                // The dialog gives the focus back to where it was opened.
                request_animation_frame(move || thread.write());
            }
            Err(error) => refusal.set(Some(error)),
        }
    };
    Effect::watch(move || at.get(), move |_, _, _| refusal.set(None), false);
    view! {
        <form class="flex flex-col gap-5" on:submit=submit>
            <MomentField label="Time" value=at error=Memo::new(move |_| refusal.read().as_ref().map(ToString::to_string)) />
            <div class="flex justify-end gap-2">
                <Button kind=Kind::Quiet on_click=move |_| open.set(false)>
                    "Cancel"
                </Button>
                <Button kind=Kind::Primary type_="submit">
                    "Schedule"
                </Button>
            </div>
        </form>
    }
}
