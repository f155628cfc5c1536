//! One message that is said later.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    prelude::*,
};

use super::moment_field::MomentField;
use crate::{
    features::{
        accounts::hook::use_me,
        messages::{
            hook::{Schedules, focus_on, use_inbox, use_schedules},
            model::{Scheduled, Stage},
            state::scheduling::{in_field, of_field},
        },
    },
    kit::{Button, Kind, Prose, TextArea, Verbatim},
    shared::{Error, id::MessageId},
};

/// What it says and when, with what can be done about it; or the fields in which both are changed.
#[component]
pub(super) fn ScheduledRow(
    /// Which.
    id: MessageId,
    /// Among these.
    listed: Memo<Vec<Scheduled>>,
    /// Whether it says in which conversation.
    named: bool,
    /// Which of them is being changed.
    editing: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    // What has gone is drawn as it was until its row has gone too.
    let one = Memo::new(move |before: Option<&_>| {
        let found = listed.with(|all| all.iter().find(|one| one.id == id).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let is_edited = Memo::new(move |_| editing.get() == Some(id));
    view! {
        <li id=format!("scheduled-{id}") class="flex flex-col gap-2">
            {move || {
                if is_edited.get() {
                    view! { <Change id one editing /> }.into_any()
                } else {
                    view! { <Shown id one named editing /> }.into_any()
                }
            }}
        </li>
    }
}

#[component]
fn Shown(
    id: MessageId,
    one: Memo<Option<Scheduled>>,
    /// Whether it says in which conversation.
    named: bool,
    editing: RwSignal<Option<MessageId>>,
) -> impl IntoView {
    let (schedules, inbox, me) = (use_schedules(), use_inbox(), use_me());
    let place = Memo::new(move |_| {
        let one = one.read();
        inbox.title_of(one.as_ref().filter(|_| named)?.conversation_id, me.read().as_ref())
    });
    let body = Memo::new(move |_| one.read().as_ref().map(|one| one.body.clone()).unwrap_or_default());
    let trouble = Memo::new(move |_| one.read().as_ref().and_then(words_for));
    let when = move || {
        one.read().as_ref().map(|one| match one.state {
            Stage::Sending => "Being sent".to_owned(),
            Stage::Waiting | Stage::Failed => schedules.zone.words(one.at),
        })
    };
    let at = move || one.read().as_ref().map(|one| one.at.to_string());
    let is_fixed = Memo::new(move |_| one.read().as_ref().is_none_or(|one| one.state == Stage::Sending));
    let act = move |act: fn(Schedules, &Scheduled)| {
        if let Some(one) = one.get_untracked() {
            act(schedules, &one);
            // Its row may go, and the focus with it.
            request_animation_frame(|| _ = focus_on("dialog[open] li button:not(:disabled)"));
        }
    };
    let edit = move |_: MouseEvent| {
        editing.set(Some(id));
        request_animation_frame(move || _ = focus_on(&format!("#scheduled-{id} textarea")));
    };
    view! {
        {move || {
            place.get().map(|title| view! { <p class="font-semibold wrap-anywhere"><Verbatim words=title /></p> })
        }}
        <time datetime=at class="text-sm text-muted tabular-nums">
            {when}
        </time>
        <div class="wrap-anywhere">
            <Prose text=body />
        </div>
        <p role="alert" class="text-sm text-danger empty:hidden">
            {move || trouble.get()}
        </p>
        <div class="flex flex-wrap gap-2">
            <Button disabled=is_fixed on_click=move |_| act(Schedules::send_now)>
                "Send now"
            </Button>
            <Button kind=Kind::Quiet disabled=is_fixed on_click=edit>
                "Edit"
            </Button>
            <Button kind=Kind::Quiet disabled=is_fixed on_click=move |_| act(Schedules::cancel)>
                "Do not send"
            </Button>
        </div>
    }
}

#[component]
fn Change(id: MessageId, one: Memo<Option<Scheduled>>, editing: RwSignal<Option<MessageId>>) -> impl IntoView {
    let schedules = use_schedules();
    let (body, at) = one.with_untracked(|one| {
        let one = one.as_ref();
        let at = one.map(|one| in_field(schedules.zone.local(one.at)));
        (one.map(|one| one.body.clone()).unwrap_or_default(), at.unwrap_or_default())
    });
    let (text, at) = (RwSignal::new(body), RwSignal::new(at));
    let refusal = RwSignal::new(None::<Error>);
    let of = move |name: &'static str| {
        Memo::new(move |_| {
            let refusal = refusal.read();
            let is_of = |error: &&Error| matches!(error, Error::Invalid { field, .. } if field == name);
            refusal.as_ref().filter(is_of).map(ToString::to_string)
        })
    };
    let end = move || {
        editing.set(None);
        request_animation_frame(move || _ = focus_on(&format!("#scheduled-{id} button")));
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(one) = one.get_untracked() else { return };
        let local = of_field(&at.read_untracked()).ok_or_else(|| Error::invalid("at", "required"));
        match local.and_then(|local| schedules.change(&one, &text.read_untracked(), local)) {
            Ok(()) => end(),
            Err(error) => refusal.set(Some(error)),
        }
    };
    view! {
        <form aria-label="Change a scheduled message" class="flex flex-col gap-3" on:submit=submit>
            <TextArea label="What it says" name="scheduled-words" value=text error=of("body") />
            <MomentField label="Time" value=at error=of("at") />
            <div class="flex justify-end gap-2">
                <Button kind=Kind::Quiet on_click=move |_: MouseEvent| end()>
                    "Back"
                </Button>
                <Button kind=Kind::Primary type_="submit">
                    "Save"
                </Button>
            </div>
        </form>
    }
}

/// Why it could not be sent, and what helps.
fn words_for(one: &Scheduled) -> Option<String> {
    let why = match one.trouble.as_deref()? {
        "missing" => "you are not in the conversation any more, or the message that it answers is not there.",
        "not_accepting" => "you cannot write to this person.",
        "conflict" => "another message has its name. Send it again.",
        "invalid" => "it cannot be accepted like this. Change it and try again.",
        _ => "the server could not do it. Try again.",
    };
    Some(format!("Could not be sent: {why}"))
}
