//! The way to have what is written sent later.

use leptos::prelude::*;

use crate::{
    features::messages::{
        hook::{Thread, use_schedules},
        state::scheduling::{in_field, presets},
    },
    kit::{Choice, Icon, Menu},
    shared::{Error, hydration::use_alive, time::Time},
};

/// A menu of moments beside the button that sends, and a way to pick any other.
#[component]
pub(super) fn SendLater(
    thread: Thread,
    /// Told why it is not sent.
    refusal: RwSignal<Option<Error>>,
) -> impl IntoView {
    let schedules = use_schedules();
    let send = move |local: Time| {
        let refused = thread.send_later(schedules, local).err();
        if refused.is_some() {
            thread.write();
        }
        refusal.set(refused);
    };
    let choices = Signal::derive(move || {
        let offered = presets(schedules.now_here()).into_iter().map(|(name, local)| {
            let label = format!("{name}, {}", clock(local));
            Choice { label, icon: Icon::Clock, danger: false, act: Callback::new(move |()| send(local)) }
        });
        let act = Callback::new(move |()| {
            // No time is asked for where there is nothing to send.
            if thread.text.with_untracked(|text| text.trim().is_empty()) {
                refusal.set(Some(Error::invalid("body", "required")));
                thread.write();
            } else {
                thread.editing.picking.set(true);
            }
        });
        let other = Choice { label: "Pick a time…".to_owned(), icon: Icon::Edit, danger: false, act };
        offered.chain([other]).collect::<Vec<_>>()
    });
    // A page that no script brings to life offers nothing that needs one; its room is there from the beginning.
    let is_alive = use_alive();
    view! {
        <div class="mb-0.5 flex size-10 shrink-0 touch-target noscript:hidden">
            <Show when=move || is_alive.get()>
                <Menu label="Send later" icon=Icon::Clock choices />
            </Show>
        </div>
    }
}

/// The time of day that the clock on the wall says.
fn clock(local: Time) -> String {
    in_field(local).split_off("2026-11-27T".len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_offered_with_its_time_of_day() {
        assert_eq!(clock(Time::from_millis(1_795_226_700_000)), "02:05");
    }
}
