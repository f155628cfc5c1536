//! To which day to go.

use leptos::{ev::SubmitEvent, html, prelude::*};

use crate::{
    features::messages::hook::Thread,
    kit::{Button, Dialog, Field, Kind},
    shared::effect::Effect,
};

/// Opens once somebody asks for a day, and goes to the one that they choose.
#[component]
pub fn DateDialog(thread: Thread) -> impl IntoView {
    let day = thread.jumping.day;
    let (open, is_wrong) = (RwSignal::new(false), RwSignal::new(false));
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        let day = day.get();
        // What was typed before stands in it otherwise.
        if let Some((field, day)) = field.get_untracked().zip(day.as_ref()) {
            field.set_value(day);
        }
        is_wrong.set(false);
        open.set(day.is_some());
        if day.is_some() {
            // Once the dialog is open.
            request_animation_frame(move || {
                if let Some(field) = field.try_get_untracked().flatten() {
                    let _ = field.focus();
                }
            });
        }
    });
    Effect::new(move || {
        if !open.get() && day.read_untracked().is_some() {
            day.set(None);
        }
    });
    let go = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = field.get_untracked().map(|field| field.value()).unwrap_or_default();
        if thread.go_to_day(&chosen) {
            open.set(false);
        } else {
            is_wrong.set(true);
        }
    };
    let error = Signal::derive(move || is_wrong.get().then(|| "Choose a day from 1970 on.".to_owned()));
    view! {
        <Dialog open title="Go to a day">
            <form class="flex flex-col gap-5" on:submit=go>
                <Field label="Day" name="day" type_="date" required=true error node_ref=field />
                <div class="flex justify-end gap-2">
                    <Button kind=Kind::Quiet on_click=move |_| open.set(false)>
                        "Cancel"
                    </Button>
                    <Button kind=Kind::Primary type_="submit">
                        "Go"
                    </Button>
                </div>
            </form>
        </Dialog>
    }
}
